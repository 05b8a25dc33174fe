using Artic.Indicators.Volatility;

namespace Artic.Strategies.MeanReversion;

/// <summary>Long while Williams %R is below <c>low</c>, short while it is above <c>high</c> (Williams). Without a range it says nothing.</summary>
public sealed class WilliamsReversion : BarStrategy
{
    private readonly DonchianChannel _before;
    private readonly double _low;
    private readonly double _high;

    /// <param name="length">Bars, at least 2.</param>
    /// <param name="low">Oversold below, -100 to 0.</param>
    /// <param name="high">Overbought above, -100 to 0.</param>
    public WilliamsReversion(int length, double low, double high)
        : base(length, "williams_r", "low", "high")
    {
        _before = Keep(new DonchianChannel(length - 1));
        (_low, _high) = (low, high);
    }

    /// <inheritdoc/>
    protected override StrategySignal Decide(in OhlcvBar bar)
    {
        _ = _before.Add(bar);
        double highest = Math.Max(_before.Values[1], bar.High);
        double range = highest - Math.Min(_before.Values[2], bar.Low);
        double place = Moves(range, highest) ? 100 * (bar.Close - highest) / range : double.NaN;
        return Against(double.IsNaN(place) ? place : place < _low ? 1 : place > _high ? -1 : 0, place, _low, _high);
    }
}
