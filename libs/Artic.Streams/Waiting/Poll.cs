using Artic.Core.Time;
using Artic.Streams.Native;

namespace Artic.Streams.Waiting;

/// <summary>Waiting for a condition in memory that nobody signals, always with a deadline. Off the hot path.</summary>
public static unsafe class Poll
{
    /// <summary>
    /// Looks at <paramref name="condition"/> every <paramref name="everyNs"/> until it holds; false where
    /// <paramref name="timeoutNs"/> ran out first. Blocks the calling thread.
    /// </summary>
    public static bool Until(Func<bool> condition, long timeoutNs, long everyNs = 200_000)
    {
        long begin = Clock.MonotonicNs();
        int never = 0;
        while (!condition())
        {
            if (Clock.MonotonicNs() - begin >= timeoutNs)
            {
                return condition();
            }

            Libc.Timespec pause = new() { Seconds = everyNs / 1_000_000_000, Nanoseconds = everyNs % 1_000_000_000 };
            _ = Libc.Futex(Libc.FutexNumber, &never, Libc.FutexWait, 0, &pause, 0, 0);
        }

        return true;
    }

    /// <summary>Lets time pass. Blocks the calling thread.</summary>
    public static void Pause(long ns) => _ = Until(static () => false, ns, Math.Max(1, ns));
}
