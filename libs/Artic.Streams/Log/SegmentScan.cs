using Artic.Streams.Native;

namespace Artic.Streams.Log;

/// <summary>What a new owner finds at the end of a stream: the last segment in use and where its records end.</summary>
internal sealed unsafe class SegmentScan
{
    private readonly string[] _files;

    private SegmentScan(string[] files, long index, long epoch, long lastSequence)
    {
        _files = files;
        Index = index;
        Epoch = epoch;
        LastSequence = lastSequence;
    }

    /// <summary>-1 for a new stream.</summary>
    public long Index { get; }

    public long Epoch { get; }

    public long LastSequence { get; }

    /// <summary>Walks the last segment by its lengths. Errors: <see cref="StreamCorruptException"/>.</summary>
    public static SegmentScan LastActive(string folder, RunPaths paths, StreamId stream)
    {
        string[] files = Directory.GetFiles(folder, "*.seg");
        if (files.Length == 0)
        {
            return new SegmentScan(files, -1, 0, 0);
        }

        Array.Sort(files, StringComparer.Ordinal);
        string path = files[^1];
        using MappedFile segment = MappedFile.OpenReadOnly(path);
        SegmentHeader* header = Check(segment, path, paths, stream);
        long last = header->FirstSequence - 1;
        _ = EndOf(segment, path, ref last);
        return new SegmentScan(files, header->Index, header->Epoch, last);
    }

    /// <summary>
    /// Has the readers of the old segments go on in the next one, which is already in its place. All of them: an owner
    /// that died between entering a segment and sealing the one before has left two without a seal.
    /// </summary>
    public void Seal()
    {
        foreach (string path in _files)
        {
            using MappedFile segment = MappedFile.OpenWritable(path);
            long last = 0;
            Volatile.Write(ref *(uint*)(segment.Pointer + EndOf(segment, path, ref last)), SegmentLayout.Sealed);
        }
    }

    private static long EndOf(MappedFile segment, string path, ref long last)
    {
        long at = SegmentLayout.DataOffset;
        while (at + SegmentLayout.SealBytes <= segment.Length)
        {
            uint length = Volatile.Read(ref *(uint*)(segment.Pointer + at));
            if (length is 0 or SegmentLayout.Sealed)
            {
                break;
            }

            if (length < RecordHeader.SizeBytes || at + length > segment.Length)
            {
                throw new StreamCorruptException($"{path}: a record at byte {at} claims {length} bytes");
            }

            // A step that was being written when its owner died has no length word in front: the walk ends before it.
            last = ((RecordHeader*)(segment.Pointer + at))->Sequence;
            at += SegmentLayout.Align(length);
        }

        return at;
    }

    /// <summary>Refuses a file of another format, run or stream, by name.</summary>
    public static SegmentHeader* Check(MappedFile segment, string path, RunPaths paths, StreamId stream)
    {
        SegmentHeader* header = (SegmentHeader*)segment.Pointer;
        if (segment.Length < SegmentLayout.DataOffset + SegmentLayout.SealBytes || header->Magic != SegmentHeader.MagicNumber)
        {
            throw new StreamCorruptException($"{path} is not a stream segment");
        }

        if (header->Version != SegmentHeader.FormatVersion)
        {
            throw new StreamCorruptException(
                $"{path} has format {header->Version}; this program reads format {SegmentHeader.FormatVersion}");
        }

        if (header->RunHash != paths.RunHash || header->Stream != stream)
        {
            throw new StreamCorruptException(
                $"{path} belongs to another run or stream, not to '{RunPaths.NameOf(stream)}' of {paths.RunId}");
        }

        return header;
    }
}
