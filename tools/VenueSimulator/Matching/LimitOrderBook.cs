using Artic.VenueSimulator.Domain;

namespace Artic.VenueSimulator.Matching;

/// <summary>
/// A price-time-priority book: state without clock or I/O. It never holds a crossed state by itself: who adds an order
/// has matched it first. Thread: one.
/// </summary>
public sealed class LimitOrderBook
{
    private readonly SortedSet<PriceLevel> _bids =
        new(Comparer<PriceLevel>.Create((a, b) => b.PriceE8.CompareTo(a.PriceE8)));
    private readonly SortedSet<PriceLevel> _asks =
        new(Comparer<PriceLevel>.Create((a, b) => a.PriceE8.CompareTo(b.PriceE8)));
    private readonly Dictionary<long, PriceLevel> _bidByPrice = [];
    private readonly Dictionary<long, PriceLevel> _askByPrice = [];

    /// <summary>Called after each change of a level's quantity, with the side and the price.</summary>
    public Action<Side, long>? LevelChanged { get; set; }

    /// <summary>The best level of a side, null where the side is empty.</summary>
    public PriceLevel? Best(Side side) => Levels(side).Min;

    /// <summary>The levels of a side, best first; not to be held across a change.</summary>
    public IEnumerable<PriceLevel> Ordered(Side side) => Levels(side);

    /// <summary>The quantity that stands at a price, 0 where there is none.</summary>
    public long QuantityAt(Side side, long priceE8) =>
        ByPrice(side).TryGetValue(priceE8, out PriceLevel? level) ? level.QuantityE8 : 0;

    /// <summary>Adds an order behind all others at its price.</summary>
    public void Add(BookOrder order)
    {
        Dictionary<long, PriceLevel> byPrice = ByPrice(order.Side);
        if (!byPrice.TryGetValue(order.PriceE8, out PriceLevel? level))
        {
            level = new PriceLevel(order.PriceE8);
            byPrice.Add(order.PriceE8, level);
            Levels(order.Side).Add(level);
        }

        level.Append(order);
        LevelChanged?.Invoke(order.Side, order.PriceE8);
    }

    /// <summary>Takes an order out; false where it does not stand in the book.</summary>
    public bool Remove(BookOrder order)
    {
        if (order.Level is null)
        {
            return false;
        }

        Unlink(order);
        LevelChanged?.Invoke(order.Side, order.PriceE8);
        return true;
    }

    /// <summary>
    /// What a taker would get at <paramref name="limitE8"/> or better, up to <paramref name="quantityE8"/>: quantity
    /// and quote amount.
    /// </summary>
    public (long QuantityE8, long QuoteE8) Available(Side takerSide, long limitE8, long quantityE8)
    {
        long found = 0;
        long quote = 0;
        foreach (PriceLevel level in Levels(Opposite(takerSide)))
        {
            if (found == quantityE8 || !Crosses(takerSide, limitE8, level.PriceE8))
            {
                break;
            }

            long take = Math.Min(quantityE8 - found, level.QuantityE8);
            found += take;
            quote += Instrument.QuoteE8(level.PriceE8, take);
        }

        return (found, quote);
    }

    /// <summary>
    /// Trades against the other side at <paramref name="limitE8"/> or better, best price first, first come first, each
    /// trade at the maker's price; <paramref name="matched"/> gets each maker (its remainder already reduced) and the
    /// quantity. Gives what has not traded.
    /// </summary>
    public long Match(Side takerSide, long limitE8, long quantityE8, Action<BookOrder, long> matched)
    {
        Side makerSide = Opposite(takerSide);
        while (quantityE8 > 0 && Best(makerSide) is { } level && Crosses(takerSide, limitE8, level.PriceE8))
        {
            BookOrder maker = level.First!;
            long traded = Math.Min(quantityE8, maker.RemainingE8);
            maker.RemainingE8 -= traded;
            level.QuantityE8 -= traded;
            quantityE8 -= traded;
            if (maker.RemainingE8 == 0)
            {
                Unlink(maker);
            }

            LevelChanged?.Invoke(makerSide, level.PriceE8);
            matched(maker, traded);
        }

        return quantityE8;
    }

    /// <summary>The other side.</summary>
    public static Side Opposite(Side side) => side == Side.Buy ? Side.Sell : Side.Buy;

    /// <summary>True where a taker with this limit may trade at this price.</summary>
    public static bool Crosses(Side takerSide, long limitE8, long makerPriceE8) =>
        takerSide == Side.Buy ? makerPriceE8 <= limitE8 : makerPriceE8 >= limitE8;

    private void Unlink(BookOrder order)
    {
        PriceLevel level = order.Level!;
        level.Unlink(order);
        if (level.First is null)
        {
            ByPrice(order.Side).Remove(level.PriceE8);
            Levels(order.Side).Remove(level);
        }
    }

    private SortedSet<PriceLevel> Levels(Side side) => side == Side.Buy ? _bids : _asks;

    private Dictionary<long, PriceLevel> ByPrice(Side side) => side == Side.Buy ? _bidByPrice : _askByPrice;
}
