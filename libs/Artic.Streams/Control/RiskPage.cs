using System.Runtime.InteropServices;
using Artic.Streams.Native;

namespace Artic.Streams.Control;

/// <summary>
/// The risk manager's page: lease, trading state and the kill generation that was resumed. Thread: the risk loop
/// writes, the engine reads; every field is one aligned word. A missing or empty page reads as no lease and no state.
/// </summary>
public sealed unsafe class RiskPage : IDisposable
{
    private readonly MappedFile _file;

    private RiskPage(MappedFile file) => _file = file;

    /// <summary>Opens the page of a run, making it where it is missing.</summary>
    public static RiskPage Open(string controlFolder) =>
        new(MappedFile.OpenOrCreate(Path.Combine(controlFolder, "risk"), 4096));

    /// <summary>The same for whoever only reads: to write in it breaks the process.</summary>
    public static RiskPage OpenToRead(string controlFolder) =>
        new(MappedFile.OpenOrCreateToRead(Path.Combine(controlFolder, "risk"), 4096));

    /// <summary>CLOCK_BOOTTIME in nanoseconds at which the permission to send orders ends.</summary>
    public long LeaseExpiryNs
    {
        get => Volatile.Read(ref At->LeaseExpiryNs);
        set => Volatile.Write(ref At->LeaseExpiryNs, value);
    }

    /// <summary>The trading state.</summary>
    public TradingState State
    {
        get => (TradingState)Volatile.Read(ref At->State);
        set => Volatile.Write(ref At->State, (long)value);
    }

    /// <summary>One more with every change of the state; an approval under an older one is not sent.</summary>
    public long ControlGeneration
    {
        get => Volatile.Read(ref At->ControlGeneration);
        set => Volatile.Write(ref At->ControlGeneration, value);
    }

    /// <summary>The kill generation that a named person has resumed; a higher kill word halts.</summary>
    public long ResumedGeneration
    {
        get => Volatile.Read(ref At->ResumedGeneration);
        set => Volatile.Write(ref At->ResumedGeneration, value);
    }

    private Layout* At => (Layout*)_file.Pointer;

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    [StructLayout(LayoutKind.Explicit)]
    private struct Layout
    {
        [FieldOffset(0)]
        public long LeaseExpiryNs;

        [FieldOffset(64)]
        public long State;

        [FieldOffset(72)]
        public long ControlGeneration;

        [FieldOffset(80)]
        public long ResumedGeneration;
    }
}
