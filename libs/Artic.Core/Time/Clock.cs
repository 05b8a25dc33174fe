using System.Diagnostics;

namespace Artic.Core.Time;

/// <summary>
/// The clocks of the project; every other source of time is banned. Thread: any; allocates nothing; about 22 ns.
/// </summary>
public static class Clock
{
    /// <summary>CLOCK_MONOTONIC in nanoseconds: comparable between all processes of one host and boot.</summary>
#pragma warning disable RS0030 // The one allowed use: on Linux the tick is one nanosecond of CLOCK_MONOTONIC.
    public static long MonotonicNs() => Stopwatch.GetTimestamp();

    /// <summary>UTC in nanoseconds since 1970, to the 100 ns that the platform gives.</summary>
    public static long UtcNs() => (DateTime.UtcNow.Ticks - DateTime.UnixEpoch.Ticks) * 100;
#pragma warning restore RS0030
}
