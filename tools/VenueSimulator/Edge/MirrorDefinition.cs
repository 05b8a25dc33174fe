using System.Text;
using System.Text.Json;
using Artic.Core.Domain;
using Artic.VenueSimulator.Domain;
using Artic.VenueSimulator.Options;

namespace Artic.VenueSimulator.Edge;

/// <summary>The mirrored venue's definition of the instrument. Thread: any; blocks.</summary>
public static class MirrorDefinition
{
    private static readonly TimeSpan s_timeout = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Asks for it. IOException where the venue does not answer; InvalidDataException where the answer does not have the
    /// instrument with its filters.
    /// </summary>
    public static Instrument Fetch(MirrorOptions options, string symbol)
    {
        Uri address = new(options.Rest, $"/api/v3/exchangeInfo?symbol={symbol}");
        try
        {
            using HttpClient client = new() { Timeout = s_timeout };
            using HttpRequestMessage request = new(HttpMethod.Get, address);
            using HttpResponseMessage response = client.Send(request);
            response.EnsureSuccessStatusCode();
            using JsonDocument document = JsonDocument.Parse(response.Content.ReadAsStream());
            return Parse(document.RootElement, symbol);
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
        {
            throw new IOException($"{address}: {e.Message}", e);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new InvalidDataException($"{address}: {e.Message}", e);
        }
    }

    /// <summary>Reads exchange information.</summary>
    public static Instrument Parse(JsonElement root, string symbol)
    {
        JsonElement found = root.GetProperty("symbols").EnumerateArray()
            .FirstOrDefault(each => each.GetProperty("symbol").GetString() == symbol);
        if (found.ValueKind == JsonValueKind.Undefined)
        {
            throw new InvalidDataException($"the mirrored venue does not have {symbol}");
        }

        JsonElement price = Filter(found, "PRICE_FILTER");
        JsonElement lot = Filter(found, "LOT_SIZE");
        JsonElement notional = Filter(found, "NOTIONAL");
        return new Instrument(symbol, found.GetProperty("baseAsset").GetString()!, found.GetProperty("quoteAsset").GetString()!)
        {
            MinPriceE8 = E8(price, "minPrice"),
            MaxPriceE8 = E8(price, "maxPrice"),
            TickE8 = E8(price, "tickSize"),
            MinQuantityE8 = E8(lot, "minQty"),
            MaxQuantityE8 = E8(lot, "maxQty"),
            LotE8 = E8(lot, "stepSize"),
            MinNotionalE8 = E8(notional, "minNotional"),
            MaxNotionalE8 = E8(notional, "maxNotional"),
        };
    }

    private static JsonElement Filter(JsonElement symbol, string type)
    {
        JsonElement filter = symbol.GetProperty("filters").EnumerateArray()
            .FirstOrDefault(each => each.GetProperty("filterType").GetString() == type);
        return filter.ValueKind == JsonValueKind.Object
            ? filter
            : throw new InvalidDataException($"the mirrored venue does not say {type}");
    }

    private static long E8(JsonElement filter, string name) =>
        FixedPoint.TryParse(Encoding.UTF8.GetBytes(filter.GetProperty(name).GetString() ?? ""), Instrument.Scale, out long value)
        && value > 0
            ? value
            : throw new InvalidDataException($"{name} of the mirrored venue is not an amount above 0");
}
