using Artic.Indicators.Averages;

namespace Artic.Strategies.Momentum;

/// <summary>Long while the fast simple average of the closes is above the slow one, short while it is below.</summary>
public sealed class SimpleCrossover : BarStrategy
{
    private readonly SimpleAverage _fast;
    private readonly SimpleAverage _slow;

    /// <param name="fast">Bars of the fast average.</param>
    /// <param name="slow">Bars of the slow one.</param>
    public SimpleCrossover(int fast, int slow)
        : base(slow, "fast", "slow")
    {
        _fast = Keep(new SimpleAverage(fast));
        _slow = Keep(new SimpleAverage(slow));
    }

    /// <inheritdoc/>
    protected override StrategySignal Decide(in OhlcvBar bar)
    {
        _ = _fast.Add(bar);
        _ = _slow.Add(bar);
        return Along(Side(_fast.Value, _slow.Value), _fast.Value, _slow.Value);
    }
}
