using System.Globalization;
using System.Text;
using Artic.Streams.Native;

namespace Artic.Streams.Log;

/// <summary>
/// Where an owner that ended in order left its stream: the file <c>end</c> beside the archived segments. Checksums show what
/// was changed in a segment, not that its last blocks, or whole segments, went together with their checksums. A stream whose
/// owner lives, or died, has no such mark, and nobody can say where it ended. Thread: any.
/// </summary>
/// <param name="Sequence">The last record; 0: there is none.</param>
/// <param name="Epoch">The owner's epoch.</param>
public readonly record struct StreamEnd(long Sequence, long Epoch)
{
    private const string Form = "artic-stream-end-1";

    /// <summary>The mark of a stream. Errors: <see cref="StreamCorruptException"/> for a file that is none.</summary>
    /// <returns>Null where no owner has ended it in order since the last one began.</returns>
    public static StreamEnd? TryRead(RunPaths paths, StreamId stream)
    {
        string path = PathOf(paths, stream);
        string text;
        try
        {
            text = File.ReadAllText(path);
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }

        string[] words = text.TrimEnd('\n').Split(' ');
        return words.Length == 3 && words[0] == Form &&
            long.TryParse(words[1], NumberStyles.None, CultureInfo.InvariantCulture, out long sequence) &&
            long.TryParse(words[2], NumberStyles.None, CultureInfo.InvariantCulture, out long epoch)
                ? new StreamEnd(sequence, epoch)
                : throw new StreamCorruptException($"{path} does not say where a stream ends");
    }

    /// <summary>
    /// What is wrong with the end of a stream's archive, by name; null where it ends as its owner left it, or where no owner
    /// says. Reads the last segment. Errors: <see cref="StreamCorruptException"/> for a segment that is damaged.
    /// </summary>
    public static string? Fault(RunPaths paths, StreamId stream)
    {
        if (TryRead(paths, stream) is not { } end)
        {
            return null;
        }

        using RecordReader archive = RecordReader.OfArchive(paths, stream);
        archive.SeekToEnd();

        // Meanwhile it may have got a new owner, who goes on.
        return archive.LastSequence == end.Sequence || TryRead(paths, stream) != end
            ? null
            : $"the stream '{RunPaths.NameOf(stream)}' of {paths.RunId} ends with record {archive.LastSequence}; " +
                $"its owner ended it with record {end.Sequence} ({PathOf(paths, stream)})";
    }

    /// <summary>Says that all up to a record is archived and nothing will follow. Blocks for the disk. Errors:
    /// <see cref="IOException"/>.</summary>
    internal static void Mark(RunPaths paths, StreamId stream, StreamEnd end) => DurableFile.Write(
        PathOf(paths, stream), Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{Form} {end.Sequence} {end.Epoch}\n")));

    /// <summary>A new owner goes on: returns when there is no mark on disk.</summary>
    internal static void Remove(RunPaths paths, StreamId stream)
    {
        string path = PathOf(paths, stream);
        if (File.Exists(path))
        {
            File.Delete(path);
            DurableFile.Sync(paths.ArchiveStream(stream));
        }
    }

    private static string PathOf(RunPaths paths, StreamId stream) => Path.Combine(paths.ArchiveStream(stream), "end");
}
