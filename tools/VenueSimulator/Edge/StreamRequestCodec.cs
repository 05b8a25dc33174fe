using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Artic.VenueSimulator.Wire;

namespace Artic.VenueSimulator.Edge;

/// <summary>
/// Reads SUBSCRIBE, UNSUBSCRIBE and LIST_SUBSCRIPTIONS requests of a market stream connection and writes their replies.
/// Source: binance-spot-api-docs web-socket-streams.md @ a5e0bc3ddc0f. Thread: any.
/// </summary>
public static class StreamRequestCodec
{
    private static readonly JsonWriterOptions s_options = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Streams that one connection can have.</summary>
    public const int MaxStreams = 1_024;

    /// <summary>
    /// Reads a request: method, stream names, and the id to send back. Where it is malformed, <paramref name="error"/>
    /// is the reply.
    /// </summary>
    public static bool TryRead(
        ReadOnlyMemory<byte> json, out string method, out List<string> streams, out byte[] idJson, out byte[] error)
    {
        method = "";
        streams = [];
        idJson = "null"u8.ToArray();
        error = [];
        try
        {
            using JsonDocument document = JsonDocument.Parse(json);
            JsonElement root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object || !ApiRequest.TryReadId(root, out idJson))
            {
                error = Error(
                    2, "Invalid request: request ID must be an integer, a string of at most 36 characters, or null",
                        idJson);
                return false;
            }

            method = root.TryGetProperty("method", out JsonElement name)
                && name.ValueKind == JsonValueKind.String ? name.GetString()! : "";
            if (method is not ("SUBSCRIBE" or "UNSUBSCRIBE" or "LIST_SUBSCRIPTIONS"))
            {
                error = Error(
                    2,
                    "Invalid request: unknown variant, expected one of `SUBSCRIBE`, `UNSUBSCRIBE`, `LIST_SUBSCRIPTIONS`",
                    idJson);
                return false;
            }

            return method == "LIST_SUBSCRIPTIONS" || TryReadStreams(root, streams, idJson, ref error);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            error = Error(3, "Invalid JSON: expected value at line 1 column 1", idJson);
            return false;
        }
    }

    /// <summary><c>{"result":null,"id":1}</c>, or the list of streams as result.</summary>
    public static byte[] Result(byte[] idJson, IEnumerable<string>? streams = null) => Write(writer =>
    {
        if (streams is null)
        {
            writer.WriteNull("result");
        }
        else
        {
            writer.WriteStartArray("result");
            foreach (string stream in streams)
            {
                writer.WriteStringValue(stream);
            }

            writer.WriteEndArray();
        }

        writer.WritePropertyName("id");
        writer.WriteRawValue(idJson);
    });

    /// <summary><c>{"error":{"code":2,"msg":".."},"id":1}</c>.</summary>
    public static byte[] Error(int code, string message, byte[] idJson) => Write(writer =>
    {
        writer.WriteStartObject("error");
        writer.WriteNumber("code", code);
        writer.WriteString("msg", message);
        writer.WriteEndObject();
        writer.WritePropertyName("id");
        writer.WriteRawValue(idJson);
    });

    private static bool TryReadStreams(JsonElement root, List<string> streams, byte[] idJson, ref byte[] error)
    {
        if (!root.TryGetProperty("params", out JsonElement names) || names.ValueKind != JsonValueKind.Array
            || names.GetArrayLength() is 0 or > MaxStreams
            || names.EnumerateArray().Any(name => name.ValueKind != JsonValueKind.String))
        {
            error = Error(2, "Invalid request: params must be an array of 1 to 1024 stream names", idJson);
            return false;
        }

        streams.AddRange(names.EnumerateArray().Select(name => name.GetString()!));
        return true;
    }

    private static byte[] Write(Action<Utf8JsonWriter> write)
    {
        ArrayBufferWriter<byte> buffer = new(256);
        using Utf8JsonWriter writer = new(buffer, s_options);
        writer.WriteStartObject();
        write(writer);
        writer.WriteEndObject();
        writer.Flush();
        return buffer.WrittenSpan.ToArray();
    }
}
