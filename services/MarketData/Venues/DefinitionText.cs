using System.Text;
using System.Text.Json;
using Artic.Core.Domain;
using Artic.V1;
using Artic.Venues.Text;

namespace Artic.MarketData.Venues;

/// <summary>What the readers of instrument definitions share. Allocates; for starts only.</summary>
internal static class DefinitionText
{
    /// <summary>
    /// Reads a document: null where it is no JSON, or where <paramref name="read"/> finds a member missing, of another kind
    /// or not a number.
    /// </summary>
    public static Instrument? Read(ReadOnlyMemory<byte> json, Func<JsonElement, Instrument?> read)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(json);
            Instrument? found = read(document.RootElement);
            return found is null or { TickSize: > 0, LotSize: > 0 } ? found : null;
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            return null;
        }
    }

    /// <summary>A definition at the scale of all numbers, with nothing but names.</summary>
    public static Instrument New(uint instrumentId, string symbol, string baseAsset, string quoteAsset) => new()
    {
        InstrumentId = instrumentId,
        Symbol = symbol,
        BaseAsset = baseAsset,
        QuoteAsset = quoteAsset,
        PriceScale = WireDecimal.Scale,
        QuantityScale = WireDecimal.Scale,
    };

    /// <summary>A text member.</summary>
    public static string Text(JsonElement of, string name) =>
        of.GetProperty(name).GetString() ?? throw new FormatException($"{name} is null");

    /// <summary>A decimal in quotes, at scale 8. Errors: <see cref="FormatException"/>.</summary>
    public static long Decimal(JsonElement of, string name) => Decimal(Text(of, name), name);

    /// <summary>The same, or 0 where there is no such member or it is empty.</summary>
    public static long DecimalOrNone(JsonElement of, string name) =>
        of.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } text
            ? Decimal(text, name)
            : 0;

    /// <summary>The step of so many decimal places, at scale 8. Errors: <see cref="FormatException"/>.</summary>
    public static long Step(JsonElement of, string name) => of.GetProperty(name).GetInt32() is >= 0 and <= WireDecimal.Scale and var places
        ? FixedPoint.PowerOfTen(WireDecimal.Scale - places)
        : throw new FormatException($"{name} is beyond {WireDecimal.Scale} places");

    private static long Decimal(string text, string name) =>
        FixedPoint.TryParse(Encoding.ASCII.GetBytes(text), WireDecimal.Scale, out long value)
            ? value
            : throw new FormatException($"{name} is '{text}'");
}
