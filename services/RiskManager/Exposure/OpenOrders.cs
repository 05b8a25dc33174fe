using Artic.RiskManager.Scopes;
using Artic.Streams.Steps;

namespace Artic.RiskManager.Exposure;

/// <summary>
/// The orders that count, from their approval until the execution stream says their end, and what they add up to: open
/// quantities of instruments and strategies, counts of scopes, best own prices. Thread: the loop's. Allocates nothing while
/// fewer than <see cref="Most"/> orders are open.
/// </summary>
public sealed class OpenOrders
{
    /// <summary>Orders that may be open at once.</summary>
    public const int Most = 16_384;

    private readonly Dictionary<ulong, OpenOrder> _byId = new(Most);
    private readonly OpenOrder[] _orders = new OpenOrder[Most];
    private readonly int[] _free = new int[Most];
    private readonly OwnPrices _prices;
    private readonly ScopeTree _scopes;
    private int _freeCount;

    /// <param name="scopes">Whose counts are kept.</param>
    public OpenOrders(ScopeTree scopes)
    {
        _scopes = scopes;
        for (int i = 0; i < Most; i++)
        {
            _orders[i] = new OpenOrder(i);
            _free[i] = Most - 1 - i;
        }

        _freeCount = Most;
        _prices = new OwnPrices(_orders);
    }

    /// <summary>How many there are.</summary>
    public int Count => _byId.Count;

    /// <summary>There is room for no other.</summary>
    public bool IsFull => _freeCount == 0;

    /// <summary>The order; null where it does not count.</summary>
    public OpenOrder? Find(ulong id) => _byId.GetValueOrDefault(id);

    /// <summary>The best own price on a side; null: there is no order.</summary>
    public long? BestPrice(InstrumentRisk instrument, bool ofBuys) => _prices.Best(instrument, ofBuys);

    /// <summary>Counts an order from now on. Errors: <see cref="InvalidOperationException"/> where there is no room.</summary>
    public OpenOrder Add(ulong id, InstrumentRisk instrument, StrategyRisk? strategy, bool isBuy, long quantity, long price)
    {
        if (_freeCount == 0)
        {
            throw new InvalidOperationException($"more than {Most} orders are open: exposure cannot be counted any more");
        }

        OpenOrder order = _orders[_free[--_freeCount]];
        order.Id = id;
        order.Instrument = instrument;
        order.Strategy = strategy;
        order.IsBuy = isBuy;
        order.Remaining = quantity;
        order.Price = price;
        order.Filled = order.Reserved = order.ApprovedNs = 0;
        order.IsAnswered = order.IsEnded = order.IsCancelling = order.IsProbe = false;
        _byId.Add(id, order);
        _prices.Add(order);
        order.IsPriced = true;
        CountIn(order, 1);
        Move(order, quantity);
        return order;
    }

    /// <summary>So much of it has filled: it may still fill that much less.</summary>
    public void Fill(OpenOrder order, long quantity)
    {
        long counted = Math.Min(quantity, order.Remaining);
        order.Filled += quantity;
        order.Remaining -= counted;
        Move(order, -counted);
        if (order.Remaining == 0)
        {
            Unprice(order);
        }
    }

    /// <summary>
    /// It has ended at the venue; only what the venue has filled and nobody has told yet counts on. True where that is nothing:
    /// then it counts no more.
    /// </summary>
    public bool End(OpenOrder order, long filledQuantity)
    {
        if (!order.IsEnded)
        {
            order.IsEnded = true;
            Unprice(order);
            CountIn(order, -1);
        }

        long missing = Math.Clamp(filledQuantity - order.Filled, 0, order.Remaining);
        Move(order, missing - order.Remaining);
        order.Remaining = missing;
        if (missing > 0)
        {
            return false;
        }

        _ = _byId.Remove(order.Id);
        _free[_freeCount++] = order.Index;
        return true;
    }

    /// <summary>Writes the orders in the order of their numbers.</summary>
    public void Save(StateWriter state)
    {
        state.Section("open orders");
        ulong[] ids = [.. _byId.Keys];
        Array.Sort(ids);
        state.Write(ids.Length);
        foreach (ulong id in ids)
        {
            OpenOrder order = _byId[id];
            state.Write(id);
            state.Write(order.Instrument.InstrumentId);
            state.Write(order.Strategy?.Scope.Id ?? 0);
            state.Write(order.IsBuy);
            state.WriteAll([order.Remaining, order.Filled, order.Price, order.Reserved, order.ApprovedNs]);
            state.Write(order.IsAnswered);
            state.Write(order.IsEnded);
            state.Write(order.IsCancelling);
            state.Write(order.IsProbe);
        }
    }

    /// <summary>Takes the orders of another one, into one that has none; the scopes' counts are loaded apart.</summary>
    public void Load(
        StateReader state, Func<uint, InstrumentRisk?> instrumentOf, Func<uint, StrategyRisk?> strategyOf)
    {
        state.Section("open orders");
        Span<long> numbers = stackalloc long[5];
        for (int left = state.ReadCount(Most); left > 0; left--)
        {
            ulong id = state.ReadUInt64();
            uint instrumentId = state.ReadUInt32();
            InstrumentRisk instrument = instrumentOf(instrumentId) ??
                throw new StateMalformedException($"an open order is in instrument {instrumentId}, which is not there");
            StrategyRisk? strategy = strategyOf(state.ReadUInt32());
            bool isBuy = state.ReadBoolean();
            state.ReadAll(numbers);
            OpenOrder order = Add(id, instrument, strategy, isBuy, numbers[0], numbers[2]);
            CountIn(order, -1); // Loaded with the scopes.
            (order.Filled, order.Reserved, order.ApprovedNs) = (numbers[1], numbers[3], numbers[4]);
            order.IsAnswered = state.ReadBoolean();
            order.IsEnded = state.ReadBoolean();
            order.IsCancelling = state.ReadBoolean();
            order.IsProbe = state.ReadBoolean();
            if (order.IsEnded || order.Remaining == 0)
            {
                Unprice(order);
            }
        }
    }

    private void Unprice(OpenOrder order)
    {
        if (order.IsPriced)
        {
            order.IsPriced = false;
            _prices.Remove(order);
        }
    }

    private void CountIn(OpenOrder order, int by)
    {
        _scopes.Firm.OpenOrders += by;
        _scopes.Account.OpenOrders += by;
        _scopes.Venue.OpenOrders += by;
        order.Instrument.Scope.OpenOrders += by;
        if (order.Strategy is { } strategy)
        {
            strategy.Scope.OpenOrders += by;
        }
    }

    private static void Move(OpenOrder order, long by)
    {
        if (order.IsBuy)
        {
            order.Instrument.OpenBuyQuantity += by;
            if (order.Strategy is { } buyer)
            {
                buyer.OpenBuyQuantity += by;
            }
        }
        else
        {
            order.Instrument.OpenSellQuantity += by;
            if (order.Strategy is { } seller)
            {
                seller.OpenSellQuantity += by;
            }
        }
    }
}
