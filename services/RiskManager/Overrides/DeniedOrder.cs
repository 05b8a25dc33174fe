using Artic.V1;

namespace Artic.RiskManager.Overrides;

/// <summary>An order that was denied and may still be named. Thread: the loop's; used again for a later one.</summary>
public sealed class DeniedOrder
{
    /// <summary>Of the denial in <c>order</c>; 0: none yet.</summary>
    public long Sequence { get; set; }

    /// <summary>Why.</summary>
    public DenialCode Code { get; set; }

    /// <summary>It was decided again: an override names a denial once.</summary>
    public bool IsUsed { get; set; }

    /// <summary>What was wanted.</summary>
    public OrderIntent Intent { get; } = new();
}
