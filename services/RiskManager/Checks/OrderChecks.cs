using Artic.RiskManager.Breakers;
using Artic.RiskManager.Exposure;
using Artic.RiskManager.Rates;
using Artic.RiskManager.Scopes;
using Artic.V1;

namespace Artic.RiskManager.Checks;

/// <summary>What one order may be by itself. Thread: the loop's. Allocates nothing.</summary>
public static class OrderChecks
{
    /// <summary>The first that the order fails; unspecified: none. It was valued before.</summary>
    public static DenialCode Run(OrderCheck order) =>
        InstrumentTick(order) ? DenialCode.InstrumentTick
        : InstrumentLot(order) ? DenialCode.InstrumentLot
        : InstrumentMaxQuantity(order) ? DenialCode.InstrumentMaxQuantity
        : OrderMaxQuantity(order) && order.Stands(DenialCode.OrderMaxQuantity) ? DenialCode.OrderMaxQuantity
        : order.IsAbove(order.Scopes, LimitName.MaxOrderValue, order.Value) && order.Stands(DenialCode.OrderMaxValue)
            ? DenialCode.OrderMaxValue
        : InstrumentMinNotional(order) ? DenialCode.InstrumentMinNotional
        : OrderPriceCollar(order) && order.Stands(DenialCode.OrderPriceCollar) ? DenialCode.OrderPriceCollar
        : OrderTradeCollar(order) && order.Stands(DenialCode.OrderTradeCollar) ? DenialCode.OrderTradeCollar
        : OrderReferenceCollar(order) && order.Stands(DenialCode.OrderReferenceCollar) ? DenialCode.OrderReferenceCollar
        : BreakerProbe(order) ? DenialCode.BreakerProbe
        : OrderSelfTrade(order) ? DenialCode.OrderSelfTrade
        : OrderDuplicate(order) && order.Stands(DenialCode.OrderDuplicate) ? DenialCode.OrderDuplicate
        : DenialCode.Unspecified;

    /// <summary>What makes it the same as another.</summary>
    public static OrderLikeness LikenessOf(OrderIntent intent) =>
        new(intent.InstanceId, intent.InstrumentId, intent.Side == Side.Buy, intent.Price, intent.Quantity);

    /// <summary>Side, type, price and quantity say an order at all.</summary>
    public static bool IsWellFormed(OrderIntent intent) =>
        intent.Side is Side.Buy or Side.Sell && intent.Quantity > 0 &&
        ((intent.Type == OrderType.Limit && intent.Price > 0 && intent.TimeInForce != TimeInForce.Unspecified) ||
            (intent.Type == OrderType.Market && intent.Price == 0));

    private static bool InstrumentTick(OrderCheck order)
    {
        long tickSize = order.Instrument.TickSize;
        return order.Intent.Price % tickSize != 0 && order.Deny(tickSize, order.Intent.Price);
    }

    private static bool InstrumentLot(OrderCheck order)
    {
        InstrumentRisk instrument = order.Instrument;
        long quantity = order.Intent.Quantity;
        return ((instrument.LotSize > 0 && quantity % instrument.LotSize != 0) || quantity < instrument.MinQuantity) &&
            order.Deny(instrument.LotSize, quantity);
    }

    private static bool InstrumentMaxQuantity(OrderCheck order)
    {
        // A venue that names no largest quantity says 0.
        long most = order.Instrument.MaxQuantity;
        return most > 0 && order.Intent.Quantity > most && order.Deny(most, order.Intent.Quantity);
    }

    private static bool OrderMaxQuantity(OrderCheck order) => order.IsAbove(
        order.Scopes, LimitName.MaxOrderQuantity, Money.AtScale(order.Intent.Quantity, order.Instrument.QuantityScale));

    private static bool InstrumentMinNotional(OrderCheck order)
    {
        long least = order.Instrument.MinNotional;
        return order.Value < least && order.Deny(least, order.Value);
    }

    private static bool OrderPriceCollar(OrderCheck order)
    {
        Int128 twiceMid = (Int128)order.Instrument.BidPrice + order.Instrument.AskPrice;
        return order.IsAbove(
            order.Scopes, LimitName.PriceCollarBps,
            MarketChecks.Bps(Int128.Abs((2 * (Int128)order.WorstPrice) - twiceMid), twiceMid));
    }

    private static bool OrderTradeCollar(OrderCheck order) =>
        order.Instrument.LastTradePrice > 0 && order.IsAbove(
            order.Scopes, LimitName.TradeCollarBps, DistanceBps(order, order.Instrument.LastTradePrice));

    private static bool OrderReferenceCollar(OrderCheck order) =>
        order.Instrument.ReferencePrice > 0 && order.IsAbove(
            order.Scopes, LimitName.ReferenceCollarBps, DistanceBps(order, order.Instrument.ReferencePrice));

    private static long DistanceBps(OrderCheck order, long price) =>
        MarketChecks.Bps(Int128.Abs((Int128)order.WorstPrice - price), price);

    /// <summary>While a breaker is half open, one small order at a time shows whether all is well.</summary>
    private static bool BreakerProbe(OrderCheck order)
    {
        BreakerSet breakers = order.Books.Breakers;
        if (order.Reduces || breakers.Worst(out CircuitBreaker breaker) != BreakerState.HalfOpen)
        {
            return false;
        }

        if (breakers.IsProbing)
        {
            return order.Deny(breaker.Threshold, breaker.Actual);
        }

        long tightest = order.Strategy.Tightest(LimitName.MaxOrderValue);
        long most = (long)((Int128)tightest * breakers.ProbePercent / 100);
        return order.Value > most && order.Deny(most, order.Value);
    }

    private static bool OrderSelfTrade(OrderCheck order)
    {
        long? own = order.Books.Open.BestPrice(order.Instrument, ofBuys: !order.IsBuy);
        return own is { } price && (order.IsBuy ? order.WorstPrice >= price : order.WorstPrice <= price) &&
            order.Deny(price, order.WorstPrice);
    }

    private static bool OrderDuplicate(OrderCheck order)
    {
        long windowNs = order.Books.Limits.Ns(LimitName.DuplicateWindowMs);
        return order.Books.Duplicates.Contains(LikenessOf(order.Intent), windowNs, order.NowNs) && order.Deny(windowNs, 0);
    }
}
