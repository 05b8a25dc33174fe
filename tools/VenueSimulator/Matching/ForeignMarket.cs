using Artic.VenueSimulator.Domain;

namespace Artic.VenueSimulator.Matching;

/// <summary>
/// A market that does not know of the account, recorded or live: its book (<see cref="ReplayBook"/>) by the venue's own rule,
/// snapshot and diffs that follow on, and how the account's orders trade with that and with its trades
/// (<see cref="ReplayQueueBook"/>). While the rule cannot be kept there is no book, and nothing trades. Trade ids of the
/// account are the venue's own, from 1: one trade of the market can fill several orders. State without clock or I/O.
/// Thread: one.
/// </summary>
public sealed class ForeignMarket
{
    /// <summary>Diffs that wait for a snapshot; a minute of the venue's.</summary>
    public const int MaxWaitingDiffs = 600;

    private readonly ReplayQueueBook _queue = new();
    private readonly Queue<ReplayFrame> _waiting = new();
    private long _tradeId;

    /// <summary>Without a book until <see cref="TakeSnapshot"/>; a level above <paramref name="largestPriceE8"/> is malformed.</summary>
    public ForeignMarket(long largestPriceE8 = long.MaxValue)
    {
        Book = new ReplayBook { LargestPriceE8 = largestPriceE8 };
        _queue.Filled = (order, quantityE8) =>
            Filled?.Invoke(order, order.PriceE8, quantityE8, ++_tradeId, isMaker: true);
        Book.LevelTouched = _queue.LevelTouched;
    }

    /// <summary>The market's book.</summary>
    public ReplayBook Book { get; }

    /// <summary>The last trade's price, or the best bid of the snapshot; 0 where there is neither.</summary>
    public long ReferencePriceE8 { get; private set; }

    /// <summary>Gets every fill of the account's orders, in order.</summary>
    public AccountFillHandler? Filled { get; set; }

    /// <summary>True while the book is known.</summary>
    public bool HasBook { get; private set; }

    /// <summary>True while diffs wait for a snapshot.</summary>
    public bool IsWaiting => _waiting.Count > 0;

    /// <summary>Why the book was withdrawn, or a snapshot refused, the last time; null where it never was.</summary>
    public string? Fault { get; private set; }

    /// <summary>
    /// A snapshot, where there is no book: the book begins with it and goes on with the diffs that waited. False where it is
    /// malformed, or older than the first of those: the next one is not.
    /// </summary>
    public bool TakeSnapshot(ReplayFrame snapshot)
    {
        if (HasBook)
        {
            return true;
        }

        try
        {
            Book.Reset(snapshot);
            foreach (ReplayFrame diff in _waiting)
            {
                Book.Apply(diff);
            }
        }
        catch (InvalidDataException e)
        {
            Fault = e.Message;
            return false;
        }

        _waiting.Clear();
        ReferencePriceE8 = ReferencePriceE8 == 0 ? Book.Displayed(Side.Buy).FirstOrDefault().Key : ReferencePriceE8;
        HasBook = true;
        return true;
    }

    /// <summary>
    /// A diff. False where a snapshot is wanted for it: it does not follow on, is malformed, or is the first since
    /// <see cref="Withdraw"/>.
    /// </summary>
    public bool TakeDiff(ReplayFrame diff)
    {
        if (HasBook)
        {
            try
            {
                Book.Apply(diff);
                return true;
            }
            catch (InvalidDataException e)
            {
                // A gap, or half of a diff: the book is built anew, and this diff is the first that waits.
                Withdraw();
                Fault = e.Message;
            }
        }

        if (_waiting.Count == MaxWaitingDiffs)
        {
            _waiting.Dequeue();
        }

        _waiting.Enqueue(diff);
        return _waiting.Count > 1;
    }

    /// <summary>Nothing is known until the next snapshot.</summary>
    public void Withdraw()
    {
        HasBook = false;
        _waiting.Clear();
    }

    /// <summary>A trade of the market; without a book the account's orders do not see it.</summary>
    public void Traded(ReplayFrame trade)
    {
        if (!HasBook)
        {
            return;
        }

        ReferencePriceE8 = trade.PriceE8;
        _queue.Traded(trade.PriceE8, trade.QuantityE8, trade.BuyerIsMaker);
    }

