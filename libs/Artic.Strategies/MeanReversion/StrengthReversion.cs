using Artic.Indicators.Averages;
using Artic.Indicators.Momentum;

namespace Artic.Strategies.MeanReversion;

/// <summary>Long while the RSI is below <c>low</c>, short while it is above <c>high</c> (Wilder 1978). Without any move it says nothing.</summary>
public sealed class StrengthReversion : BarStrategy
{
    private readonly RelativeStrength _strength;
    private readonly WilderAverage _moves;
    private readonly double _low;
    private readonly double _high;
    private readonly int _close;

    /// <param name="length">Changes.</param>
    /// <param name="low">Oversold below.</param>
    /// <param name="high">Overbought above.</param>
    public StrengthReversion(int length, double low, double high)
        : base(length + 1, "rsi", "low", "high")
    {
        _strength = Keep(new RelativeStrength(length));
        _moves = Keep(new WilderAverage(length));
        (_low, _high) = (low, high);
        _close = Take(1, double.NaN);
    }

    /// <inheritdoc/>
    protected override StrategySignal Decide(in OhlcvBar bar)
    {
        _ = _strength.Add(bar);
        _ = _moves.Add(Of(Math.Abs(bar.Close - Cell(_close))));
        Cell(_close) = bar.Close;
        double strength = Moves(_moves.Value, bar.Close) ? _strength.Value : double.NaN;
        return Against(double.IsNaN(strength) ? strength : strength < _low ? 1 : strength > _high ? -1 : 0, strength, _low, _high);
    }
}
