namespace Artic.Bench.Figures;

/// <summary>How it went at the bench venue.</summary>
public sealed class VenueStatus
{
    /// <summary>Ticks that the kernel has taken.</summary>
    public long Sent { get; set; }

    /// <summary>Longest time between the moment a tick was meant for and its send.</summary>
    public double MaxLateUs { get; set; }

    /// <summary>Orders that were answered.</summary>
    public long Orders { get; set; }

    /// <summary>Requests that were malformed or signed wrongly.</summary>
    public long Refused { get; set; }

    /// <summary>Why the ticks ended early, or null.</summary>
    public string? Failure { get; set; }
}
