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

    /// <summary>Its value; absent before the first member and behind the last.</summary>
    public JsonValue Value { get; private set; }

    /// <summary>Goes to the next member.</summary>
    public bool TryNext()
    {
        if (!_reader.Read() || _reader.TokenType != JsonTokenType.PropertyName)
        {
            Value = default;
            return false;
        }

        Name = _reader.ValueSpan;
        _ = _reader.Read();
        Value = new JsonValue(_json, ref _reader);
        return true;
    }

    /// <summary>Keeps the member in hand if it has that name; so of several the last is kept. False where it has another.</summary>
    public readonly bool Keep(ReadOnlySpan<byte> name, ref JsonValue member)
    {
        if (!Name.SequenceEqual(name))
        {
            return false;
        }

        member = Value;
        return true;
    }

    /// <summary>The same for levels: <paramref name="isRepeated"/> says that they came twice, and nobody can say which are
    /// meant.</summary>
    public readonly bool KeepOnce(ReadOnlySpan<byte> name, ref JsonValue member, ref bool isRepeated)
    {
        bool wasPresent = member.IsPresent;
        bool isKept = Keep(name, ref member);
        isRepeated |= isKept && wasPresent;
        return isKept;
    }

    /// <summary>The member of that name, the last where there are several; absent where there is none.</summary>
    public static JsonValue Find(JsonValue within, ReadOnlySpan<byte> name)
    {
        JsonValue found = default;
        if (within.IsObject)
        {
            JsonMembers members = new(within.Text);
            while (members.TryNext())
            {
                _ = members.Keep(name, ref found);
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
