using System.Runtime.InteropServices;
using Artic.Streams.Native;
using Microsoft.Win32.SafeHandles;

namespace Artic.Streams.Log;

/// <summary>
/// Reads a stream at its own position, from the hot memory or, where that is gone, from the archive, which has the
/// same bytes and a checksum for each block. It never slows the writer. A reader may be opened before the stream has an
/// owner. Thread: one; <see cref="MapAhead"/> from housekeeping. Allocates only when it enters a segment.
/// Errors: <see cref="StreamTrimmedException"/> where the next record is not kept any more;
/// <see cref="StreamCorruptException"/> for a foreign file, a bad length, a gap in the sequence, a step back in
/// the epoch, a checksum that differs; the position stays where it was.
/// </summary>
public sealed unsafe class RecordReader : IDisposable
{
    /// <summary>More than go round at once; beyond, the oldest is let go.</summary>
    private const int MaxMapped = 12;

    /// <summary>For a reader without a page: nobody can fence it.</summary>
    private static readonly long* s_noFence = (long*)NativeMemory.AllocZeroed(sizeof(long));

    private readonly RunPaths _paths;
    private readonly string _name;
    private readonly string _hotFolder;
    private readonly string _first;
    private readonly string _firstArchived;
    private readonly bool _archiveOnly;
    private readonly MappedFile?[] _mapped = new MappedFile?[MaxMapped];
    private readonly long[] _serialsAhead = new long[MaxMapped];
    private StreamPage? _page;
    private StreamPage.ReaderSlot* _pin;
    private long* _fence = s_noFence;
    private long _seenFence;
    private byte* _base;
    private long _limit;
    private long _at;
    private long _index = -1;
    private long _firstOfSegment;
    private long _epoch;
    private ArchivedSegment? _archived;
    private MappedFile? _ahead;
    private int _countAhead;
    private long _mappedAheadFor = -1;
    private long _lookedFor = -1;
    private string _prepared = "";
    private long _preparedEpoch = -1;

    /// <summary>A reader that stands before the first record of the run.</summary>
    public RecordReader(RunPaths paths, StreamId stream)
    {
        _paths = paths;
        _name = RunPaths.NameOf(stream);
        _hotFolder = paths.HotStream(stream);
        _first = Path.Combine(_hotFolder, SegmentLayout.FileName(0));
        _firstArchived = Path.Combine(paths.ArchiveStream(stream), SegmentLayout.FileName(0));
        Stream = stream;
    }

    private RecordReader(RunPaths paths, StreamId stream, bool archiveOnly)
        : this(paths, stream) => _archiveOnly = archiveOnly;

    /// <summary>A reader that gives what is in the archive and nothing else, and leaves no trace in hot memory.</summary>
    public static RecordReader OfArchive(RunPaths paths, StreamId stream) => new(paths, stream, archiveOnly: true);

    /// <summary>The run, or a service's copies of its inputs.</summary>
    public RunPaths Paths => _paths;

    /// <summary>The stream.</summary>
    public StreamId Stream { get; }

    /// <summary>Sequence of the last record that was given; 0 before the first.</summary>
    public long LastSequence { get; private set; }

    /// <summary>UTC minus CLOCK_MONOTONIC as the first segment that was read has it, so that recorded times have a day;
    /// 0 until a record was read.</summary>
    public long UtcOffsetNs { get; private set; }

    /// <summary>Gives the next record, or false where there is none yet.</summary>
    public bool TryRead(out Record record)
    {
        while (_base != null || TryEnter(_index + 1))
        {
            if (_at + SegmentLayout.SealBytes > _limit)
            {
                if (TryExtend())
                {
                    continue;
                }

                break;
            }

            // ORDER: partner of the release in RecordWriter.Commit: once the length is seen, so is the whole step. And
            // before the fence: a record that is seen under the old fence is in the copy that the new owner makes.
            byte* at = _base + _at;
            uint length = Volatile.Read(ref *(uint*)at);
            if (Volatile.Read(ref *_fence) != _seenFence)
            {
                if (TryFollowOwner())
                {
                    continue;
                }

                break;
            }

            if (length == 0)
            {
                break;
            }

            if (length == SegmentLayout.Sealed)
            {
                if (TryEnter(_index + 1))
                {
                    continue;
                }

                break;
            }

            RecordHeader* header = (RecordHeader*)at;
            if (length < RecordHeader.SizeBytes || _at + length > _limit ||
                header->LengthCheck != RecordHeader.CheckOf(length) || header->Sequence != LastSequence + 1)
            {
                ThrowCorrupt(length, header);
            }

            LastSequence = header->Sequence;
            _at += SegmentLayout.Align(length);
            record = new Record(at, Stream);
            return true;
        }

        record = default;
        return false;
    }

