namespace Artic.Hosting.Options;

/// <summary>Where models come from; filled in by whoever starts a run.</summary>
public sealed class ModelOptions
{
    /// <summary>Folder of the registry; empty: there is none, and models are files.</summary>
    public string Registry { get; set; } = "";
}
