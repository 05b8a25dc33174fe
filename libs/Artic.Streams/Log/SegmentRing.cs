using System.Collections.Concurrent;
using Artic.Streams.Native;

namespace Artic.Streams.Log;

/// <summary>
/// The hot memory of a stream, on its owner's side: segments go round, from the one being written over those that late
/// readers may still want and those that wait for the archive, to the one made ready for the writer's next step. A
/// segment comes round again only once it is archived; where a reader still stands in it, it is left to that reader
/// and another takes its place, so no reader ever holds the writer up or sees bytes change under it.
/// Thread: <see cref="Take"/> and <see cref="Leave"/> from the writer's, <see cref="Release"/> from the archiver's,
/// <see cref="Maintain"/> and <see cref="Dispose"/> from housekeeping.
/// </summary>
internal sealed unsafe class SegmentRing : IDisposable
{
    /// <summary>Segments that stay in memory behind the one being written, for readers that are a little late.</summary>
    public const int KeptBehind = 3;

    private readonly RunPaths _paths;
    private readonly StreamId _stream;
    private readonly StreamPage _page;
    private readonly string _folder;
    private readonly string _preparedPath;
    private readonly string _unreadyPath;
    private readonly string _latePath;
    private readonly long _segmentBytes;
    private readonly long _epoch;
    private readonly int _limit;
    private readonly ConcurrentQueue<(long Index, MappedFile File)> _left = new();
    private readonly List<(long Index, MappedFile File)> _behind = [];
    private MappedFile? _prepared;
    private long _released = -1;
    private long _writing = -1;
    private int _count;
    private long _serial;

    /// <param name="paths">The run.</param>
    /// <param name="stream">The stream.</param>
    /// <param name="page">Its page: where readers stand.</param>
    /// <param name="epoch">The owner's epoch.</param>
    /// <param name="segmentBytes">Bytes of a segment.</param>
    /// <param name="limit">Segments that are made ahead at most; the writer itself may go as far again.</param>
    public SegmentRing(RunPaths paths, StreamId stream, StreamPage page, long epoch, long segmentBytes, int limit)
    {
        _paths = paths;
        _stream = stream;
        _page = page;
        _epoch = epoch;
        _segmentBytes = segmentBytes;
        _limit = limit;
        _folder = paths.HotStream(stream);
        _preparedPath = Path.Combine(_folder, SegmentLayout.PreparedName(epoch));
        _unreadyPath = _preparedPath + ".unready";
        _latePath = _preparedPath + ".late";
    }

    /// <summary>Bytes that the ring may hold before the writer has to make segments itself.</summary>
    public long CapacityBytes => _limit * _segmentBytes;

    /// <summary>Segments that the writer had to make itself because none was ready.</summary>
    public long LateSegments { get; private set; }

    /// <summary>True where a segment is ready.</summary>
    public bool HasPrepared => Volatile.Read(ref _prepared) != null;

    /// <summary>
    /// The segment for <paramref name="index"/>, with its name, not yet begun. Errors: <see cref="StreamFullException"/>;
    /// <see cref="StreamFencedException"/> where another owner has that name already.
    /// </summary>
    public MappedFile Take(long index)
    {
        string path = _preparedPath;
        MappedFile? segment = Volatile.Read(ref _prepared);
        bool prepared = segment != null;
        if (segment == null)
        {
            if (Volatile.Read(ref _count) >= 2 * _limit)
            {
                throw new StreamFullException(
                    $"the stream '{RunPaths.NameOf(_stream)}' has {2 * _limit} segments in memory that are not archived " +
                    $"({2 * _limit * _segmentBytes >> 20} MiB): see to the disk of {_paths.RunFolder}");
            }

            path = _latePath;
            segment = Create(path, populate: false);
            LateSegments++;
        }

        if (!TryName(path, index))
        {
            throw new StreamFencedException(
                $"segment {index} of stream '{RunPaths.NameOf(_stream)}' is another owner's: this one was succeeded");
        }

        Volatile.Write(ref _writing, index);
        if (prepared)
        {
            // ORDER: after the file has its new name; partner: the read in Maintain. Before it, housekeeping would make
            // the one after next under the name that this one still has.
            Volatile.Write(ref _prepared, null);
        }

        return segment;
    }