    /// <summary>True where <see cref="TryRead"/> would give a record. Passes none.</summary>
    public bool HasNext()
    {
        if (_base == null)
        {
            return TryEnter(_index + 1) && HasNext();
        }

        if (_at + SegmentLayout.SealBytes > _limit)
        {
            return TryExtend();
        }

        uint length = Volatile.Read(ref *(uint*)(_base + _at));
        if (Volatile.Read(ref *_fence) != _seenFence)
        {
            // While owners change there is nothing to be had: the engine once put its gate on record at every turn meanwhile.
            return TryFollowOwner() && HasNext();
        }

        return length == SegmentLayout.Sealed ? TryEnter(_index + 1) && HasNext() : length != 0;
    }

    /// <summary>
    /// Goes to where the next record is number <paramref name="sequence"/>, forwards or back. Where the stream does not
    /// have that one yet, to its end. Walks at most one segment. Allocates.
    /// Errors: <see cref="StreamTrimmedException"/> where so early a record is not kept any more.
    /// </summary>
    public void Seek(long sequence)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(sequence, 1);
        long[] hot = _archiveOnly ? [] : SegmentLayout.IndicesIn(_hotFolder);
        long[] archived = SegmentLayout.IndicesIn(_paths.ArchiveStream(Stream));
        SortedSet<long> all = [.. hot, .. archived];
        long earliest = 0;
        string? foreign = null;
        foreach (long index in all.Reverse())
        {
            long first = FirstSequenceOf(index, ref foreign);
            earliest = first > 0 ? first : earliest;
            if (first > 0 && first <= sequence)
            {
                Leave();
                _index = index - 1;
                LastSequence = first - 1;
                _epoch = 0;
                while (LastSequence + 1 < sequence && TryRead(out _))
                {
                }

                return;
            }
        }

        if (earliest > 0)
        {
            throw Trimmed(sequence, earliest);
        }

