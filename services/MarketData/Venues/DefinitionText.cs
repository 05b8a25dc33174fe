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

    /// <summary>A definition at the usual scales, with nothing but names.</summary>
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

    /// <summary>
    /// The tick, in quotes, and the scale of prices: the least from 8 on that holds it. False where there is no such member, or
    /// it is empty or 0. Errors: <see cref="FormatException"/>.
    /// </summary>
    public static bool TrySetTick(Instrument instrument, JsonElement of, string name)
    {
        string? text = TextOrNone(of, name);
        if (text == null)
        {
            return false;
        }

        int scale = Math.Max(WireDecimal.Scale, WireDecimal.ScaleOf(Encoding.ASCII.GetBytes(text)));
        instrument.TickSize = Decimal(text, name, Limited(scale, name));
        instrument.PriceScale = (uint)scale;
        return instrument.TickSize > 0;
    }

    /// <summary>The same for a tick of so many decimal places.</summary>
    public static void SetTickPlaces(Instrument instrument, JsonElement of, string name)
    {
        int places = of.GetProperty(name).GetInt32();
        int scale = Limited(Math.Max(WireDecimal.Scale, places), name);
        instrument.TickSize = Step(places, scale, name);
        instrument.PriceScale = (uint)scale;
    }

    /// <summary>A decimal in quotes, at scale 8. Errors: <see cref="FormatException"/>.</summary>
    public static long Decimal(JsonElement of, string name) => Decimal(Text(of, name), name, WireDecimal.Scale);

    /// <summary>The same, or 0 where there is no such member or it is empty.</summary>
    public static long DecimalOrNone(JsonElement of, string name) =>
        TextOrNone(of, name) is { } text ? Decimal(text, name, WireDecimal.Scale) : 0;

    /// <summary>An amount of money, at the scale of the instrument's prices. Errors: <see cref="FormatException"/>.</summary>
    public static long Money(Instrument instrument, JsonElement of, string name) =>
        Decimal(Text(of, name), name, (int)instrument.PriceScale);

    /// <summary>The same, or 0 where there is no such member or it is empty.</summary>
    public static long MoneyOrNone(Instrument instrument, JsonElement of, string name) =>
        TextOrNone(of, name) is { } text ? Decimal(text, name, (int)instrument.PriceScale) : 0;

    /// <summary>A largest quantity; 0 where there is none, or where it is more than any quantity can be.</summary>
    public static long LargestOrNone(JsonElement of, string name) =>
        TextOrNone(of, name) is { } text && !IsBeyond(text) ? Decimal(text, name, WireDecimal.Scale) : 0;

    /// <summary>The step of so many decimal places, at scale 8. Errors: <see cref="FormatException"/>.</summary>
    public static long Step(JsonElement of, string name) => Step(of.GetProperty(name).GetInt32(), WireDecimal.Scale, name);

    private static long Step(int places, int scale, string name) => places >= 0 && places <= scale
        ? FixedPoint.PowerOfTen(scale - places)
        : throw new FormatException($"{name} is beyond {scale} places");

    private static int Limited(int scale, string name) => scale <= WireDecimal.MaxDecimals
        ? scale
        : throw new FormatException($"{name} is beyond {WireDecimal.MaxDecimals} places");

    private static bool IsBeyond(string text)
    {
        byte[] digits = Encoding.ASCII.GetBytes(text);
        return !FixedPoint.TryParse(digits, WireDecimal.Scale, out _) && FixedPoint.TryParse(digits, 0, out _);
    }

    private static string? TextOrNone(JsonElement of, string name) =>
        of.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } text
            ? text
            : null;

    private static long Decimal(string text, string name, int scale) =>
        FixedPoint.TryParse(Encoding.ASCII.GetBytes(text), scale, out long value)
            ? value
            : throw new FormatException($"{name} is '{text}'");
}
