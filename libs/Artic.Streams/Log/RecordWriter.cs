using Artic.Core.Time;
using Artic.Streams.Native;
using Artic.Streams.Waiting;

namespace Artic.Streams.Log;

/// <summary>
/// The one writer of a stream. A step is some calls of <see cref="Begin"/>, each filled by the caller at once, and one
/// <see cref="Commit"/>, which makes all of them visible together by the length word of the first.
/// Thread: the owner's, for all but <see cref="PrepareNext"/> (housekeeping). Allocates only when a segment is full.
/// Errors: <see cref="StreamOwnedException"/> on opening where another process holds the stream;
/// <see cref="InvalidOperationException"/> for a step larger than <see cref="MaxStepBytes"/>: nothing of it is visible.
/// </summary>
public sealed unsafe class RecordWriter : IDisposable
{
    /// <summary>A step with all its records fits in this, so that any step fits in any segment.</summary>
    public const int MaxStepBytes = 4 << 20;

    private readonly RunPaths _paths;
    private readonly DoorbellTable _doorbells;
    private readonly string _folder;
    private readonly long _segmentBytes;
    private readonly FileStream _lock;
    private MappedFile _segment;
    private MappedFile? _prepared;
    private MappedFile? _retired;
    private long _index;
    private long _committed;
    private long _end;
    private long _sequence;
    private int _pending;
    private uint _firstLength;

    private RecordWriter(RunPaths paths, StreamId stream, DoorbellTable doorbells, long segmentBytes, FileStream ownership)
    {
        _paths = paths;
        _doorbells = doorbells;
        _folder = paths.HotStream(stream);
        _segmentBytes = segmentBytes;
        _lock = ownership;
        Stream = stream;

        SegmentScan last = SegmentScan.LastActive(_folder, paths, stream);
        Epoch = last.Epoch + 1;
        _sequence = last.LastSequence;
        _index = last.Index + 1;
        _segment = CreateAt(PreparedPath);
        Enter(_segment, PreparedPath, _index, _sequence + 1);
        last.Seal();
        _committed = _end = SegmentLayout.DataOffset;
    }

    /// <summary>The stream.</summary>
    public StreamId Stream { get; }

    /// <summary>One more with every owner in this run; the first is 1.</summary>
    public long Epoch { get; }

    /// <summary>Sequence of the last committed record; 0 before the first.</summary>
    public long LastSequence => Volatile.Read(ref _sequence);

    /// <summary>Records of the step that is not committed yet.</summary>
    public int PendingRecords => _pending;

