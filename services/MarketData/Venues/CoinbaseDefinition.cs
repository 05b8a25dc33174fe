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
                _ = DefinitionText.TrySetTick(instrument, entry, "price_increment") ||
                    DefinitionText.TrySetTick(instrument, entry, "quote_increment");
                instrument.LotSize = DefinitionText.Decimal(entry, "base_increment");
                instrument.MinQuantity = DefinitionText.DecimalOrNone(entry, "base_min_size");
                instrument.MaxQuantity = DefinitionText.LargestOrNone(entry, "base_max_size");
                instrument.MinNotional = DefinitionText.MoneyOrNone(instrument, entry, "quote_min_size");
                return instrument;
            }
        }

        return null;
    });
}
