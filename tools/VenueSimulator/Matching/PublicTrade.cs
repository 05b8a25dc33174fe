namespace Artic.VenueSimulator.Matching;

/// <summary>A trade of the market; <paramref name="BuyerIsMaker"/>: the aggressor sold.</summary>
public sealed record PublicTrade(long TimeMs, long TradeId, long PriceE8, long QuantityE8, bool BuyerIsMaker);
