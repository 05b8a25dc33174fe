using Artic.Streams.Steps;
using Artic.Venues.Text;

namespace Artic.Venues.Books;

/// <summary>The price levels of one instrument; a <see cref="BookKeeper"/> says whether they are right. Thread: one.</summary>
public sealed class OrderBook
{
    /// <summary>Decimal scale of all its prices.</summary>
    public int PriceScale { get; private set; } = WireDecimal.Scale;

    /// <summary>Bids.</summary>
    public BookSide Bids { get; } = new(isBid: true);

    /// <summary>Asks.</summary>
    public BookSide Asks { get; } = new(isBid: false);

    /// <summary>A bid stands at or above an ask.</summary>
    public bool IsCrossed => Bids.Count > 0 && Asks.Count > 0 && Bids.BestPrice >= Asks.BestPrice;

    /// <summary>
    /// Sets the levels at the prices of an event, which are at this book's scale, to what they are: nothing changes, and what the next change
    /// needs, which is of many of the same levels, stays in the caches.
    /// </summary>
    public void SetAgain(ReadOnlySpan<BookLevel> bids, ReadOnlySpan<BookLevel> asks)
    {
        Bids.SetAgain(bids);
        Asks.SetAgain(asks);
    }

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

    /// <summary>
    /// Brings all prices to another scale. False, with nothing changed, where one of them does not fit there. Allocates: it
    /// happens at most a few times in an instrument's life.
    /// </summary>
    internal bool TryRescale(int scale)
    {
        if (!TryRescale(Bids, scale, out BookLevel[] bids) || !TryRescale(Asks, scale, out BookLevel[] asks))
        {
            return false;
        }

        Clear();
        Set(bids, asks);
        PriceScale = scale;
        return true;
    }

    internal void Save(StateWriter state)
    {
        state.Write(PriceScale);
        Bids.Save(state);
        Asks.Save(state);
    }

    internal void Load(StateReader state)
    {
        PriceScale = state.ReadCount(WireDecimal.MaxDecimals);
        Bids.Load(state);
        Asks.Load(state);
    }

    private bool TryRescale(BookSide side, int scale, out BookLevel[] levels)
    {
        levels = new BookLevel[side.Count];
        int count = 0;
        foreach (BookLevel level in side.Best(side.Count))
        {
            levels[count++] = level;
        }

        bool fits = BookLevel.CanRescale(levels, PriceScale, scale);
        if (fits)
        {
            BookLevel.Rescale(levels, PriceScale, scale);
        }

        return fits;
    }
}
