using System.Text.Json;
using Artic.Core.Domain;
using Artic.V1;
using Artic.Venues.Text;

namespace Artic.MarketData.Binance;

/// <summary>Reads an instrument's definition from the venue's exchange information. Allocates; for starts only.</summary>
public static class ExchangeInformation
{
    /// <summary>
    /// The definition of <paramref name="symbol"/>, or null where it is not there or its filters cannot be read.
    /// </summary>
    public static Instrument? Find(ReadOnlyMemory<byte> json, uint instrumentId, string symbol)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(json);
            foreach (JsonElement entry in document.RootElement.GetProperty("symbols").EnumerateArray())
            {
                if (entry.GetProperty("symbol").GetString() == symbol)
                {
                    return Read(entry, instrumentId, symbol);
                }
            }
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            return null;
        }

        return null;
    }

    private static Instrument Read(JsonElement entry, uint instrumentId, string symbol)
    {
        Instrument instrument = new()
        {
            InstrumentId = instrumentId,
            Symbol = symbol,
            BaseAsset = entry.GetProperty("baseAsset").GetString(),
            QuoteAsset = entry.GetProperty("quoteAsset").GetString(),
            PriceScale = WireDecimal.Scale,
            QuantityScale = WireDecimal.Scale,
        };
        foreach (JsonElement filter in entry.GetProperty("filters").EnumerateArray())
        {
            switch (filter.GetProperty("filterType").GetString())
            {
                case "PRICE_FILTER":
                    instrument.TickSize = Decimal(filter, "tickSize");
                    break;
                case "LOT_SIZE":
                    instrument.LotSize = Decimal(filter, "stepSize");
                    instrument.MinQuantity = Decimal(filter, "minQty");
                    instrument.MaxQuantity = Decimal(filter, "maxQty");
                    break;
                case "NOTIONAL" or "MIN_NOTIONAL":
                    instrument.MinNotional = Decimal(filter, "minNotional");
                    break;
                default:
                    break;
            }
        }

        return instrument.TickSize > 0 && instrument.LotSize > 0
            ? instrument
            : throw new FormatException("no tick or lot size");
    }

    private static long Decimal(JsonElement filter, string name)
    {
        string text = filter.GetProperty(name).GetString() ?? "";
        return FixedPoint.TryParse(System.Text.Encoding.ASCII.GetBytes(text), WireDecimal.Scale, out long value)
            ? value
            : throw new FormatException($"{name} is '{text}'");
    }
}
