using Artic.Hosting.Kill;
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
            return Refusal("LIMIT_UNKNOWN", $"the limits are {string.Join(", ", LimitRules.Names)}");
        }

        if (LimitRules.Read(limit, request.Value ?? "", out long value) is { } wanted)
        {
            return Refusal("LIMIT_VALUE", $"{request.Name} {wanted}");
        }

        if (!book.TryFindScope(request.Scope ?? DefaultScope, out ScopeKind scope, out uint scopeId))
        {
            return Refusal("SCOPE_UNKNOWN", $"the scopes are {book.Scopes}");
        }

        if (!LimitRules.RuleOf(limit).IsFor(scope))
        {
            return Refusal("LIMIT_SCOPE", $"{request.Name} is not set for '{request.Scope}'");
        }

        if (string.IsNullOrWhiteSpace(reason))
        {
            return Refusal("REASON_MISSING", "a limit is set for a reason, which is kept");
        }

        if (by.Length > LongestName || reason.Length > LongestReason)
        {
            return Refusal("TEXT_TOO_LONG", $"'by' has at most {LongestName} characters, 'reason' {LongestReason}");
        }

        long? before = book.ValueOf(limit, scope, scopeId);
        LimitCommand command = new()
        {
            Name = limit, Value = value, By = by.Length == 0 ? proved : $"{proved}: {by}", Reason = reason, Scope = scope,
            ScopeId = scopeId,
        };
        long sequence = book.Record(command, out string? refusal);
        if (refusal != null)
        {
            return Refusal(refusal, "the risk loop has not taken it");
        }

        isSet = true;
        return KillJson.Write(json =>
        {
            json.WriteString("event", "limit_set");
            json.WriteString("name", request.Name);
            json.WriteString("value", LimitRules.Text(limit, value));
            json.WriteString("before", before is { } was ? LimitRules.Text(limit, was) : "none");
            json.WriteString("by", command.By);
            json.WriteNumber("sequence", sequence);
        });
    }

    /// <summary>The account's limits as they are now.</summary>
    public byte[] Current() => KillJson.Write(json =>
    {
        json.WriteString("event", "limits");
        json.WriteString("scope", DefaultScope);
        json.WriteStartObject("limits");
        LimitRules.Write(json, book, ScopeKind.Account, 0);
        json.WriteEndObject();
    });

    private static byte[] Refusal(string code, string message) => KillJson.Write(json =>
    {
        json.WriteString("error", code);
        json.WriteString("message", message);
    });
}
