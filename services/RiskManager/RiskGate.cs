using Artic.Core.Domain;
using Artic.Messaging.Records;
using Artic.Streams.Steps;
using Artic.V1;

namespace Artic.RiskManager;

/// <summary>
/// The pre-trade checks and the exposure that they count. An order counts from its approval at its full quantity, and
/// is released only by what the execution stream says. State without clock or I/O: the time is an argument.
/// Thread: the loop's. Allocates nothing while fewer than <see cref="MaxOpenOrders"/> orders are open.
/// </summary>
public sealed class RiskGate
{
    /// <summary>Orders that may be open at once.</summary>
    public const int MaxOpenOrders = 16_384;

    private const int Scale = 8;

    private readonly RiskLimits _limits;
    private readonly InstrumentTable<InstrumentRisk> _instruments;
    private readonly InstrumentRisk[] _allInstruments;
    private readonly TokenBucket _rate;
    private readonly Dictionary<ulong, OpenOrder> _open = new(MaxOpenOrders);

    /// <param name="limits">The limits.</param>
    /// <param name="instruments">The instruments.</param>
    public RiskGate(RiskLimits limits, InstrumentRisk[] instruments)
    {
        _limits = limits;
        _allInstruments = instruments;
        _instruments = new InstrumentTable<InstrumentRisk>(instruments, instrument => instrument.InstrumentId);
        _rate = new TokenBucket(limits.OrdersPerSecond, limits.OrderBurst);
    }

    /// <summary>Orders that count.</summary>
    public int OpenOrders => _open.Count;

    /// <summary>Result of all instruments at the mid, fees off, at scale 8.</summary>
    public long Pnl { get; private set; }

    /// <summary>The instrument, or null.</summary>
    public InstrumentRisk? Find(uint instrumentId) => _instruments.Find(instrumentId);

    /// <summary>Takes the best prices of an instrument, received at <paramref name="originNs"/>.</summary>
    public void OnQuote(Quote quote, long originNs)
    {
        if (Find(quote.InstrumentId) is not { } instrument)
        {
            return;
        }

        instrument.Quote.BidPrice = quote.BidPrice;
        instrument.Quote.AskPrice = quote.AskPrice;
        instrument.QuoteNs = originNs;
        if (instrument.Position.Quantity != 0)
        {
            Value(instrument);
        }
    }

    /// <summary>
    /// Decides on an intent. <see cref="DenialCode.Unspecified"/>: it passes every check; otherwise the first that it
    /// fails, with the limit and the figure that passed it.
    /// </summary>
    /// <param name="intent">What is wanted.</param>
    /// <param name="originNs">When the market event behind it was received; 0: none.</param>
    /// <param name="nowNs">Now, by the records.</param>
    /// <param name="state">The trading state.</param>
    /// <param name="dayPnl">Result of the day at scale 8.</param>
    /// <param name="limit">The limit that decided.</param>
    /// <param name="actual">The figure that decided.</param>
    public DenialCode Check(
        OrderIntent intent, long originNs, long nowNs, TradingStateValue state, long dayPnl, out long limit, out long actual)
    {
        limit = 0;
        actual = 0;
        InstrumentRisk? instrument = Find(intent.InstrumentId);
        if (instrument == null || instrument.Definition.TickSize == 0)
        {
            return DenialCode.InstrumentUnknown;
        }

        if (!IsWellFormed(intent))
        {
            return DenialCode.OrderMalformed;
        }

        bool reduces = Reduces(instrument, intent);
        if (state != TradingStateValue.Active && !(state == TradingStateValue.Reducing && reduces))
        {
            return state == TradingStateValue.Reducing ? DenialCode.StateReducing : DenialCode.StateHalted;
        }

        if (originNs > 0 && nowNs - originNs > _limits.ApprovalNs)
        {
            return Deny(DenialCode.IntentExpired, _limits.ApprovalNs, nowNs - originNs, out limit, out actual);
        }

        DenialCode market = CheckMarket(instrument, nowNs, out limit, out actual);
        if (market != DenialCode.Unspecified)
        {
            return market;
        }

        DenialCode order = CheckOrder(instrument, intent, out limit, out actual);
        if (order != DenialCode.Unspecified)
        {
            return order;
        }

        if (!reduces && WorstPosition(instrument, intent) > _limits.MaxPosition)
        {
            return Deny(
                DenialCode.PositionLimit, _limits.MaxPosition, WorstPosition(instrument, intent), out limit, out actual);
        }

        if (!reduces && -dayPnl >= _limits.MaxDailyLoss)
        {
            return Deny(DenialCode.LossDaily, _limits.MaxDailyLoss, -dayPnl, out limit, out actual);
        }

        return _open.Count >= MaxOpenOrders || _rate.Available(nowNs) == 0
            ? Deny(DenialCode.OrderRate, _limits.OrdersPerSecond, _open.Count, out limit, out actual)
            : DenialCode.Unspecified;
    }

