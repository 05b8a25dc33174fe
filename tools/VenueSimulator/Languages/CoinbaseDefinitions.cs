using System.Text.Json;
using Artic.VenueSimulator.Domain;

namespace Artic.VenueSimulator.Languages;

/// <summary>
/// What Coinbase publishes of an instrument: REST <c>/api/v3/brokerage/market/products</c> and the same with a product's
/// name. Thread: any.
/// </summary>
public static class CoinbaseDefinitions
{
    /// <summary>All products.</summary>
    public static (int Status, byte[] Body) Products(Instrument instrument) => (200, DefinitionJson.Write(writer =>
    {
        writer.WriteStartArray("products");
        writer.WriteStartObject();
        WriteProduct(writer, instrument);
        writer.WriteEndObject();
        writer.WriteEndArray();
        writer.WriteNumber("num_products", 1);
    }));

    /// <summary>One product, or the refusal of one that is not there.</summary>
    public static (int Status, byte[] Body) Product(Instrument instrument, string product) =>
        product == CoinbaseSession.SymbolOf(instrument)
            ? (200, DefinitionJson.Write(writer => WriteProduct(writer, instrument)))
            : (404, DefinitionJson.Write(writer =>
            {
                writer.WriteString("error", "NOT_FOUND");
                writer.WriteString("error_details", "valid product_id is required");
                writer.WriteString("message", "valid product_id is required");
            }));

    private static void WriteProduct(Utf8JsonWriter writer, Instrument instrument)
    {
        PairFormat format = new(instrument);
        string tick = format.Price(instrument.TickE8);
        writer.WriteString("product_id", CoinbaseSession.SymbolOf(instrument));
        writer.WriteString("product_type", "SPOT");
        writer.WriteString("base_currency_id", instrument.BaseAsset);
        writer.WriteString("quote_currency_id", instrument.QuoteAsset);
        writer.WriteString("base_display_symbol", instrument.BaseAsset);
        writer.WriteString("quote_display_symbol", instrument.QuoteAsset);
        writer.WriteString("base_increment", format.Quantity(instrument.LotE8));
        writer.WriteString("base_min_size", format.Quantity(instrument.MinQuantityE8));
        writer.WriteString("base_max_size", format.Quantity(instrument.MaxQuantityE8));
        writer.WriteString("quote_increment", tick);
        writer.WriteString("price_increment", tick);
        writer.WriteString("quote_min_size", PairFormat.Text(instrument.MinNotionalE8, 0));
        writer.WriteString("quote_max_size", PairFormat.Text(instrument.MaxNotionalE8, 0));
        writer.WriteString("status", "online");
        writer.WriteBoolean("trading_disabled", false);
        writer.WriteBoolean("is_disabled", false);
        writer.WriteBoolean("cancel_only", false);
        writer.WriteBoolean("limit_only", false);
        writer.WriteBoolean("post_only", false);
        writer.WriteBoolean("auction_mode", false);
    }
}
