using System.Globalization;
using System.Runtime.InteropServices;

namespace Artic.Streams.Log;

/// <summary>First page of a segment file; the records follow at <see cref="SegmentLayout.DataOffset"/>.</summary>
[StructLayout(LayoutKind.Explicit, Size = SizeBytes)]
internal struct SegmentHeader
{
    public const int SizeBytes = 128;

    /// <summary>"ARTICSG1" in little-endian order.</summary>
    public const ulong MagicNumber = 0x31475343_49545241;

    /// <summary>2: checksums beside archived segments; a step record's publishing time is when its input was taken.</summary>
    public const uint FormatVersion = 2;

    /// <summary>In place of the first sequence: its owner has let the segment go, its file has no name any more.</summary>
    public const long LetGo = -1;

    [FieldOffset(0)]
    public ulong Magic;

    [FieldOffset(8)]
    public uint Version;

    [FieldOffset(12)]
    public StreamId Stream;

    [FieldOffset(16)]
    public ulong RunHash;

    [FieldOffset(24)]
    public long Index;

    /// <summary>0 while the segment is not in use; written last, when the writer enters it.</summary>
    [FieldOffset(32)]
    public long FirstSequence;

    /// <summary>One more with every owner of the stream.</summary>
    [FieldOffset(40)]
    public long Epoch;

    /// <summary>UTC and CLOCK_MONOTONIC at the same moment, to place the records in the day.</summary>
    [FieldOffset(48)]
    public long UtcNs;

    [FieldOffset(56)]
    public long MonotonicNs;

    /// <summary>Which of its owner's files in memory this is, from 1: as segments go round it stays, while
    /// <see cref="Index"/> does not.</summary>
    [FieldOffset(64)]
    public long Serial;
}

/// <summary>Places in a segment file, and the names of files.</summary>
internal static class SegmentLayout
{
    public const int DataOffset = 4096;

    /// <summary>In place of a length: the segment ends here, go on in the next.</summary>
    public const uint Sealed = uint.MaxValue;

    /// <summary>Room that is always left for the seal.</summary>
    public const int SealBytes = 8;

    public const string Pattern = "*.seg";

    public static long Align(long bytes) => (bytes + 7) & ~7L;

    public static string FileName(long index) => $"{index:D8}.seg";

    /// <summary>Of an archived segment's checksums.</summary>
    public static string ChecksumsName(long index) => $"{index:D8}.sha256";

    /// <summary>Of the segment that the owner of this epoch enters next; whole whenever it is there.</summary>
    public static string PreparedName(long epoch) => $"next.{epoch}";

    /// <summary>The segments in a folder, lowest first; none where the folder is missing. Readers open segments by their
    /// names, so a file of any other name is nobody's.</summary>
    public static long[] IndicesIn(string folder)
    {
        if (!Directory.Exists(folder))
        {
            return [];
        }

        List<long> indices = [];
        foreach (string path in Directory.GetFiles(folder, Pattern))
        {
            if (long.TryParse(Path.GetFileNameWithoutExtension(path), NumberStyles.None, CultureInfo.InvariantCulture, out long index) &&
                Path.GetFileName(path) == FileName(index))
            {
                indices.Add(index);
            }
        }

        indices.Sort();
        return [.. indices];
    }
}
