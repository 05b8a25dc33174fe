using System.Buffers.Binary;
using System.Security.Cryptography;
using Artic.Core.Time;
using Artic.Streams.Native;
using Microsoft.Win32.SafeHandles;

namespace Artic.Streams.Log;

/// <summary>
/// Copies what is committed from hot memory to the run folder, the same bytes at the same places, a checksum for each
/// block beside it (<see cref="ArchivedSegment"/>), and syncs it. The writer never waits for it; hot segments are
/// released once they are on disk. Where the disk refuses, it tries again each second and says so in the stream's page:
/// whoever could begin something new looks there.
/// A succeeded owner's archiver may wake up at any place. It never opens a file that another owner has made: files are
/// opened once, by making them, and a new owner goes on in copies of its own.
/// Thread: the archiver's. Errors: none are thrown for the disk; <see cref="LastFault"/> tells.
/// </summary>
public sealed unsafe class StreamArchiver : IDisposable
{
    private const long RetryNs = 1_000_000_000;
    private const string DamagedSuffix = ".damaged";

    private readonly RunPaths _paths;
    private readonly RecordWriter _writer;
    private readonly ArchivePolicy _policy;
    private readonly string _hotFolder;
    private readonly string _archiveFolder;
    private readonly byte[] _entry = new byte[ArchivedSegment.EntryBytes];
    private long _index;
    private long _copied;
    private long _entries;
    private long _synced;
    private long _syncedEntries;
    private long _lastSyncNs;
    private long _retryNs;
    private bool _mustCut;
    private MappedFile? _source;
    private SafeFileHandle? _target;
    private SafeFileHandle? _checksums;

    /// <param name="paths">The run.</param>
    /// <param name="writer">The stream's writer in this process.</param>
    /// <param name="policy">When it copies, syncs and raises the alarm.</param>
    public StreamArchiver(RunPaths paths, RecordWriter writer, ArchivePolicy policy)
    {
        _paths = paths;
        _writer = writer;
        _policy = policy;
        _hotFolder = paths.HotStream(writer.Stream);
        _archiveFolder = paths.ArchiveStream(writer.Stream);
        _ = Directory.CreateDirectory(_archiveFolder);
        StreamEnd.Remove(paths, writer.Stream);
        _index = TakeOver();
        _lastSyncNs = Clock.MonotonicNs();
    }

    /// <summary>Bytes that are committed but not copied yet.</summary>
    public long LagBytes { get; private set; }

    /// <summary>Times the disk refused.</summary>
    public long Faults { get; private set; }

    /// <summary>What it said last; null while all is well.</summary>
    public string? LastFault { get; private set; }

    /// <summary>Copies where a block is full and syncs where it is time, as the policy says.</summary>
    public void Work(long nowNs)
    {
        bool sync = nowNs - _lastSyncNs >= _policy.SyncIntervalNs || _copied - _synced >= _policy.SyncBytes;
        if (nowNs >= _retryNs)
        {
            _ = Try(nowNs, sync);
        }

        ShowState(nowNs);
    }

    /// <summary>Copies and syncs all that is committed; false where the disk refuses.</summary>
    public bool Flush()
    {
        long now = Clock.MonotonicNs();
        bool done = Try(now, sync: true);
        ShowState(now);
        return done;
    }

