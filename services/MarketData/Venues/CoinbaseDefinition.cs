using System.Text.Json;
using Artic.V1;

namespace Artic.MarketData.Venues;

/// <summary>
/// An instrument's definition in Coinbase Advanced Trade's public products. Allocates; for starts only.
/// </summary>
public static class CoinbaseDefinition
{
    /// <summary>
    /// The definition of <paramref name="symbol"/> ("BTC-USD"), or null where it is not there or cannot be read.
    /// </summary>
    public static Instrument? Find(ReadOnlyMemory<byte> json, uint instrumentId, string symbol) => DefinitionText.Read(json, root =>
    {
        foreach (JsonElement entry in root.GetProperty("products").EnumerateArray())
        {
            if (DefinitionText.Text(entry, "product_id") == symbol)
            {
                Instrument instrument = DefinitionText.New(
                    instrumentId, symbol, DefinitionText.Text(entry, "base_currency_id"), DefinitionText.Text(entry, "quote_currency_id"));
                long tick = DefinitionText.DecimalOrNone(entry, "price_increment");
                instrument.TickSize = tick > 0 ? tick : DefinitionText.Decimal(entry, "quote_increment");
                instrument.LotSize = DefinitionText.Decimal(entry, "base_increment");
                instrument.MinQuantity = DefinitionText.DecimalOrNone(entry, "base_min_size");
                instrument.MaxQuantity = DefinitionText.DecimalOrNone(entry, "base_max_size");
                instrument.MinNotional = DefinitionText.DecimalOrNone(entry, "quote_min_size");
                return instrument;
            }
        }

        return null;
    });
}
