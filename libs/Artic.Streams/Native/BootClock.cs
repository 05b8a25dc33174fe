using System.Globalization;

namespace Artic.Streams.Native;

/// <summary>
/// CLOCK_BOOTTIME, which goes on while the machine sleeps: a lease must lapse over a suspend. Thread: any.
/// </summary>
public static unsafe class BootClock
{
    private const string BootIdFile = "/proc/sys/kernel/random/boot_id";

    /// <summary>A number of this boot of this machine: where it differs, so do the clocks. Containers of one machine share
    /// it.</summary>
    public static ulong BootId { get; } = ulong.Parse(
        File.ReadAllText(BootIdFile).Replace("-", "", StringComparison.Ordinal).AsSpan(0, 16), NumberStyles.HexNumber);

    /// <summary>Nanoseconds since the machine started, sleep included.</summary>
    public static long NowNs()
    {
        Libc.Timespec time;
        _ = Libc.ClockGettime(Libc.ClockBoottime, &time);
        return (time.Seconds * 1_000_000_000) + time.Nanoseconds;
    }
}
