using System.Text.Json;
using Artic.VenueSimulator.Domain;

namespace Artic.VenueSimulator.Languages;

/// <summary>
/// What Kraken publishes of an instrument: REST <c>/0/public/AssetPairs</c> and the v2 channel <c>instrument</c>. Thread: any.
/// </summary>
public static class KrakenDefinitions
{
    private const int CostDecimals = 5;

    /// <summary>
    /// The reply of AssetPairs, and its HTTP status; <paramref name="pair"/> in any of its names, null for all.
    /// </summary>
    public static (int Status, byte[] Body) AssetPairs(Instrument instrument, string? pair)
    {
        string name = instrument.Symbol;
        bool found = pair is null || pair == name || pair == KrakenSession.SymbolOf(instrument);
        return (200, DefinitionJson.Write(writer =>
        {
            writer.WriteStartArray("error");
            if (!found)
            {
                writer.WriteStringValue("EQuery:Unknown asset pair");
            }

            writer.WriteEndArray();
            if (found)
            {
                writer.WriteStartObject("result");
                writer.WriteStartObject(name);
                WritePair(writer, instrument);
                writer.WriteEndObject();
                writer.WriteEndObject();
            }
        }));
    }

    /// <summary>Writes the members of the channel's snapshot.</summary>
    public static void WriteChannel(Utf8JsonWriter writer, Instrument instrument)
    {
        PairFormat format = new(instrument);
        writer.WriteString("channel", "instrument");
        writer.WriteString("type", "snapshot");
        writer.WriteStartObject("data");
        writer.WriteStartArray("assets");
        foreach ((string asset, int decimals) in new[]
        {
            (instrument.BaseAsset, format.QuantityDecimals), (instrument.QuoteAsset, format.PriceDecimals),
        })
        {
            writer.WriteStartObject();
            writer.WriteString("id", asset);
            writer.WriteString("status", "enabled");
            writer.WriteNumber("precision", Instrument.Scale);
            writer.WriteNumber("precision_display", decimals);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteStartArray("pairs");
        writer.WriteStartObject();
        writer.WriteString("symbol", KrakenSession.SymbolOf(instrument));
        writer.WriteString("base", instrument.BaseAsset);
        writer.WriteString("quote", instrument.QuoteAsset);
        writer.WriteString("status", "online");
        writer.WriteNumber("price_precision", format.PriceDecimals);
        writer.WriteNumber("qty_precision", format.QuantityDecimals);
        writer.WriteNumber("cost_precision", CostDecimals);
        WriteNumber(writer, "price_increment", format.Price(instrument.TickE8));
        WriteNumber(writer, "tick_size", format.Price(instrument.TickE8));
        WriteNumber(writer, "qty_increment", format.Quantity(instrument.LotE8));
        WriteNumber(writer, "qty_min", format.Quantity(instrument.MinQuantityE8));
        writer.WriteString("cost_min", PairFormat.Text(instrument.MinNotionalE8, 2));
        writer.WriteBoolean("marginable", false);
        writer.WriteBoolean("has_index", false);
        writer.WriteEndObject();
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WritePair(Utf8JsonWriter writer, Instrument instrument)
    {
        PairFormat format = new(instrument);
        writer.WriteString("altname", instrument.Symbol);
        writer.WriteString("wsname", KrakenSession.SymbolOf(instrument));
        writer.WriteString("aclass_base", "currency");
        writer.WriteString("base", instrument.BaseAsset);
        writer.WriteString("aclass_quote", "currency");
        writer.WriteString("quote", instrument.QuoteAsset);
        writer.WriteString("lot", "unit");
        writer.WriteNumber("cost_decimals", CostDecimals);
        writer.WriteNumber("pair_decimals", format.PriceDecimals);
        writer.WriteNumber("lot_decimals", format.QuantityDecimals);
        writer.WriteNumber("lot_multiplier", 1);
        writer.WriteString("ordermin", format.Quantity(instrument.MinQuantityE8));
        writer.WriteString("costmin", PairFormat.Text(instrument.MinNotionalE8, 2));
        writer.WriteString("tick_size", format.Price(instrument.TickE8));
        writer.WriteString("status", "online");
    }

    private static void WriteNumber(Utf8JsonWriter writer, string name, string text)
    {
        writer.WritePropertyName(name);
        writer.WriteRawValue(text);
    }
}
