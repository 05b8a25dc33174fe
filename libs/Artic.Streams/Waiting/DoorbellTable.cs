using Artic.Streams.Log;
using Artic.Streams.Native;

namespace Artic.Streams.Waiting;

/// <summary>
/// One futex word for each consumer of a run, and for each stream the set of consumers to wake. A consumer that waits
/// on several streams sleeps on its one word; a writer makes a system call only where somebody sleeps.
/// Thread: <see cref="Ring(StreamId)"/> and its like from any writer; <see cref="Arm"/>, <see cref="Sleep"/> and <see cref="Disarm"/> from the
/// consumer's own thread. Allocates nothing after opening.
/// </summary>
public sealed unsafe class DoorbellTable : IDisposable
{
    private const int Awake = 0;
    private const int Sleeping = 1;
    private const int LineBytes = 64;
    private const int ConsumerLines = 64;
    private const int StreamLines = 64;
    private const int SoonLine = ConsumerLines + StreamLines;
    private const int SpinnerLine = SoonLine + StreamLines;
    private const int DueLine = SpinnerLine + 1;
    private const int Lines = DueLine + 1;

    private readonly MappedFile _file;

    private DoorbellTable(MappedFile file) => _file = file;

    /// <summary>Opens the run's table, making it where it is missing.</summary>
    public static DoorbellTable Open(string path) =>
        new(MappedFile.OpenOrCreate(path, Lines * LineBytes));

    /// <summary>Has the writer of <paramref name="stream"/> wake <paramref name="consumer"/>, in this run, for good.</summary>
    public void Subscribe(ConsumerId consumer, StreamId stream) =>
        Interlocked.Or(ref *MaskOf(stream), 1L << (int)consumer);

    /// <summary>
    /// The same for a consumer that is in no hurry: it is woken as by <see cref="RingSoon"/>; where no thread spins, not
    /// at all.
    /// </summary>
    public void SubscribeSoon(ConsumerId consumer, StreamId stream) =>
        Interlocked.Or(ref *LineOf(SoonLine + (int)stream), 1L << (int)consumer);

    /// <summary>Wakes the consumers of a stream that sleep. Called after the commit.</summary>
    public void Ring(StreamId stream)
    {
        long mask = Volatile.Read(ref *MaskOf(stream));
        long soon = Volatile.Read(ref *LineOf(SoonLine + (int)stream));
        if (soon != 0 && Volatile.Read(ref *LineOf(SpinnerLine)) != 0)
        {
            _ = Interlocked.Or(ref *LineOf(DueLine), soon);
        }

        if (mask == 0)
        {
            return;
        }

        // ORDER: the commit's length word before the read of the sleeper's word; its partner is the fence in Arm, which
        // puts the sleeper's word before its last look at the stream. Without both, each can miss the other.
        Interlocked.MemoryBarrier();
        WakeAll(mask);
    }

    /// <summary>Wakes one consumer, if it sleeps, after something for it was put into memory.</summary>
    public void Ring(ConsumerId consumer)
    {
        // ORDER: as in Ring of a stream.
        Interlocked.MemoryBarrier();
        Wake(consumer);
    }

    /// <summary>
    /// Leaves it to the thread that spins on the sleepers' core to wake the consumers of a stream, after its turn: a wake
    /// from another core interrupts that core in the middle of a step, and on a virtual machine it costs an exit besides.
    /// Where no thread has said that it spins, it is <see cref="Ring(StreamId)"/>. A spinner that hangs delays the wake to
    /// the sleeper's longest sleep.
    /// </summary>
    public void RingSoon(StreamId stream)
    {
        if (Volatile.Read(ref *LineOf(SpinnerLine)) == 0)
        {
            Ring(stream);
            return;
        }

        // A locked operation is a full barrier: what was committed is visible before the bit.
        _ = Interlocked.Or(ref *LineOf(DueLine), Volatile.Read(ref *MaskOf(stream)));
    }

    /// <summary>Says that the caller's thread calls <see cref="RingDue"/> all the time, or no longer.</summary>
    public void Spin(bool spinning) => Volatile.Write(ref *LineOf(SpinnerLine), spinning ? 1 : 0);

    /// <summary>Wakes whoever <see cref="RingSoon"/> was for.</summary>
    public void RingDue()
    {
        if (Volatile.Read(ref *LineOf(DueLine)) != 0)
        {
            WakeAll(Interlocked.Exchange(ref *LineOf(DueLine), 0));
        }
    }

    /// <summary>Wakes all who sleep on the path, for no input.</summary>
    public void RingSleepers()
    {
        for (ConsumerId consumer = ConsumerId.SignalBridge; consumer <= ConsumerId.ExecutionEngine; consumer++)
        {
            Wake(consumer);
        }
    }

    /// <summary>Says that the consumer is about to sleep: it looks at its inputs once more after this.</summary>
    public void Arm(ConsumerId consumer)
    {
        Volatile.Write(ref *WordOf(consumer), Sleeping);

        // ORDER: partner of the barrier in Ring.
        Interlocked.MemoryBarrier();
    }

    /// <summary>
    /// Sleeps until rung, or interrupted; returns at once if rung since <see cref="Arm"/>. The kernel sets no timer, which is
    /// 0.15 µs less a wake.
    /// </summary>
    public void Sleep(ConsumerId consumer) => Sleep(consumer, null);

    /// <summary>Sleeps until rung or for <paramref name="timeoutNs"/>; returns at once if rung since <see cref="Arm"/>.</summary>
    public void Sleep(ConsumerId consumer, long timeoutNs)
    {
        Libc.Timespec timeout = new() { Seconds = timeoutNs / 1_000_000_000, Nanoseconds = timeoutNs % 1_000_000_000 };
        Sleep(consumer, &timeout);
    }

    /// <summary>Takes <see cref="Arm"/> back.</summary>
    public void Disarm(ConsumerId consumer) => Volatile.Write(ref *WordOf(consumer), Awake);

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private void Sleep(ConsumerId consumer, Libc.Timespec* timeout)
    {
        _ = Libc.Futex(Libc.FutexNumber, WordOf(consumer), Libc.FutexWait, Sleeping, timeout, 0, 0);
        Disarm(consumer);
    }

    private void WakeAll(long mask)
    {
        while (mask != 0)
        {
            int consumer = System.Numerics.BitOperations.TrailingZeroCount(mask);
            mask &= mask - 1;
            Wake((ConsumerId)consumer);
        }
    }

    private void Wake(ConsumerId consumer)
    {
        int* word = WordOf(consumer);
        if (Volatile.Read(ref *word) == Sleeping && Interlocked.Exchange(ref *word, Awake) == Sleeping)
        {
            _ = Libc.Futex(Libc.FutexNumber, word, Libc.FutexWake, 1, null, 0, 0);
        }
    }

    private int* WordOf(ConsumerId consumer) => (int*)(_file.Pointer + ((int)consumer * LineBytes));

    private long* MaskOf(StreamId stream) => LineOf(ConsumerLines + (int)stream);

    private long* LineOf(int line) => (long*)(_file.Pointer + (line * LineBytes));
}
