using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Artic.VenueSimulator.Domain;
using Artic.VenueSimulator.Wire;

namespace Artic.VenueSimulator.Edge;

/// <summary>
/// Encodes replies: <c>{"id":..,"status":200,"result":..,"rateLimits":[..]}</c> for the WebSocket API, the bare error
/// for REST. Thread: any.
/// </summary>
public static class ApiReplyCodec
{
    private static readonly JsonWriterOptions s_options =
        new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The envelope of the WebSocket API.</summary>
    public static byte[] Write(byte[] idJson, ApiReply reply, bool withRateLimits)
    {
        ArrayBufferWriter<byte> buffer = new(256 + reply.ResultJson.Length);
        using Utf8JsonWriter writer = new(buffer, s_options);
        writer.WriteStartObject();
        writer.WritePropertyName("id");
        writer.WriteRawValue(idJson);
        writer.WriteNumber("status", reply.Status);
        if (reply.Error is { } error)
        {
            writer.WritePropertyName("error");
            WriteError(writer, error);
        }
        else
        {
            writer.WritePropertyName("result");
            writer.WriteRawValue(reply.ResultJson, skipInputValidation: true);
        }

        if (withRateLimits)
        {
            writer.WriteStartArray("rateLimits");
            ExchangeInfoCodec.WriteLimit(
                writer, "REQUEST_WEIGHT", "MINUTE", 1, ExchangeInfoCodec.WeightPerMinute, reply.UsedWeight);
            writer.WriteEndArray();
        }

        writer.WriteEndObject();
        writer.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary><c>{"code":-1121,"msg":"Invalid symbol."}</c>.</summary>
    public static byte[] Error(VenueError error)
    {
        ArrayBufferWriter<byte> buffer = new(256);
        using Utf8JsonWriter writer = new(buffer, s_options);
        WriteError(writer, error);
        writer.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    private static void WriteError(Utf8JsonWriter writer, VenueError error)
    {
        writer.WriteStartObject();
        writer.WriteNumber("code", error.Code);
        writer.WriteString("msg", error.Message);
        writer.WriteEndObject();
    }
}
