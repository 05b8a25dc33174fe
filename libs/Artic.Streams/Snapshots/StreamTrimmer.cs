using Artic.Streams.Log;
using Microsoft.Win32.SafeHandles;

namespace Artic.Streams.Snapshots;

/// <summary>
/// Removes whole archived segments of a stream, the oldest first. A reader in the middle of one goes on to its end, since
/// it has mapped it, and is then told (<see cref="StreamTrimmedException"/>). The bytes go before their checksums: a
/// crash between the two leaves checksums of nothing, which nobody opens and the next call deletes. Thread: any, one at
/// a time.
/// </summary>
public static class StreamTrimmer
{
    /// <summary>The newest archived segments are the archiver's, which looks for its end there.</summary>
    private const int AlwaysKept = 2;

    /// <summary>Removes what is beyond the limits and not needed; gives what went.</summary>
    /// <param name="paths">The run.</param>
    /// <param name="stream">The stream.</param>
    /// <param name="needed">The first record that somebody still needs.</param>
    /// <param name="bytes">The archive's largest size; 0: any.</param>
    /// <param name="endedBeforeUtcNs">Segments that ended earlier go; 0: none for their age.</param>
    public static TrimResult Trim(RunPaths paths, StreamId stream, long needed, long bytes, long endedBeforeUtcNs)
    {
        string folder = paths.ArchiveStream(stream);
        long[] indices = SegmentLayout.IndicesIn(folder);
        long[] hot = SegmentLayout.IndicesIn(paths.HotStream(stream));
        long lowestHot = hot.Length > 0 ? hot[0] : long.MaxValue;
        long total = 0;
        foreach (long index in indices)
        {
            total += new FileInfo(SegmentPath(folder, index)).Length;
        }

        int removed = 0;
        long removedBytes = 0;
        long first = 1;
        for (; removed < indices.Length - AlwaysKept && indices[removed] < lowestHot; removed++)
        {
            SegmentHeader next = HeaderOf(SegmentPath(folder, indices[removed + 1]), paths, stream);
            bool isOver = (bytes > 0 && total - removedBytes > bytes) || next.UtcNs < endedBeforeUtcNs;
            if (!isOver || next.FirstSequence > needed)
            {
                break;
            }

            removedBytes += new FileInfo(SegmentPath(folder, indices[removed])).Length;
            first = next.FirstSequence;
        }

        if (removed > 0)
        {
            using (StreamPage? page = StreamPage.TryOpen(paths, stream))
            {
                if (page != null)
                {
                    page.FirstKeptIndex = indices[removed];
                }
            }

            for (int i = 0; i < removed; i++)
            {
                File.Delete(SegmentPath(folder, indices[i]));
                File.Delete(Path.Combine(folder, SegmentLayout.ChecksumsName(indices[i])));
            }
        }

        DeleteOrphans(folder, removed < indices.Length ? indices[removed] : 0);
        return new TrimResult(stream, removed, removedBytes, first);
    }

    private static string SegmentPath(string folder, long index) => Path.Combine(folder, SegmentLayout.FileName(index));

    private static SegmentHeader HeaderOf(string path, RunPaths paths, StreamId stream)
    {
        using SafeFileHandle file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        if (!SegmentScan.TryReadHeader(file, out SegmentHeader header))
        {
            throw new StreamCorruptException($"{path} is not a stream segment");
        }

        SegmentScan.CheckHeader(header, path, paths, stream);
        return header;
    }

    /// <summary>Checksums whose bytes went before a crash.</summary>
    private static void DeleteOrphans(string folder, long firstKept)
    {
        foreach (string path in Directory.Exists(folder) ? Directory.GetFiles(folder, "*.sha256") : [])
        {
            if (long.TryParse(Path.GetFileNameWithoutExtension(path), out long index) && index < firstKept &&
                !File.Exists(SegmentPath(folder, index)))
            {
                File.Delete(path);
            }
        }
    }
}
