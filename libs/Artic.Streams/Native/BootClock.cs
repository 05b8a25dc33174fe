namespace Artic.Streams.Native;

/// <summary>
/// CLOCK_BOOTTIME, which goes on while the machine sleeps: a lease must lapse over a suspend. Thread: any.
/// </summary>
public static unsafe class BootClock
{
    /// <summary>Nanoseconds since the machine started, sleep included.</summary>
    public static long NowNs()
    {
        Libc.Timespec time;
        _ = Libc.ClockGettime(Libc.ClockBoottime, &time);
        return (time.Seconds * 1_000_000_000) + time.Nanoseconds;
    }
}
