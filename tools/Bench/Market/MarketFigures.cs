using Artic.Bench.Figures;

namespace Artic.Bench.Market;

/// <summary>The figures of one run.</summary>
public sealed class MarketFigures
{
    /// <summary>Instruments, all of them live.</summary>
    public int Instruments { get; set; }

    /// <summary>Connections that carry them.</summary>
    public int Connections { get; set; }

    /// <summary>From the start of the service until all were live: the venue's weight a minute bounds it.</summary>
    public double SecondsToLive { get; set; }

    /// <summary>Measured seconds, all instruments live.</summary>
    public double Seconds { get; set; }

    /// <summary>Frames that the venue sent in these, a second.</summary>
    public double FramesPerSecond { get; set; }

    /// <summary>From the clock after the receive that completed a frame to the commit of the records that came of it.</summary>
    public Latency Latency { get; set; } = new();

    /// <summary>Resident memory of the service that it has alone, at the end, in megabytes (10⁶ bytes).</summary>
    public double PrivateMb { get; set; }

    /// <summary>Resident files and shared memory at the end: its program and its streams' segments.</summary>
    public double SharedMb { get; set; }

    /// <summary>Garbage collections in the measured seconds.</summary>
    public long GcCollections { get; set; }

    /// <summary>Gaps that were found in them.</summary>
    public long Gaps { get; set; }
}
