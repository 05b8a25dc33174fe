namespace Artic.VenueSimulator.Domain;

/// <summary>The venue's words for the enumerations, both ways.</summary>
public static class WireNames
{
    /// <summary>BUY or SELL.</summary>
    public static string Text(Side side) => side == Side.Buy ? "BUY" : "SELL";

    /// <summary>LIMIT, LIMIT_MAKER or MARKET.</summary>
    public static string Text(OrderType type) => type switch
    {
        OrderType.Limit => "LIMIT",
        OrderType.LimitMaker => "LIMIT_MAKER",
        _ => "MARKET",
    };

    /// <summary>GTC, IOC or FOK.</summary>
    public static string Text(TimeInForce timeInForce) => timeInForce switch
    {
        TimeInForce.Gtc => "GTC",
        TimeInForce.Ioc => "IOC",
        _ => "FOK",
    };

    /// <summary>The order status as replies and reports carry it.</summary>
    public static string Text(OrderStatus status) => status switch
    {
        OrderStatus.New => "NEW",
        OrderStatus.PartiallyFilled => "PARTIALLY_FILLED",
        OrderStatus.Filled => "FILLED",
        OrderStatus.Canceled => "CANCELED",
        _ => "EXPIRED",
    };

    /// <summary>The execution type as reports carry it in <c>x</c>.</summary>
    public static string Text(ExecutionType type) => type switch
    {
        ExecutionType.New => "NEW",
        ExecutionType.Trade => "TRADE",
        ExecutionType.Canceled => "CANCELED",
        _ => "EXPIRED",
    };

    /// <summary>Reads BUY or SELL.</summary>
    public static Side? ParseSide(string text) => text switch
    {
        "BUY" => Side.Buy,
        "SELL" => Side.Sell,
        _ => null,
    };

    /// <summary>Reads the order types that this venue takes; null for all others.</summary>
    public static OrderType? ParseOrderType(string text) => text switch
    {
        "LIMIT" => OrderType.Limit,
        "LIMIT_MAKER" => OrderType.LimitMaker,
        "MARKET" => OrderType.Market,
        _ => null,
    };

    /// <summary>Reads GTC, IOC or FOK.</summary>
    public static TimeInForce? ParseTimeInForce(string text) => text switch
    {
        "GTC" => TimeInForce.Gtc,
        "IOC" => TimeInForce.Ioc,
        "FOK" => TimeInForce.Fok,
        _ => null,
    };
}