    /// <summary>Sets a limit to a value that was checked before.</summary>
    public void SetLimit(LimitName limit, long value, long nowNs)
    {
        _limits.Set(limit, value);
        if (limit is LimitName.OrdersPerSecond or LimitName.OrderBurst)
        {
            _rate.SetRate(_limits.OrdersPerSecond, _limits.OrderBurst, nowNs);
        }
    }

    /// <summary>Counts an approved order from now on.</summary>
    public void Reserve(ulong clientOrderId, OrderIntent intent)
    {
        _rate.Take();
        _open.Add(clientOrderId, new OpenOrder(intent.InstrumentId, intent.Side == Side.Buy, intent.Quantity));
        Count(Find(intent.InstrumentId)!, intent.Side == Side.Buy, intent.Quantity);
    }

    /// <summary>Takes a fill: position up, open quantity down.</summary>
    public void OnFill(Fill fill)
    {
        InstrumentRisk? instrument = Find(fill.InstrumentId);
        if (instrument == null)
        {
            return;
        }

        instrument.Position.Apply(fill.Side == Side.Buy, fill.Price, fill.Quantity);
        instrument.Fees += fill.FeeAsset switch
        {
            FeeAsset.Base => (Int128)fill.Price * fill.Fee,
            FeeAsset.Quote => (Int128)fill.Fee * FixedPoint.PowerOfTen(Scale),
            _ => 0,
        };
        Value(instrument);
        if (_open.TryGetValue(fill.ClientOrderId, out OpenOrder order))
        {
            long counted = Math.Min(fill.Quantity, order.Remaining);
            Count(instrument, order.IsBuy, -counted);
            _open[fill.ClientOrderId] = order with { Remaining = order.Remaining - counted };
        }
    }

    /// <summary>Takes an order's new state: a final one releases what is left of it.</summary>
    public void OnOrder(OrderEvent order)
    {
        if (order.Status.IsFinal() && _open.Remove(order.ClientOrderId, out OpenOrder open))
        {
            Count(Find(open.InstrumentId)!, open.IsBuy, -open.Remaining);
        }
    }

    /// <summary>Writes exposure, rate and open orders.</summary>
    public void Save(StateWriter state)
    {
        state.Section("gate");
        state.Write(Pnl);
        _rate.Save(state);
        state.Write(_allInstruments.Length);
        foreach (InstrumentRisk instrument in _allInstruments)
        {
            instrument.Save(state);
        }

        state.Section("open orders");
        ulong[] ids = [.. _open.Keys];
        Array.Sort(ids);
        state.Write(ids.Length);
        foreach (ulong id in ids)
        {
            OpenOrder order = _open[id];
            state.Write(id);
            state.Write(order.InstrumentId);
            state.Write(order.IsBuy);
            state.Write(order.Remaining);
        }
    }

    /// <summary>Takes what another one with the same instruments held.</summary>
    public void Load(StateReader state)
    {
        state.Section("gate");
        Pnl = state.ReadInt64();
        _rate.Load(state);
        state.NeedCount(_allInstruments.Length);
        foreach (InstrumentRisk instrument in _allInstruments)
        {
            instrument.Load(state);
        }

        state.Section("open orders");
        for (int left = state.ReadCount(MaxOpenOrders); left > 0; left--)
        {
            _open[state.ReadUInt64()] = new OpenOrder(state.ReadUInt32(), state.ReadBoolean(), state.ReadInt64());
        }
    }

    private static bool IsWellFormed(OrderIntent intent) =>
        intent.Side is Side.Buy or Side.Sell && intent.Quantity > 0 &&
        ((intent.Type == OrderType.Limit && intent.Price > 0 && intent.TimeInForce != TimeInForce.Unspecified) ||
            (intent.Type == OrderType.Market && intent.Price == 0));

