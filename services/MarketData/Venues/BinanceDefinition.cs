using System.Text.Json;
using Artic.V1;

namespace Artic.MarketData.Venues;

/// <summary>An instrument's definition in Binance's exchange information. Allocates; for starts only.</summary>
public static class BinanceDefinition
{
    /// <summary>
    /// The definition of <paramref name="symbol"/>, or null where it is not there or its filters cannot be read.
    /// </summary>
    public static Instrument? Find(ReadOnlyMemory<byte> json, uint instrumentId, string symbol) => DefinitionText.Read(json, root =>
    {
        foreach (JsonElement entry in root.GetProperty("symbols").EnumerateArray())
        {
            if (DefinitionText.Text(entry, "symbol") == symbol)
            {
                return Read(entry, instrumentId, symbol);
            }
        }

        return null;
    });

    private static Instrument Read(JsonElement entry, uint instrumentId, string symbol)
    {
        Instrument instrument = DefinitionText.New(
            instrumentId, symbol, DefinitionText.Text(entry, "baseAsset"), DefinitionText.Text(entry, "quoteAsset"));
        JsonElement? minimum = null;
        foreach (JsonElement filter in entry.GetProperty("filters").EnumerateArray())
        {
            switch (DefinitionText.Text(filter, "filterType"))
            {
                case "PRICE_FILTER":
                    _ = DefinitionText.TrySetTick(instrument, filter, "tickSize");
                    break;
                case "LOT_SIZE":
                    instrument.LotSize = DefinitionText.Decimal(filter, "stepSize");
                    instrument.MinQuantity = DefinitionText.Decimal(filter, "minQty");
                    instrument.MaxQuantity = DefinitionText.LargestOrNone(filter, "maxQty");
                    break;
                case "NOTIONAL" or "MIN_NOTIONAL":
                    minimum = filter;
                    break;
                default:
                    break;
            }
        }

        // At the scale of the tick, which may stand behind it.
        if (minimum is { } notional)
        {
            instrument.MinNotional = DefinitionText.Money(instrument, notional, "minNotional");
        }

        return instrument;
    }
}
