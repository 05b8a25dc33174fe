using Artic.Indicators.Blocks;

namespace Artic.Indicators.Momentum;

/// <summary>MACD (Appel): fast less slow EMA, its own EMA as the signal, and what is between the two.</summary>
public sealed class ConvergenceDivergence : Indicator
{
    private readonly Smoothed _fast;
    private readonly Smoothed _slow;
    private readonly Smoothed _signal;

    /// <param name="fast">Bars of the fast average.</param>
    /// <param name="slow">Bars of the slow one.</param>
    /// <param name="signal">Values of the signal line.</param>
    public ConvergenceDivergence(int fast, int slow, int signal)
        : base(slow, "macd", "signal", "histogram", "fastEma", "slowEma")
    {
        _fast = Smoothed.Ema(State, fast);
        _slow = Smoothed.Ema(State, slow);
        _signal = Smoothed.Ema(State, signal);
    }

    /// <inheritdoc/>
    protected override void Update(in OhlcvBar bar)
    {
        double fast = _fast.Add(bar.Close);
        double slow = _slow.Add(bar.Close);
        double signal = _signal.Add(fast - slow);
        Set([fast - slow, signal, fast - slow - signal, fast, slow]);
    }
}
