namespace Artic.Cli.Reconciling;

/// <summary>How a comparison with the venue has ended.</summary>
public enum Verdict
{
    /// <summary>Both say the same.</summary>
    Match,

    /// <summary>They differed, and not by the same twice: messages were on their way.</summary>
    InFlight,

    /// <summary>They differ, and have differed by the same a second before.</summary>
    Break,

    /// <summary>The venue would not say.</summary>
    Refused,

    /// <summary>Nothing was compared in time.</summary>
    Unanswered,
}
