using Artic.Indicators.Blocks;

namespace Artic.Indicators.Averages;

/// <summary>
/// HMA (Hull 2005): WMA over the whole part of √length of 2 WMA(length/2) - WMA(length), halves rounded down.
/// </summary>
public sealed class HullAverage : Indicator
{
    private readonly WeightedSum _whole;
    private readonly WeightedSum _half;
    private readonly WeightedSum _smooth;

    /// <param name="length">Bars, at least 2.</param>
    public HullAverage(int length)
        : base(length + (int)Math.Sqrt(length) - 1, "hma")
    {
        _whole = new WeightedSum(State, length);
        _half = new WeightedSum(State, length / 2);
        _smooth = new WeightedSum(State, (int)Math.Sqrt(length));
    }

    /// <inheritdoc/>
    protected override void Update(in OhlcvBar bar)
    {
        double whole = _whole.Add(bar.Close);
        double half = _half.Add(bar.Close);
        if (!double.IsNaN(whole))
        {
            Set(_smooth.Add((2 * half) - whole));
        }
    }
}
