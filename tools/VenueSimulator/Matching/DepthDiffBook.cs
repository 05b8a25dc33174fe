using Artic.VenueSimulator.Domain;
using Artic.VenueSimulator.Wire;

namespace Artic.VenueSimulator.Matching;

/// <summary>
/// Collects which levels changed since the last diff of one depth stream, so that consecutive diffs are contiguous:
/// each <c>U</c> is the previous <c>u</c> + 1.
/// </summary>
public sealed class DepthDiffBook(StreamKind kind, long lastUpdateId)
{
    private readonly SortedSet<long> _bids = new(Comparer<long>.Create((a, b) => b.CompareTo(a)));
    private readonly SortedSet<long> _asks = [];
    private long _lastUpdateId = lastUpdateId;

    /// <summary>Notes that a level changed.</summary>
    public void Mark(Side side, long priceE8) => (side == Side.Buy ? _bids : _asks).Add(priceE8);

    /// <summary>The diff up to <paramref name="updateId"/>; null where nothing changed.</summary>
    public MarketMessage? Take(MarketDataCodec codec, LimitOrderBook book, long updateId, long timeMs)
    {
        if (updateId == _lastUpdateId)
        {
            return null;
        }

        MarketMessage message = codec.DepthUpdate(
            kind, timeMs, _lastUpdateId + 1, updateId, Now(book, Side.Buy, _bids), Now(book, Side.Sell, _asks));
        _lastUpdateId = updateId;
        _bids.Clear();
        _asks.Clear();
        return message;
    }

    private static IEnumerable<(long PriceE8, long QuantityE8)> Now(
        LimitOrderBook book, Side side, SortedSet<long> prices)
    {
        foreach (long priceE8 in prices)
        {
            yield return (priceE8, book.QuantityAt(side, priceE8));
        }
    }
}
