using Artic.VenueSimulator.Domain;

namespace Artic.VenueSimulator.Matching;

/// <summary>
/// The account's resting orders in a replay, with the displayed quantity that stands ahead of each. An order fills from
/// recorded trades at its price once what was ahead has traded, and fully when a trade goes through its price. A level
/// that shrinks takes from the queue ahead; one that grows does not add to it. State without clock or I/O. Thread: one.
/// </summary>
public sealed class ReplayQueueBook
{
    private readonly List<Entry> _entries = [];

    /// <summary>
    /// Called for each fill; the order's remainder is already smaller here, its executed quantity is not.
    /// </summary>
    public Action<AccountOrder, long>? Filled { get; set; }

    /// <summary>Puts an order behind <paramref name="aheadE8"/> displayed.</summary>
    public void Add(AccountOrder order, long aheadE8) => _entries.Add(new Entry(order, order.RemainingE8, aheadE8));

    /// <summary>Takes an order out.</summary>
    public void Remove(AccountOrder order) => _entries.RemoveAll(e => e.Order == order);

    /// <summary>What stands ahead of a resting order; -1 where it does not rest.</summary>
    public long AheadE8(AccountOrder order) => _entries.Find(e => e.Order == order)?.AheadE8 ?? -1;

    /// <summary>A diff says what a level displays now.</summary>
    public void LevelTouched(Side side, long priceE8, long displayedE8)
    {
        foreach (Entry entry in _entries)
        {
            if (entry.Order.Side == side && entry.Order.PriceE8 == priceE8)
            {
                entry.AheadE8 = Math.Min(entry.AheadE8, displayedE8);
            }
        }
    }

    /// <summary>A recorded trade; <paramref name="buyerIsMaker"/>: the aggressor sold.</summary>
    public void Traded(long priceE8, long quantityE8, bool buyerIsMaker)
    {
        Side makerSide = buyerIsMaker ? Side.Buy : Side.Sell;
        long ownFilledE8 = 0;
        foreach (Entry entry in _entries.ToArray())
        {
            AccountOrder order = entry.Order;
            bool through = order.Side == Side.Buy ? priceE8 < order.PriceE8 : priceE8 > order.PriceE8;
            if (through)
            {
                Fill(entry, entry.RemainingE8);
            }
            else if (order.PriceE8 == priceE8 && order.Side == makerSide)
            {
                // Own orders at one price stand behind each other: what an earlier one got is gone for a later.
                long ahead = entry.AheadE8;
                entry.AheadE8 = Math.Max(0, ahead - quantityE8);
                long fill = Math.Min(entry.RemainingE8, Math.Max(0, quantityE8 - ahead - ownFilledE8));
                ownFilledE8 += fill;
                Fill(entry, fill);
            }
        }
    }

    /// <summary>Own resting orders that a taker of the account meets, best price first, then first come.</summary>
    public IEnumerable<(AccountOrder Order, long RemainingE8)> Crossing(Side takerSide, long limitE8) =>
        _entries.Where(e => e.Order.Side != takerSide && LimitOrderBook.Crosses(takerSide, limitE8, e.Order.PriceE8))
            .OrderBy(e => takerSide == Side.Buy ? e.Order.PriceE8 : -e.Order.PriceE8)
            .Select(e => (e.Order, e.RemainingE8));

    /// <summary>A taker of the account took from a resting order of the account; the caller reports it.</summary>
    public void Reduce(AccountOrder order, long quantityE8)
    {
        Entry entry = _entries.Find(e => e.Order == order)!;
        entry.RemainingE8 -= quantityE8;
        if (entry.RemainingE8 == 0)
        {
            _entries.Remove(entry);
        }
    }

    private void Fill(Entry entry, long quantityE8)
    {
        if (quantityE8 > 0)
        {
            Reduce(entry.Order, quantityE8);
            Filled?.Invoke(entry.Order, quantityE8);
        }
    }

    private sealed class Entry(AccountOrder order, long remainingE8, long aheadE8)
    {
        public AccountOrder Order { get; } = order;

        public long RemainingE8 { get; set; } = remainingE8;

        public long AheadE8 { get; set; } = aheadE8;
    }
}
