namespace Artic.Models.Registry;

/// <summary>One change of which version is the promoted one.</summary>
public sealed class ModelChange
{
    /// <summary>The version from then on.</summary>
    public int Version { get; set; }

    /// <summary><c>promote</c> or <c>rollback</c>.</summary>
    public string Action { get; set; } = "";

    /// <summary>When, ISO 8601, UTC.</summary>
    public string At { get; set; } = "";

    /// <summary>By which user of the machine.</summary>
    public string By { get; set; } = "";
}