    /// <summary>As <see cref="IOrderFlow.Depth"/>.</summary>
    public DepthSnapshot Depth(int limit) => HasBook
        ? new DepthSnapshot(Book.LastUpdateId, Levels(Side.Buy, limit), Levels(Side.Sell, limit))
        : new DepthSnapshot(0, [], []);

    /// <summary>As <see cref="IOrderFlow.Available"/>.</summary>
    public (long QuantityE8, long QuoteE8) Available(Side takerSide, long limitE8, long quantityE8)
    {
        long quantity = 0;
        long quote = 0;
        foreach (Step step in Plan(takerSide, limitE8, quantityE8))
        {
            quantity += step.QuantityE8;
            quote += Instrument.QuoteE8(step.PriceE8, step.QuantityE8);
        }

        return (quantity, quote);
    }

    /// <summary>As <see cref="IOrderFlow.Take"/>.</summary>
    public void Take(AccountOrder order)
    {
        Side makerSide = LimitOrderBook.Opposite(order.Side);
        foreach (Step step in Plan(order.Side, order.LimitE8, order.RemainingE8))
        {
            long tradeId = ++_tradeId;
            if (step.Maker is { } maker)
            {
                _queue.Reduce(maker, step.QuantityE8);
                Filled?.Invoke(maker, step.PriceE8, step.QuantityE8, tradeId, isMaker: true);
            }
            else
            {
                Book.Take(makerSide, step.PriceE8, step.QuantityE8);
            }

            Filled?.Invoke(order, step.PriceE8, step.QuantityE8, tradeId, isMaker: false);
        }
    }

    /// <summary>As <see cref="IOrderFlow.Rest"/>.</summary>
    public void Rest(AccountOrder order) => _queue.Add(order, Book.DisplayedE8(order.Side, order.PriceE8));

    /// <summary>As <see cref="IOrderFlow.Cancel"/>.</summary>
    public void Cancel(AccountOrder order) => _queue.Remove(order);

    /// <summary>What a taker gets, in order: displayed quantity of a price first, then own orders at it.</summary>
    private List<Step> Plan(Side takerSide, long limitE8, long quantityE8)
    {
        Side makerSide = LimitOrderBook.Opposite(takerSide);
        List<Step> steps = [];
        if (!HasBook)
        {
            return steps;
        }

        Queue<(AccountOrder Order, long RemainingE8)> own = new(_queue.Crossing(takerSide, limitE8));
        foreach ((long priceE8, long displayedE8) in Book.Displayed(makerSide))
        {
            if (quantityE8 == 0 || !LimitOrderBook.Crosses(takerSide, limitE8, priceE8))
            {
                break;
            }

            quantityE8 = PlanOwn(
                steps, own, quantityE8, o => o.PriceE8 != priceE8 && LimitOrderBook.Crosses(takerSide, priceE8, o.PriceE8));
            long takenE8 = Math.Min(quantityE8, Book.LeftE8(makerSide, priceE8, displayedE8));
            quantityE8 -= PlanStep(steps, priceE8, takenE8, null);
            quantityE8 = PlanOwn(steps, own, quantityE8, o => o.PriceE8 == priceE8);
        }

        PlanOwn(steps, own, quantityE8, _ => true);
        return steps;
    }

    private static long PlanOwn(
        List<Step> steps,
        Queue<(AccountOrder Order, long RemainingE8)> own,
        long quantityE8,
        Func<AccountOrder, bool> isDue)
    {
        while (quantityE8 > 0 && own.TryPeek(out var first) && isDue(first.Order))
        {
            own.Dequeue();
            quantityE8 -= PlanStep(steps, first.Order.PriceE8, Math.Min(quantityE8, first.RemainingE8), first.Order);
        }

        return quantityE8;
    }

    private static long PlanStep(List<Step> steps, long priceE8, long quantityE8, AccountOrder? maker)
    {
        if (quantityE8 > 0)
        {
            steps.Add(new Step(priceE8, quantityE8, maker));
        }

        return quantityE8;
    }

    private List<(long PriceE8, long QuantityE8)> Levels(Side side, int limit) =>
        Book.Displayed(side).Take(limit).Select(level => (level.Key, level.Value)).ToList();

    private readonly record struct Step(long PriceE8, long QuantityE8, AccountOrder? Maker);
}
