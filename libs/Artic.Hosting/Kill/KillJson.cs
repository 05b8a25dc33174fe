using Artic.Core.Domain;
using Artic.Hosting.Commands;
using Artic.Hosting.Options;

namespace Artic.Hosting.Kill;

/// <summary>The answers to a kill as JSON: the same by HTTP, by ZeroMQ and from the CLI. Thread: any.</summary>
public static class KillJson
{
    private const long NsPerUs = 1000;

    /// <summary>It is in force and the latch synced.</summary>
    public static byte[] Latched(KillLatched latched) => AnswerJson.Write(json =>
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
    public static byte[] Stopped(KillResult result) => AnswerJson.Write(json =>
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
    public static byte[] Flattened(FlattenAnswer answer) => AnswerJson.Write(json =>
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
    public static byte[] UnknownScope(KillScopes scopes) => AnswerJson.Error("SCOPE_UNKNOWN", $"the scopes are {scopes.Known}");
}
