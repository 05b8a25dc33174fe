namespace Artic.Models.Registry;

/// <summary>One model with its versions: what <c>model.json</c> in its folder says.</summary>
public sealed class RegisteredModel
{
    /// <summary>Its name.</summary>
    public string Name { get; set; } = "";

    /// <summary>All versions, the oldest first.</summary>
    public List<ModelVersion> Versions { get; set; } = [];

    /// <summary>Versions that were promoted and not rolled back; the last is in use.</summary>
    public List<int> Promoted { get; set; } = [];

    /// <summary>Who changed what is in use, and when; never shortened.</summary>
    public List<ModelChange> Changes { get; set; } = [];

    /// <summary>The version in use, or null.</summary>
    internal int? InUse => Promoted.Count > 0 ? Promoted[^1] : null;
}
