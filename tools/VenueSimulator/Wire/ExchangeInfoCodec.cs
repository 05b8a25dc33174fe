using System.Text.Json;
using Artic.VenueSimulator.Domain;

namespace Artic.VenueSimulator.Wire;

/// <summary>Encodes exchangeInfo: the instruments, their filters and the rate limits. Thread: any.</summary>
public static class ExchangeInfoCodec
{
    /// <summary>Requests' weight a minute, as published; it is counted and told, not enforced.</summary>
    public const int WeightPerMinute = 6_000;

    /// <summary>Writes the reply.</summary>
    public static void Write(Utf8JsonWriter writer, IEnumerable<Instrument> instruments, long serverMs)
    {
        writer.WriteStartObject();
        writer.WriteString("timezone", "UTC");
        writer.WriteNumber("serverTime", serverMs);
        writer.WriteStartArray("rateLimits");
        WriteLimit(writer, "REQUEST_WEIGHT", "MINUTE", 1, WeightPerMinute);
        WriteLimit(writer, "ORDERS", "SECOND", 10, 100);
        WriteLimit(writer, "ORDERS", "DAY", 1, 200_000);
        WriteLimit(writer, "RAW_REQUESTS", "MINUTE", 5, 61_000);
        writer.WriteEndArray();
        WriteTexts(writer, "exchangeFilters");
        writer.WriteStartArray("symbols");
        foreach (Instrument instrument in instruments)
        {
            WriteSymbol(writer, instrument);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    /// <summary>Writes one rate limit without its count.</summary>
    public static void WriteLimit(
        Utf8JsonWriter writer, string type, string interval, int intervalNum, int limit, int? count = null)
    {
        writer.WriteStartObject();
        writer.WriteString("rateLimitType", type);
        writer.WriteString("interval", interval);
        writer.WriteNumber("intervalNum", intervalNum);
        writer.WriteNumber("limit", limit);
        if (count is { } used)
        {
            writer.WriteNumber("count", used);
        }

        writer.WriteEndObject();
    }

    private static void WriteSymbol(Utf8JsonWriter writer, Instrument instrument)
    {
        writer.WriteStartObject();
        writer.WriteString("symbol", instrument.Symbol);
        writer.WriteString("status", "TRADING");
        writer.WriteString("baseAsset", instrument.BaseAsset);
        writer.WriteNumber("baseAssetPrecision", Instrument.Scale);
        writer.WriteString("quoteAsset", instrument.QuoteAsset);
        writer.WriteNumber("quotePrecision", Instrument.Scale);
        writer.WriteNumber("quoteAssetPrecision", Instrument.Scale);
        writer.WriteNumber("baseCommissionPrecision", Instrument.Scale);
        writer.WriteNumber("quoteCommissionPrecision", Instrument.Scale);
        WriteTexts(writer, "orderTypes", "LIMIT", "LIMIT_MAKER", "MARKET");
        writer.WriteBoolean("icebergAllowed", false);
        writer.WriteBoolean("ocoAllowed", false);
        writer.WriteBoolean("otoAllowed", false);
        writer.WriteBoolean("quoteOrderQtyMarketAllowed", false);
        writer.WriteBoolean("allowTrailingStop", false);
        writer.WriteBoolean("cancelReplaceAllowed", false);
        writer.WriteBoolean("amendAllowed", false);
        writer.WriteBoolean("isSpotTradingAllowed", true);
        writer.WriteBoolean("isMarginTradingAllowed", false);
        writer.WriteStartArray("filters");
        BeginFilter(writer, "PRICE_FILTER");
        JsonDecimal.Write(writer, "minPrice", instrument.MinPriceE8);
        JsonDecimal.Write(writer, "maxPrice", instrument.MaxPriceE8);
        JsonDecimal.Write(writer, "tickSize", instrument.TickE8);
        writer.WriteEndObject();
        BeginFilter(writer, "LOT_SIZE");
        JsonDecimal.Write(writer, "minQty", instrument.MinQuantityE8);
        JsonDecimal.Write(writer, "maxQty", instrument.MaxQuantityE8);
        JsonDecimal.Write(writer, "stepSize", instrument.LotE8);
        writer.WriteEndObject();
        BeginFilter(writer, "NOTIONAL");
        JsonDecimal.Write(writer, "minNotional", instrument.MinNotionalE8);
        writer.WriteBoolean("applyMinToMarket", true);
        JsonDecimal.Write(writer, "maxNotional", instrument.MaxNotionalE8);
        writer.WriteBoolean("applyMaxToMarket", false);
        writer.WriteNumber("avgPriceMins", 0);
        writer.WriteEndObject();
        BeginFilter(writer, "MAX_NUM_ORDERS");
        writer.WriteNumber("maxNumOrders", instrument.MaxOpenOrders);
        writer.WriteEndObject();
        writer.WriteEndArray();
        WriteTexts(writer, "permissions");
        writer.WriteStartArray("permissionSets");
        writer.WriteStartArray();
        writer.WriteStringValue("SPOT");
        writer.WriteEndArray();
        writer.WriteEndArray();
        writer.WriteString("defaultSelfTradePreventionMode", "NONE");
        WriteTexts(writer, "allowedSelfTradePreventionModes", "NONE");
        writer.WriteEndObject();
    }

    private static void BeginFilter(Utf8JsonWriter writer, string type)
    {
        writer.WriteStartObject();
        writer.WriteString("filterType", type);
    }

    private static void WriteTexts(Utf8JsonWriter writer, string name, params ReadOnlySpan<string> values)
    {
        writer.WriteStartArray(name);
        foreach (string value in values)
        {
            writer.WriteStringValue(value);
        }

        writer.WriteEndArray();
    }
}
