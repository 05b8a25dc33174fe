using Artic.Indicators.Momentum;

namespace Artic.Strategies.Momentum;

/// <summary>Long while the MACD is above its signal line, short while it is below (Appel). A difference that is rounding of the price is none.</summary>
public sealed class ConvergenceSignal : BarStrategy
{
    private readonly ConvergenceDivergence _macd;

    /// <param name="fast">Bars of the fast average.</param>
    /// <param name="slow">Bars of the slow one.</param>
    /// <param name="signal">Values of the signal line.</param>
    public ConvergenceSignal(int fast, int slow, int signal)
        : base(slow + signal - 1, "macd", "signal") => _macd = Keep(new ConvergenceDivergence(fast, slow, signal));

    /// <inheritdoc/>
    protected override StrategySignal Decide(in OhlcvBar bar)
    {
        _ = _macd.Add(bar);
        double slow = _macd.Values[4];
        return Along(Side(slow + _macd.Values[2], slow), _macd.Value, _macd.Values[1]);
    }
}
