using System.Buffers;
using System.Text.Json;

namespace Artic.Hosting.Commands;

/// <summary>Answers to commands as JSON: the same by HTTP, by ZeroMQ and from the CLI. Thread: any.</summary>
public static class AnswerJson
{
    /// <summary>A refusal with its code, and what to do.</summary>
    public static byte[] Error(string code, string message) => Write(json =>
    {
        json.WriteString("error", code);
        json.WriteString("message", message);
    });

    /// <summary>One object of the given members.</summary>
    public static byte[] Write(Action<Utf8JsonWriter> members)
    {
        ArrayBufferWriter<byte> buffer = new();
        using Utf8JsonWriter json = new(buffer);
        json.WriteStartObject();
        members(json);
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenSpan.ToArray();
    }
}