    /// <summary>
    /// Takes the stream. Its old segments, if this run had an owner before, are sealed; this one writes in a fresh one.
    /// </summary>
    public static RecordWriter Open(RunPaths paths, StreamId stream, DoorbellTable doorbells, long segmentBytes)
    {
        if (segmentBytes < MaxStepBytes + SegmentLayout.DataOffset + SegmentLayout.SealBytes)
        {
            throw new ArgumentOutOfRangeException(nameof(segmentBytes), segmentBytes, "smaller than the largest step");
        }

        string folder = paths.HotStream(stream);
        _ = Directory.CreateDirectory(folder);
        string lockPath = Path.Combine(folder, "owner");
        string ownerPath = lockPath + ".pid";
        FileStream ownership;
        try
        {
            ownership = new FileStream(lockPath, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            throw new StreamOwnedException(
                $"the stream '{RunPaths.NameOf(stream)}' of run {paths.RunId} is written by another process " +
                $"(pid {(File.Exists(ownerPath) ? File.ReadAllText(ownerPath) : "unknown")}); stop that one first");
        }

        File.WriteAllText(ownerPath, Environment.ProcessId.ToString());
        try
        {
            return new RecordWriter(paths, stream, doorbells, segmentBytes, ownership);
        }
        catch
        {
            ownership.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Appends a record to the step and gives its payload to fill, in shared memory. Length 0 is allowed.
    /// </summary>
    public Span<byte> Begin(
        int payloadLength, ushort type, uint instrumentId, long originNs, StreamId causeStream, long causeSequence)
    {
        long length = RecordHeader.SizeBytes + (long)payloadLength;
        long next = _end + SegmentLayout.Align(length);
        if (next - _committed > MaxStepBytes)
        {
            ThrowTooLarge();
        }

        if (next + SegmentLayout.SealBytes > _segmentBytes)
        {
            Roll();
            next = _end + SegmentLayout.Align(length);
        }

        byte* at = _segment.Pointer + _end;
        RecordHeader* header = (RecordHeader*)at;
        header->Type = type;
        header->Flags = RecordFlags.None;
        header->Sequence = _sequence + _pending + 1;
        header->OriginNs = originNs;
        header->CauseStream = causeStream;
        header->CauseSequence = causeSequence;
        header->InstrumentId = instrumentId;
        header->LengthCheck = RecordHeader.CheckOf((uint)length);
        if (_pending == 0)
        {
            _firstLength = (uint)length;
        }
        else
        {
            header->Length = (uint)length;
        }

        _pending++;
        _end = next;
        return new Span<byte>(at + RecordHeader.SizeBytes, payloadLength);
    }

    /// <summary>Makes the step visible, stamped with <paramref name="nowNs"/>, and wakes who waits for it.</summary>
    public void Commit(long nowNs)
    {
        if (_pending == 0)
        {
            return;
        }

        byte* first = _segment.Pointer + _committed;
        byte* at = first;
        for (int i = 0; i < _pending; i++)
        {
            RecordHeader* header = (RecordHeader*)at;
            header->PublishedNs = nowNs;
            header->Flags = i + 1 < _pending ? RecordFlags.StepContinues : RecordFlags.None;
            at += SegmentLayout.Align(i == 0 ? _firstLength : header->Length);
        }

        // ORDER: all of the step before its first length word; its partner is the acquire in RecordReader.TryRead. If the
        // length came first, a reader could take the header of a record whose payload is not there yet.
        Volatile.Write(ref ((RecordHeader*)first)->Length, _firstLength);
        Volatile.Write(ref _committed, _end);
        Volatile.Write(ref _sequence, _sequence + _pending);
        _pending = 0;
        _doorbells.Ring(Stream);
    }

    /// <summary>
    /// Makes the next segment's memory ready while this one fills, so that the writer only steps into it.
    /// </summary>
    public void PrepareNext()
    {
        Interlocked.Exchange(ref _retired, null)?.Dispose();
        if (Volatile.Read(ref _prepared) == null)
        {
            Volatile.Write(ref _prepared, CreateAt(PreparedPath));
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _segment.Dispose();
        _prepared?.Dispose();
        _retired?.Dispose();
        _lock.Dispose();
    }

    /// <summary>Where the visible records of the segment being written end. Thread: any.</summary>
    internal (long Index, long Committed) Position()
    {
        while (true)
        {
            long index = Volatile.Read(ref _index);
            long committed = Volatile.Read(ref _committed);
            if (Volatile.Read(ref _index) == index)
            {
                return (index, committed);
            }
        }
    }

    private string PreparedPath => Path.Combine(_folder, SegmentLayout.PreparedName);

    private static void ThrowTooLarge() =>
        throw new InvalidOperationException($"a step is larger than {MaxStepBytes} bytes");

    /// <summary>A segment without a place yet.</summary>
    private MappedFile CreateAt(string path)
    {
        File.Delete(path);
        MappedFile file = MappedFile.OpenOrCreate(path, _segmentBytes);
        SegmentHeader* header = (SegmentHeader*)file.Pointer;
        header->Magic = SegmentHeader.MagicNumber;
        header->Version = SegmentHeader.FormatVersion;
        header->Stream = Stream;
        header->RunHash = _paths.RunHash;
        header->Epoch = Epoch;
        return file;
    }

    private void Enter(MappedFile segment, string path, long index, long firstSequence)
    {
        SegmentHeader* header = (SegmentHeader*)segment.Pointer;
        header->Index = index;
        header->UtcNs = Clock.UtcNs();
        header->MonotonicNs = Clock.MonotonicNs();
        header->FirstSequence = firstSequence;
        File.Move(path, Path.Combine(_folder, SegmentLayout.FileName(index)), overwrite: true);
    }

    private void Roll()
    {
        // Housekeeping makes one ahead; only where it could not keep up is one made here, under another name.
        string path = PreparedPath;
        MappedFile? next = Volatile.Read(ref _prepared);
        bool prepared = next != null;
        if (next == null)
        {
            path = PreparedPath + ".late";
            next = CreateAt(path);
        }

        long pendingBytes = _end - _committed;
        Buffer.MemoryCopy(
            _segment.Pointer + _committed, next.Pointer + SegmentLayout.DataOffset, _segmentBytes, pendingBytes);
        *(uint*)(next.Pointer + SegmentLayout.DataOffset) = 0;
        Enter(next, path, _index + 1, _sequence + 1);
        if (prepared)
        {
            // ORDER: after the file has its new name; partner: the read in PrepareNext. Before it, housekeeping would
            // delete the file under its old name to make the one after next.
            Volatile.Write(ref _prepared, null);
        }

        // ORDER: the next segment is in its place before this one says so; partner: the acquire in RecordReader.TryRead.
        Volatile.Write(ref *(uint*)(_segment.Pointer + _committed), SegmentLayout.Sealed);
        Interlocked.Exchange(ref _retired, _segment)?.Dispose();
        _segment = next;
        Volatile.Write(ref _committed, SegmentLayout.DataOffset);
        Volatile.Write(ref _index, _index + 1);
        _end = SegmentLayout.DataOffset + pendingBytes;
    }
}
