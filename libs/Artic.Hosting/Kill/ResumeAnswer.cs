using Artic.Hosting.Commands;

namespace Artic.Hosting.Kill;

/// <summary>What came of a resume.</summary>
public enum ResumeOutcome
{
    /// <summary>It was refused.</summary>
    Refused,

    /// <summary>It is on record and waits for a second person.</summary>
    Requested,

    /// <summary>The kill is lifted.</summary>
    Resumed,
}

/// <summary>The answer to a resume, the same everywhere.</summary>
public sealed record ResumeAnswer
{
    /// <summary>What came of it.</summary>
    public required ResumeOutcome Outcome { get; init; }

    /// <summary>The kill generation; 0 for a refusal.</summary>
    public long Generation { get; init; }

    /// <summary>Who has resumed, or asked for it.</summary>
    public string By { get; init; } = "";

    /// <summary>What of the account; empty: everything.</summary>
    public string Scope { get; init; } = "";

    /// <summary>What is killed still.</summary>
    public IReadOnlyList<string> StillKilled { get; init; } = [];

    /// <summary>Why it was refused.</summary>
    public string Code { get; init; } = "";

    /// <summary>The same for people.</summary>
    public string Message { get; init; } = "";

    /// <summary>A refusal.</summary>
    public static ResumeAnswer Refused(string code, string message) =>
        new() { Outcome = ResumeOutcome.Refused, Code = code, Message = message };

    /// <summary>As JSON: <c>resumed</c>, <c>resume_requested</c> or an error.</summary>
    public byte[] ToJson() => Outcome == ResumeOutcome.Refused ? AnswerJson.Error(Code, Message) : AnswerJson.Write(json =>
    {
        json.WriteString("event", Outcome == ResumeOutcome.Resumed ? "resumed" : "resume_requested");
        json.WriteNumber(Outcome == ResumeOutcome.Resumed ? "resumed_generation" : "generation", Generation);
        json.WriteString("by", By);
        if (Scope.Length > 0)
        {
            json.WriteString("scope", Scope);
        }

        if (Outcome == ResumeOutcome.Requested)
        {
            json.WriteString("needed", $"a second person, not {By}");
            json.WriteNumber("expires_s", ResumeDesk.RequestLifeNs / 1_000_000_000);
        }

        if (StillKilled.Count > 0)
        {
            json.WriteStartArray("still_killed");
            foreach (string scope in StillKilled)
            {
                json.WriteStringValue(scope);
            }

            json.WriteEndArray();
        }
    });
}
