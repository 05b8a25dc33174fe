using System.Buffers;
using System.Text.Json;
using Artic.Hosting.Kill;

namespace Artic.Hosting.Publishing;

/// <summary>One answer: where it goes, the JSON, and whether the command that ran apart has ended with it.</summary>
internal sealed record CommandReply(byte[][] Envelope, byte[] Json, bool EndsCommand)
{
    private const long NsPerUs = 1000;

    public static byte[] Error(string code) => Write(json => json.WriteString("error", code));

    public static byte[] Failed(string code, string message) => Write(json =>
    {
        json.WriteString("error", code);
        json.WriteString("message", message);
    });

    public static byte[] Unknown(string[] known) => Write(json =>
    {
        json.WriteString("error", "COMMAND_UNKNOWN");
        json.WriteStartArray("known");
        foreach (string command in known)
        {
            json.WriteStringValue(command);
        }

        json.WriteEndArray();
    });

    public static byte[] Pong(string service) => Write(json =>
    {
        json.WriteString("event", "pong");
        json.WriteString("service", service);
    });

    public static byte[] Resumed() => Write(static json => json.WriteString("event", "resumed"));

    public static byte[] Latched(long generation, long latchedNs) => Write(json =>
    {
        json.WriteString("event", "latched");
        json.WriteNumber("generation", generation);
        json.WriteNumber("latched_us", latchedNs / NsPerUs);
    });

    public static byte[] Stopped(KillResult result) => Write(json =>
    {
        json.WriteString("event", "stopped");
        json.WriteNumber("generation", result.Generation);
        json.WriteNumber("stopped_us", result.StoppedNs / NsPerUs);
        json.WriteBoolean("engine_ended", result.EngineEnded);
        json.WriteNumber("open_orders", result.OpenOrders);
    });

    private static byte[] Write(Action<Utf8JsonWriter> members)
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
