using System.Runtime.InteropServices;

namespace Artic.Streams.Log;

/// <summary>
/// What stands before every payload, 48 bytes, little-endian, 8-byte aligned. Readers filter on it without parsing.
/// </summary>
[StructLayout(LayoutKind.Explicit, Size = SizeBytes)]
public struct RecordHeader
{
    /// <summary>Bytes of a header.</summary>
    public const int SizeBytes = 48;

    /// <summary>Header and payload, without the padding to 8 bytes. 0: nothing here yet. The first of a step is the
    /// step's commit word, written last.</summary>
    [FieldOffset(0)]
    public uint Length;

    /// <summary>Which protobuf message the payload is; the numbers are those of the message library.</summary>
    [FieldOffset(4)]
    public ushort Type;

    /// <summary>Bits of <see cref="RecordFlags"/>.</summary>
    [FieldOffset(6)]
    public RecordFlags Flags;

    /// <summary>1 for the first record of a stream in a run, then one more each; no gaps.</summary>
    [FieldOffset(8)]
    public long Sequence;

    /// <summary>CLOCK_MONOTONIC at the commit, in nanoseconds.</summary>
    [FieldOffset(16)]
    public long PublishedNs;

    /// <summary>CLOCK_MONOTONIC of the receive at the root of the chain, in nanoseconds; 0 without one.</summary>
    [FieldOffset(24)]
    public long OriginNs;

    /// <summary>Sequence of the record that led to this one; 0 without one.</summary>
    [FieldOffset(32)]
    public long CauseSequence;

    /// <summary>Stream of the record that led to this one.</summary>
    [FieldOffset(40)]
    public StreamId CauseStream;

    /// <summary>Follows from <see cref="Length"/>: a reader with a wrong length would go on at a wrong place.</summary>
    [FieldOffset(42)]
    internal ushort LengthCheck;

    /// <summary>The instrument that the record is about; 0: none or all. For filtering and topics.</summary>
    [FieldOffset(44)]
    public uint InstrumentId;

    internal static ushort CheckOf(uint length) => (ushort)((length ^ (length >> 16) ^ 0xA5C3) & 0xFFFF);
}

/// <summary>Bits in <see cref="RecordHeader.Flags"/>.</summary>
[Flags]
public enum RecordFlags : ushort
{
    /// <summary>The last record of its step.</summary>
    None = 0,

    /// <summary>More records of the same step follow.</summary>
    StepContinues = 1,
}
