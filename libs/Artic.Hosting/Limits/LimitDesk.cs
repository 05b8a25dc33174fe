using Artic.Hosting.Commands;
using Artic.V1;

namespace Artic.Hosting.Limits;

/// <summary>
/// Takes limit commands from outside, the same by HTTP and by ZeroMQ, and answers in JSON. Who it was is what was proved (the
/// token), and what the asker says of himself behind it. Refusals: <c>LIMIT_UNKNOWN</c>, <c>LIMIT_VALUE</c>,
/// <c>SCOPE_UNKNOWN</c>, <c>LIMIT_SCOPE</c>, <c>REASON_MISSING</c>, <c>TEXT_TOO_LONG</c>, and those of the book. Thread: any; blocks for as long as
/// the book does.
/// </summary>
public sealed class LimitDesk(ILimitBook book)
{
    /// <summary>The scope of a command that names none.</summary>
    public const string DefaultScope = "account";

    private const int LongestName = 64;
    private const int LongestReason = 512;

    /// <summary>Sets a limit; answers <c>limit_set</c> with the record's sequence, or an error.</summary>
    /// <param name="proved">Who asks, from what was proved.</param>
    /// <param name="request">What is wanted.</param>
    /// <param name="isSet">It is on record and in effect.</param>
    public byte[] Set(string proved, LimitRequest request, out bool isSet)
    {
        isSet = false;
        string by = request.By ?? "";
        string reason = request.Reason ?? "";
        if (!LimitRules.TryFind(request.Name ?? "", out LimitName limit))
        {
            return AnswerJson.Error("LIMIT_UNKNOWN", $"the limits are {string.Join(", ", LimitRules.Names)}");
        }

        long value = 0;
        if (!request.Reset && LimitRules.Read(limit, request.Value ?? "", out value) is { } wanted)
        {
            return AnswerJson.Error("LIMIT_VALUE", $"{request.Name} {wanted}");
        }

        if (request.Reset && !string.IsNullOrEmpty(request.Value))
        {
            return AnswerJson.Error("LIMIT_VALUE", "a limit is set to a value, or reset to that of the configuration");
        }

        if (!book.TryFindScope(request.Scope ?? DefaultScope, out ScopeKind scope, out uint scopeId))
        {
            return AnswerJson.Error("SCOPE_UNKNOWN", $"the scopes are {book.Scopes}");
        }

        if (!LimitRules.RuleOf(limit).IsFor(scope))
        {
            return AnswerJson.Error("LIMIT_SCOPE", $"{request.Name} is not set for '{request.Scope}'");
        }

        if (string.IsNullOrWhiteSpace(reason))
        {
            return AnswerJson.Error("REASON_MISSING", "a limit is set for a reason, which is kept");
        }

        if (by.Length > LongestName || reason.Length > LongestReason)
        {
            return AnswerJson.Error("TEXT_TOO_LONG", $"'by' has at most {LongestName} characters, 'reason' {LongestReason}");
        }

        long? before = book.ValueOf(limit, scope, scopeId);
        long? after = request.Reset ? book.ConfiguredOf(limit, scope, scopeId) : value;
        LimitCommand command = new()
        {
            Name = limit, Value = after ?? 0, By = by.Length == 0 ? proved : $"{proved}: {by}", Reason = reason, Scope = scope,
            ScopeId = scopeId, IsReset = request.Reset,
            Loosened = LimitRules.RuleOf(limit).IsLooser(before ?? long.MaxValue, after ?? long.MaxValue),
        };
        long sequence = book.Record(command, out string? refusal);
        if (refusal != null)
        {
            return AnswerJson.Error(refusal, refusal == "LIMIT_NOT_KEPT"
                ? "it holds in this run, and the disk refuses to keep it for the next"
                : "the risk loop has not taken it");
        }

        isSet = true;
        return AnswerJson.Write(json =>
        {
            json.WriteString("event", "limit_set");
            json.WriteString("name", request.Name);
            json.WriteString("scope", request.Scope ?? DefaultScope);
            json.WriteString("value", after is { } now ? LimitRules.Text(limit, now) : "none");
            json.WriteString("before", before is { } was ? LimitRules.Text(limit, was) : "none");
            json.WriteBoolean("loosened", command.Loosened);
            json.WriteString("by", command.By);
            json.WriteNumber("sequence", sequence);
        });
    }

    /// <summary>The limits of a scope as they are now; null: the account's.</summary>
    /// <param name="name">The scope.</param>
    /// <param name="isKnown">There is such a scope.</param>
    public byte[] Current(string? name, out bool isKnown)
    {
        name ??= DefaultScope;
        isKnown = book.TryFindScope(name, out ScopeKind scope, out uint scopeId);
        return !isKnown
            ? AnswerJson.Error("SCOPE_UNKNOWN", $"the scopes are {book.Scopes}")
            : AnswerJson.Write(json =>
            {
                json.WriteString("event", "limits");
                json.WriteString("scope", name);
                json.WriteStartObject("limits");
                LimitRules.Write(json, book, scope, scopeId);
                json.WriteEndObject();
            });
    }
}