    /// <summary>It can only bring the position nearer to zero, even if everything open on its side fills too.</summary>
    private static bool Reduces(InstrumentRisk instrument, OrderIntent intent)
    {
        long position = instrument.Position.Quantity;
        return intent.Side == Side.Buy
            ? position < 0 && (Int128)instrument.OpenBuyQuantity + intent.Quantity <= -(Int128)position
            : position > 0 && (Int128)instrument.OpenSellQuantity + intent.Quantity <= position;
    }

    /// <summary>Where the position could end on the order's side, away from zero.</summary>
    private static long WorstPosition(InstrumentRisk instrument, OrderIntent intent)
    {
        Int128 worst = intent.Side == Side.Buy
            ? (Int128)instrument.Position.Quantity + instrument.OpenBuyQuantity + intent.Quantity
            : -((Int128)instrument.Position.Quantity - instrument.OpenSellQuantity - intent.Quantity);
        return (long)Int128.Min(worst, long.MaxValue);
    }

    private static void Count(InstrumentRisk instrument, bool isBuy, long quantity)
    {
        if (isBuy)
        {
            instrument.OpenBuyQuantity += quantity;
        }
        else
        {
            instrument.OpenSellQuantity += quantity;
        }
    }

    /// <summary>Brings the sum of all results up to date with one of them.</summary>
    private void Value(InstrumentRisk instrument)
    {
        long pnl = instrument.Pnl();
        Pnl += pnl - instrument.CountedPnl;
        instrument.CountedPnl = pnl;
    }

    private static DenialCode Deny(DenialCode code, long limitWas, long actualWas, out long limit, out long actual)
    {
        limit = limitWas;
        actual = actualWas;
        return code;
    }

    private DenialCode CheckMarket(InstrumentRisk instrument, long nowNs, out long limit, out long actual)
    {
        limit = 0;
        actual = 0;
        if (!instrument.IsLive)
        {
            return DenialCode.MarketNotLive;
        }

        if (instrument.QuoteNs == 0)
        {
            return DenialCode.MarketNoQuote;
        }

        return nowNs - instrument.QuoteNs > _limits.StaleQuoteNs
            ? Deny(DenialCode.MarketStale, _limits.StaleQuoteNs, nowNs - instrument.QuoteNs, out limit, out actual)
            : DenialCode.Unspecified;
    }

    private DenialCode CheckOrder(InstrumentRisk instrument, OrderIntent intent, out long limit, out long actual)
    {
        limit = 0;
        actual = 0;
        Instrument definition = instrument.Definition;
        if (intent.Price % definition.TickSize != 0)
        {
            return Deny(DenialCode.InstrumentTick, definition.TickSize, intent.Price, out limit, out actual);
        }

        if (intent.Quantity % definition.LotSize != 0 || intent.Quantity < definition.MinQuantity)
        {
            return Deny(DenialCode.InstrumentLot, definition.LotSize, intent.Quantity, out limit, out actual);
        }

        if (intent.Quantity > _limits.MaxOrderQuantity)
        {
            return Deny(DenialCode.OrderMaxQuantity, _limits.MaxOrderQuantity, intent.Quantity, out limit, out actual);
        }

        // A market order is worth what the book asks, never nothing.
        Quote quote = instrument.Quote;
        long price = intent.Type == OrderType.Market
            ? intent.Side == Side.Buy ? quote.AskPrice : quote.BidPrice
            : intent.Price;
        long value = (long)Int128.Min(FixedPoint.Notional(price, Scale, intent.Quantity, Scale, Scale), long.MaxValue);
        if (value > _limits.MaxOrderValue)
        {
            return Deny(DenialCode.OrderMaxValue, _limits.MaxOrderValue, value, out limit, out actual);
        }

        if (value < definition.MinNotional)
        {
            return Deny(DenialCode.InstrumentMinNotional, definition.MinNotional, value, out limit, out actual);
        }

        Int128 twiceMid = (Int128)quote.BidPrice + quote.AskPrice;
        Int128 distance = Int128.Abs((2 * (Int128)price) - twiceMid) * 10_000;
        return distance > twiceMid * _limits.PriceCollarBps
            ? Deny(DenialCode.OrderPriceCollar, _limits.PriceCollarBps, (long)(distance / twiceMid), out limit, out actual)
            : DenialCode.Unspecified;
    }

    private readonly record struct OpenOrder(uint InstrumentId, bool IsBuy, long Remaining);
}
