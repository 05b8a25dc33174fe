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
/// Thread: the archiver's. Errors: none are thrown for the disk; <see cref="LastFault"/> tells.
/// </summary>
public sealed unsafe class StreamArchiver : IDisposable
{
    private const long RetryNs = 1_000_000_000;

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
            CloseTarget();
            return false;
        }
    }

    private void Copy(bool sync)
    {
        while (!_writer.IsFenced)
        {
            (long index, long committed) = _writer.Position();
            if (!Open())
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

        if (sync && _target != null)
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
    /// Where the archive ends whole; what a crash or an owner before left behind that is cut off, in files of this owner's
    /// own: the one before may still have the old ones open.
    /// </summary>
    private long TakeOver()
    {
        long[] archived = SegmentLayout.IndicesIn(_archiveFolder);
        for (int i = archived.Length - 1; i >= 0; i--)
        {
            if (KeepWhole(archived[i]) is { } isSealed)
            {
                return isSealed ? archived[i] + 1 : archived[i];
            }
        }

        return 0;
    }

    /// <summary>True: archived to its seal; false: in part; null: nothing of it, and the file is put aside.</summary>
    private bool? KeepWhole(long index)
    {
        string path = Path.Combine(_archiveFolder, SegmentLayout.FileName(index));
        string checksums = Path.Combine(_archiveFolder, SegmentLayout.ChecksumsName(index));
        byte[] entries = File.Exists(checksums) ? File.ReadAllBytes(checksums) : [];
        byte[] bytes = File.ReadAllBytes(path);
        long end = 0;
        int whole = 0;
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        for (; (whole + 1) * ArchivedSegment.EntryBytes <= entries.Length; whole++)
        {
            ReadOnlySpan<byte> entry = entries.AsSpan(whole * ArchivedSegment.EntryBytes, ArchivedSegment.EntryBytes);
            long blockEnd = BinaryPrimitives.ReadInt64LittleEndian(entry);
            if (blockEnd <= end || blockEnd > bytes.Length)
            {
                break;
            }

            _ = SHA256.HashData(bytes.AsSpan((int)end, (int)(blockEnd - end)), hash);
            if (!hash.SequenceEqual(entry[sizeof(long)..]))
            {
                break;
            }

            end = blockEnd;
        }

        if (end == 0)
        {
            File.Move(path, path + ".damaged", overwrite: true);
            return null;
        }

        fixed (byte* start = bytes)
        {
            long at = SegmentLayout.DataOffset;
            while (at + SegmentLayout.SealBytes <= end && *(uint*)(start + at) is not (0 or SegmentLayout.Sealed))
            {
                at += SegmentLayout.Align(Math.Max(*(uint*)(start + at), RecordHeader.SizeBytes));
            }

            if (at + SegmentLayout.SealBytes <= end && *(uint*)(start + at) == SegmentLayout.Sealed)
            {
                return true;
            }
        }

        if (bytes.Length > end)
        {
            File.Copy(path, path + ".damaged", overwrite: true);
        }

        Replace(path, bytes.AsSpan(0, (int)end));
        Replace(checksums, entries.AsSpan(0, whole * ArchivedSegment.EntryBytes));
        (_copied, _entries, _synced, _syncedEntries) = (end, whole, end, whole);
        return false;
    }

    private static void Replace(string path, ReadOnlySpan<byte> bytes)
    {
        string copy = path + ".new";
        File.WriteAllBytes(copy, bytes);
        File.Move(copy, path, overwrite: true);
    }

    /// <summary>False where the segment belongs to an owner after this one, or this one was succeeded.</summary>
    private bool Open()
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

        if (_target == null)
        {
            // Mapping the segment takes its time: a succeeded owner must not touch the files of the one after it.
            if (_writer.IsFenced)
            {
                return false;
            }

            string path = Path.Combine(_archiveFolder, SegmentLayout.FileName(_index));
            string checksums = Path.Combine(_archiveFolder, SegmentLayout.ChecksumsName(_index));
            _target = File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
            _checksums = File.OpenHandle(
                checksums, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);

            // After a refusal there may be more of them than of blocks that are surely on disk.
            if (!_writer.IsFenced)
            {
                RandomAccess.SetLength(_checksums, _entries * ArchivedSegment.EntryBytes);
            }
        }

        return !_writer.IsFenced;
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

    private void CloseTarget()
    {
        _target?.Dispose();
        _checksums?.Dispose();
        _target = null;
        _checksums = null;
    }

    private void Close()
    {
        _source?.Dispose();
        _source = null;
        CloseTarget();
    }
}
