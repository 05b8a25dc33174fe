using Artic.Core.Time;
using Artic.Streams.Native;

namespace Artic.Streams.Log;

/// <summary>
/// Reads a stream at its own position, from the hot memory or, where that is gone, from the archive, which has the
/// same bytes. It never slows the writer. A reader may be opened before the stream has an owner.
/// Thread: one; <see cref="MapAhead"/> from housekeeping. Allocates only when it enters a segment.
/// Errors: <see cref="StreamCorruptException"/> for a foreign file, a bad length, a gap in the sequence, a step back in
/// the epoch; the position stays where it was.
/// </summary>
public sealed unsafe class RecordReader : IDisposable
{
    private const long MapAheadBytes = 1 << 20;

    private readonly RunPaths _paths;
    private readonly string _name;
    private readonly string _hotFolder;
    private readonly string _archiveFolder;
    private readonly string _prepared;
    private readonly string _first;
    private readonly string _firstArchived;
    private MappedFile? _segment;
    private MappedFile? _previous;
    private MappedFile? _ahead;
    private long _index = -1;
    private long _at;
    private long _epoch;

    /// <summary>A reader that stands before the first record of the run.</summary>
    public RecordReader(RunPaths paths, StreamId stream)
    {
        _paths = paths;
        _name = RunPaths.NameOf(stream);
        _hotFolder = paths.HotStream(stream);
        _archiveFolder = paths.ArchiveStream(stream);
        _prepared = Path.Combine(_hotFolder, SegmentLayout.PreparedName);
        _first = Path.Combine(_hotFolder, SegmentLayout.FileName(0));
        _firstArchived = Path.Combine(_archiveFolder, SegmentLayout.FileName(0));
        Stream = stream;
    }

    /// <summary>The stream.</summary>
    public StreamId Stream { get; }

    /// <summary>Sequence of the last record that was given; 0 before the first.</summary>
    public long LastSequence { get; private set; }

    /// <summary>UTC minus CLOCK_MONOTONIC as the first segment of the stream has it, so that recorded times have a day;
    /// 0 until a record was read.</summary>
    public long UtcOffsetNs { get; private set; }

    /// <summary>Gives the next record, or false where there is none yet.</summary>
    public bool TryRead(out Record record)
    {
        if (_segment == null && !TryEnter(0))
        {
            record = default;
            return false;
        }

        while (true)
        {
            byte* at = _segment!.Pointer + _at;
            if (_at + SegmentLayout.SealBytes > _segment.Length)
            {
                record = default;
                return false;
            }

            // ORDER: partner of the release in RecordWriter.Commit: once the length is seen, so is the whole step.
            uint length = Volatile.Read(ref *(uint*)at);
            if (length == 0)
            {
                record = default;
                return false;
            }

            if (length == SegmentLayout.Sealed)
            {
                if (!TryEnter(_index + 1))
                {
                    record = default;
                    return false;
                }

                continue;
            }

            RecordHeader* header = (RecordHeader*)at;
            if (length < RecordHeader.SizeBytes || _at + length > _segment.Length ||
                header->LengthCheck != RecordHeader.CheckOf(length) || header->Sequence != LastSequence + 1)
            {
                ThrowCorrupt(length, header);
            }

            LastSequence = header->Sequence;
            _at += SegmentLayout.Align(length);
            record = new Record(at, Stream);
            return true;
        }
    }

    /// <summary>True where <see cref="TryRead"/> would give a record. Does not move.</summary>
    public bool HasNext()
    {
        if (_segment == null)
        {
            return TryEnter(0) && HasNext();
        }

        return _at + SegmentLayout.SealBytes <= _segment.Length &&
            Volatile.Read(ref *(uint*)(_segment.Pointer + _at)) != 0;
    }

    /// <summary>Maps the next segment before it is needed and lets go of the one before.</summary>
    public void MapAhead()
    {
        Interlocked.Exchange(ref _previous, null)?.Dispose();
        MappedFile? current = Volatile.Read(ref _segment);
        bool early = current == null || Volatile.Read(ref _at) < current.Length - MapAheadBytes;
        if (early || Volatile.Read(ref _ahead) != null)
        {
            return;
        }

        // The writer keeps the segment after its own under this name until it enters it; a name of its own it has only
        // then, when the reader is already waiting.
        if (File.Exists(_prepared))
        {
            Volatile.Write(ref _ahead, TryOpen(_prepared));
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _segment?.Dispose();
        _previous?.Dispose();
        _ahead?.Dispose();
    }

    private bool TryEnter(long index)
    {
        if (_segment == null && !File.Exists(_first) && !File.Exists(_firstArchived))
        {
            return false;
        }

        string name = SegmentLayout.FileName(index);
        string path = Path.Combine(_hotFolder, name);
        MappedFile? next = TakeAhead(index) ?? TryOpen(path);
        if (next == null)
        {
            path = Path.Combine(_archiveFolder, name);
            next = TryOpen(path);
        }

        if (next == null)
        {
            return false;
        }

        SegmentHeader* header = SegmentScan.Check(next, path, _paths, Stream);
        if (header->FirstSequence != LastSequence + 1 || header->Epoch < _epoch || header->Index != index)
        {
            throw new StreamCorruptException(
                $"{path}: begins at sequence {header->FirstSequence} in epoch {header->Epoch}; expected " +
                $"{LastSequence + 1} in epoch {_epoch} or later");
        }

        if (index == 0)
        {
            UtcOffsetNs = header->UtcNs - header->MonotonicNs;
        }

        _epoch = header->Epoch;
        Interlocked.Exchange(ref _previous, _segment)?.Dispose();
        _segment = next;
        _at = SegmentLayout.DataOffset;
        Volatile.Write(ref _index, index);
        return true;
    }

    /// <summary>What was mapped ahead, where it has become this segment; another owner may have made another.</summary>
    private MappedFile? TakeAhead(long index)
    {
        MappedFile? ahead = Interlocked.Exchange(ref _ahead, null);
        if (ahead == null)
        {
            return null;
        }

        SegmentHeader* header = (SegmentHeader*)ahead.Pointer;
        if (ahead.Length >= SegmentLayout.DataOffset && header->Index == index &&
            header->FirstSequence == LastSequence + 1)
        {
            return ahead;
        }

        ahead.Dispose();
        return null;
    }

    /// <summary>Null where it is not there, or was moved or deleted a moment ago.</summary>
    private static MappedFile? TryOpen(string path)
    {
        try
        {
            return File.Exists(path) ? MappedFile.OpenReadOnly(path) : null;
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }

    private void ThrowCorrupt(uint length, RecordHeader* header)
    {
        string sequence = _at + RecordHeader.SizeBytes <= _segment!.Length ? $"{header->Sequence}" : "beyond the end";
        throw new StreamCorruptException(
            $"stream '{_name}', segment {_index}, byte {_at}: {length} bytes with sequence {sequence} " +
            $"where {LastSequence + 1} is expected");
    }
}
