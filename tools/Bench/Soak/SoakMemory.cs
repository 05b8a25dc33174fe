using Artic.Streams.Log;

namespace Artic.Bench.Soak;

/// <summary>
/// Memory of a process, or of the stream in <c>/dev/shm</c>, over a soak. What a process has alone: medians of the time after the
/// warm-up and before the pause, and of the end, when everybody has caught up. What it shares is the stream's segments and its
/// program: how many are mapped goes up and down with who is how late, and has a bound.
/// </summary>
public sealed class SoakMemory
{
    private const double GrowthShare = 1.1;
    private const double GrowthMegabytes = 32;

    /// <summary>What the ring may hold where the archive is late, twice its capacity; a reader keeps less mapped. In megabytes.</summary>
    private const double MostSharedMegabytes = 2 * RecordWriter.DefaultHotSegments * SoakCommand.SegmentBytes / 1e6;

    /// <summary>Whose.</summary>
    public string Name { get; set; } = "";

    /// <summary>What it had alone before the pause, the median, in megabytes (10⁶ bytes).</summary>
    public double BeforeMb { get; set; }

    /// <summary>Median of the last fifth.</summary>
    public double AfterMb { get; set; }

    /// <summary>The most at any time, the reader's catching up from the archive included.</summary>
    public double PeakMb { get; set; }

    /// <summary>The most that it shared at any time.</summary>
    public double SharedPeakMb { get; set; }

    /// <summary>
    /// The end is not above the beginning by more than a tenth and 32 MB, which is what garbage may wait in, and what is shared
    /// was never more than the stream may have in memory.
    /// </summary>
    public bool IsFlat => AfterMb <= (BeforeMb * GrowthShare) + GrowthMegabytes && SharedPeakMb <= MostSharedMegabytes;
}
