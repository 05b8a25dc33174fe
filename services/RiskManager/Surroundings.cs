using Artic.Streams.Steps;

namespace Artic.RiskManager;

/// <summary>What trading rests on besides market and account: the venue's clock and the archive. Thread: the loop's; any may read.</summary>
public sealed class Surroundings
{
    private const long NsPerMs = 1_000_000;

    /// <summary>How far this machine's clock is from the venue's at the most, the error added, rounded up; 0 before it was measured.</summary>
    public long ClockOffsetMs { get; private set; }

    /// <summary>The venue's time less ours as it was measured, in nanoseconds.</summary>
    public long ClockOffsetNs { get; private set; }

    /// <summary>The error of that, in nanoseconds.</summary>
    public long ClockErrorNs { get; private set; }

    /// <summary>Committed and not yet in the archive, the most of all streams.</summary>
    public long ArchiveLagBytes { get; set; }

    /// <summary>Takes a measurement.</summary>
    public void TakeClock(long offsetNs, long errorNs)
    {
        ClockOffsetNs = offsetNs;
        ClockErrorNs = errorNs;
        Int128 worst = Int128.Abs(offsetNs) + errorNs;
        ClockOffsetMs = (long)Int128.Min((worst + NsPerMs - 1) / NsPerMs, long.MaxValue / 2);
    }

    /// <summary>Writes all of it.</summary>
    public void Save(StateWriter state)
    {
        state.Section("surroundings");
        state.Write(ClockOffsetNs);
        state.Write(ClockErrorNs);
        state.Write(ArchiveLagBytes);
    }

    /// <summary>Takes what another one held.</summary>
    public void Load(StateReader state)
    {
        state.Section("surroundings");
        TakeClock(state.ReadInt64(), state.ReadInt64());
        ArchiveLagBytes = state.ReadInt64();
    }
}
