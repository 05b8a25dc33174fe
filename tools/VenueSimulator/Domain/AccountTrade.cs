namespace Artic.VenueSimulator.Domain;

/// <summary>One fill of an order of the account. Amounts at scale 8, time in UTC milliseconds.</summary>
public sealed record AccountTrade(
    long TradeId,
    long OrderId,
    Side Side,
    long PriceE8,
    long QuantityE8,
    long QuoteE8,
    long CommissionE8,
    string CommissionAsset,
    bool IsMaker,
    long TimeMs);
