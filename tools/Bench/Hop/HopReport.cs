using Artic.Bench.Figures;

namespace Artic.Bench.Hop;

/// <summary>The report of <c>artic bench hop</c>; every figure is a median over interleaved runs.</summary>
public sealed class HopReport
{
    /// <summary>Where it was measured.</summary>
    public Machine Machine { get; set; } = new();

    /// <summary>Interleaved runs of the main figures.</summary>
    public int Runs { get; set; }

    /// <summary>Bytes of a record of the main figures, header included.</summary>
    public int RecordBytes { get; set; }

    /// <summary>Records of one run.</summary>
    public long Records { get; set; }

    /// <summary>Times that the ring went round in one run.</summary>
    public double RingLaps { get; set; }

    /// <summary>Each committed alone, each sequence and payload checked by the reader; no archive.</summary>
    public double MessagesPerSecond { get; set; }

    /// <summary>The same with the archiver on, until the last byte is synced.</summary>
    public double ArchivedMessagesPerSecond { get; set; }

    /// <summary>libzmq PUB/SUB over ipc, the same size.</summary>
    public double ZeromqMessagesPerSecond { get; set; }

    /// <summary>The first over libzmq's, pairwise.</summary>
    public Ratio? OverZeromq { get; set; }

    /// <summary>From the clock before the commit to the clock after the read, the reader spinning.</summary>
    public long OneWayP50Ns { get; set; }

    /// <summary>99 %.</summary>
    public long OneWayP99Ns { get; set; }

    /// <summary>99.9 %.</summary>
    public long OneWayP999Ns { get; set; }

    /// <summary>The bare cache line between the same cores, measured right before and after.</summary>
    public double LineOneWayNs { get; set; }

    /// <summary>The first over the bare line, pairwise.</summary>
    public Ratio? OverLine { get; set; }

    /// <summary>One-way p50 of each run.</summary>
    public double[] OneWayP50NsRuns { get; set; } = [];

    /// <summary>The bare line of each run.</summary>
    public double[] LineOneWayNsRuns { get; set; } = [];

    /// <summary>The main figure of each run.</summary>
    public double[] MessagesPerSecondRuns { get; set; } = [];

    /// <summary>libzmq's figure of each run.</summary>
    public double[] ZeromqMessagesPerSecondRuns { get; set; } = [];

    /// <summary>Other sizes and numbers of readers.</summary>
    public List<HopCell> Matrix { get; set; } = [];
}
