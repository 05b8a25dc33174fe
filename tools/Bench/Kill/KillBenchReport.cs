using System.Text.Json.Serialization;
using Artic.Bench.Figures;

namespace Artic.Bench.Kill;

/// <summary>What came of a kill measurement. Times from the send of a command.</summary>
public sealed class KillBenchReport
{
    /// <summary>Where it ran.</summary>
    public required Machine Machine { get; init; }

    /// <summary>What was wrong when the kills came.</summary>
    public required string Fault { get; init; }

    /// <summary>Seed of all that was random.</summary>
    public int Seed { get; init; }

    /// <summary>Ticks a second, each of which wants an order.</summary>
    public int Rate { get; init; }

    /// <summary>Kills, each on an account that traded.</summary>
    public int Kills { get; set; }

    /// <summary>Until the kill word was raised, 99th percentile.</summary>
    public ByWay CommandToPageP50Us { get; set; } = new();

    /// <summary>From the command to its first acknowledgement: half are not above it.</summary>
    public ByWay CommandToLatchedP50Us { get; set; } = new();

    /// <summary>From the command to the kill word, 99 %.</summary>
    public ByWay CommandToPageP99Us { get; set; } = new();

    /// <summary>Until <c>latched</c> was read: raised and synced to disk, 99th percentile.</summary>
    public ByWay CommandToLatchedP99Us { get; set; } = new();

    /// <summary>Until <c>stopped</c> was read, 99th percentile.</summary>
    public ByWay CommandToStoppedP99Us { get; set; } = new();

    /// <summary>What the disk alone takes to sync a block as the latch does, after each kill in this run, median.</summary>
    public double BareSyncP50Us { get; set; }

    /// <summary>The same, 99th percentile.</summary>
    public double BareSyncP99Us { get; set; }

    /// <summary>From the raised word to the end of the write of the last order's request; 0 where none left after it.</summary>
    public double PageToLastOrderP50Us { get; set; }

    /// <summary>The same, 99th percentile.</summary>
    public double PageToLastOrderP99Us { get; set; }

    /// <summary>The same, at the worst.</summary>
    public double PageToLastOrderMaxUs { get; set; }

    /// <summary>Kills after whose raised word at least one order left.</summary>
    public int KillsWithOrdersAfterPage { get; set; }

    /// <summary>From the stop or end of the risk manager to the last order before the kill or because of the lapsed lease.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? FaultToLastOrderMaxMs { get; set; }

    /// <summary>Orders that the venue accepted between a <c>stopped</c> and the resume that followed it.</summary>
    public long OrdersAfterAck { get; set; }

    /// <summary>Kills in which the engine did not answer and was ended.</summary>
    public int EnginesEnded { get; set; }

    /// <summary>Orders that the venue accepted in all.</summary>
    public long Orders { get; set; }
}

/// <summary>A figure for each way in, in microseconds; 0 where it was not used.</summary>
public sealed class ByWay
{
    /// <summary><c>POST /kill</c>.</summary>
    public double Http { get; set; }

    /// <summary>The command socket.</summary>
    public double Zeromq { get; set; }
}
