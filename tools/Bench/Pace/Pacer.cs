using System.Runtime.InteropServices;
using Artic.Core.Time;

namespace Artic.Bench.Pace;

/// <summary>
/// Waits for a moment: sleeps until shortly before it and spins the rest, which leaves the core to others and is still on
/// time. Thread: one. Allocates nothing.
/// </summary>
public sealed unsafe partial class Pacer
{
    private const int ClockMonotonic = 1;
    private const int AbsoluteTime = 1;
    private const long LongestSpinNs = 50_000;
    private const long ShortSpinNs = 5_000;

    private readonly long _spinNs;

    /// <param name="ratePerSecond">How often it is waited: at most a quarter of the time is spun away.</param>
    /// <param name="burst">Ticks that share one wait.</param>
    /// <param name="sleeps">It spins for 5 µs at the most, and is later where the wake takes longer: its core is for others.</param>
    public Pacer(int ratePerSecond, int burst, bool sleeps = false) =>
        _spinNs = Math.Min(sleeps ? ShortSpinNs : LongestSpinNs, 1_000_000_000L * burst / ratePerSecond / 4);

    /// <summary>Returns at the moment, or at once where it is over.</summary>
    public void WaitUntil(long monotonicNs)
    {
        long wake = monotonicNs - _spinNs;
        if (Clock.MonotonicNs() < wake)
        {
            Timespec until = new() { Seconds = wake / 1_000_000_000, Nanoseconds = wake % 1_000_000_000 };
            _ = ClockNanosleep(ClockMonotonic, AbsoluteTime, &until, null);
        }

        while (Clock.MonotonicNs() < monotonicNs)
        {
        }
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct Timespec
    {
        public long Seconds;
        public long Nanoseconds;
    }

    [LibraryImport("libc", EntryPoint = "clock_nanosleep")]
    private static partial int ClockNanosleep(int clock, int flags, Timespec* until, Timespec* left);
}