        if (foreign != null)
        {
            throw new StreamCorruptException($"{foreign} is not a stream segment");
        }
    }

    /// <summary>Sequence of the first record that is kept; 1 where there is none yet. Does not move. Allocates.</summary>
    public long FirstKept()
    {
        string? foreign = null;
        SortedSet<long> all =
            [.. _archiveOnly ? [] : SegmentLayout.IndicesIn(_hotFolder), .. SegmentLayout.IndicesIn(_paths.ArchiveStream(Stream))];
        foreach (long index in all)
        {
            long first = FirstSequenceOf(index, ref foreign);
            if (first > 0)
            {
                return first;
            }
        }

        return 1;
    }

    /// <summary>Goes before the first record that is kept. Allocates.</summary>
    public void SeekToFirst()
    {
        long first = FirstKept();
        if (first > 1 || LastSequence > 0)
        {
            Seek(first);
        }
    }

    /// <summary>
    /// Returns when the archived segment in hand is on disk as it is now; those before it are. Blocks. Errors:
    /// <see cref="IOException"/>.
    /// </summary>
    public void SyncArchive()
    {
        if (_archived != null)
        {
            // The bytes before their checksums, as the archiver does.
            DurableFile.Sync(_archived.Path);
            DurableFile.Sync(Path.ChangeExtension(_archived.Path, ".sha256"));
            DurableFile.Sync(_paths.ArchiveStream(Stream));
        }
    }

    /// <summary>Goes behind the last record that is there now. Allocates.</summary>
    public void SeekToEnd()
    {
        Seek(long.MaxValue - 1);
    }

    /// <summary>
    /// Maps the next segment as soon as its owner has it ready, if it was not mapped when it came round before. It is the reading
    /// thread that waits where this comes too late: a mapping takes the process's memory lock. Thread: housekeeping.
    /// </summary>
    public void MapAhead()
    {
        long index = Volatile.Read(ref _index);
        if (_page == null || index < 0 || index == _mappedAheadFor)
        {
            return;
        }

        // The owner keeps the segment after its own under this name until it enters it.
        long epoch = Volatile.Read(ref _seenFence);
        if (epoch != _preparedEpoch)
        {
            _preparedEpoch = epoch;
            _prepared = Path.Combine(_hotFolder, SegmentLayout.PreparedName(epoch));
            Array.Clear(_serialsAhead);
        }

        long serial = SerialOf(_prepared);
        if (serial == 0)
        {
            return;
        }

        _mappedAheadFor = index;
        if (Array.IndexOf(_serialsAhead, serial) >= 0)
        {
            return;
        }

        MappedFile? ahead = MappedFile.TryOpenReadOnly(_prepared);
        if (ahead != null)
        {
            _serialsAhead[_countAhead++ % MaxMapped] = ((SegmentHeader*)ahead.Pointer)->Serial;
            Interlocked.Exchange(ref _ahead, ahead)?.Dispose();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Leave();
        foreach (MappedFile? mapped in _mapped)
        {
            mapped?.Dispose();
        }

        Interlocked.Exchange(ref _ahead, null)?.Dispose();
        if (_pin != null)
        {
            Volatile.Write(ref _pin->Pinned, StreamPage.NotPinned);
            Volatile.Write(ref _pin->Process, 0);
            _pin = null;
        }

        _fence = s_noFence;
        _page?.Dispose();
    }

    private bool TryEnter(long index)
    {
        if (_index < 0 && index == 0 && !File.Exists(_first) && !File.Exists(_firstArchived))
        {
            NeedKept(index);
            return false;
        }

        _page ??= _archiveOnly ? null : StreamPage.TryOpen(_paths, Stream);
        long fence = 0;
        if (_page != null)
        {
            fence = Volatile.Read(ref _page.Fence);
            if (Volatile.Read(ref _page.Epoch) != fence)
            {
                return false;
            }

            if (TryEnterHot(index))
            {
                _fence = (long*)System.Runtime.CompilerServices.Unsafe.AsPointer(ref _page.Fence);
                Volatile.Write(ref _seenFence, fence);
                return true;
            }
        }

        if (TryEnterArchive(index, SegmentLayout.DataOffset, LastSequence + 1))
        {
            return true;
        }

        NeedKept(index);
        return false;
    }

    /// <summary>
    /// A segment that is not there is one that will be, or one that is not kept any more: who waits for it would wait for
    /// ever. Looks once for each segment, and whenever the stream's page says so.
    /// </summary>
    private void NeedKept(long index)
    {
        if (_lookedFor == index && (_page == null || index >= _page.FirstKeptIndex))
        {
            return;
        }

        long first = FirstKept();
        if (first > LastSequence + 1)
        {
            throw Trimmed(LastSequence + 1, first);
        }

        _lookedFor = index;
    }

    private StreamTrimmedException Trimmed(long sequence, long first) => new(
        Stream, first, $"the stream '{_name}' of {_paths.RunId} does not keep record {sequence} any more; it begins with {first}");

    private bool TryEnterHot(long index)
    {
        MappedFile? ahead = Interlocked.Exchange(ref _ahead, null);
        if (ahead != null)
        {
            Keep(ahead);
        }

        LetGoWithOwner();

        // Mostly it has been mapped before: segments go round.
        foreach (MappedFile? mapped in _mapped)
        {
            if (mapped != null && TryPin(mapped, index, LastSequence + 1))
            {
                Stand(mapped, index, SegmentLayout.DataOffset, LastSequence + 1);
                return true;
            }
        }

        string path = Path.Combine(_hotFolder, SegmentLayout.FileName(index));

        // While it reads it must not stand still for the pages of a whole segment, which may not even be there yet.
        MappedFile? opened = MappedFile.TryOpenReadOnly(path, populate: _base == null);
        if (opened == null)
        {
            return false;
        }

        SegmentHeader* header;
        try
        {
            header = SegmentScan.Check(opened, path, _paths, Stream);
        }
        catch
        {
            opened.Dispose();
            throw;
        }

        if (TryPin(opened, index, LastSequence + 1))
        {
            Keep(opened);
            Stand(opened, index, SegmentLayout.DataOffset, LastSequence + 1);
            return true;
        }

        (long first, long epoch, long at) = (header->FirstSequence, header->Epoch, header->Index);
        opened.Dispose();
        if (first > 0 && File.Exists(path) && (at != index || first != LastSequence + 1 || epoch < _epoch))
        {
            throw Misplaced(path, first, epoch);
        }

        return false;
    }

    /// <summary>Stands in the segment, if it is the one that is looked for; its memory stays as it is from then on.</summary>
    private bool TryPin(MappedFile mapped, long index, long firstSequence)
    {
        SegmentHeader* header = (SegmentHeader*)mapped.Pointer;
        if (Volatile.Read(ref header->FirstSequence) != firstSequence || header->Index != index)
        {
            return false;
        }

        if (_pin == null)
        {
            _pin = _page!.ClaimReader();
        }

        long before = _pin->Pinned;
        Volatile.Write(ref _pin->Pinned, index);

        // ORDER: the pin before the second look at the header; partner: the barrier in SegmentRing.Recycle.
        Interlocked.MemoryBarrier();
        bool isOwners = index < Volatile.Read(ref _page!.EpochFirstIndex) || header->Epoch == Volatile.Read(ref _page.Epoch);
        if (Volatile.Read(ref header->FirstSequence) == firstSequence && header->Index == index && isOwners &&
            header->Epoch >= _epoch)
        {
            return true;
        }

        Volatile.Write(ref _pin->Pinned, before);
        return false;
    }

    private void Stand(MappedFile mapped, long index, long at, long firstSequence)
    {
        _archived?.Dispose();
        _archived = null;
        EnterAt(mapped, mapped.Length, index, at, firstSequence);
    }

    private bool TryEnterArchive(long index, long at, long firstSequence)
    {
        ArchivedSegment? archived;
        try
        {
            archived = ArchivedSegment.TryOpen(_paths, Stream, index);
        }
        catch (IOException) when (!File.Exists(Path.Combine(_paths.ArchiveStream(Stream), SegmentLayout.FileName(index))))
        {
            // It was removed between two looks.
            return false;
        }

        if (archived == null)
        {
            return false;
        }

        SegmentHeader* header = (SegmentHeader*)archived.File.Pointer;
        if (header->FirstSequence != firstSequence || header->Epoch < _epoch || header->Index != index)
        {
            StreamCorruptException misplaced = Misplaced(archived.Path, header->FirstSequence, header->Epoch);
            archived.Dispose();
            throw misplaced;
        }

        _archived?.Dispose();
        _archived = archived;
        if (_pin != null)
        {
            Volatile.Write(ref _pin->Pinned, StreamPage.NotPinned);
        }

        _fence = s_noFence;
        _seenFence = 0;
        EnterAt(archived.File, archived.VerifiedEnd, index, at, firstSequence);
        return true;
    }

    /// <param name="file">The segment.</param>
    /// <param name="limit">Bytes of it that may be read.</param>
    /// <param name="index">Which one it is.</param>
    /// <param name="at">Where the next record is.</param>
    /// <param name="firstSequence">Of its first record: what the header says of that, its owner may take back under a reader.</param>
    private void EnterAt(MappedFile file, long limit, long index, long at, long firstSequence)
    {
        SegmentHeader* header = (SegmentHeader*)file.Pointer;
        if (UtcOffsetNs == 0)
        {
            UtcOffsetNs = header->UtcNs - header->MonotonicNs;
        }

        _firstOfSegment = firstSequence;
        _epoch = header->Epoch;
        _base = file.Pointer;
        Volatile.Write(ref _limit, limit);
        Volatile.Write(ref _at, at);
        Volatile.Write(ref _index, index);
    }

    /// <summary>In the archive, at the end of what was verified: looks whether there is more.</summary>
    private bool TryExtend()
    {
        try
        {
            if (_archived == null || !_archived.TryExtend())
            {
                return false;
            }
        }
        catch (FileNotFoundException)
        {
            // Removed under a reader that had not seen the whole of it yet.
            long first = FirstKept();
            if (first > LastSequence + 1)
            {
                throw Trimmed(LastSequence + 1, first);
            }

            throw;
        }

        _base = _archived.File.Pointer;
        Volatile.Write(ref _limit, _archived.VerifiedEnd);
        return true;
    }

    /// <summary>
    /// The stream has another owner: goes on in the sealed copy of the segment in hand, which has every record that was
    /// visible before the fence. False while the change is under way.
    /// </summary>
    private bool TryFollowOwner()
    {
        long fence = Volatile.Read(ref _page!.Fence);
        if (Volatile.Read(ref _page.Epoch) != fence)
        {
            return false;
        }

        string path = Path.Combine(_hotFolder, SegmentLayout.FileName(_index));
        MappedFile? copy = MappedFile.TryOpenReadOnly(path);
        if (copy != null && TryPin(copy, _index, _firstOfSegment))
        {
            Keep(copy);
            Stand(copy, _index, _at, _firstOfSegment);
            Volatile.Write(ref _seenFence, fence);
            return true;
        }

        copy?.Dispose();
        return TryEnterArchive(_index, _at, _firstOfSegment);
    }

    private void Leave()
    {
        _archived?.Dispose();
        _archived = null;
        _base = null;
        _limit = 0;
        if (_pin != null)
        {
            Volatile.Write(ref _pin->Pinned, StreamPage.NotPinned);
        }

        _fence = s_noFence;
        _seenFence = 0;
    }

    /// <summary>Gives memory back that has no name any more: segments that the owner let go, and those of owners before.</summary>
    private void LetGoWithOwner()
    {
        foreach (ref MappedFile? mapped in _mapped.AsSpan())
        {
            SegmentHeader* header = mapped == null ? null : (SegmentHeader*)mapped.Pointer;
            if (header != null && mapped!.Pointer != _base &&
                (Volatile.Read(ref header->FirstSequence) == SegmentHeader.LetGo || header->Epoch < _epoch))
            {
                mapped.Dispose();
                mapped = null;
            }
        }
    }

    /// <summary>Remembers a mapping; where there is no place, the one whose segment is the oldest is let go.</summary>
    private void Keep(MappedFile added)
    {
        int place = 0;
        long oldest = long.MaxValue;
        for (int i = 0; i < MaxMapped; i++)
        {
            MappedFile? mapped = _mapped[i];
            long index = mapped == null ? -1 : ((SegmentHeader*)mapped.Pointer)->Index;
            if ((mapped == null || mapped.Pointer != _base) && index < oldest)
            {
                oldest = index;
                place = i;
            }
        }

        _mapped[place]?.Dispose();
        _mapped[place] = added;
    }

    /// <summary>0 for a segment that is not begun; <paramref name="foreign"/> names a file that is too short for one.
    /// Errors: <see cref="StreamCorruptException"/>.</summary>
    private long FirstSequenceOf(long index, ref string? foreign)
    {
        foreach (string folder in (string[])(_archiveOnly ? [_paths.ArchiveStream(Stream)] : [_hotFolder, _paths.ArchiveStream(Stream)]))
        {
            string path = Path.Combine(folder, SegmentLayout.FileName(index));
            using SafeFileHandle? file = MappedFile.TryOpenToRead(path);
            if (file == null)
            {
                continue;
            }

            if (SegmentScan.TryReadHeader(file, out SegmentHeader header))
            {
                SegmentScan.CheckHeader(header, path, _paths, Stream);
                if (header.Index == index && header.FirstSequence > 0)
                {
                    return header.FirstSequence;
                }
            }
            else
            {
                foreign = path;
            }
        }

        return 0;
    }

    /// <summary>Which of its owner's files this is; 0 where there is none, or not a segment.</summary>
    private static long SerialOf(string path)
    {
        using SafeFileHandle? file = MappedFile.TryOpenToRead(path);
        return file != null && SegmentScan.TryReadHeader(file, out SegmentHeader header) ? header.Serial : 0;
    }

    private StreamCorruptException Misplaced(string path, long firstSequence, long epoch) => new(
        $"{path}: begins at sequence {firstSequence} in epoch {epoch}; expected {LastSequence + 1} in epoch {_epoch} or later");

    private void ThrowCorrupt(uint length, RecordHeader* header)
    {
        string sequence = _at + RecordHeader.SizeBytes <= _limit ? $"{header->Sequence}" : "beyond the end";
        throw new StreamCorruptException(
            $"stream '{_name}', segment {_index}, byte {_at}: {length} bytes with sequence {sequence} " +
            $"where {LastSequence + 1} is expected");
    }
}
