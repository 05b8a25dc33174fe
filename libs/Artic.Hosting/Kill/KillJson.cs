using System.Buffers;
using System.Text.Json;

namespace Artic.Hosting.Kill;

/// <summary>Both acknowledgements of a kill as JSON: the same by HTTP, by ZeroMQ and from the CLI. Thread: any.</summary>
public static class KillJson
{
    private const long NsPerUs = 1000;

    /// <summary>The kill word is raised and the latch synced.</summary>
    public static byte[] Latched(long generation, long latchedNs) => Write(json =>
    {
        json.WriteString("event", "latched");
        json.WriteNumber("generation", generation);
        json.WriteNumber("latched_us", latchedNs / NsPerUs);
    });

    /// <summary>The venue accepts no more.</summary>
    public static byte[] Stopped(KillResult result) => Write(json =>
    {
        json.WriteString("event", "stopped");
        json.WriteNumber("generation", result.Generation);
        json.WriteNumber("stopped_us", result.StoppedNs / NsPerUs);
        json.WriteBoolean("engine_ended", result.EngineEnded);
        json.WriteNumber("open_orders", result.OpenOrders);
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
