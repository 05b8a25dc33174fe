using System.Text.Json;
using Artic.Core.Domain;
using Artic.VenueSimulator.Domain;

namespace Artic.VenueSimulator.Wire;

/// <summary>Amounts at scale 8 as the venue's decimal strings. Thread: any.</summary>
public static class JsonDecimal
{
    /// <summary>Writes a property such as <c>"price":"60000.00000000"</c>.</summary>
    public static void Write(Utf8JsonWriter writer, string name, long valueE8)
    {
        Span<byte> text = stackalloc byte[24];
        writer.WriteString(name, text[..FixedPoint.Format(valueE8, Instrument.Scale, text)]);
    }

    /// <summary>Writes an array element.</summary>
    public static void WriteValue(Utf8JsonWriter writer, long valueE8)
    {
        Span<byte> text = stackalloc byte[24];
        writer.WriteStringValue(text[..FixedPoint.Format(valueE8, Instrument.Scale, text)]);
    }

    /// <summary>Reads the string token that the reader stands on; false where it is no exact decimal.</summary>
    public static bool TryRead(ref Utf8JsonReader reader, out long valueE8)
    {
        valueE8 = 0;
        return reader.TokenType == JsonTokenType.String && !reader.HasValueSequence
            && FixedPoint.TryParse(reader.ValueSpan, Instrument.Scale, out valueE8);
    }
}
