namespace Artic.Models.Registry;

/// <summary>One version of a model, as it was added.</summary>
public sealed class ModelVersion
{
    /// <summary>From 1, one more with each.</summary>
    public int Version { get; set; }

    /// <summary>SHA-256 of the file, lower-case hexadecimal.</summary>
    public string Sha256 { get; set; } = "";

    /// <summary>Size of the file.</summary>
    public long Bytes { get; set; }

    /// <summary>When it was added, ISO 8601, UTC.</summary>
    public string AddedAt { get; set; } = "";

    /// <summary>By which user of the machine.</summary>
    public string AddedBy { get; set; } = "";

    /// <summary>What the file was called.</summary>
    public string Source { get; set; } = "";
}
