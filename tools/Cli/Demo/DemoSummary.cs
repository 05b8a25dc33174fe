using System.Text.Json.Serialization;

namespace Artic.Cli.Demo;

/// <summary>What a demo run came to; the shape of <c>--json</c>.</summary>
public sealed class DemoSummary
{
    /// <summary>The run's folder.</summary>
    public string Run { get; set; } = "";

    /// <summary>Seconds that it traded.</summary>
    public double Seconds { get; set; }

    /// <summary>Where the market came from.</summary>
    public string Source { get; set; } = "";

    /// <summary>How hot threads waited.</summary>
    public string Idle { get; set; } = "";

    /// <summary>The five services.</summary>
    public List<ProcessSummary> Processes { get; set; } = [];

    /// <summary>Market data.</summary>
    public MarketSummary Market { get; set; } = new();

    /// <summary>Signals.</summary>
    public long Signals { get; set; }

    /// <summary>Orders.</summary>
    public OrderSummary Orders { get; set; } = new();

    /// <summary>Position and result.</summary>
    public PositionSummary Position { get; set; } = new();

    /// <summary>Latencies in microseconds.</summary>
    public Dictionary<string, LatencySummary> LatencyUs { get; set; } = [];

    /// <summary>What was started again.</summary>
    public List<RestartSummary> Restarts { get; set; } = [];

    /// <summary>Garbage collections by service.</summary>
    public Dictionary<string, long> GcCount { get; set; } = [];

    /// <summary>The longest that a hot loop was away from its inputs, by service.</summary>
    public Dictionary<string, double> HotLoopMaxGapUs { get; set; } = [];

    /// <summary>The trading state at the end.</summary>
    public string TradingState { get; set; } = "";
}

/// <summary>One service's process.</summary>
public sealed class ProcessSummary
{
    /// <summary>The service.</summary>
    public string Name { get; set; } = "";

    /// <summary>Its last process.</summary>
    public int Pid { get; set; }

    /// <summary>Its memory map has no managed runtime.</summary>
    public bool Native { get; set; }

    /// <summary>Garbage collections.</summary>
    public long GcCount { get; set; }

    /// <summary>The longest that its hot loop was away from its inputs.</summary>
    public double HotLoopMaxGapUs { get; set; }
}

/// <summary>Market data.</summary>
public sealed class MarketSummary
{
    /// <summary>Messages that were understood.</summary>
    public long Messages { get; set; }

    /// <summary>Frames that were refused.</summary>
    public long Malformed { get; set; }

    /// <summary>Holes in the sequence.</summary>
    public long Gaps { get; set; }

    /// <summary>Books that were built anew.</summary>
    public long Resyncs { get; set; }
}

/// <summary>Orders.</summary>
public sealed class OrderSummary
{
    /// <summary>Left for the venue.</summary>
    public long Submitted { get; set; }

    /// <summary>Filled whole.</summary>
    public long Filled { get; set; }

    /// <summary>First filled in part.</summary>
    public long PartiallyFilled { get; set; }

    /// <summary>Cancelled or expired.</summary>
    public long Canceled { get; set; }

    /// <summary>Refused by the venue.</summary>
    public long Rejected { get; set; }

    /// <summary>Held back by the risk manager or the engine.</summary>
    public long Denied { get; set; }

    /// <summary>Trades.</summary>
    public long Fills { get; set; }

    /// <summary>Not over.</summary>
    public long Open { get; set; }
}

/// <summary>Position and result, in the quote asset.</summary>
public sealed class PositionSummary
{
    /// <summary>Bought less sold.</summary>
    public decimal Quantity { get; set; }

    /// <summary>Comparisons with the venue's account.</summary>
    public long Checks { get; set; }

    /// <summary>Differences that held.</summary>
    public long Breaks { get; set; }

    /// <summary>Result of what was closed, before fees.</summary>
    public decimal RealizedPnl { get; set; }

    /// <summary>Result of what is open, at the mid.</summary>
    public decimal UnrealizedPnl { get; set; }

    /// <summary>All fees.</summary>
    public decimal Fees { get; set; }
}

/// <summary>Percentiles of a latency.</summary>
public sealed class LatencySummary
{
    /// <summary>Half are below.</summary>
    public double P50 { get; set; }

    /// <summary>Nine in ten.</summary>
    public double P90 { get; set; }

    /// <summary>99 %.</summary>
    public double P99 { get; set; }

    /// <summary>99.9 %.</summary>
    [JsonPropertyName("p999")]
    public double P999 { get; set; }

    /// <summary>The largest.</summary>
    public double Max { get; set; }

    /// <summary>How many.</summary>
    public long Count { get; set; }
}

/// <summary>A restart.</summary>
public sealed class RestartSummary
{
    /// <summary>The service.</summary>
    public string Name { get; set; } = "";

    /// <summary>The process that ended.</summary>
    public int PidBefore { get; set; }

    /// <summary>The one that went on.</summary>
    public int PidAfter { get; set; }

    /// <summary>How the first ended.</summary>
    public string Reason { get; set; } = "";

    /// <summary>Seconds since the run began.</summary>
    public double AtSeconds { get; set; }
}

/// <summary>JSON of the CLI's results, made at build time.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true)]
[JsonSerializable(typeof(DemoSummary))]
public sealed partial class CliJson : JsonSerializerContext;
