using System.Text.Json;
using Artic.Bench.Figures;
using Artic.Hosting.Options;

namespace Artic.Bench.Yardsticks;

/// <summary>What all processes of a yardstick agree on; a file in its folder.</summary>
public sealed class YardstickPlan
{
    /// <summary>Processes behind the source.</summary>
    public const int Hops = 4;

    /// <summary>What the messages go by.</summary>
    public YardstickKind Kind { get; set; }

    /// <summary>Messages a second.</summary>
    public int RatePerSecond { get; set; }

    /// <summary>Messages that leave back to back.</summary>
    public int Burst { get; set; }

    /// <summary>Messages in all.</summary>
    public long Messages { get; set; }

    /// <summary>Messages that are not measured, the first ones.</summary>
    public long WarmUpMessages { get; set; }

    /// <summary>Bytes of the message on each hop; the floor's are all 64.</summary>
    public int[] PayloadBytes { get; set; } = [];

    /// <summary>The source's core.</summary>
    public int SourceCore { get; set; }

    /// <summary>Core, priority and way of waiting of each hop: those of the pipeline's four processes on the path.</summary>
    public ServiceOptions[] Threads { get; set; } = [];

    /// <summary>The file in a folder.</summary>
    public static string PathIn(string folder) => Path.Combine(folder, "plan.json");

    /// <summary>There once the last process has received something.</summary>
    public static string JoinedIn(string folder) => Path.Combine(folder, "joined");

    /// <summary>What the last process measured.</summary>
    public static string ResultIn(string folder) => Path.Combine(folder, "result");

    /// <summary>The socket or ring between a process and the one behind it.</summary>
    public static string LinkIn(string folder, int hop) => Path.Combine(folder, $"hop{hop}");

    /// <summary>Reads the plan of a folder.</summary>
    public static YardstickPlan Read(string folder) =>
        JsonSerializer.Deserialize(File.ReadAllText(PathIn(folder)), BenchJson.Default.YardstickPlan)!;

    /// <summary>Writes it.</summary>
    public void Write(string folder) =>
        File.WriteAllText(PathIn(folder), JsonSerializer.Serialize(this, BenchJson.Default.YardstickPlan));
}
