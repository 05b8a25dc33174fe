using System.Buffers.Binary;
using System.Security.Cryptography;
using Artic.Streams.Native;

namespace Artic.Streams.Log;

/// <summary>
/// A segment in the archive, of which only those bytes are given whose checksums hold. Beside each segment
/// <c>NNNNNNNN.seg</c> lies <c>NNNNNNNN.sha256</c>: 40 bytes a block, the place where the block ends (u64,
/// little-endian; the first begins at 0) and the SHA-256 of its bytes. Thread: one. Owner: whoever opened it.
/// Errors: <see cref="StreamCorruptException"/> names file and bytes of a block that differs; <see cref="FileNotFoundException"/> where
/// it was removed before all of it was verified.
/// </summary>
internal sealed unsafe class ArchivedSegment : IDisposable
{
    /// <summary>Bytes of one entry of the checksums.</summary>
    public const int EntryBytes = sizeof(long) + SHA256.HashSizeInBytes;

    private readonly string _checksums;
    private byte[] _entries = [];

    private ArchivedSegment(string path, string checksums, MappedFile file)
    {
        Path = path;
        _checksums = checksums;
        File = file;
    }

    public string Path { get; }

    public MappedFile File { get; private set; }

    /// <summary>Bytes up to here are as they were written.</summary>
    public long VerifiedEnd { get; private set; }

    /// <summary>Blocks that these are.</summary>
    public int VerifiedBlocks { get; private set; }

    /// <summary>The checksums of these blocks, as they are in their file.</summary>
    public ReadOnlySpan<byte> VerifiedEntries => _entries.AsSpan(0, VerifiedBlocks * EntryBytes);

    /// <summary>Opens it and verifies its first block; null where nothing whole is there.</summary>
    public static ArchivedSegment? TryOpen(RunPaths paths, StreamId stream, long index)
    {
        string folder = paths.ArchiveStream(stream);
        string path = System.IO.Path.Combine(folder, SegmentLayout.FileName(index));
        string checksums = System.IO.Path.Combine(folder, SegmentLayout.ChecksumsName(index));
        if (LengthOf(checksums) is >= 0 and < EntryBytes)
        {
            // Its archiver has made the files and copied no block yet.
            return null;
        }

        MappedFile? file = TryMap(path);
        if (file == null)
        {
            return null;
        }

        ArchivedSegment segment = new(path, checksums, file);
        try
        {
            _ = SegmentScan.Check(file, path, paths, stream, SegmentLayout.DataOffset);
            if (LengthOf(checksums) < 0)
            {
                throw new StreamCorruptException($"{path} has no checksums beside it ({checksums})");
            }

            _ = segment.TryExtend();
            return segment;
        }
        catch
        {
            segment.Dispose();
            throw;
        }
    }

    /// <summary>Verifies one block more; false where there is none yet. Allocates where it has to look for one.</summary>
    public bool TryExtend()
    {
        int at = VerifiedBlocks * EntryBytes;
        if (at + EntryBytes > _entries.Length)
        {
            // Whoever follows looks often, and of a quiet stream a segment has many blocks.
            long length = LengthOf(_checksums);
            if (length >= 0 && length < at + EntryBytes)
            {
                return false;
            }

            _entries = System.IO.File.ReadAllBytes(_checksums);
            if (at + EntryBytes > _entries.Length)
            {
                return false;
            }
        }

        ReadOnlySpan<byte> entry = _entries.AsSpan(at, EntryBytes);
        long end = BinaryPrimitives.ReadInt64LittleEndian(entry);
        if (end <= VerifiedEnd || end - VerifiedEnd > int.MaxValue)
        {
            throw new StreamCorruptException($"{_checksums}: entry {VerifiedBlocks} ends at {end}, the one before at {VerifiedEnd}");
        }

        if (end > File.Length && !TryRemap(end))
        {
            if (LengthOf(Path) < 0)
            {
                throw new FileNotFoundException($"{Path} was removed");
            }

            throw new StreamCorruptException($"{Path} has {File.Length} bytes; its checksums speak of {end}");
        }

        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        _ = SHA256.HashData(new ReadOnlySpan<byte>(File.Pointer + VerifiedEnd, (int)(end - VerifiedEnd)), hash);
        if (!hash.SequenceEqual(entry[sizeof(long)..]))
        {
            throw new StreamCorruptException(
                $"{Path}: the bytes {VerifiedEnd} to {end} are not those that were written (SHA-256 differs)");
        }

        VerifiedEnd = end;
        VerifiedBlocks++;
        return true;
    }

    /// <summary>
    /// Verifies on to the end, or to the first block that is not whole: after a loss of power a stream ends where it is
    /// whole.
    /// </summary>
    public void ExtendWhole()
    {
        try
        {
            while (TryExtend())
            {
            }
        }
        catch (StreamCorruptException)
        {
            // What lies behind is cut off by the archiver of the new owner, and kept aside.
        }
    }

    public void Dispose() => File.Dispose();

    private bool TryRemap(long end)
    {
        MappedFile? file = TryMap(Path);
        if (file == null || file.Length < end)
        {
            file?.Dispose();
            return false;
        }

        File.Dispose();
        File = file;
        return true;
    }

    /// <summary>Null where there is no file. Errors: <see cref="StreamCorruptException"/> for one without a byte.</summary>
    private static MappedFile? TryMap(string path) => LengthOf(path) == 0
        ? throw new StreamCorruptException($"{path} is empty and cannot be mapped")
        : MappedFile.TryOpenReadOnly(path);

    /// <summary>-1 where there is no file.</summary>
    private static long LengthOf(string path)
    {
        FileInfo file = new(path);
        return file.Exists ? file.Length : -1;
    }
}
