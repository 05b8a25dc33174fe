using System.Runtime.InteropServices;

namespace Artic.Bench.Yardsticks;

/// <summary>What every message of a yardstick begins with. Times are CLOCK_MONOTONIC in nanoseconds.</summary>
[StructLayout(LayoutKind.Sequential, Size = SizeBytes)]
public struct Stamp
{
    /// <summary>Bytes of a stamp.</summary>
    public const int SizeBytes = 32;

    /// <summary>Number of the message, from 0; -1 for one that only looks whether everybody has joined.</summary>
    public long Number;

    /// <summary>When it was meant to leave.</summary>
    public long IntendedNs;

    /// <summary>When the source sent it.</summary>
    public long SentNs;

    /// <summary>When the first process had received it.</summary>
    public long FirstNs;
}
