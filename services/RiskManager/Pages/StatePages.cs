using System.Text.Json.Serialization;
using Artic.Hosting;
using Artic.Hosting.Commands;
using Artic.Hosting.Http;
using Artic.V1;
using Microsoft.AspNetCore.Http;

namespace Artic.RiskManager.Pages;

/// <summary>
/// <c>POST /state</c>: a named person sets the trading state of a scope; it is answered once it is on record and in effect.
/// Setting a strategy active enables it again after too many executions. Refusals: <c>MALFORMED</c>, <c>SCOPE_UNKNOWN</c>,
/// <c>SCOPE_KILLED</c>, <c>STATE_UNKNOWN</c>, <c>NAME_MISSING</c>, <c>REASON_MISSING</c>, <c>TEXT_TOO_LONG</c>, and those of the loop.
/// </summary>
public static class StatePages
{
    private const int LongestName = 64;
    private const int LongestReason = 512;

    /// <summary>Adds it.</summary>
    public static void Add(ServiceHost host, RiskLoop loop) => CommandPage.Add(
        host, "/state", "state_requests_total", StateJson.Default.StateRequest, "a JSON object with scope, state, by and reason is wanted",
        StatusCodes.Status400BadRequest, (string proved, StateRequest request, out bool isSet) => Set(loop, proved, request, out isSet));

    private static byte[] Set(RiskLoop loop, string proved, StateRequest request, out bool isSet)
    {
        isSet = false;
        if (!loop.TryFindScope(request.Scope ?? "", out ScopeKind scope, out uint scopeId))
        {
            return AnswerJson.Error("SCOPE_UNKNOWN", $"the scopes are {loop.Scopes}");
        }

        if (loop.Gate.Books.Scopes.Find(scope, scopeId)!.IsKilled)
        {
            return AnswerJson.Error("SCOPE_KILLED", $"{request.Scope} is killed: only a resume lifts that");
        }

        TradingStateValue state = request.State switch
        {
            "active" => TradingStateValue.Active,
            "reducing" => TradingStateValue.Reducing,
            "halted" => TradingStateValue.Halted,
            _ => TradingStateValue.Unspecified,
        };
        if (state == TradingStateValue.Unspecified)
        {
            return AnswerJson.Error("STATE_UNKNOWN", "the states are active, reducing, halted");
        }

        if (string.IsNullOrWhiteSpace(request.By) || string.IsNullOrWhiteSpace(request.Reason))
        {
            return string.IsNullOrWhiteSpace(request.By)
                ? AnswerJson.Error("NAME_MISSING", "a state is set by a named person, who is kept")
                : AnswerJson.Error("REASON_MISSING", "a state is set for a reason, which is kept");
        }

        if (request.By.Length > LongestName || request.Reason.Length > LongestReason)
        {
            return AnswerJson.Error("TEXT_TOO_LONG", $"'by' has at most {LongestName} characters, 'reason' {LongestReason}");
        }

        ScopeStateCommand command = new()
        {
            Scope = scope, ScopeId = scopeId, State = state, By = $"{proved}: {request.By}", Reason = request.Reason,
        };
        long sequence = loop.Record(command, out string? refusal);
        if (refusal != null)
        {
            return AnswerJson.Error(refusal, refusal == "STATE_NOT_KEPT"
                ? "it holds in this run, and the disk refuses to keep it for the next"
                : "the risk loop has not taken it");
        }

        isSet = true;
        return AnswerJson.Write(json =>
        {
            json.WriteString("event", "state_set");
            json.WriteString("scope", request.Scope);
            json.WriteString("state", request.State);
            json.WriteString("by", command.By);
            json.WriteNumber("sequence", sequence);
        });
    }
}

/// <summary>What a state command says; nothing of it is checked yet.</summary>
internal sealed class StateRequest
{
    /// <summary>Whose state.</summary>
    public string? Scope { get; init; }

    /// <summary>Which: active, reducing or halted.</summary>
    public string? State { get; init; }

    /// <summary>Who asks, in his own words.</summary>
    public string? By { get; init; }

    /// <summary>Why.</summary>
    public string? Reason { get; init; }
}

/// <summary>Made at build time.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(StateRequest))]
internal sealed partial class StateJson : JsonSerializerContext;
