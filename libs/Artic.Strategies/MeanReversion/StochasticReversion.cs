using Artic.Indicators.Momentum;

namespace Artic.Strategies.MeanReversion;

/// <summary>
/// Long while %K and %D are both below <c>low</c> and %K is above %D, short while both are above <c>high</c> and %K is below %D
/// (Lane): the extreme, once it turns.
/// </summary>
public sealed class StochasticReversion : BarStrategy
{
    private readonly Stochastic _oscillator;
    private readonly double _low;
    private readonly double _high;

    /// <param name="length">Bars of the range.</param>
    /// <param name="signal">Values of %D.</param>
    /// <param name="smooth">Values of %K.</param>
    /// <param name="low">Oversold below.</param>
    /// <param name="high">Overbought above.</param>
    public StochasticReversion(int length, int signal, int smooth, double low, double high)
        : base(length + smooth + signal - 2, "k", "d")
    {
        _oscillator = Keep(new Stochastic(length, signal, smooth));
        (_low, _high) = (low, high);
    }

    /// <inheritdoc/>
    protected override StrategySignal Decide(in OhlcvBar bar)
    {
        _ = _oscillator.Add(bar);
        double k = _oscillator.Value;
        double d = _oscillator.Values[1];
        double side = Side(100 + k, 100 + d);
        double value = double.IsNaN(side) ? double.NaN
            : k < _low && d < _low && side > 0 ? 1
            : k > _high && d > _high && side < 0 ? -1 : 0;
        return Against(value, k, d);
    }
}
