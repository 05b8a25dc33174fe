using Artic.Streams.Native;
using Microsoft.Win32.SafeHandles;

namespace Artic.Streams.Log;

/// <summary>
/// What a new owner finds at the end of a stream, and how it takes it over. Thread: the opener's. Errors:
/// <see cref="StreamCorruptException"/>, <see cref="IOException"/>.
/// </summary>
internal sealed unsafe class StreamTail
{
    private readonly RunPaths _paths;
    private readonly StreamId _stream;
    private readonly string _folder;

    private StreamTail(RunPaths paths, StreamId stream)
    {
        _paths = paths;
        _stream = stream;
        _folder = paths.HotStream(stream);
    }

    /// <summary>The last segment in use; -1 for a new stream.</summary>
    public long Index { get; private set; } = -1;

    public long Epoch { get; private set; }

    public long LastSequence { get; private set; }

    /// <summary>
    /// Puts a sealed copy in the place of every open segment. The owner before may be dead or only stopped: whatever it
    /// writes on goes into memory that has no name any more. Call it after the fence was raised: who has heard a record
    /// before the fence finds it in the copy.
    /// </summary>
    public static StreamTail TakeOver(RunPaths paths, StreamId stream, long epoch)
    {
        StreamTail tail = new(paths, stream);
        foreach (string leftover in Directory.GetFiles(tail._folder, "next.*"))
        {
            File.Delete(leftover);
        }

        // From the end: what lies before a sealed segment was sealed by the owners before.
        long[] indices = SegmentLayout.IndicesIn(tail._folder);
        for (int i = indices.Length - 1; i >= 0 && tail.SealCopyOf(indices[i], epoch); i--)
        {
        }

        if (tail.Index < 0)
        {
            tail.ReadArchive();
        }

        return tail;
    }

    /// <summary>False where the segment was sealed already.</summary>
    private bool SealCopyOf(long index, long epoch)
    {
        string path = Path.Combine(_folder, SegmentLayout.FileName(index));
        using MappedFile segment = MappedFile.OpenReadOnly(path);
        SegmentHeader* header = SegmentScan.Check(segment, path, _paths, _stream);
        if (header->FirstSequence == 0)
        {
            // Its owner died between taking the name and beginning it, or between ending it and giving the name back.
            File.Delete(path);
            return true;
        }

        long end = SegmentScan.EndOf(segment, segment.Length, path, out long last);
        if (Index < 0)
        {
            Index = header->Index;
            Epoch = header->Epoch;
            LastSequence = last;
        }

        if (SegmentScan.IsSealed(segment, end, segment.Length))
        {
            return false;
        }

        string copy = Path.Combine(_folder, $"next.{epoch}.sealed");
        using (SafeFileHandle file = File.OpenHandle(copy, FileMode.Create, FileAccess.Write, FileShare.ReadWrite))
        {
            RandomAccess.Write(file, new ReadOnlySpan<byte>(segment.Pointer, checked((int)end)), 0);
            ulong seal = SegmentLayout.Sealed;
            RandomAccess.Write(file, new ReadOnlySpan<byte>(&seal, SegmentLayout.SealBytes), end);
        }

        File.Move(copy, path, overwrite: true);
        return true;
    }

    /// <summary>Hot memory is gone (the host began anew): the archive says where the stream ends.</summary>
    private void ReadArchive()
    {
        string folder = _paths.ArchiveStream(_stream);
        long[] archived = SegmentLayout.IndicesIn(folder);
        for (int i = archived.Length - 1; i >= 0 && Index < 0; i--)
        {
            using ArchivedSegment? segment = ArchivedSegment.TryOpen(_paths, _stream, archived[i]);
            if (segment != null)
            {
                segment.ExtendWhole();
                SegmentHeader* header = (SegmentHeader*)segment.File.Pointer;
                _ = SegmentScan.EndOf(segment.File, segment.VerifiedEnd, segment.Path, out long last);
                Index = header->Index;
                Epoch = header->Epoch;
                LastSequence = last;
            }
        }
    }
}
