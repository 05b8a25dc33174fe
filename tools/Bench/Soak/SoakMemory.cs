namespace Artic.Bench.Soak;

/// <summary>
/// Memory of a process, or of the stream in <c>/dev/shm</c>, over a soak: medians of the time after the warm-up and
/// before the pause, and of the end, when everybody has caught up.
/// </summary>
public sealed class SoakMemory
{
    private const double GrowthShare = 1.1;
    private const double GrowthMegabytes = 32;

    /// <summary>Whose.</summary>
    public string Name { get; set; } = "";

    /// <summary>Median before the pause, in megabytes (10⁶ bytes).</summary>
    public double BeforeMb { get; set; }

    /// <summary>Median of the last fifth.</summary>
    public double AfterMb { get; set; }

    /// <summary>The most at any time, the reader's catching up from the archive included.</summary>
    public double PeakMb { get; set; }

    /// <summary>The end is not above the beginning by more than a tenth and 32 MB, which is what garbage may wait in.</summary>
    public bool IsFlat => AfterMb <= (BeforeMb * GrowthShare) + GrowthMegabytes;
}
