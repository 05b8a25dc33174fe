using System.Text.Json;
using Artic.Bench.Figures;

namespace Artic.Bench.Hop;

/// <summary>What one process of a hop has measured.</summary>
public sealed class HopResult
{
    /// <summary>CLOCK_MONOTONIC at its first record, in nanoseconds.</summary>
    public long FirstNs { get; set; }

    /// <summary>The same behind its last; for an archiving writer, behind the last sync.</summary>
    public long LastNs { get; set; }

    /// <summary>Records sent, or received and checked.</summary>
    public long Records { get; set; }

    /// <summary>Times that the ring went round.</summary>
    public double Laps { get; set; }

    /// <summary>Median age of a record when it was read, in nanoseconds (latency runs).</summary>
    public long P50Ns { get; set; }

    /// <summary>99 %.</summary>
    public long P99Ns { get; set; }

    /// <summary>99.9 %.</summary>
    public long P999Ns { get; set; }

    /// <summary>Reads a process's result.</summary>
    public static HopResult Read(string folder, int number) =>
        JsonSerializer.Deserialize(File.ReadAllText(HopPlan.ResultIn(folder, number)), BenchJson.Default.HopResult)!;

    /// <summary>Puts it in its place in one step.</summary>
    public void Write(string folder, int number)
    {
        string path = HopPlan.ResultIn(folder, number);
        File.WriteAllText(path + ".next", JsonSerializer.Serialize(this, BenchJson.Default.HopResult));
        File.Move(path + ".next", path);
    }
}
