using Artic.Indicators.Averages;
using Artic.Indicators.Volatility;

namespace Artic.Strategies.Volatility;

/// <summary>
/// Against the distance of the close from the VWAP of the last bars, in deviations of that distance: nothing below <c>least</c>, and in
/// proportion up to <c>full</c>.
/// </summary>
public sealed class VolumePriceDeviation : BarStrategy
{
    private readonly VolumeWeightedAverage _price;
    private readonly StandardDeviation _distances;
    private readonly double _least;
    private readonly double _full;

    /// <param name="length">Bars of the VWAP, and distances of the deviation.</param>
    /// <param name="least">Deviations below which there is none.</param>
    /// <param name="full">Deviations that give a whole position.</param>
    public VolumePriceDeviation(int length, double least, double full)
        : base((2 * length) - 1, "close", "vwap", "deviations")
    {
        _price = Keep(new VolumeWeightedAverage(length));
        _distances = Keep(new StandardDeviation(length));
        (_least, _full) = (least, full);
    }

    /// <inheritdoc/>
    public override bool NeedsVolume => true;

    /// <inheritdoc/>
    protected override StrategySignal Decide(in OhlcvBar bar)
    {
        _ = _price.Add(bar);
        double distance = bar.Close - _price.Value;
        if (!_distances.Add(Of(distance)) || !Moves(_distances.Value, bar.Close))
        {
            return Against(double.NaN, bar.Close, _price.Value);
        }

        double deviations = distance / _distances.Value;
        return Against(Math.Abs(deviations) < _least ? 0 : -deviations / _full, bar.Close, _price.Value, deviations);
    }
}
