using System.Text.Json;
using Artic.Bench.Figures;

namespace Artic.Bench.Hop;

/// <summary>One measurement of a hop, as its processes read it from their folder.</summary>
public sealed class HopPlan
{
    /// <summary>A segment of the measured ring: small, so that the ring stays in the processor's caches.</summary>
    public const long SegmentBytes = 8 << 20;

    /// <summary>Segments of the measured ring.</summary>
    public const int HotSegments = 6;

    /// <summary>What is measured.</summary>
    public HopKind Kind { get; set; }

    /// <summary>Bytes of a record with its header, or of a message.</summary>
    public int RecordBytes { get; set; }

    /// <summary>Records.</summary>
    public long Records { get; set; }

    /// <summary>Reading processes.</summary>
    public int Readers { get; set; }

    /// <summary>Core of each process, the writer's first.</summary>
    public int[] Cores { get; set; } = [];

    /// <summary>Folder on disk for the archive.</summary>
    public string RunFolder { get; set; } = "";

    /// <summary>Reads the plan of a folder.</summary>
    public static HopPlan Read(string folder) =>
        JsonSerializer.Deserialize(File.ReadAllText(PathIn(folder)), BenchJson.Default.HopPlan)!;

    /// <summary>Writes it.</summary>
    public void Write(string folder) =>
        File.WriteAllText(PathIn(folder), JsonSerializer.Serialize(this, BenchJson.Default.HopPlan));

    /// <summary>A file that says that process <paramref name="number"/> can begin.</summary>
    public static string JoinedIn(string folder, int number) => Path.Combine(folder, $"joined.{number}");

    /// <summary>What process <paramref name="number"/> has measured.</summary>
    public static string ResultIn(string folder, int number) => Path.Combine(folder, $"result.{number}");

    private static string PathIn(string folder) => Path.Combine(folder, "plan.json");
}
