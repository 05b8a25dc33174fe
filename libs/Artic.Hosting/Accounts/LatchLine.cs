using System.Text.Json.Serialization;

namespace Artic.Hosting.Accounts;

/// <summary>One line of the latch's history.</summary>
public sealed class LatchLine
{
    /// <summary><see cref="Event"/> of a kill.</summary>
    public const string Kill = "kill";

    /// <summary><see cref="Event"/> of a resume.</summary>
    public const string Resume = "resume";

    /// <summary><see cref="Event"/> of the first of two persons who resume.</summary>
    public const string ResumeRequest = "resume_request";

    /// <summary><c>kill</c>, <c>resume</c> or <c>resume_request</c>.</summary>
    public string Event { get; set; } = "";

    /// <summary>The generation.</summary>
    public long Generation { get; set; }

    /// <summary>What of the account: a strategy instance or an instrument; null: everything.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Scope { get; set; }

    /// <summary>The kill wants the position closed.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Flatten { get; set; }

    /// <summary>Who: from the token or the socket's peer.</summary>
    public string By { get; set; } = "";

    /// <summary>Why.</summary>
    public string Reason { get; set; } = "";

    /// <summary>When.</summary>
    public long UtcNs { get; set; }
}
