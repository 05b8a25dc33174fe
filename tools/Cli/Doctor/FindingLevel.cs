namespace Artic.Cli.Doctor;

/// <summary>How much a finding matters.</summary>
public enum FindingLevel
{
    /// <summary>As it should be.</summary>
    Ok,

    /// <summary>Worth knowing; costs some latency at most.</summary>
    Note,

    /// <summary>Will be felt.</summary>
    Warn,

    /// <summary>A run cannot work.</summary>
    Fail,
}
