using System.Runtime.Intrinsics.X86;
using Artic.Core.Time;
using Artic.Streams.Native;
using Artic.Streams.Waiting;

namespace Artic.Streams.Log;

/// <summary>
/// The one writer of a stream. A step is some calls of <see cref="Begin"/>, each filled by the caller at once, and one
/// <see cref="Commit"/>, which makes all of them visible together by the length word of the first.
/// Thread: the owner's, for all but <see cref="PrepareNext"/> (housekeeping) and <see cref="Release"/> (archiver).
/// Allocates only when a segment is full.
/// Errors: <see cref="StreamOwnedException"/> on opening where another process holds the stream;
/// <see cref="InvalidOperationException"/> for a step larger than <see cref="LargestStepBytes"/>: nothing of it is visible;
/// <see cref="StreamFencedException"/> where another owner has taken over; <see cref="StreamFullException"/>.
/// </summary>
public sealed unsafe class RecordWriter : IDisposable
{
    /// <summary>No step with all its records is larger. The largest are whole books as a venue sent them.</summary>
    public const int MaxStepBytes = 12 << 20;

    /// <summary>A segment has room for this besides its largest step.</summary>
    private const long BesidesStepBytes = 4 << 20;

    /// <summary>Segments are not smaller.</summary>
    private const long LeastSegmentBytes = 2 * BesidesStepBytes;

    /// <summary>Segments in hot memory, unless told otherwise.</summary>
    public const int DefaultHotSegments = 16;

    /// <summary>What a rehearsal brings into the caches: a large frame, or a step of a few records.</summary>
    private const int RehearsedBytes = 2048;

    private const int CacheLineBytes = 64;

    private readonly DoorbellTable _doorbells;
    private readonly long _segmentBytes;
    private readonly FileStream _lock;
    private readonly SegmentRing _ring;
    private readonly long* _fence;
    private MappedFile _segment;
    private byte* _base;
    private long _index;
    private long _committed;
    private long _end;
    private long _sequence;
    private int _pending;
    private uint _firstLength;

    private RecordWriter(
        RunPaths paths, StreamId stream, DoorbellTable doorbells, long segmentBytes, int hotSegments, FileStream ownership,
        StreamPage page)
    {
        _doorbells = doorbells;
        _segmentBytes = segmentBytes;
        LargestStepBytes = Math.Min(MaxStepBytes, segmentBytes - BesidesStepBytes);
        _lock = ownership;
        Page = page;
        Stream = stream;

        // From here on nobody hears the owner before; only then its end is looked for.
        Epoch = Interlocked.Increment(ref page.Fence);
        _fence = (long*)System.Runtime.CompilerServices.Unsafe.AsPointer(ref page.Fence);
        page.OwnerProcess = Environment.ProcessId;
        StreamTail tail = StreamTail.TakeOver(paths, stream, Epoch);
        if (tail.Epoch >= Epoch)
        {
            // The page is younger than the stream: the host began anew.
            Volatile.Write(ref page.Fence, tail.Epoch + 1);
            Epoch = tail.Epoch + 1;
        }

        _sequence = tail.LastSequence;
        _index = FirstIndex = tail.Index + 1;
        _ring = new SegmentRing(paths, stream, page, Epoch, segmentBytes, hotSegments);
        _ring.Maintain();
        _segment = _ring.Take(_index);
        _base = _segment.Pointer;
        Enter(_segment, _index, _sequence + 1);
        _committed = _end = SegmentLayout.DataOffset;
        Volatile.Write(ref page.EpochFirstIndex, _index);

        // ORDER: last; partner: RecordReader.TryFollowOwner, which waits for it before it looks for segments again.
        Volatile.Write(ref page.Epoch, Epoch);
    }

    /// <summary>The stream.</summary>
    public StreamId Stream { get; }

    /// <summary>One more with every owner in this run; the first is 1.</summary>
    public long Epoch { get; }

    /// <summary>Sequence of the last committed record; 0 before the first.</summary>
    public long LastSequence => Volatile.Read(ref _sequence);

    /// <summary>A step with all its records fits in this: 4 MiB less than a segment, and <see cref="MaxStepBytes"/> at
    /// most.</summary>
    public long LargestStepBytes { get; }

    /// <summary>Records of the step that is not committed yet.</summary>
    public int PendingRecords => _pending;

    /// <summary>Segments that had to be made on the writer's own thread, because none was ready.</summary>
    public long LateSegments => _ring.LateSegments;

