using Artic.Bench.Figures;

namespace Artic.Bench.Tables;

/// <summary>How fast rows come into committed tables; the shape of <c>--json</c>.</summary>
public sealed class TablesBenchReport
{
    /// <summary>Where it was measured.</summary>
    public Machine Machine { get; set; } = new();

    /// <summary>Orders, each from its intent to its fill.</summary>
    public int Orders { get; set; }

    /// <summary>Rows that were committed.</summary>
    public long Rows { get; set; }

    /// <summary>Transactions.</summary>
    public long Commits { get; set; }

    /// <summary>Seconds from the first record that was read to the last commit.</summary>
    public double Seconds { get; set; }

    /// <summary>Rows a second.</summary>
    public double RowsPerSecond { get; set; }
}
