using System.Text.Json;

namespace Artic.Venues.Text;

/// <summary>The members of an object that is known to be valid JSON, in their order. Allocates nothing.</summary>
/// <param name="json">The object's text.</param>
public ref struct JsonMembers(ReadOnlySpan<byte> json)
{
    private readonly ReadOnlySpan<byte> _json = json;
    private Utf8JsonReader _reader = Begin(json);

    /// <summary>The member's name as it stands.</summary>
    public ReadOnlySpan<byte> Name { get; private set; }

    /// <summary>Goes to the next member.</summary>
    public bool TryNext(out JsonValue value)
    {
        if (!_reader.Read() || _reader.TokenType != JsonTokenType.PropertyName)
        {
            value = default;
            return false;
        }

        Name = _reader.ValueSpan;
        _ = _reader.Read();
        value = new JsonValue(_json, ref _reader);
        return true;
    }

    /// <summary>The member of that name, the last where there are several; absent where there is none.</summary>
    public static JsonValue Find(JsonValue within, ReadOnlySpan<byte> name)
    {
        JsonValue found = default;
        if (within.IsObject)
        {
            JsonMembers members = new(within.Text);
            while (members.TryNext(out JsonValue value))
            {
                if (members.Name.SequenceEqual(name))
                {
                    found = value;
                }
            }
        }

        return found;
    }

    private static Utf8JsonReader Begin(ReadOnlySpan<byte> json)
    {
        Utf8JsonReader reader = new(json);
        _ = reader.Read();
        return reader;
    }
}
