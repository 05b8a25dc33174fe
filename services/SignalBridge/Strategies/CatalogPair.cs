using Artic.Indicators;
using Artic.Strategies;
using Artic.Streams.Steps;
using Artic.V1;

namespace Artic.SignalBridge.Strategies;

/// <summary>
/// A strategy of the catalog over two instruments. Bars of both meet by the time at which they began, whichever closes first; an
/// interval in which only one of the two was traded is passed over. Thread: the loop's; no allocation.
/// </summary>
public sealed class CatalogPair : CatalogStrategy
{
    private readonly PairStrategy _rule;
    private readonly uint _instrumentId;
    private readonly PendingBars _first = new();
    private readonly PendingBars _second = new();

    /// <param name="rule">The strategy.</param>
    /// <param name="instrumentId">The first instrument; bars of any other are the second's.</param>
    public CatalogPair(PairStrategy rule, uint instrumentId)
        : base(rule)
    {
        _rule = rule;
        _instrumentId = instrumentId;
    }

    /// <inheritdoc/>
    public override StrategyFeeds Feeds => StrategyFeeds.Bars | StrategyFeeds.OtherBars;

    /// <inheritdoc/>
    public override bool SaysEachValue => true;

    /// <inheritdoc/>
    public override bool OnBar(Bar bar, out Opinion opinion)
    {
        bool isFirst = bar.InstrumentId == _instrumentId;
        OhlcvBar one = BarNumbers.Of(bar);
        if (!(isFirst ? _second : _first).TryTake(one.UtcNs, out OhlcvBar other))
        {
            (isFirst ? _first : _second).Add(one);
            opinion = default;
            return false;
        }

        // Both series go on in time: what waits from before on this side has no partner any more.
        (isFirst ? _first : _second).Clear();
        _rule.Other = isFirst ? other.Close : one.Close;
        return Take(_rule.Add(isFirst ? one : other), out opinion);
    }

    /// <inheritdoc/>
    public override void Save(StateWriter state)
    {
        base.Save(state);
        _first.Save(state);
        _second.Save(state);
    }

    /// <inheritdoc/>
    public override void Load(StateReader state)
    {
        base.Load(state);
        _first.Load(state);
        _second.Load(state);
    }
}
