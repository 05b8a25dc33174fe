namespace Artic.Bench.Crash;

/// <summary>What came of a crash test.</summary>
public sealed class CrashReport
{
    /// <summary>Seed of all that was random.</summary>
    public int Seed { get; set; }

    /// <summary>Writers killed with SIGKILL.</summary>
    public int Kills { get; set; }

    /// <summary>Writers stopped, succeeded and woken.</summary>
    public int Successions { get; set; }

    /// <summary>Records that every reader has read, whole and in their order.</summary>
    public long Records { get; set; }

    /// <summary>Reading processes.</summary>
    public int Readers { get; set; }

    /// <summary>Owners of the stream.</summary>
    public long Epochs { get; set; }

    /// <summary>How long it took.</summary>
    public double Seconds { get; set; }

    /// <summary>What went wrong; null where nothing did.</summary>
    public string? Failure { get; set; }
}
