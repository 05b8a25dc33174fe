using Artic.Core.Time;
using Artic.Hosting.Accounts;

namespace Artic.Hosting.Kill;

/// <summary>
/// Lifts kills, the same from the CLI, by HTTP and by ZeroMQ. Where two persons are wanted, the first one's word is a request:
/// it waits for ten minutes, and until the next kill of anything, for a second, different person. Thread: any; blocks for a sync
/// to disk. Errors: <see cref="IOException"/>.
/// </summary>
/// <param name="account">The account's durable state.</param>
/// <param name="persons">Different persons that it takes, 1 or 2.</param>
public sealed class ResumeDesk(AccountFolder account, int persons)
{
    /// <summary>A request waits so long.</summary>
    public const long RequestLifeNs = 600_000_000_000;

    private const int LongestReason = 512;

    /// <summary>Resumes, or asks for it.</summary>
    public ResumeAnswer Ask(ResumeRequest request) => Ask(request, Clock.UtcNs());

    /// <summary>The same at a given time, in UTC nanoseconds.</summary>
    public ResumeAnswer Ask(ResumeRequest request, long utcNs)
    {
        if (string.IsNullOrWhiteSpace(request.Reason))
        {
            return ResumeAnswer.Refused("REASON_MISSING", "a kill is lifted for a reason, which is kept");
        }

        if (persons > 1 && !request.IsNamed)
        {
            return ResumeAnswer.Refused(
                "NAME_NEEDED", "two persons are wanted, and the run's token is nobody's: take a token of your own (kill.tokens), or ./artic resume");
        }

        string reason = request.Reason[..Math.Min(LongestReason, request.Reason.Length)];
        KillHistory history = account.ReadHistory();
        if (history.Find(request.Scope) is not { IsKilled: true } latch)
        {
            return ResumeAnswer.Refused("NOTHING_TO_RESUME", "it is not killed") with { StillKilled = Killed(history) };
        }

        string by = request.By;
        if (persons > 1)
        {
            LatchLine? first = history.RequestFor(request.Scope);
            bool isSecond = first != null && first.Generation == latch.Killed && first.By != request.By &&
                utcNs >= first.UtcNs && utcNs - first.UtcNs <= RequestLifeNs;
            if (!isSecond)
            {
                account.AppendResume(LatchLine.ResumeRequest, latch.Killed, request.Scope, request.By, reason, utcNs);
                return new ResumeAnswer
                {
                    Outcome = ResumeOutcome.Requested, Generation = latch.Killed, By = request.By, Scope = request.Scope.Name,
                };
            }

            by = $"{first!.By} and {request.By}";
        }

        account.AppendResume(LatchLine.Resume, latch.Killed, request.Scope, by, reason, utcNs);
        return new ResumeAnswer
        {
            Outcome = ResumeOutcome.Resumed, Generation = latch.Killed, By = by, Scope = request.Scope.Name,
            StillKilled = Killed(account.ReadHistory()),
        };
    }

    private static List<string> Killed(KillHistory history)
    {
        List<string> killed = history.Whole.IsKilled ? ["account"] : [];
        killed.AddRange(history.Scopes.Where(each => each.Value.IsKilled).Select(each => each.Key).Order(StringComparer.Ordinal));
        return killed;
    }
}

/// <summary>What somebody wants lifted.</summary>
/// <param name="By">Who, from what was proved.</param>
/// <param name="IsNamed">It is a person's name, not that of a token that many have.</param>
/// <param name="Scope">What.</param>
/// <param name="Reason">Why.</param>
public sealed record ResumeRequest(string By, bool IsNamed, KillScope Scope, string Reason);
