using Artic.Strategies;
using Artic.Streams.Steps;
using Artic.V1;

namespace Artic.SignalBridge.Strategies;

/// <summary>
/// A strategy of the catalog on the loop: its signal is the position that it would hold, and worth crossing the spread for. While
/// it warms up, and on what it passes over, it has no opinion. Thread: the loop's; no allocation.
/// </summary>
/// <param name="rule">The strategy.</param>
public abstract class CatalogStrategy(Strategy rule) : IStrategy
{
    private readonly double[] _row = new double[rule.StateLength];
    private StrategySignal _last;

    /// <inheritdoc/>
    public abstract StrategyFeeds Feeds { get; }

    /// <inheritdoc/>
    public abstract bool SaysEachValue { get; }

    /// <inheritdoc/>
    public bool OnQuote(MarketView view, out Opinion opinion)
    {
        opinion = default;
        return false;
    }

    /// <inheritdoc/>
    public virtual bool OnBar(Bar bar, out Opinion opinion)
    {
        opinion = default;
        return false;
    }

    /// <inheritdoc/>
    public virtual bool OnBook(BookTop book, out Opinion opinion)
    {
        opinion = default;
        return false;
    }

    /// <inheritdoc/>
    public void Explain(Signal signal)
    {
        signal.Reason = (V1.SignalReason)_last.Reason;
        signal.First = _last.First;
        signal.Second = _last.Second;
        signal.Third = _last.Third;
        signal.Fourth = _last.Fourth;
    }

    /// <inheritdoc/>
    public virtual void Save(StateWriter state)
    {
        rule.SaveState(_row);
        state.WriteAll(_row);
    }

    /// <inheritdoc/>
    public virtual void Load(StateReader state)
    {
        state.ReadAll(_row);
        rule.LoadState(_row);
    }

    /// <summary>What the loop makes of a signal; false where it is none.</summary>
    protected bool Take(in StrategySignal signal, out Opinion opinion)
    {
        _last = signal;
        opinion = new Opinion(
            signal.Value, Math.Abs(signal.Value), Math.Sign(signal.Value), IsUrgent: true, IsPosition: true);
        return signal.Reason is not (Artic.Strategies.SignalReason.WarmingUp or Artic.Strategies.SignalReason.PassedOver);
    }
}
