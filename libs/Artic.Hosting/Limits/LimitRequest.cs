namespace Artic.Hosting.Limits;

/// <summary>What a limit command says; nothing of it is checked yet.</summary>
public sealed class LimitRequest
{
    /// <summary>Which limit, as in the configuration.</summary>
    public string? Name { get; init; }

    /// <summary>What it shall be.</summary>
    public string? Value { get; init; }

    /// <summary>Back to what the configuration says; there is no value then.</summary>
    public bool Reset { get; init; }

    /// <summary>For what; null: the account.</summary>
    public string? Scope { get; init; }

    /// <summary>Who asks, in his own words.</summary>
    public string? By { get; init; }

    /// <summary>Why.</summary>
    public string? Reason { get; init; }
}
