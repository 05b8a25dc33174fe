using Artic.Indicators.Averages;
using Artic.Indicators.Volatility;

namespace Artic.Strategies.Volume;

/// <summary>
/// With a close beyond the range of the bars before it where the volume is at least <c>multiplier</c> times their mean volume; for that
/// bar alone.
/// </summary>
public sealed class VolumeBreakout : BarStrategy
{
    private readonly DonchianChannel _range;
    private readonly SimpleAverage _volumes;
    private readonly double _multiplier;

    /// <param name="length">Bars, without the one in hand.</param>
    /// <param name="multiplier">Times the mean volume.</param>
    public VolumeBreakout(int length, double multiplier)
        : base(length + 1, "close", "upper", "lower", "volumes")
    {
        _range = Keep(new DonchianChannel(length));
        _volumes = Keep(new SimpleAverage(length));
        _multiplier = multiplier;
    }

    /// <inheritdoc/>
    public override bool NeedsVolume => true;

    /// <inheritdoc/>
    protected override StrategySignal Decide(in OhlcvBar bar)
    {
        double volumes = bar.Volume / _volumes.Value;
        _ = _volumes.Add(Of(bar.Volume));
        _ = _range.Add(bar);
        double upper = _range.Values[1];
        double lower = _range.Values[2];
        double side = !double.IsFinite(volumes + upper) ? double.NaN : bar.Close > upper ? 1 : bar.Close < lower ? -1 : 0;
        return Math.Abs(side) == 1 && volumes < _multiplier
            ? new StrategySignal(0, SignalReason.Filtered, bar.Close, upper, lower, volumes)
            : Broken(side, bar.Close, upper, lower, volumes);
    }
}
