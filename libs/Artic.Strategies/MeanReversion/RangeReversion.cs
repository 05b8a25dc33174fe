using Artic.Indicators.Volatility;

namespace Artic.Strategies.MeanReversion;

/// <summary>
/// Long where the close is in the lowest part of the range of the bars before, short where it is in the highest part; a close
/// outside the range says that there is none, and gives nothing.
/// </summary>
public sealed class RangeReversion : BarStrategy
{
    private readonly DonchianChannel _range;
    private readonly double _zone;

    /// <param name="length">Bars of the range, without the one in hand.</param>
    /// <param name="zone">What counts as near a side, in per cent of the range.</param>
    public RangeReversion(int length, double zone)
        : base(length + 1, "close", "support", "resistance")
    {
        _range = Keep(new DonchianChannel(length));
        _zone = zone / 100;
    }

    /// <inheritdoc/>
    protected override StrategySignal Decide(in OhlcvBar bar)
    {
        _ = _range.Add(bar);
        double resistance = _range.Values[1];
        double support = _range.Values[2];
        double width = resistance - support;
        double place = Moves(width, resistance) ? (bar.Close - support) / width : double.NaN;
        if (place is < 0 or > 1)
        {
            return new StrategySignal(0, SignalReason.Filtered, bar.Close, support, resistance);
        }

        double value = double.IsNaN(place) ? place : place <= _zone ? 1 : place >= 1 - _zone ? -1 : 0;
        return Against(value, bar.Close, support, resistance);
    }
}
