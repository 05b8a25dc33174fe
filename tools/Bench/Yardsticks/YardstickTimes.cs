using System.Runtime.InteropServices;

namespace Artic.Bench.Yardsticks;

/// <summary>The times of one message, CLOCK_MONOTONIC in nanoseconds.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct YardstickTimes
{
    /// <summary>When it was meant to leave.</summary>
    public long IntendedNs;

    /// <summary>When the source sent it.</summary>
    public long SentNs;

    /// <summary>When the first process had received it.</summary>
    public long FirstNs;

    /// <summary>When the last process had received it.</summary>
    public long LastNs;
}
