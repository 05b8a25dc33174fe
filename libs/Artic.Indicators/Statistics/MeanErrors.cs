using Artic.Indicators.Blocks;

namespace Artic.Indicators.Statistics;

/// <summary>How far the closes are from their mean: mean absolute deviation, mean square, and mean absolute part. A bar costs as many steps as the window is long.</summary>
public sealed class MeanErrors : Indicator
{
    private readonly Window _closes;

    /// <param name="length">Bars.</param>
    public MeanErrors(int length)
        : base(length, "mad", "mse", "mape") => _closes = new Window(State, length);

    /// <inheritdoc/>
    protected override void Update(in OhlcvBar bar)
    {
        _ = _closes.Push(bar.Close);
        if (!_closes.IsFull)
        {
            return;
        }

        double mean = 0;
        foreach (double each in _closes.Values)
        {
            mean += each;
        }

        mean /= _closes.Length;
        double absolute = 0;
        double squares = 0;
        double parts = 0;
        foreach (double each in _closes.Values)
        {
            absolute += Math.Abs(each - mean);
            squares += (each - mean) * (each - mean);
            parts += Math.Abs(each - mean) / each;
        }

        Set(absolute / _closes.Length, squares / _closes.Length, parts / _closes.Length);
    }
}