    /// <summary>Bytes of hot memory that the stream may take before the writer has to make segments itself.</summary>
    public long HotBytes => _ring.CapacityBytes;

    /// <summary>Bytes of a segment.</summary>
    internal long SegmentBytes => _segmentBytes;

    /// <summary>
    /// True for a writer beside the path: whoever waits for its records is woken by the thread that spins on their core
    /// (<see cref="DoorbellTable.RingSoon"/>).
    /// </summary>
    public bool RingsSoon { get; set; }

    /// <summary>Where owner and readers tell each other how it stands.</summary>
    public StreamPage Page { get; }

    /// <summary>The first segment of this owner.</summary>
    internal long FirstIndex { get; }

    /// <summary>
    /// Takes the stream. Its old segments, if this run had an owner before, are sealed; this one writes in a fresh one.
    /// </summary>
    /// <param name="paths">The run; its folders exist.</param>
    /// <param name="stream">Which one.</param>
    /// <param name="doorbells">Rung after each commit.</param>
    /// <param name="segmentBytes">Bytes of a segment.</param>
    /// <param name="hotSegments">Segments in memory; as many again are the reserve for what must be said.</param>
    /// <param name="takeOver">Take it from a process that holds it and does not run (stopped, hung): it is fenced off.</param>
    public static RecordWriter Open(
        RunPaths paths, StreamId stream, DoorbellTable doorbells, long segmentBytes, int hotSegments = DefaultHotSegments,
        bool takeOver = false)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(segmentBytes, LeastSegmentBytes);

        string folder = paths.HotStream(stream);
        _ = Directory.CreateDirectory(folder);
        string lockPath = Path.Combine(folder, "owner");
        if (takeOver && File.Exists(lockPath))
        {
            // The holder keeps its lock on a file that has no name any more.
            File.Delete(lockPath);
        }

