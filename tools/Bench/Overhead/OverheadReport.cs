using Artic.Bench.Figures;

namespace Artic.Bench.Overhead;

/// <summary>What it costs the path to be watched; the shape of <c>--json</c>.</summary>
public sealed class OverheadReport
{
    /// <summary>Where it was measured.</summary>
    public Machine Machine { get; set; } = new();

    /// <summary>What was on.</summary>
    public string Measured { get; set; } =
        "on: rows of every order in PostgreSQL, all metrics of the five services asked for each second; off: neither; tick to order of each, as artic bench chain";

    /// <summary>Ticks a second.</summary>
    public int Rate { get; set; }

    /// <summary>Pairs.</summary>
    public int Pairs { get; set; }

    /// <summary>Medians of the runs with all of it.</summary>
    public Latency On { get; set; } = new();

    /// <summary>Medians of the runs without.</summary>
    public Latency Off { get; set; } = new();

    /// <summary>p50 on over p50 off.</summary>
    public Ratio P50OnOverOff { get; set; } = new();

    /// <summary>p99 on over p99 off.</summary>
    public Ratio P99OnOverOff { get; set; } = new();

    /// <summary>Rows that were committed in each second of the runs with all of it.</summary>
    public double RowsPerSecond { get; set; }

    /// <summary>Orders of the backlog that came into the tables while the ticks came; 0: there was none.</summary>
    public int Backlog { get; set; }

    /// <summary>Rows of the backlog that were committed in each second.</summary>
    public double BacklogRowsPerSecond { get; set; }

    /// <summary>Pages of metrics that were answered.</summary>
    public long Pages { get; set; }

    /// <summary>Collections in the processes on the path, in all runs.</summary>
    public long GcCollectionsOnPath { get; set; }
}
