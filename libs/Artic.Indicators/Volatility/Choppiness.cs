using Artic.Indicators.Blocks;

namespace Artic.Indicators.Volatility;

/// <summary>Choppiness Index (Dreiss): the sum of true ranges over the range of all, as a logarithm to 100.</summary>
public sealed class Choppiness : Indicator
{
    private readonly double _length;
    private readonly TrueRange _trueRange;
    private readonly RollingSum _ranges;
    private readonly Extreme _highest;
    private readonly Extreme _lowest;

    /// <param name="length">Bars, at least 2.</param>
    public Choppiness(int length)
        : base(length + 1, "chop")
    {
        _length = length;
        _trueRange = new TrueRange(State);
        _ranges = new RollingSum(State, length);
        _highest = new Extreme(State, length, isHighest: true);
        _lowest = new Extreme(State, length, isHighest: false);
    }

    /// <inheritdoc/>
    protected override void Update(in OhlcvBar bar)
    {
        double before = _trueRange.PreviousClose;
        double range = _trueRange.Add(bar);
        if (double.IsNaN(range))
        {
            return;
        }

        _ = _ranges.Add(range);
        double all = _highest.Add(Math.Max(bar.High, before)) - _lowest.Add(Math.Min(bar.Low, before));
        Set(100 * Math.Log(_ranges.Sum / all) / Math.Log(_length));
    }
}
