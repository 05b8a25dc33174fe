using System.Buffers;
using System.Text.Json;

namespace Artic.VenueSimulator.Languages;

/// <summary>Encodes the object of an instrument definition. Thread: any.</summary>
public static class DefinitionJson
{
    /// <summary>The object with the members that are written.</summary>
    public static byte[] Write(Action<Utf8JsonWriter> write)
    {
        ArrayBufferWriter<byte> buffer = new(1024);
        using Utf8JsonWriter writer = new(buffer);
        writer.WriteStartObject();
        write(writer);
        writer.WriteEndObject();
        writer.Flush();
        return buffer.WrittenSpan.ToArray();
    }
}
