using Artic.Streams.Native;
using Microsoft.Win32.SafeHandles;

namespace Artic.Streams.Log;

/// <summary>
/// Copies what is committed from hot memory to the run folder, the same bytes at the same places, and syncs it; lets
/// go of hot segments that are safe on disk and no longer near the end. The writer never waits for it.
/// Thread: housekeeping of the stream's owner. Errors: <see cref="IOException"/>; what was copied stays, the next call
/// goes on from there.
/// </summary>
public sealed unsafe class StreamArchiver : IDisposable
{
    /// <summary>Segments that stay in memory behind the one being written, for readers that are a little late.</summary>
    private const int HotSegmentsKept = 3;

    private readonly RecordWriter _writer;
    private readonly string _hotFolder;
    private readonly string _archiveFolder;
    private long _index;
    private long _copied;
    private MappedFile? _source;
    private SafeFileHandle? _target;

    /// <param name="paths">The run.</param>
    /// <param name="writer">The stream's writer in this process.</param>
    public StreamArchiver(RunPaths paths, RecordWriter writer)
    {
        _writer = writer;
        _hotFolder = paths.HotStream(writer.Stream);
        _archiveFolder = paths.ArchiveStream(writer.Stream);
        _ = Directory.CreateDirectory(_archiveFolder);
        _index = FirstUnfinished();
    }

    /// <summary>Bytes that are committed in the segment in hand but not copied yet.</summary>
    public long LagBytes { get; private set; }

    /// <summary>Copies what is there; true where it copied something. With <paramref name="sync"/> it is on the disk
    /// afterwards.</summary>
    public bool Work(bool sync)
    {
        bool worked = false;
        while (true)
        {
            (long index, long committed) = _writer.Position();
            if (_source == null)
            {
                Open();
            }

            long end = _index < index ? EndOfSealed() : committed;
            LagBytes = end - _copied;
            if (LagBytes > 0)
            {
                RandomAccess.Write(_target!, new ReadOnlySpan<byte>(_source!.Pointer + _copied, (int)LagBytes), _copied);
                _copied = end;
                worked = true;
            }

            if (_index >= index)
            {
                break;
            }

            RandomAccess.FlushToDisk(_target!);
            Close();
            _index++;
            File.Delete(Path.Combine(_hotFolder, SegmentLayout.FileName(_index - HotSegmentsKept - 1)));
        }

        if (sync)
        {
            RandomAccess.FlushToDisk(_target!);
        }

        return worked;
    }

    /// <inheritdoc/>
    public void Dispose() => Close();

    private long FirstUnfinished()
    {
        string[] archived = Directory.GetFiles(_archiveFolder, "*.seg");
        if (archived.Length == 0)
        {
            return 0;
        }

        Array.Sort(archived, StringComparer.Ordinal);
        long last = long.Parse(Path.GetFileNameWithoutExtension(archived[^1]));
        if (new FileInfo(archived[^1]).Length < SegmentLayout.DataOffset)
        {
            return last;
        }

        using MappedFile file = MappedFile.OpenReadOnly(archived[^1]);
        long at = SegmentLayout.DataOffset;
        while (at + SegmentLayout.SealBytes <= file.Length)
        {
            uint length = *(uint*)(file.Pointer + at);
            if (length == SegmentLayout.Sealed)
            {
                return last + 1;
            }

            at += SegmentLayout.Align(Math.Max(length, RecordHeader.SizeBytes));
        }

        return last;
    }

    private void Open()
    {
        string name = SegmentLayout.FileName(_index);
        _source = MappedFile.OpenReadOnly(Path.Combine(_hotFolder, name));
        _target = File.OpenHandle(
            Path.Combine(_archiveFolder, name), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite);
        _copied = RandomAccess.GetLength(_target);
        if (_copied < SegmentLayout.DataOffset)
        {
            RandomAccess.Write(_target, new ReadOnlySpan<byte>(_source.Pointer, SegmentLayout.DataOffset), 0);
            _copied = SegmentLayout.DataOffset;
        }
    }

    /// <summary>The place behind the seal of a segment that the writer has left.</summary>
    private long EndOfSealed()
    {
        // From the first record: what a crash left of an archive may end within one.
        long at = SegmentLayout.DataOffset;
        uint length;
        while ((length = Volatile.Read(ref *(uint*)(_source!.Pointer + at))) != SegmentLayout.Sealed)
        {
            if (length == 0)
            {
                throw new StreamCorruptException($"{_hotFolder}: segment {_index} ends at byte {at} without a seal");
            }

            at += SegmentLayout.Align(length);
        }

        return at + SegmentLayout.SealBytes;
    }

    private void Close()
    {
        _source?.Dispose();
        _target?.Dispose();
        _source = null;
        _target = null;
    }
}
