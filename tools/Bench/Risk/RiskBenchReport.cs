using Artic.Bench.Figures;

namespace Artic.Bench.Risk;

/// <summary>How long the risk manager's checks take; the shape of <c>--json</c>.</summary>
public sealed class RiskBenchReport
{
    /// <summary>Where it was measured.</summary>
    public Machine Machine { get; set; } = new();

    /// <summary>The core that it was pinned to.</summary>
    public int Core { get; set; }

    /// <summary>What is inside the clock.</summary>
    public string Measured { get; set; } = "";

    /// <summary>Of all that is random.</summary>
    public int Seed { get; set; }

    /// <summary>Instruments, each with a strategy instance.</summary>
    public int Instruments { get; set; }

    /// <summary>Orders that were open all the time.</summary>
    public int OpenOrders { get; set; }

    /// <summary>Measured decisions.</summary>
    public int Decisions { get; set; }

    /// <summary>Those that were approvals, each after every check.</summary>
    public int Approved { get; set; }

    /// <summary>Half of all decisions are not above this.</summary>
    public double P50Us { get; set; }

    /// <summary>99 %.</summary>
    public double P99Us { get; set; }

    /// <summary>99.9 %.</summary>
    public double P999Us { get; set; }

    /// <summary>The largest.</summary>
    public double MaxUs { get; set; }

    /// <summary>Half of all fills, ends and quotes between two decisions are not above this.</summary>
    public double UpdateP50Us { get; set; }

    /// <summary>99 %.</summary>
    public double UpdateP99Us { get; set; }

    /// <summary>Bytes allocated on the heap over all of it.</summary>
    public long AllocBytes { get; set; }
}
