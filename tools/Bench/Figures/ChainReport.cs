using System.Text.Json.Serialization;

namespace Artic.Bench.Figures;

/// <summary>What <c>artic bench chain</c> measured, as it is written with <c>--json</c>. Spans are in microseconds.</summary>
public sealed class ChainReport
{
    /// <summary>Where it was measured.</summary>
    public Machine Machine { get; set; } = new();

    /// <summary>What was asked for and chosen.</summary>
    public ChainSettings Settings { get; set; } = new();

    /// <summary>Ticks a second of the figures below; of a sweep the first.</summary>
    public int Rate { get; set; }

    /// <summary>Measured seconds of each run, the warm-up not counted.</summary>
    public int Seconds { get; set; }

    /// <summary>Interleaved runs; each figure is the median over them.</summary>
    public int Runs { get; set; }

    /// <summary>Orders that left for each measured tick; the smallest of all runs.</summary>
    public double OrdersPerTick { get; set; }

    /// <summary>The five native processes.</summary>
    public ArticFigures Artic { get; set; } = new();

    /// <summary>The same chain by ZeroMQ without work; the better of blocking and polling by p99.</summary>
    public YardstickFigures? Zeromq { get; set; }

    /// <summary>A bare shared-memory relay without work.</summary>
    public YardstickFigures? Floor { get; set; }

    /// <summary>Comparisons within each interleaved triple.</summary>
    public ChainRatios? Ratios { get; set; }

    /// <summary>The figures of every rate of a sweep, the first included; absent for one rate.</summary>
    public List<ChainReport>? Sweep { get; set; }
}

/// <summary>What was asked for and chosen.</summary>
public sealed class ChainSettings
{
    /// <summary>How hot threads waited.</summary>
    public string Idle { get; set; } = "";

    /// <summary>Why.</summary>
    public string IdleReason { get; set; } = "";

    /// <summary>Cores of hot threads.</summary>
    public int[] HotCores { get; set; } = [];

    /// <summary>Cores of everything else, the venue and the yardsticks' sources included.</summary>
    public int[] HouseCores { get; set; } = [];

    /// <summary>Instruments, which take turns.</summary>
    public int Instruments { get; set; }

    /// <summary>Ticks that leave back to back.</summary>
    public int Burst { get; set; }

    /// <summary>Ticks before the measured ones.</summary>
    public long WarmUpTicks { get; set; }

    /// <summary>What each span is.</summary>
    public Dictionary<string, string> Spans { get; set; } = [];
}

/// <summary>Percentiles of the five processes' tick-to-order, and of its parts.</summary>
public sealed class ArticFigures
{
    /// <summary>Tick-to-order, half.</summary>
    public double P50Us { get; set; }

    /// <summary>Tick-to-order, 99 %.</summary>
    public double P99Us { get; set; }

    /// <summary>Tick-to-order, 99.9 %.</summary>
    public double P999Us { get; set; }

    /// <summary>Tick-to-order, the largest.</summary>
    public double MaxUs { get; set; }

    /// <summary>From the moment that the venue meant to send.</summary>
    public Latency FromIntended { get; set; } = new();

    /// <summary>From taking an input to the commit of what it led to.</summary>
    public Dictionary<string, Latency> Stages { get; set; } = [];

    /// <summary>From a commit to the next process taking it.</summary>
    public Dictionary<string, Latency> Hops { get; set; } = [];

    /// <summary>From commit to commit: a stage with the hop before it.</summary>
    public Dictionary<string, Latency> StagesWithHop { get; set; } = [];

    /// <summary>Bytes that each process says a tick, headers included, and those of the frame.</summary>
    public Dictionary<string, int> BytesPerTick { get; set; } = [];

    /// <summary>Largest delay of the venue's sends, by run.</summary>
    public double[] VenueMaxLateUs { get; set; } = [];

    /// <summary>Collections in each hot process while it ran, by run and process.</summary>
    public Dictionary<string, long[]> GcCollections { get; set; } = [];

    /// <summary>Every run.</summary>
    public List<Latency> Runs { get; set; } = [];
}

/// <summary>Percentiles of a yardstick from the source's send to the last receipt.</summary>
public sealed class YardstickFigures
{
    /// <summary>Half.</summary>
    public double P50Us { get; set; }

    /// <summary>99 %.</summary>
    public double P99Us { get; set; }

    /// <summary>99.9 %.</summary>
    public double P999Us { get; set; }

    /// <summary>The largest.</summary>
    public double MaxUs { get; set; }

    /// <summary>How its processes waited.</summary>
    public string Mode { get; set; } = "";

    /// <summary>From the first process's receipt to the last one's, which is the span that tick-to-order has.</summary>
    public Latency FirstToLast { get; set; } = new();

    /// <summary>From the moment that the source meant to send to the last receipt.</summary>
    public Latency FromIntended { get; set; } = new();

    /// <summary>Bytes of the message on each hop.</summary>
    public int[] PayloadBytes { get; set; } = [];

    /// <summary>Every run.</summary>
    public List<Latency> Runs { get; set; } = [];

    /// <summary>The other way of waiting.</summary>
    public YardstickFigures? OtherMode { get; set; }
}

/// <summary>Comparisons within each interleaved triple.</summary>
public sealed class ChainRatios
{
    /// <summary>ZeroMQ's p99 over Artic's.</summary>
    [JsonPropertyName("zeromq_p99_over_artic_p99")]
    public Ratio ZeromqP99OverArticP99 { get; set; } = new();

    /// <summary>Artic's p50 over the floor's.</summary>
    [JsonPropertyName("artic_p50_over_floor_p50")]
    public Ratio ArticP50OverFloorP50 { get; set; } = new();
}