    /// <summary>The writer has gone on from this segment.</summary>
    public void Leave(long index, MappedFile segment) => _left.Enqueue((index, segment));

    /// <summary>Segments up to <paramref name="index"/> are archived.</summary>
    public void Release(long index) => Volatile.Write(ref _released, Math.Max(index, Volatile.Read(ref _released)));

    /// <summary>Has a segment ready for the writer, and gives memory back that is no longer needed.</summary>
    public void Maintain()
    {
        if (IsFenced)
        {
            return;
        }

        while (_left.TryDequeue(out (long, MappedFile) left))
        {
            _behind.Add(left);
        }

        if (!HasPrepared)
        {
            MappedFile? next = Recycle();
            if (next == null && Volatile.Read(ref _count) < _limit)
            {
                next = Prepare(_unreadyPath, Create(_unreadyPath, populate: true));
            }

            Volatile.Write(ref _prepared, next);
        }

        while (_behind.Count > KeptBehind + 1 && IsFree(_behind[0].Index))
        {
            // After the archive was behind, more are free than go round.
            Drop(_behind[0].Index, _behind[0].File);
            _behind.RemoveAt(0);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _prepared?.Dispose();
        while (_left.TryDequeue(out (long Index, MappedFile File) left))
        {
            left.File.Dispose();
        }

        _behind.ForEach(each => each.File.Dispose());
    }

    private bool TryName(string path, long index)
    {
        try
        {
            return !IsFenced && FileNames.TryRename(path, NameOf(index));
        }
        catch (IOException) when (IsFenced)
        {
            // Put away by the new owner a moment ago.
            return false;
        }
    }

    /// <summary>Whoever has taken over has put this owner's files away.</summary>
    private bool IsFenced => Volatile.Read(ref _page.Fence) != _epoch;

    private string NameOf(long index) => Path.Combine(_folder, SegmentLayout.FileName(index));

    private bool IsFree(long index) =>
        index <= Volatile.Read(ref _released) && index < Volatile.Read(ref _writing) - KeptBehind;

    private MappedFile? Recycle()
    {
        if (_behind.Count == 0 || !IsFree(_behind[0].Index))
        {
            return null;
        }

        (long index, MappedFile segment) = _behind[0];
        _behind.RemoveAt(0);
        SegmentHeader* header = (SegmentHeader*)segment.Pointer;
        Volatile.Write(ref header->FirstSequence, 0);

        // ORDER: the segment is out of use before the pins are read; partner: the barrier in RecordReader.TryPin, between
        // its pin and its look at the header. One of the two sees the other.
        Interlocked.MemoryBarrier();
        if (_page.IsPinned(index))
        {
            Drop(index, segment);
            return null;
        }

        Volatile.Write(ref *(uint*)(segment.Pointer + SegmentLayout.DataOffset), 0);
        return Prepare(NameOf(index), segment);
    }

    /// <summary>
    /// Gives a segment that is whole the name under which readers look for the next; null where whoever has taken over has put it away.
    /// </summary>
    private MappedFile? Prepare(string path, MappedFile segment)
    {
        try
        {
            File.Move(path, _preparedPath, overwrite: true);
        }
        catch (IOException) when (IsFenced)
        {
            segment.Dispose();
            return null;
        }

        if (IsFenced)
        {
            // It may have been given its name after the new owner had looked for such.
            File.Delete(_preparedPath);
        }

        return segment;
    }

    /// <summary>Its memory is given back when the last reader has let go of it too.</summary>
    private void Drop(long index, MappedFile segment)
    {
        File.Delete(NameOf(index));
        Volatile.Write(ref ((SegmentHeader*)segment.Pointer)->FirstSequence, SegmentHeader.LetGo);
        segment.Dispose();
        _ = Interlocked.Decrement(ref _count);
    }

    private MappedFile Create(string path, bool populate)
    {
        File.Delete(path);
        MappedFile file = MappedFile.OpenOrCreate(path, _segmentBytes, populate);
        SegmentHeader* header = (SegmentHeader*)file.Pointer;
        header->Magic = SegmentHeader.MagicNumber;
        header->Version = SegmentHeader.FormatVersion;
        header->Stream = _stream;
        header->RunHash = _paths.RunHash;
        header->Epoch = _epoch;
        header->Serial = Interlocked.Increment(ref _serial);
        _ = Interlocked.Increment(ref _count);
        return file;
    }
}
