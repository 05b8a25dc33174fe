using System.Text.Json;

namespace Artic.Venues.Text;

/// <summary>The elements of an array that is known to be valid JSON, in their order. Allocates nothing.</summary>
/// <param name="json">The array's text.</param>
public ref struct JsonElements(ReadOnlySpan<byte> json)
{
    private readonly ReadOnlySpan<byte> _json = json;
    private Utf8JsonReader _reader = Begin(json);

    /// <summary>Goes to the next element.</summary>
    public bool TryNext(out JsonValue value)
    {
        if (!_reader.Read() || _reader.TokenType == JsonTokenType.EndArray)
        {
            value = default;
            return false;
        }

        value = new JsonValue(_json, ref _reader);
        return true;
    }

    private static Utf8JsonReader Begin(ReadOnlySpan<byte> json)
    {
        Utf8JsonReader reader = new(json);
        _ = reader.Read();
        return reader;
    }
}
