namespace Artic.Hosting.Options;

/// <summary>Where models come from; filled in by whoever starts a run.</summary>
public sealed class ModelOptions
{
    /// <summary>Folder of the registry; empty: there is none, and models are files.</summary>
    public string Registry { get; set; } = "";

    /// <summary>Models of the registry that are followed: what is promoted while the run lives takes the place of the version in use.</summary>
    public List<string> Follow { get; set; } = [];
}
