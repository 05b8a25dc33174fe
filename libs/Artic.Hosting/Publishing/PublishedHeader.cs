using System.Buffers.Binary;
using Artic.Streams.Log;

namespace Artic.Hosting.Publishing;

/// <summary>
/// The second frame of everything that is published: 64 bytes, little-endian. Its layout is a promise to other
/// languages; it changes only with <see cref="FormatVersion"/>. Thread: any; allocates nothing.
/// <list type="table">
/// <item><term>0, u32</term><description>format version</description></item>
/// <item><term>4, u32</term><description>record type; 0 in a heartbeat</description></item>
/// <item><term>8, i64</term><description>stream sequence; in a heartbeat the last one published</description></item>
/// <item><term>16, i64</term><description>the topic's previous sequence; 0: the first of the run, or in a
/// replay not known</description></item>
/// <item><term>24, i64</term><description>published_ns, CLOCK_MONOTONIC</description></item>
/// <item><term>32, i64</term><description>origin_ns, CLOCK_MONOTONIC; 0: none</description></item>
/// <item><term>40, i64</term><description>sequence of the cause; 0: none</description></item>
/// <item><term>48, u16</term><description>stream of the cause</description></item>
/// <item><term>50, u16</term><description>flags; 1: more records of the same step follow</description></item>
/// <item><term>52, u32</term><description>instrument</description></item>
/// <item><term>56, i64</term><description>epoch of the owner that publishes it; the next owner's is higher</description></item>
/// </list>
/// </summary>
public static class PublishedHeader
{
    /// <summary>Bytes of the frame.</summary>
    public const int SizeBytes = 64;

    /// <summary>The only layout so far.</summary>
    public const uint FormatVersion = 1;

    private const int MostStreams = 64;

    /// <summary>Fills <paramref name="frame"/>, of <see cref="SizeBytes"/> bytes.</summary>
    public static void Write(Span<byte> frame, in RecordHeader record, long previousSequence, long epoch)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(frame, FormatVersion);
        BinaryPrimitives.WriteUInt32LittleEndian(frame[4..], record.Type);
        BinaryPrimitives.WriteInt64LittleEndian(frame[8..], record.Sequence);
        BinaryPrimitives.WriteInt64LittleEndian(frame[16..], previousSequence);
        BinaryPrimitives.WriteInt64LittleEndian(frame[24..], record.PublishedNs);
        BinaryPrimitives.WriteInt64LittleEndian(frame[32..], record.OriginNs);
        BinaryPrimitives.WriteInt64LittleEndian(frame[40..], record.CauseSequence);
        BinaryPrimitives.WriteUInt16LittleEndian(frame[48..], (ushort)record.CauseStream);
        BinaryPrimitives.WriteUInt16LittleEndian(frame[50..], (ushort)record.Flags);
        BinaryPrimitives.WriteUInt32LittleEndian(frame[52..], record.InstrumentId);
        BinaryPrimitives.WriteInt64LittleEndian(frame[56..], epoch);
    }

    /// <summary>
    /// Reads a frame of <see cref="SizeBytes"/> bytes; false for what no owner publishes. The record's lengths are not in
    /// it; type 0 is a heartbeat.
    /// </summary>
    public static bool TryRead(ReadOnlySpan<byte> frame, out RecordHeader record, out long epoch)
    {
        uint type = BinaryPrimitives.ReadUInt32LittleEndian(frame[4..]);
        record = new RecordHeader
        {
            Type = (ushort)(type & ushort.MaxValue),
            Flags = (RecordFlags)BinaryPrimitives.ReadUInt16LittleEndian(frame[50..]),
            Sequence = BinaryPrimitives.ReadInt64LittleEndian(frame[8..]),
            PublishedNs = BinaryPrimitives.ReadInt64LittleEndian(frame[24..]),
            OriginNs = BinaryPrimitives.ReadInt64LittleEndian(frame[32..]),
            CauseSequence = BinaryPrimitives.ReadInt64LittleEndian(frame[40..]),
            CauseStream = (StreamId)BinaryPrimitives.ReadUInt16LittleEndian(frame[48..]),
            InstrumentId = BinaryPrimitives.ReadUInt32LittleEndian(frame[52..]),
        };
        epoch = BinaryPrimitives.ReadInt64LittleEndian(frame[56..]);
        return BinaryPrimitives.ReadUInt32LittleEndian(frame) == FormatVersion && type <= ushort.MaxValue &&
            record.Sequence >= (type == 0 ? 0 : 1) && record.Sequence < long.MaxValue && record.PublishedNs > 0 &&
            record.OriginNs >= 0 && record.CauseSequence >= 0 && (int)record.CauseStream < MostStreams &&
            (record.Flags & ~RecordFlags.StepContinues) == 0 && epoch > 0;
    }
}