        StreamPage? page = null;
        FileStream? ownership = null;
        try
        {
            ownership = new FileStream(lockPath, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            page = StreamPage.OpenOrCreate(paths, stream);
            return new RecordWriter(paths, stream, doorbells, segmentBytes, hotSegments, ownership, page);
        }
        catch (IOException) when (ownership == null)
        {
            using StreamPage? held = StreamPage.TryOpen(paths, stream);
            throw new StreamOwnedException(
                $"the stream '{RunPaths.NameOf(stream)}' of run {paths.RunId} is written by another process " +
                $"(pid {held?.OwnerProcess.ToString() ?? "unknown"}); stop that one first");
        }
        catch
        {
            page?.Dispose();
            ownership?.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Appends a record to the step and gives its payload to fill, in shared memory. Length 0 is allowed.
    /// </summary>
    /// <param name="payloadLength">Bytes.</param>
    /// <param name="type">The message's number.</param>
    /// <param name="instrumentId">What it is about; 0: none.</param>
    /// <param name="originNs">CLOCK_MONOTONIC at the root of the chain; 0: none.</param>
    /// <param name="causeStream">Where the record that led to this one stands.</param>
    /// <param name="causeSequence">Its sequence.</param>
    /// <param name="publishedNs">Stands in the header in place of the commit's time where it is not 0: a step's first
    /// record says when its input was taken, a mirrored one when its owner published it.</param>
    public Span<byte> Begin(
        int payloadLength, ushort type, uint instrumentId, long originNs, StreamId causeStream, long causeSequence,
        long publishedNs = 0)
    {
        long length = RecordHeader.SizeBytes + (long)payloadLength;
        long next = _end + SegmentLayout.Align(length);
        if (next - _committed > LargestStepBytes)
        {
            ThrowTooLarge();
        }

        if (next + SegmentLayout.SealBytes > _segmentBytes)
        {
            Roll();
            next = _end + SegmentLayout.Align(length);
        }

        byte* at = _base + _end;
        RecordHeader* header = (RecordHeader*)at;
        header->Type = type;
        header->Flags = RecordFlags.None;
        header->Sequence = _sequence + _pending + 1;
        header->PublishedNs = publishedNs;
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

    /// <summary>
    /// Brings the memory of the next record into the caches, for which else its first writes wait: in a quiet moment, by the thread that
    /// will write it. Changes nothing.
    /// </summary>
    public void Rehearse()
    {
        if (Sse.IsSupported)
        {
            for (int ahead = 0; ahead < RehearsedBytes; ahead += CacheLineBytes)
            {
                // A prefetch behind the segment's end does nothing.
                Sse.Prefetch0(_base + _end + ahead);
            }
        }
    }

    /// <summary>
    /// Makes the step visible, stamped with <paramref name="nowNs"/> (CLOCK_MONOTONIC) where a record has no time yet,
    /// and wakes who waits for it.
    /// </summary>
    public void Commit(long nowNs)
    {
        if (_pending == 0)
        {
            return;
        }

        byte* first = _base + _committed;
        byte* at = first;
        for (int i = 0; i < _pending; i++)
        {
            RecordHeader* header = (RecordHeader*)at;
            header->PublishedNs = header->PublishedNs == 0 ? nowNs : header->PublishedNs;
            header->Flags = i + 1 < _pending ? RecordFlags.StepContinues : RecordFlags.None;
            at += SegmentLayout.Align(i == 0 ? _firstLength : header->Length);
        }

        // The memory behind may hold an older round of the ring: its next length word says that nothing is there yet.
        *(uint*)at = 0;

        // ORDER: all of the step, and the 0 behind it, before its first length word; its partner is the acquire in
        // RecordReader.TryRead. If the length came first, a reader could take the header of a record whose payload is
        // not there yet, or walk on into bytes of an older round.
        Volatile.Write(ref ((RecordHeader*)first)->Length, _firstLength);
        Volatile.Write(ref _committed, _end);
        Volatile.Write(ref _sequence, _sequence + _pending);
        _pending = 0;
        if (RingsSoon)
        {
            _doorbells.RingSoon(Stream);
        }
        else
        {
            _doorbells.Ring(Stream);
        }

        // After the commit and before anyone acts on it: who was succeeded is not heard and must not act.
        if (Volatile.Read(ref *_fence) != Epoch)
        {
            ThrowFenced();
        }
    }

    /// <summary>True where a record of this payload fits without a segment having to be made on this thread.</summary>
    public bool HasRoom(int payloadLength) =>
        _end + RecordHeader.SizeBytes + payloadLength + (2 * SegmentLayout.SealBytes) <= _segmentBytes || _ring.HasPrepared;

    /// <summary>
    /// Makes the next segment's memory ready while this one fills, so that the writer only steps into it.
    /// </summary>
    public void PrepareNext() => _ring.Maintain();

    /// <summary>Segments up to <paramref name="index"/> need not be kept in hot memory any more.</summary>
    public void Release(long index) => _ring.Release(index);

    /// <summary>
    /// Releases what every reader has passed, for a stream without an archive (measuring): the ring then waits for its
    /// slowest reader.
    /// </summary>
    public void ReleaseWhatReadersHavePassed() =>
        Release(Math.Min(Page.LowestPinned(), Volatile.Read(ref _index)) - 1);

    /// <inheritdoc/>
    public void Dispose()
    {
        _segment.Dispose();
        _ring.Dispose();
        Page.Dispose();
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

    /// <summary>True where another owner has taken over. Thread: any.</summary>
    internal bool IsFenced => Volatile.Read(ref *_fence) != Epoch;

    private void ThrowTooLarge() =>
        throw new InvalidOperationException($"a step is larger than {LargestStepBytes} bytes");

    private void ThrowFenced() => throw new StreamFencedException(
        $"the stream '{RunPaths.NameOf(Stream)}' was taken over by process {Page.OwnerProcess} (epoch {*_fence}; this is {Epoch})");

    private static void Enter(MappedFile segment, long index, long firstSequence)
    {
        SegmentHeader* header = (SegmentHeader*)segment.Pointer;
        header->Index = index;
        header->UtcNs = Clock.UtcNs();
        header->MonotonicNs = Clock.MonotonicNs();

        // ORDER: last; partner: the look at the header in RecordReader.TryPin.
        Volatile.Write(ref header->FirstSequence, firstSequence);
    }

    private void Roll()
    {
        MappedFile next = _ring.Take(_index + 1);
        long pendingBytes = _end - _committed;
        Buffer.MemoryCopy(_base + _committed, next.Pointer + SegmentLayout.DataOffset, _segmentBytes, pendingBytes);
        *(uint*)(next.Pointer + SegmentLayout.DataOffset) = 0;
        Enter(next, _index + 1, _sequence + 1);

        // ORDER: the next segment is in its place before this one says so; partner: the acquire in RecordReader.TryRead.
        Volatile.Write(ref *(uint*)(_base + _committed), SegmentLayout.Sealed);
        _ring.Leave(_index, _segment);
        _segment = next;
        _base = next.Pointer;
        Volatile.Write(ref _committed, SegmentLayout.DataOffset);
        Volatile.Write(ref _index, _index + 1);
        _end = SegmentLayout.DataOffset + pendingBytes;
    }
}
