using Artic.Indicators.Blocks;

namespace Artic.Indicators.Volatility;

/// <summary>Keltner Channel (Raschke): EMA of the closes and so many average true ranges (Wilder).</summary>
public sealed class KeltnerChannel : Indicator
{
    private readonly Smoothed _average;
    private readonly Smoothed _range;
    private readonly TrueRange _trueRange;
    private readonly double _multiplier;

    /// <param name="length">Bars of the EMA.</param>
    /// <param name="multiplier">Average true ranges to each side.</param>
    /// <param name="rangeLength">Bars of the average true range.</param>
    public KeltnerChannel(int length, double multiplier, int rangeLength)
        : base(Math.Max(length, rangeLength + 1), "centerline", "upperBand", "lowerBand", "width")
    {
        _average = Smoothed.Ema(State, length);
        _range = Smoothed.Wilder(State, rangeLength);
        _trueRange = new TrueRange(State);
        _multiplier = multiplier;
    }

    /// <inheritdoc/>
    protected override void Update(in OhlcvBar bar)
    {
        double center = _average.Add(bar.Close);
        double distance = _multiplier * _range.Add(_trueRange.Add(bar));
        if (!double.IsNaN(center + distance))
        {
            Set([center, center + distance, center - distance, 2 * distance / center]);
        }
    }
}
