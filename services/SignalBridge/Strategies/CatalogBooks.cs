using Artic.Strategies;
using Artic.V1;
using Google.Protobuf.Collections;

namespace Artic.SignalBridge.Strategies;

/// <summary>A strategy of the catalog that lives on the book. Thread: the loop's; no allocation.</summary>
/// <param name="rule">The strategy.</param>
public sealed class CatalogBooks(BookStrategy rule) : CatalogStrategy(rule)
{
    private const int MostLevels = 50;

    private readonly double[] _bids = new double[MostLevels];
    private readonly double[] _asks = new double[MostLevels];

    /// <inheritdoc/>
    public override StrategyFeeds Feeds => StrategyFeeds.Books;

    /// <inheritdoc/>
    public override bool SaysEachValue => false;

    /// <inheritdoc/>
    public override bool OnBook(BookTop book, out Opinion opinion) =>
        Take(rule.AddBook(Fill(_bids, book.BidQuantities), Fill(_asks, book.AskQuantities)), out opinion);

    private static ReadOnlySpan<double> Fill(double[] levels, RepeatedField<long> quantities)
    {
        int count = Math.Min(levels.Length, quantities.Count);
        for (int i = 0; i < count; i++)
        {
            levels[i] = quantities[i];
        }

        return levels.AsSpan(0, count);
    }
}
