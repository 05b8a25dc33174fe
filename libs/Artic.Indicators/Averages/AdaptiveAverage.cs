using Artic.Indicators.Blocks;

namespace Artic.Indicators.Averages;

/// <summary>KAMA (Kaufman 1995): an average that is as fast as the price is straight. Begins with the close of the bar <c>length</c>.</summary>
public sealed class AdaptiveAverage : Indicator
{
    private readonly Window _closes;
    private readonly RollingSum _moves;
    private readonly double _fast;
    private readonly double _slow;

    /// <param name="length">Bars of the efficiency ratio.</param>
    /// <param name="fast">Bars of the fastest average.</param>
    /// <param name="slow">Bars of the slowest.</param>
    public AdaptiveAverage(int length, int fast, int slow)
        : base(length, "kama", "er")
    {
        _closes = new Window(State, length);
        _moves = new RollingSum(State, length);
        _fast = 2.0 / (fast + 1);
        _slow = 2.0 / (slow + 1);
    }

    /// <inheritdoc/>
    protected override void Update(in OhlcvBar bar)
    {
        if (_closes.Count > 0)
        {
            _ = _moves.Add(Math.Abs(bar.Close - _closes[0]));
        }

        double before = _closes.Push(bar.Close);
        if (double.IsNaN(before))
        {
            Set(_closes.IsFull ? bar.Close : double.NaN, double.NaN);
            return;
        }

        if (_moves.Sum == 0)
        {
            Set(bar.Close, 0);
            return;
        }

        double efficiency = Math.Abs(bar.Close - before) / _moves.Sum;
        double smoothing = (efficiency * (_fast - _slow)) + _slow;
        Set(Value + (smoothing * smoothing * (bar.Close - Value)), efficiency);
    }
}
