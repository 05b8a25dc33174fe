using System.Buffers;
using System.Text.Json;
using Artic.Core.Domain;
using Artic.Hosting.Options;

namespace Artic.Hosting.Kill;

/// <summary>The answers to a kill as JSON: the same by HTTP, by ZeroMQ and from the CLI. Thread: any.</summary>
public static class KillJson
{
    private const long NsPerUs = 1000;

    /// <summary>It is in force and the latch synced.</summary>
    public static byte[] Latched(KillLatched latched) => Write(json =>
    {
        json.WriteString("event", "latched");
        json.WriteNumber("generation", latched.Generation);
        json.WriteNumber("latched_us", latched.LatchedNs / NsPerUs);
        if (latched.Scope.Length > 0)
        {
            json.WriteString("scope", latched.Scope);
            json.WriteBoolean("widened", latched.Widened);
        }
    });

    /// <summary>The venue accepts no more.</summary>
    public static byte[] Stopped(KillResult result) => Write(json =>
    {
        json.WriteString("event", "stopped");
        json.WriteNumber("generation", result.Generation);
        json.WriteNumber("stopped_us", result.StoppedNs / NsPerUs);
        json.WriteBoolean("engine_ended", result.EngineEnded);
        json.WriteNumber("open_orders", result.OpenOrders);
        if (!result.Scope.IsWhole)
        {
            json.WriteString("scope", result.Scope.Name);
            json.WriteBoolean("widened", result.Widened != null);
        }

        if (result.Widened != null)
        {
            json.WriteString("widened_why", result.Widened);
        }
    });

    /// <summary>What became of the position.</summary>
    public static byte[] Flattened(FlattenAnswer answer) => Write(json =>
    {
        json.WriteString("event", "flattened");
        json.WriteBoolean("flat", answer.Outcome == FlattenAnswer.Flat);
        json.WriteString("outcome", answer.Outcome);
        json.WriteNumber("flattened_us", answer.Ns / NsPerUs);
        json.WriteNumber("orders", answer.Orders);
        json.WriteNumber("instruments_left", answer.Remaining);
        if (answer.Instrument != null)
        {
            json.WriteString("left_in", answer.Instrument);
            json.WriteString("left", FixedPoint.ToText(answer.Quantity, OptionsRules.Scale));
        }
    });

    /// <summary>There is no such scope, and nothing was stopped.</summary>
    public static byte[] UnknownScope(KillScopes scopes) => Error("SCOPE_UNKNOWN", $"the scopes are {scopes.Known}");

    /// <summary>An error with its code.</summary>
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