    /// <summary>
    /// Copies and syncs all that is committed, and marks that as the stream's end (<see cref="StreamEnd"/>): the writer must
    /// commit nothing from here on. An owner that was succeeded marks nothing. False where the disk refuses.
    /// </summary>
    public bool Finish()
    {
        if (!Flush())
        {
            return false;
        }

        try
        {
            if (!_writer.IsFenced)
            {
                StreamEnd.Mark(_paths, _writer.Stream, new StreamEnd(_writer.LastSequence, _writer.Epoch));
            }

            return true;
        }
        catch (Exception error) when (error is UnauthorizedAccessException or IOException)
        {
            Faults++;
            LastFault = error.Message;
            return false;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Close();

    private bool Try(long nowNs, bool sync)
    {
        try
        {
            Copy(sync);
            if (sync)
            {
                _lastSyncNs = nowNs;
                LastFault = null;
            }

            return true;
        }
        catch (Exception error) when (error is UnauthorizedAccessException or IOException and not StreamCorruptException)
        {
            // What was not synced may be lost even where a later sync succeeds (the kernel drops pages that it could not
            // write), so it is copied again from hot memory.
            Faults++;
            LastFault = error.Message;
            _retryNs = nowNs + RetryNs;
            (_copied, _entries) = (_synced, _syncedEntries);
            _mustCut = true;
            return false;
        }
    }

    private void Copy(bool sync)
    {
        while (true)
        {
            (long index, long committed) = _writer.Position();

            // After the position was read: what was committed before the fence, the owner after this one has as well.
            if (_writer.IsFenced || !TryOpen())
            {
                return;
            }

            bool isLast = _index >= index;
            long end = isLast ? committed : EndOfSealed();
            if (_copied < end && (sync || !isLast || end - _copied >= _policy.BlockBytes))
            {
                CopyBlock(end);
            }

            if (isLast)
            {
                break;
            }

            Sync();
            Close();
            _writer.Release(_index);
            _index++;
            (_copied, _entries, _synced, _syncedEntries) = (0, 0, 0, 0);
            DeleteForeign(_index - SegmentRing.KeptBehind - 1);
        }

        if (sync)
        {
            Sync();
        }
    }

    /// <summary>Segments of owners before are in no ring.</summary>
    private void DeleteForeign(long index)
    {
        if (index >= 0 && index < _writer.FirstIndex)
        {
            File.Delete(Path.Combine(_hotFolder, SegmentLayout.FileName(index)));
        }
    }

    /// <summary>A block ends where a step ends, so that what is whole on disk can be read.</summary>
    private void CopyBlock(long end)
    {
        ReadOnlySpan<byte> block = new(_source!.Pointer + _copied, (int)(end - _copied));
        RandomAccess.Write(_target!, block, _copied);
        BinaryPrimitives.WriteInt64LittleEndian(_entry, end);
        _ = SHA256.HashData(block, _entry.AsSpan(sizeof(long)));
        RandomAccess.Write(_checksums!, _entry, _entries * ArchivedSegment.EntryBytes);
        _copied = end;
        _entries++;
    }

    private void Sync()
    {
        // The bytes before their checksums: a checksum on disk never speaks of bytes that are not.
        RandomAccess.FlushToDisk(_target!);
        RandomAccess.FlushToDisk(_checksums!);
        (_synced, _syncedEntries) = (_copied, _entries);
    }

    private void ShowState(long nowNs)
    {
        (long index, long committed) = _writer.Position();
        long before = index > _index ? ((index - _index) * _writer.SegmentBytes) : 0;
        LagBytes = Math.Max(0, before + committed - _copied);
        StreamPage page = _writer.Page;
        page.ArchiveLagBytes = LagBytes;
        long behindBytes = _writer.HotBytes / (page.ArchiveIsBehind ? 4 : 2);
        page.ArchiveIsBehind = LagBytes > behindBytes ||
            (LastFault != null && nowNs - _lastSyncNs > _policy.StallNs);
    }

    /// <summary>
    /// Where the archive ends whole; what a crash or an owner before left behind that is put aside.
    /// </summary>
    private long TakeOver()
    {
        long[] archived = SegmentLayout.IndicesIn(_archiveFolder);
        for (int i = archived.Length - 1; i >= 0; i--)
        {
            using ArchivedSegment? segment = TryOpenWhole(archived[i]);
            if (segment == null)
            {
                PutAside(archived[i]);
                continue;
            }

            long end = SegmentScan.EndOf(segment.File, segment.VerifiedEnd, segment.Path, out _);
            if (SegmentScan.IsSealed(segment.File, end, segment.VerifiedEnd))
            {
                return archived[i] + 1;
            }

            GoOnIn(archived[i], segment);
            return archived[i];
        }

        return 0;
    }

    private ArchivedSegment? TryOpenWhole(long index)
    {
        try
        {
            ArchivedSegment? segment = ArchivedSegment.TryOpen(_paths, _writer.Stream, index);
            segment?.ExtendWhole();
            return segment;
        }
        catch (StreamCorruptException error)
        {
            // Hot memory has what could not be read here, or the owner would not have come so far.
            Faults++;
            LastFault = error.Message;
            return null;
        }
    }

    /// <summary>Goes on behind what is whole of a segment, in copies: an owner before may have the old files open.</summary>
    private void GoOnIn(long index, ArchivedSegment segment)
    {
        if (new FileInfo(segment.Path).Length > segment.VerifiedEnd)
        {
            File.Copy(segment.Path, segment.Path + DamagedSuffix, overwrite: true);
        }

        // The checksums first: they never speak of bytes that the segment does not have.
        ReadOnlySpan<byte> whole = new(segment.File.Pointer, checked((int)segment.VerifiedEnd));
        _checksums = Replace(Path.Combine(_archiveFolder, SegmentLayout.ChecksumsName(index)), segment.VerifiedEntries);
        _target = Replace(segment.Path, whole);
        (_copied, _entries) = (segment.VerifiedEnd, segment.VerifiedBlocks);
        (_synced, _syncedEntries) = (_copied, _entries);
    }

    private static SafeFileHandle Replace(string path, ReadOnlySpan<byte> bytes)
    {
        string copy = path + ".new";
        File.Delete(copy);
        SafeFileHandle file = Make(copy);
        RandomAccess.Write(file, bytes, 0);
        RandomAccess.FlushToDisk(file);
        File.Move(copy, path, overwrite: true);
        return file;
    }

    private static SafeFileHandle Make(string path) =>
        File.OpenHandle(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);

    /// <summary>False where this owner was succeeded.</summary>
    private bool TryOpen()
    {
        if (_source == null)
        {
            string hot = Path.Combine(_hotFolder, SegmentLayout.FileName(_index));
            _source = MappedFile.OpenReadOnly(hot);
            if (SegmentScan.Check(_source, hot, _paths, _writer.Stream)->Epoch > _writer.Epoch)
            {
                Close();
                return false;
            }
        }

        // The checksums first: a segment without them is damaged.
        _checksums ??= TryMake(SegmentLayout.ChecksumsName(_index));
        _target ??= _checksums == null ? null : TryMake(SegmentLayout.FileName(_index));
        if (_checksums != null && _mustCut)
        {
            // After a refusal there may be more of them than of blocks that are surely on disk.
            RandomAccess.SetLength(_checksums, _entries * ArchivedSegment.EntryBytes);
            _mustCut = false;
        }

        return _target != null;
    }

    /// <summary>Makes a file of the archive; null where the owner after this one has made it.</summary>
    private SafeFileHandle? TryMake(string name)
    {
        string path = Path.Combine(_archiveFolder, name);
        try
        {
            return Make(path);
        }
        catch (IOException) when (File.Exists(path))
        {
            // A fence is raised before the first file is made behind it.
            if (_writer.IsFenced)
            {
                return null;
            }

            // Made by an owner before, which was succeeded and woke up.
            File.Move(path, path + DamagedSuffix, overwrite: true);
            return Make(path);
        }
    }

    private void PutAside(long index)
    {
        foreach (string name in (ReadOnlySpan<string>)[SegmentLayout.FileName(index), SegmentLayout.ChecksumsName(index)])
        {
            string path = Path.Combine(_archiveFolder, name);
            if (File.Exists(path))
            {
                File.Move(path, path + DamagedSuffix, overwrite: true);
            }
        }
    }

    /// <summary>The place behind the seal of a segment that the writer has left.</summary>
    private long EndOfSealed()
    {
        string path = Path.Combine(_hotFolder, SegmentLayout.FileName(_index));
        long end = SegmentScan.EndOf(_source!, _source!.Length, path, out _);
        return SegmentScan.IsSealed(_source, end, _source.Length)
            ? end + SegmentLayout.SealBytes
            : throw new StreamCorruptException($"{path} ends at byte {end} without a seal");
    }

    private void Close()
    {
        _source?.Dispose();
        _target?.Dispose();
        _checksums?.Dispose();
        (_source, _target, _checksums) = (null, null, null);
    }
}
