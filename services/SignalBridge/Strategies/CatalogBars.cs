using Artic.Strategies;
using Artic.V1;

namespace Artic.SignalBridge.Strategies;

/// <summary>A strategy of the catalog that lives on bars. Thread: the loop's; no allocation.</summary>
/// <param name="rule">The strategy.</param>
public sealed class CatalogBars(BarStrategy rule) : CatalogStrategy(rule)
{
    /// <inheritdoc/>
    public override StrategyFeeds Feeds => StrategyFeeds.Bars;

    /// <inheritdoc/>
    public override bool SaysEachValue => true;

    /// <inheritdoc/>
    public override bool OnBar(Bar bar, out Opinion opinion) => Take(rule.Add(BarNumbers.Of(bar)), out opinion);
}
