using Artic.Bench.Figures;

namespace Artic.Bench.Soak;

/// <summary>What came of a soak.</summary>
public sealed class SoakReport
{
    /// <summary>The machine.</summary>
    public Machine? Machine { get; set; }

    /// <summary>How long was written.</summary>
    public double Seconds { get; set; }

    /// <summary>Records that were written.</summary>
    public long Records { get; set; }

    /// <summary>Records a second that were asked for.</summary>
    public int Rate { get; set; }

    /// <summary>Records a second that were written.</summary>
    public double RecordsPerSecond { get; set; }

    /// <summary>The longest that the writer was behind its schedule, in milliseconds.</summary>
    public double WriterLateMs { get; set; }

    /// <summary>Segments that the writer had to make itself.</summary>
    public long LateSegments { get; set; }

    /// <summary>Records that each reader has checked, in its order; the first was stopped.</summary>
    public long[] Checked { get; set; } = [];

    /// <summary>How long the first reader was stopped.</summary>
    public double PauseSeconds { get; set; }

    /// <summary>Records that it was behind when it was woken.</summary>
    public long BehindRecords { get; set; }

    /// <summary>How long it took to catch up.</summary>
    public double CatchUpSeconds { get; set; }

    /// <summary>Archived bytes.</summary>
    public long ArchivedBytes { get; set; }

    /// <summary>The most that was on disk at once, in bytes.</summary>
    public long ArchivePeakBytes { get; set; }

    /// <summary>Memory of the writer, of the readers, and of the stream in <c>/dev/shm</c>.</summary>
    public List<SoakMemory> Memory { get; set; } = [];

    /// <summary>What went wrong; null where nothing did.</summary>
    public string? Failure { get; set; }
}
