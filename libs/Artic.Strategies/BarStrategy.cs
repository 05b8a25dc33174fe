namespace Artic.Strategies;

/// <summary>
/// A strategy of closed bars. A signal is what it would hold now, so it stays while its reason stays. A bar that holds what is no
/// number is passed over: it changes nothing and its signal is 0. Thread: one.
/// </summary>
public abstract class BarStrategy(int warmUp, params string[] figures) : Strategy(warmUp, figures)
{
    /// <summary>Takes the next closed bar.</summary>
    public StrategySignal Add(in OhlcvBar bar) =>
        bar.IsFinite && CanUse(bar) ? Count(Decide(bar)) : new StrategySignal(0, SignalReason.PassedOver);

    /// <summary>False where the strategy must not see this bar.</summary>
    protected virtual bool CanUse(in OhlcvBar bar) => true;

    /// <summary>Takes a bar of numbers. What it gives while it warms up is not used.</summary>
    protected abstract StrategySignal Decide(in OhlcvBar bar);
}
