using Artic.Core.Domain;
using Artic.Venues.Books;
using Artic.Venues.Text;

namespace Artic.Venues.Replay;

/// <summary>
/// Holds a venue's tickers against the top of the book where both name the same update: the book is then right at its top,
/// whoever came first. Thread: one. Allocates; for replays.
/// </summary>
public sealed class TickerCheck
{
    // Behind a depth event by more than so many events no ticker has been seen.
    private const int KeptTops = 256;

    private readonly SortedDictionary<long, Top> _tickers = [];
    private readonly Dictionary<long, Top> _tops = [];
    private readonly Queue<long> _topIds = [];
    private long _newest;

    /// <summary>Tickers that were the top of the book at their update.</summary>
    public long Matched { get; private set; }

    /// <summary>Tickers that were not.</summary>
    public long Failed { get; private set; }

    /// <summary>A ticker has come.</summary>
    /// <param name="updateId">The update whose top it says.</param>
    /// <param name="bid">Its best bid.</param>
    /// <param name="ask">Its best ask.</param>
    /// <param name="priceScale">Scale of its prices.</param>
    public void Ticker(long updateId, BookLevel bid, BookLevel ask, int priceScale)
    {
        Top top = new(Finest(bid.Price, priceScale), bid.Quantity, Finest(ask.Price, priceScale), ask.Quantity);
        if (_tops.TryGetValue(updateId, out Top known))
        {
            Count(known, top);
        }
        else if (_topIds.Count == 0 || updateId > _newest)
        {
            _tickers[updateId] = top;
        }
    }

    /// <summary>The book stands at an update.</summary>
    public void Applied(long updateId, OrderBook book)
    {
        Top top = new(
            Finest(book.Bids.BestPrice, book.PriceScale), book.Bids.BestQuantity, Finest(book.Asks.BestPrice, book.PriceScale),
            book.Asks.BestQuantity);
        if (_tickers.TryGetValue(updateId, out Top ticker))
        {
            Count(top, ticker);
        }

        while (_tickers.Count > 0 && First() <= updateId)
        {
            _ = _tickers.Remove(First());
        }

        if (_tops.TryAdd(updateId, top))
        {
            _topIds.Enqueue(updateId);
            _newest = updateId;
            if (_topIds.Count > KeptTops)
            {
                _ = _tops.Remove(_topIds.Dequeue());
            }
        }
    }

    /// <summary>The book was withdrawn: what was kept says nothing of the next one.</summary>
    public void Withdrawn()
    {
        _tickers.Clear();
        _tops.Clear();
        _topIds.Clear();
    }

    private long First()
    {
        using SortedDictionary<long, Top>.KeyCollection.Enumerator keys = _tickers.Keys.GetEnumerator();
        return keys.MoveNext() ? keys.Current : long.MaxValue;
    }

    private void Count(Top book, Top ticker)
    {
        Matched += book == ticker ? 1 : 0;
        Failed += book == ticker ? 0 : 1;
    }

    /// <summary>At the finest scale: that of the book may have become finer between the two.</summary>
    private static Int128 Finest(long price, int scale) => (Int128)price * FixedPoint.PowerOfTen(WireDecimal.MaxDecimals - scale);

    private readonly record struct Top(Int128 Bid, long BidQuantity, Int128 Ask, long AskQuantity);
}
