using Artic.Streams.Steps;

namespace Artic.Venues.Books;

/// <summary>The price levels of one instrument; a <see cref="BookKeeper"/> says whether they are right. Thread: one.</summary>
public sealed class OrderBook
{
    /// <summary>Bids.</summary>
    public BookSide Bids { get; } = new(isBid: true);

    /// <summary>Asks.</summary>
    public BookSide Asks { get; } = new(isBid: false);

    /// <summary>A bid stands at or above an ask.</summary>
    public bool IsCrossed => Bids.Count > 0 && Asks.Count > 0 && Bids.BestPrice >= Asks.BestPrice;

    internal void Clear()
    {
        Bids.Clear();
        Asks.Clear();
    }

    internal void Set(ReadOnlySpan<BookLevel> bids, ReadOnlySpan<BookLevel> asks)
    {
        Bids.Set(bids);
        Asks.Set(asks);
    }

    internal void Save(StateWriter state)
    {
        Bids.Save(state);
        Asks.Save(state);
    }

    internal void Load(StateReader state)
    {
        Bids.Load(state);
        Asks.Load(state);
    }
}
