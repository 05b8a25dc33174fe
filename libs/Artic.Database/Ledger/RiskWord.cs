using Artic.Streams.Log;

namespace Artic.Database.Ledger;

/// <summary>The last word on a subject of the risk manager: a trading state, a kill, a breaker, a limit.</summary>
public sealed record RiskWord
{
    /// <summary>What it is about, such as <c>state strategy:1</c>.</summary>
    public required string Subject { get; init; }

    /// <summary>What holds.</summary>
    public required string Value { get; init; }

    /// <summary>Why.</summary>
    public string Reason { get; init; } = "";

    /// <summary>Who; empty: nobody, it came by itself.</summary>
    public string By { get; init; } = "";

    /// <summary>Since when: UTC, nanoseconds since 1970.</summary>
    public required long RecordedNs { get; init; }

    /// <summary>Where it stands.</summary>
    public required StreamId Stream { get; init; }

    /// <summary>Its number there.</summary>
    public required long Sequence { get; init; }
}
