using System.Text.Json;

namespace Artic.Hosting.Instances;

/// <summary>What a command about strategy instances says; nothing of it is checked yet.</summary>
public sealed class InstanceRequest
{
    /// <summary>One instance: its <c>id</c>, and the members of its configuration that change; null takes a member back to its default.</summary>
    public JsonElement Instance { get; init; }

    /// <summary>The whole set, each as in a configuration; an instance that is not in it goes off.</summary>
    public JsonElement Instances { get; init; }

    /// <summary>Who asks, in his own words.</summary>
    public string? By { get; init; }

    /// <summary>Why.</summary>
    public string? Reason { get; init; }
}
