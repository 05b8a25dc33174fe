using Artic.Indicators.Averages;

namespace Artic.Strategies.MeanReversion;

/// <summary>
/// Long from a close so many per cent below the VWAP until one at it, short from one as far above. Where nothing was traded there
/// is no VWAP and no position.
/// </summary>
public sealed class VolumePriceReversion : BarStrategy
{
    private readonly VolumeWeightedPrice _price;
    private readonly double _distance;
    private readonly int _position;

    /// <param name="distance">Per cent.</param>
    /// <param name="daily">The VWAP begins anew each UTC day; otherwise it is of all bars.</param>
    public VolumePriceReversion(double distance, bool daily)
        : base(1, "close", "vwap", "percent")
    {
        _price = Keep(new VolumeWeightedPrice(daily));
        _distance = distance;
        _position = Take(1);
    }

    /// <inheritdoc/>
    public override bool NeedsVolume => true;

    /// <inheritdoc/>
    protected override StrategySignal Decide(in OhlcvBar bar)
    {
        _ = _price.Add(bar);
        double percent = _price.Value == 0 ? double.NaN : 100 * (bar.Close - _price.Value) / _price.Value;
        return Against(Revert(ref Cell(_position), percent, _distance, exit: 0), bar.Close, _price.Value, percent);
    }
}
