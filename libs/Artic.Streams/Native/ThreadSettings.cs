using System.Runtime.InteropServices;

namespace Artic.Streams.Native;

/// <summary>Name, core and priority of the calling thread.</summary>
public static unsafe class ThreadSettings
{
    private const int PrSetName = 15;
    private const int PrSetTimerSlack = 29;
    private const ulong ShortTurnNs = 100_000;

    /// <summary>
    /// At 5, nine threads of housekeeping had half of a full core, and who records the venue's answers fell behind
    /// (<c>artic bench chain --rate 20000</c>, two cores: half of all runs did not keep up; at 10 none of seven); at 19 their
    /// archives fall behind.
    /// </summary>
    private const int BehindNice = 10;

    private const int LeastRealTime = 1;

    /// <summary>Names the calling thread for the kernel's tools (15 bytes are kept) and asks for exact timeouts.</summary>
    public static void SetName(string name)
    {
        _ = Libc.PrctlName(PrSetName, name, 0, 0, 0);
        _ = Libc.Prctl(PrSetTimerSlack, 1, 0, 0, 0);
    }

    /// <summary>Pins the calling thread to one core (0 to 63); false where the machine does not have it.</summary>
    public static bool TryPin(int core)
    {
        ulong mask = 1UL << core;
        return Libc.SchedSetAffinity(0, sizeof(ulong), &mask) == 0;
    }

    /// <summary>Keeps the calling thread, and what it starts, to some cores.</summary>
    public static void PinTo(ReadOnlySpan<int> cores)
    {
        ulong mask = 0;
        foreach (int core in cores)
        {
            mask |= 1UL << core;
        }

        if (Libc.SchedSetAffinity(0, sizeof(ulong), &mask) != 0)
        {
            throw new IOException($"sched_setaffinity: {Marshal.GetLastPInvokeErrorMessage()}");
        }
    }

    /// <summary>
    /// Gives the calling thread SCHED_FIFO at <paramref name="priority"/> (1 to 99); false without the right to. Threads
    /// that it starts are ordinary ones.
    /// </summary>
    public static bool TrySetRealTime(int priority) =>
        Libc.SchedSetScheduler(0, Libc.SchedFifo | Libc.SchedResetOnFork, &priority) == 0;

    /// <summary>
    /// Has this process run only where nobody else wants to, and not on <paramref name="hotCores"/> where there are
    /// others: every thread that it has, and those that they start. What the kernel refuses is left as it is.
    /// </summary>
    public static void StandBack(ReadOnlySpan<int> hotCores)
    {
        ulong mask = 0;
        foreach (int core in AllowedCores())
        {
            mask |= hotCores.Contains(core) ? 0 : 1UL << core;
        }

        int priority = 0;
        foreach (string task in Directory.GetDirectories("/proc/self/task"))
        {
            int thread = int.Parse(Path.GetFileName(task), System.Globalization.CultureInfo.InvariantCulture);
            _ = Libc.SchedSetScheduler(thread, Libc.SchedIdle, &priority);
            _ = mask == 0 ? 0 : Libc.SchedSetAffinity(thread, sizeof(ulong), &mask);
        }
    }

    /// <summary>
    /// Asks for short turns of the processor, which come sooner after a wake, for the calling thread and what it starts from now
    /// on (Linux 6.12; an older kernel passes over it). Needs no right.
    /// </summary>
    public static void TakeShortTurns() => SetFair(nice: 0, ShortTurnNs);

    /// <summary>
    /// Has the calling thread run before every ordinary one of its cores, as the least of the real-time ones, where it has the right
    /// to; otherwise nothing changes. For what is short, must not wait, and never spins until an ordinary thread has done something (a
    /// ZeroMQ socket spins until its I/O thread has). Threads that it starts are ordinary ones.
    /// </summary>
    public static void TakeFirstTurn() => _ = TrySetRealTime(LeastRealTime);

    /// <summary>The priority of what a thread with the first turn waits for: it runs before that.</summary>
    public const int BeforeFirstTurn = LeastRealTime + 1;

    /// <summary>Whether this process has the right to <see cref="BeforeFirstTurn"/>. The calling thread is an ordinary one, before and after.</summary>
    public static bool MayTakeFirstTurns()
    {
        bool may = TrySetRealTime(BeforeFirstTurn);
        int priority = 0;
        _ = Libc.SchedSetScheduler(0, Libc.SchedOther, &priority);
        return may;
    }

    /// <summary>Takes <see cref="TakeFirstTurn"/> back: an ordinary thread with short turns again.</summary>
    public static void TakeOrdinaryTurns()
    {
        int priority = 0;
        _ = Libc.SchedSetScheduler(0, Libc.SchedOther, &priority);
        TakeShortTurns();
    }

    /// <summary>Has the calling thread come after the process's ordinary ones, with turns of the usual length.</summary>
    public static void StandBehind() => SetFair(BehindNice, turnNs: 0);

    /// <summary>Lets another thread of the same core run.</summary>
    public static void Yield() => _ = Libc.SchedYield();

    private static void SetFair(int nice, ulong turnNs)
    {
        Libc.SchedulingAttributes attributes = new()
        {
            Size = (uint)sizeof(Libc.SchedulingAttributes), Nice = nice, RuntimeNs = turnNs,
        };

        // A wish: a kernel that does not know it, or a sandbox that forbids it, leaves things as they are.
        _ = Libc.Syscall(Libc.SchedSetAttributesNumber, 0, (nint)(&attributes), 0, 0);
    }

    /// <summary>The cores that the calling thread may run on, lowest first.</summary>
    public static int[] AllowedCores()
    {
        ulong* mask = stackalloc ulong[16];
        for (int i = 0; i < 16; i++)
        {
            mask[i] = 0;
        }

        if (Libc.SchedGetAffinity(0, 128, mask) < 0)
        {
            throw new IOException($"sched_getaffinity: {Marshal.GetLastPInvokeErrorMessage()}");
        }

        List<int> cores = [];
        for (int core = 0; core < 64; core++)
        {
            if ((mask[0] & (1UL << core)) != 0)
            {
                cores.Add(core);
            }
        }

        return [.. cores];
    }
}
