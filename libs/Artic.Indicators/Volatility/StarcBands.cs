using Artic.Indicators.Blocks;

namespace Artic.Indicators.Volatility;

/// <summary>STARC Bands (Stoller): simple mean of the closes and so many average true ranges (Wilder).</summary>
public sealed class StarcBands : Indicator
{
    private readonly RollingSum _mean;
    private readonly Smoothed _range;
    private readonly TrueRange _trueRange;
    private readonly double _multiplier;

    /// <param name="length">Bars of the mean.</param>
    /// <param name="multiplier">Average true ranges to each side.</param>
    /// <param name="rangeLength">Bars of the average true range.</param>
    public StarcBands(int length, double multiplier, int rangeLength)
        : base(length, "centerline", "upperBand", "lowerBand")
    {
        _mean = new RollingSum(State, length);
        _range = Smoothed.Wilder(State, rangeLength);
        _trueRange = new TrueRange(State);
        _multiplier = multiplier;
    }

    /// <inheritdoc/>
    protected override void Update(in OhlcvBar bar)
    {
        double center = _mean.Add(bar.Close);
        double distance = _multiplier * _range.Add(_trueRange.Add(bar));
        Set(center, center + distance, center - distance);
    }
}
