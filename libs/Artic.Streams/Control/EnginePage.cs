using System.Runtime.InteropServices;
using Artic.Streams.Native;

namespace Artic.Streams.Control;

/// <summary>
/// The execution engine's page, by which a killer learns what has stopped. Thread: the execution loop writes; every
/// field is one aligned word.
/// </summary>
public sealed unsafe class EnginePage : IDisposable
{
    private readonly MappedFile _file;

    private EnginePage(MappedFile file) => _file = file;

    /// <summary>Opens the page of a run, making it where it is missing.</summary>
    public static EnginePage Open(string controlFolder) =>
        new(MappedFile.OpenOrCreate(Path.Combine(controlFolder, "engine"), 4096));

    /// <summary>The same for whoever only reads: to write in it breaks the process.</summary>
    public static EnginePage OpenToRead(string controlFolder) =>
        new(MappedFile.OpenOrCreateToRead(Path.Combine(controlFolder, "engine"), 4096));

    /// <summary>Process number of the engine; 0 before the first.</summary>
    public long ProcessNumber
    {
        get => Volatile.Read(ref At->ProcessNumber);
        set => Volatile.Write(ref At->ProcessNumber, value);
    }

    /// <summary>When that process began, in clock ticks since boot: a number alone may be another's by now.</summary>
    public long ProcessStartTicks
    {
        get => Volatile.Read(ref At->ProcessStartTicks);
        set => Volatile.Write(ref At->ProcessStartTicks, value);
    }

    /// <summary>CLOCK_MONOTONIC of the loop's last turn.</summary>
    public long HeartbeatNs
    {
        get => Volatile.Read(ref At->HeartbeatNs);
        set => Volatile.Write(ref At->HeartbeatNs, value);
    }

    /// <summary>The kill generation that the engine has recorded between two sends: it sends no more orders.</summary>
    public long SeenKillGeneration
    {
        get => Volatile.Read(ref At->SeenKillGeneration);
        set => Volatile.Write(ref At->SeenKillGeneration, value);
    }

    /// <summary>The kill generation under which every earlier request was answered or has outlived its window.</summary>
    public long StoppedKillGeneration
    {
        get => Volatile.Read(ref At->StoppedKillGeneration);
        set => Volatile.Write(ref At->StoppedKillGeneration, value);
    }

    /// <summary>CLOCK_BOOTTIME before which the last order request was made.</summary>
    public long LastRequestNs
    {
        get => Volatile.Read(ref At->LastRequestNs);
        set => Volatile.Write(ref At->LastRequestNs, value);
    }

    /// <summary>Orders that are open at the venue, as far as the engine knows.</summary>
    public long OpenOrders
    {
        get => Volatile.Read(ref At->OpenOrders);
        set => Volatile.Write(ref At->OpenOrders, value);
    }

    /// <summary>How far the venue's clock may be behind: so much longer it takes a request than its window says.</summary>
    public long VenueBehindNs
    {
        get => Volatile.Read(ref At->VenueBehindNs);
        set => Volatile.Write(ref At->VenueBehindNs, value);
    }

    private Layout* At => (Layout*)_file.Pointer;

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    [StructLayout(LayoutKind.Explicit)]
    private struct Layout
    {
        [FieldOffset(0)]
        public long ProcessNumber;

        [FieldOffset(8)]
        public long HeartbeatNs;

        [FieldOffset(16)]
        public long SeenKillGeneration;

        [FieldOffset(24)]
        public long StoppedKillGeneration;

        [FieldOffset(32)]
        public long LastRequestNs;

        [FieldOffset(40)]
        public long OpenOrders;

        [FieldOffset(48)]
        public long ProcessStartTicks;

        [FieldOffset(56)]
        public long VenueBehindNs;
    }
}
