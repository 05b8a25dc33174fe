using System.Text.Json;
using Artic.V1;

namespace Artic.MarketData.Venues;

/// <summary>
/// An instrument's definition in OKX's <c>/api/v5/public/instruments</c>. Allocates; for starts only.
/// </summary>
public static class OkxDefinition
{
    /// <summary>
    /// The definition of <paramref name="symbol"/> ("BTC-USDT"), or null where it is not there or cannot be read.
    /// </summary>
    public static Instrument? Find(ReadOnlyMemory<byte> json, uint instrumentId, string symbol) => DefinitionText.Read(json, root =>
    {
        foreach (JsonElement entry in root.GetProperty("data").EnumerateArray())
        {
            if (DefinitionText.Text(entry, "instId") == symbol)
            {
                Instrument instrument = DefinitionText.New(
                    instrumentId, symbol, DefinitionText.Text(entry, "baseCcy"), DefinitionText.Text(entry, "quoteCcy"));
                _ = DefinitionText.TrySetTick(instrument, entry, "tickSz");
                instrument.LotSize = DefinitionText.Decimal(entry, "lotSz");
                instrument.MinQuantity = DefinitionText.DecimalOrNone(entry, "minSz");
                instrument.MaxQuantity = DefinitionText.LargestOrNone(entry, "maxLmtSz");
                return instrument;
            }
        }

        return null;
    });
}
