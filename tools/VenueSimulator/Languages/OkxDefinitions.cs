using Artic.VenueSimulator.Domain;

namespace Artic.VenueSimulator.Languages;

/// <summary>What OKX publishes of an instrument: REST <c>/api/v5/public/instruments</c>. Thread: any.</summary>
public static class OkxDefinitions
{
    /// <summary>The reply and its HTTP status; empty texts where the query has no such parameter.</summary>
    public static (int Status, byte[] Body) Instruments(Instrument instrument, string type, string symbol)
    {
        if (type.Length == 0)
        {
            return (400, Refusal("50014", "Parameter instType can not be empty."));
        }

        if (type != "SPOT")
        {
            return (400, Refusal("51000", "Parameter instType error"));
        }

        if (symbol.Length > 0 && symbol != OkxSession.SymbolOf(instrument))
        {
            return (200, Refusal("51001", "Instrument ID, Instrument ID code, or Spread ID doesn't exist."));
        }

        PairFormat format = new(instrument);
        return (200, DefinitionJson.Write(writer =>
        {
            writer.WriteString("code", "0");
            writer.WriteString("msg", "");
            writer.WriteStartArray("data");
            writer.WriteStartObject();
            writer.WriteString("instType", "SPOT");
            writer.WriteString("instId", OkxSession.SymbolOf(instrument));
            writer.WriteString("baseCcy", instrument.BaseAsset);
            writer.WriteString("quoteCcy", instrument.QuoteAsset);
            writer.WriteString("tickSz", format.Price(instrument.TickE8));
            writer.WriteString("lotSz", format.Quantity(instrument.LotE8));
            writer.WriteString("minSz", format.Quantity(instrument.MinQuantityE8));
            writer.WriteString("maxLmtSz", format.Quantity(instrument.MaxQuantityE8));
            writer.WriteString("maxMktSz", format.Quantity(instrument.MaxQuantityE8));
            writer.WriteString("maxLmtAmt", PairFormat.Text(instrument.MaxNotionalE8, 0));
            writer.WriteString("maxMktAmt", PairFormat.Text(instrument.MaxNotionalE8, 0));
            writer.WriteString("state", "live");
            writer.WriteEndObject();
            writer.WriteEndArray();
        }));
    }

    private static byte[] Refusal(string code, string message) => DefinitionJson.Write(writer =>
    {
        writer.WriteString("code", code);
        writer.WriteString("msg", message);
        writer.WriteStartArray("data");
        writer.WriteEndArray();
    });
}
