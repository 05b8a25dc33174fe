using System.Buffers.Binary;
using Microsoft.Win32.SafeHandles;

namespace Artic.Bench.Soak;

/// <summary>
/// The archive of a stream that grows by gigabytes: what every reader has passed is deleted, so that a soak needs no
/// more disk than its slowest reader. Thread: one.
/// </summary>
/// <param name="folder">The archived stream.</param>
/// <param name="keeps">Nothing is deleted.</param>
internal sealed class SoakArchive(string folder, bool keeps)
{
    /// <summary>Place of the first record's sequence in a segment's header.</summary>
    private const int FirstSequenceOffset = 32;

    private long _droppedBytes;

    /// <summary>Bytes that were ever on disk.</summary>
    public long AllBytes { get; private set; }

    /// <summary>The most at once.</summary>
    public long PeakBytes { get; private set; }

    /// <summary>Looks, and deletes each segment after which every record up to <paramref name="passed"/> follows.</summary>
    public void Look(long passed)
    {
        string[] segments = Directory.Exists(folder) ? Directory.GetFiles(folder, "*.seg") : [];
        Array.Sort(segments, string.CompareOrdinal);
        long bytes = Array.ConvertAll(segments, path => new FileInfo(path).Length).Sum();
        PeakBytes = Math.Max(PeakBytes, bytes);
        AllBytes = _droppedBytes + bytes;
        for (int i = 0; !keeps && i + 1 < segments.Length && FirstSequence(segments[i + 1]) is > 0 and { } next && next <= passed; i++)
        {
            _droppedBytes += new FileInfo(segments[i]).Length;
            File.Delete(Path.ChangeExtension(segments[i], ".sha256"));
            File.Delete(segments[i]);
        }
    }

    private static long FirstSequence(string segment)
    {
        using SafeFileHandle file = File.OpenHandle(segment, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        return RandomAccess.Read(file, bytes, FirstSequenceOffset) == bytes.Length ? BinaryPrimitives.ReadInt64LittleEndian(bytes) : 0;
    }
}
