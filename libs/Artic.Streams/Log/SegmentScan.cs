using System.Runtime.InteropServices;
using Artic.Streams.Native;
using Microsoft.Win32.SafeHandles;

namespace Artic.Streams.Log;

/// <summary>Walks segments by their lengths, for those who find a stream as somebody else has left it.</summary>
internal static unsafe class SegmentScan
{
    /// <summary>
    /// Where the committed records end: at the seal, or at what is not written yet; at most at
    /// <paramref name="limit"/>. Errors: <see cref="StreamCorruptException"/>.
    /// </summary>
    public static long EndOf(MappedFile segment, long limit, string path, out long lastSequence)
    {
        long at = SegmentLayout.DataOffset;
        lastSequence = ((SegmentHeader*)segment.Pointer)->FirstSequence - 1;
        while (at + SegmentLayout.SealBytes <= limit)
        {
            uint length = Volatile.Read(ref *(uint*)(segment.Pointer + at));
            if (length is 0 or SegmentLayout.Sealed)
            {
                break;
            }

            if (length < RecordHeader.SizeBytes || at + length > limit)
            {
                throw new StreamCorruptException($"{path}: a record at byte {at} claims {length} bytes");
            }

            // A step that was being written when its owner died has no length word in front: the walk ends before it.
            lastSequence = ((RecordHeader*)(segment.Pointer + at))->Sequence;
            at += SegmentLayout.Align(length);
        }

        return at;
    }

    public static bool IsSealed(MappedFile segment, long end, long limit) =>
        end + SegmentLayout.SealBytes <= limit && *(uint*)(segment.Pointer + end) == SegmentLayout.Sealed;

    /// <summary>Refuses a file of another format, run or stream, by name.</summary>
    /// <param name="segment">The file.</param>
    /// <param name="path">Its name.</param>
    /// <param name="paths">The run that it must be of.</param>
    /// <param name="stream">The stream that it must be of.</param>
    /// <param name="leastBytes">An archived segment may not have its first record yet; one in memory has room for it.</param>
    public static SegmentHeader* Check(
        MappedFile segment, string path, RunPaths paths, StreamId stream,
        long leastBytes = SegmentLayout.DataOffset + SegmentLayout.SealBytes)
    {
        SegmentHeader* header = (SegmentHeader*)segment.Pointer;
        if (segment.Length < leastBytes)
        {
            throw new StreamCorruptException($"{path} is not a stream segment");
        }

        CheckHeader(*header, path, paths, stream);
        return header;
    }

    /// <summary>The same for a header that was read by itself.</summary>
    public static void CheckHeader(in SegmentHeader header, string path, RunPaths paths, StreamId stream)
    {
        if (header.Magic != SegmentHeader.MagicNumber)
        {
            throw new StreamCorruptException($"{path} is not a stream segment");
        }

        if (header.Version != SegmentHeader.FormatVersion)
        {
            throw new StreamCorruptException(
                $"{path} has format {header.Version}; this program reads format {SegmentHeader.FormatVersion}");
        }

        if (header.RunHash != paths.RunHash || header.Stream != stream)
        {
            throw new StreamCorruptException(
                $"{path} belongs to another run or stream, not to '{RunPaths.NameOf(stream)}' of {paths.RunId}");
        }
    }

    /// <summary>Reads the header of a segment by itself, unchecked; false where the file is too short for one.</summary>
    public static bool TryReadHeader(SafeFileHandle file, out SegmentHeader header)
    {
        Span<byte> bytes = stackalloc byte[SegmentHeader.SizeBytes];
        bool isWhole = RandomAccess.Read(file, bytes, fileOffset: 0) == SegmentHeader.SizeBytes;
        header = isWhole ? MemoryMarshal.Read<SegmentHeader>(bytes) : default;
        return isWhole;
    }
}
