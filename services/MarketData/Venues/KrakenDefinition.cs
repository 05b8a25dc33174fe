using System.Text.Json;
using Artic.V1;

namespace Artic.MarketData.Venues;

/// <summary>
/// An instrument's definition in Kraken's AssetPairs (REST, docs.kraken.com). Allocates; for starts only.
/// </summary>
public static class KrakenDefinition
{
    /// <summary>
    /// The definition of <paramref name="symbol"/> as WebSocket v2 writes it ("BTC/USD"), or null where it is not there or
    /// cannot be read.
    /// </summary>
    public static Instrument? Find(ReadOnlyMemory<byte> json, uint instrumentId, string symbol) => DefinitionText.Read(json, root =>
    {
        foreach (JsonProperty pair in root.GetProperty("result").EnumerateObject())
        {
            // Pairs of the dark pool have no name on the stream.
            if (pair.Value.TryGetProperty("wsname", out JsonElement name) && Modern(name.GetString() ?? "") == symbol)
            {
                return Read(pair.Value, instrumentId, symbol);
            }
        }

        return null;
    });

    private static Instrument Read(JsonElement pair, uint instrumentId, string symbol)
    {
        int slash = symbol.IndexOf('/', StringComparison.Ordinal);
        Instrument instrument = DefinitionText.New(instrumentId, symbol, symbol[..slash], symbol[(slash + 1)..]);

        // Older documents give the places alone.
        if (!DefinitionText.TrySetTick(instrument, pair, "tick_size"))
        {
            DefinitionText.SetTickPlaces(instrument, pair, "pair_decimals");
        }

        instrument.LotSize = DefinitionText.Step(pair, "lot_decimals");
        instrument.MinQuantity = DefinitionText.DecimalOrNone(pair, "ordermin");
        instrument.MinNotional = DefinitionText.MoneyOrNone(instrument, pair, "costmin");
        return instrument;
    }

    /// <summary>The REST interface writes bitcoin XBT and dogecoin XDG, the stream's second version does not.</summary>
    private static string Modern(string name) => string.Join(
        '/', Array.ConvertAll(name.Split('/'), asset => asset switch { "XBT" => "BTC", "XDG" => "DOGE", _ => asset }));
}
