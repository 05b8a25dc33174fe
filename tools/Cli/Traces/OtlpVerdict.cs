namespace Artic.Cli.Traces;

/// <summary>What a collector did with a document.</summary>
public enum OtlpVerdict
{
    /// <summary>It has it.</summary>
    Taken,

    /// <summary>It has it, but for some of its spans; they must not be sent again.</summary>
    TakenInPart,

    /// <summary>The document is too large for it (413).</summary>
    TooLarge,

    /// <summary>This very document cannot be taken (400); it must not be sent again.</summary>
    Refused,

    /// <summary>It has not got it and may have it later: it is away, hangs, fails, or wants something else first.</summary>
    Away,
}
