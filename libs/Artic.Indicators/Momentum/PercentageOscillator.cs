using Artic.Indicators.Blocks;

namespace Artic.Indicators.Momentum;

/// <summary>PPO, and of volumes PVO: fast less slow EMA in per cent of the slow one, with signal and histogram.</summary>
public sealed class PercentageOscillator : Indicator
{
    private readonly Smoothed _fast;
    private readonly Smoothed _slow;
    private readonly Smoothed _signal;
    private readonly bool _ofVolume;

    /// <param name="fast">Bars of the fast average.</param>
    /// <param name="slow">Bars of the slow one.</param>
    /// <param name="signal">Values of the signal line.</param>
    /// <param name="ofVolume">Of volumes instead of closes.</param>
    public PercentageOscillator(int fast, int slow, int signal, bool ofVolume)
        : base(slow, ofVolume ? "pvo" : "ppo", "signal", "histogram")
    {
        _fast = Smoothed.Ema(State, fast);
        _slow = Smoothed.Ema(State, slow);
        _signal = Smoothed.Ema(State, signal);
        _ofVolume = ofVolume;
    }

    /// <inheritdoc/>
    protected override void Update(in OhlcvBar bar)
    {
        double value = _ofVolume ? bar.Volume : bar.Close;
        double fast = _fast.Add(value);
        double slow = _slow.Add(value);
        double percent = slow == 0 ? 0 : 100 * (fast - slow) / slow;
        double signal = _signal.Add(percent);
        Set(percent, signal, percent - signal);
    }
}
