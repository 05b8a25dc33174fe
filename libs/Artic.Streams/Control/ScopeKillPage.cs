using System.Runtime.InteropServices;
using Artic.Streams.Native;

namespace Artic.Streams.Control;

/// <summary>
/// The kills of single scopes of a run, a slot for each scope that was ever killed in it, by a key that is never 0. A killer
/// raises a generation; the risk loop says which it has taken, the engine which it has seen and which has stopped, and the risk
/// loop how a flattening has ended. The slot of <see cref="Whole"/> has the flattening of kills of everything, whose generation
/// is the <see cref="KillWord"/>. Thread: any, in any process; every field is one aligned word.
/// </summary>
public sealed unsafe class ScopeKillPage : IDisposable
{
    /// <summary>Key of everything.</summary>
    public const long Whole = -1;

    /// <summary>Scopes that may be killed in one run; a kill of another is one of everything.</summary>
    public const int Slots = 1024;

    private const int SlotBytes = 128;

    private readonly MappedFile _file;

    private ScopeKillPage(MappedFile file) => _file = file;

    /// <summary>Opens the page of a run, making it where it is missing.</summary>
    public static ScopeKillPage Open(string controlFolder) =>
        new(MappedFile.OpenOrCreate(Path.Combine(controlFolder, "scopes"), (Slots + 1) * SlotBytes));

    /// <summary>The same for whoever only reads: to write in it breaks the process.</summary>
    public static ScopeKillPage OpenToRead(string controlFolder) =>
        new(MappedFile.OpenOrCreateToRead(Path.Combine(controlFolder, "scopes"), (Slots + 1) * SlotBytes));

    /// <summary>Grows with every kill that is raised: tells cheaply that the slots are worth a look.</summary>
    public long Version => Volatile.Read(ref *(long*)_file.Pointer);

    /// <summary>The slot of a scope; -1: it was not killed in this run.</summary>
    public int Find(long key)
    {
        for (int slot = 0; slot < Slots; slot++)
        {
            long found = KeyOf(slot);
            if (found == key || found == 0)
            {
                return found == key ? slot : -1;
            }
        }

        return -1;
    }

    /// <summary>The slot of a scope, taken into use where it has none; -1: there is no room.</summary>
    public int Take(long key)
    {
        for (int slot = 0; slot < Slots; slot++)
        {
            long before = Interlocked.CompareExchange(ref At(slot)->Key, key, 0);
            if (before == 0 || before == key)
            {
                return slot;
            }
        }

        return -1;
    }

    /// <summary>Whose slot it is; 0: nobody's, and so are those behind it.</summary>
    public long KeyOf(int slot) => Volatile.Read(ref At(slot)->Key);

    /// <summary>The highest generation that a killer has raised.</summary>
    public long RaisedOf(int slot) => Volatile.Read(ref At(slot)->Raised);

    /// <summary>Lifts the generation of a scope; it never sinks.</summary>
    public void Raise(int slot, long generation)
    {
        Lift(ref At(slot)->Raised, generation);

        // ORDER: after the generation, for the risk loop's look at the version.
        _ = Interlocked.Increment(ref *(long*)_file.Pointer);
    }

    /// <summary>A kill of this generation, which is raised next, wants the position closed.</summary>
    public void AskFlatten(int slot, long generation) => Volatile.Write(ref At(slot)->Flatten, generation);

    /// <summary>
    /// True for the one that takes what was asked: the risk loop to do it, or whoever asked to withdraw it.
    /// </summary>
    public bool TakeFlatten(int slot, long generation) =>
        Interlocked.CompareExchange(ref At(slot)->Flatten, 0, generation) == generation;

    /// <summary>The generation that the risk loop has taken and shown: no approval from before it is sent.</summary>
    public long TakenOf(int slot) => Volatile.Read(ref At(slot)->Taken);

    /// <summary>The risk loop's.</summary>
    public void SetTaken(int slot, long generation) => Volatile.Write(ref At(slot)->Taken, generation);

    /// <summary>The generation that the engine has recorded between two sends.</summary>
    public long SeenOf(int slot) => Volatile.Read(ref At(slot)->Seen);

    /// <summary>The generation under which every earlier request is answered or has outlived its window.</summary>
    public long StoppedOf(int slot) => Volatile.Read(ref At(slot)->Stopped);

    /// <summary>Orders of the scope that the engine knew as open when it had stopped.</summary>
    public long OpenOrdersOf(int slot) => Volatile.Read(ref At(slot)->OpenOrders);

    /// <summary>The engine's.</summary>
    public void SetEngine(int slot, long seen, long stopped, long openOrders)
    {
        Volatile.Write(ref At(slot)->OpenOrders, openOrders);
        Volatile.Write(ref At(slot)->Seen, seen);
        Volatile.Write(ref At(slot)->Stopped, stopped);
    }

    /// <summary>How the flattening of a generation has ended; null: it has not, or another's has since.</summary>
    public FlattenResult? FlattenOf(int slot, long generation) => Volatile.Read(ref At(slot)->Flattened) == generation
        ? new FlattenResult(
            Volatile.Read(ref At(slot)->Outcome), Volatile.Read(ref At(slot)->Orders), Volatile.Read(ref At(slot)->Remaining),
            Volatile.Read(ref At(slot)->RemainingInstrument), Volatile.Read(ref At(slot)->RemainingQuantity))
        : null;

    /// <summary>The risk loop's.</summary>
    public void SetFlattened(int slot, long generation, FlattenResult result)
    {
        Volatile.Write(ref At(slot)->Flattened, 0);
        Volatile.Write(ref At(slot)->Outcome, result.Outcome);
        Volatile.Write(ref At(slot)->Orders, result.Orders);
        Volatile.Write(ref At(slot)->Remaining, result.Remaining);
        Volatile.Write(ref At(slot)->RemainingInstrument, result.RemainingInstrument);
        Volatile.Write(ref At(slot)->RemainingQuantity, result.RemainingQuantity);

        // ORDER: last, for FlattenOf.
        Volatile.Write(ref At(slot)->Flattened, generation);
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private static void Lift(ref long word, long value)
    {
        long seen = Volatile.Read(ref word);
        while (seen < value)
        {
            long before = Interlocked.CompareExchange(ref word, value, seen);
            if (before == seen)
            {
                return;
            }

            seen = before;
        }
    }

    private Slot* At(int slot) => (Slot*)(_file.Pointer + ((slot + 1) * SlotBytes));

    [StructLayout(LayoutKind.Explicit, Size = SlotBytes)]
    private struct Slot
    {
        [FieldOffset(0)]
        public long Key;

        [FieldOffset(8)]
        public long Raised;

        [FieldOffset(16)]
        public long Flatten;

        [FieldOffset(24)]
        public long Taken;

        [FieldOffset(32)]
        public long Seen;

        [FieldOffset(40)]
        public long Stopped;

        [FieldOffset(48)]
        public long OpenOrders;

        [FieldOffset(56)]
        public long Flattened;

        [FieldOffset(64)]
        public long Outcome;

        [FieldOffset(72)]
        public long Orders;

        [FieldOffset(80)]
        public long Remaining;

        [FieldOffset(88)]
        public long RemainingInstrument;

        [FieldOffset(96)]
        public long RemainingQuantity;
    }
}
