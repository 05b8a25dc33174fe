using System.Buffers.Text;
using System.Text.Json;

namespace Artic.Venues.Text;

/// <summary>A value within a text that is known to be valid JSON. Allocates nothing.</summary>
public readonly ref struct JsonValue
{
    private readonly bool _isEscaped;

    internal JsonValue(ReadOnlySpan<byte> json, scoped ref Utf8JsonReader reader)
    {
        Type = reader.TokenType;
        if (Type is JsonTokenType.StartObject or JsonTokenType.StartArray)
        {
            int begin = (int)reader.TokenStartIndex;
            _ = reader.TrySkip();
            Text = json[begin..(int)reader.BytesConsumed];
        }
        else
        {
            Text = reader.ValueSpan;
            _isEscaped = reader.ValueIsEscaped;
        }
    }

    /// <summary>A value by itself: the whole of <paramref name="json"/>.</summary>
    public static JsonValue Of(ReadOnlySpan<byte> json)
    {
        Utf8JsonReader reader = new(json);
        _ = reader.Read();
        return new JsonValue(json, ref reader);
    }

    /// <summary>What it is; an object or array by its first token, <see cref="JsonTokenType.None"/> where it is absent.</summary>
    public JsonTokenType Type { get; }

    /// <summary>Its text as it stands; a string without its quotes.</summary>
    public ReadOnlySpan<byte> Text { get; }

    /// <summary>It is an object.</summary>
    public bool IsObject => Type == JsonTokenType.StartObject;

    /// <summary>It is an array.</summary>
    public bool IsArray => Type == JsonTokenType.StartArray;

    /// <summary>It is there.</summary>
    public bool IsPresent => Type != JsonTokenType.None;

    /// <summary>The letters of a string without escapes; of anything else nothing. No venue escapes a name.</summary>
    public ReadOnlySpan<byte> Plain => Type == JsonTokenType.String && !_isEscaped ? Text : [];

    /// <summary>It is this string.</summary>
    public bool Is(ReadOnlySpan<byte> text) => Type == JsonTokenType.String && !_isEscaped && Text.SequenceEqual(text);

    /// <summary>A price or quantity in a string or a number, by its very digits, at <see cref="WireDecimal.Scale"/>.</summary>
    public bool TryGetDecimal(out long value, out byte decimals) => TryGetDecimal(WireDecimal.Scale, out value, out decimals);

    /// <summary>The same at another scale.</summary>
    public bool TryGetDecimal(int scale, out long value, out byte decimals)
    {
        value = 0;
        decimals = 0;
        return Type is JsonTokenType.String or JsonTokenType.Number && WireDecimal.TryParse(Text, scale, out value, out decimals);
    }

    /// <summary>An integer in a string or a number.</summary>
    public bool TryGetInteger(out long value)
    {
        value = 0;
        return Type is JsonTokenType.String or JsonTokenType.Number &&
            Utf8Parser.TryParse(Text, out value, out int used) && used == Text.Length && used > 0;
    }
}
