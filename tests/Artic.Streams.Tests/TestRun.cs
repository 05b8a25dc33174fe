using Artic.Streams.Log;
using Artic.Streams.Waiting;

namespace Artic.Streams.Tests;

/// <summary>A run of its own for one test: its folder on disk and its hot memory, both gone afterwards.</summary>
internal sealed class TestRun : IDisposable
{
    /// <summary>Near the smallest that is allowed, so that tests pass through many segments.</summary>
    public const long SegmentBytes = 8 << 20;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("artic-");
    private readonly List<IDisposable> _owned = [];

    public TestRun()
    {
        Paths = new RunPaths(_folder.FullName);
        Paths.CreateFolders();
        Doorbells = DoorbellTable.Open(Paths.Doorbells);
        _owned.Add(Doorbells);
    }

    public RunPaths Paths { get; }

    public DoorbellTable Doorbells { get; }

    public RecordWriter Writer(StreamId stream, long segmentBytes = SegmentBytes) =>
        Own(RecordWriter.Open(Paths, stream, Doorbells, segmentBytes));

    /// <summary>Takes the stream from a writer that still has it.</summary>
    public RecordWriter Successor(StreamId stream) => Own(RecordWriter.Open(
        Paths, stream, Doorbells, SegmentBytes, RecordWriter.DefaultHotSegments, takeOver: true));

    public RecordReader Reader(StreamId stream) => Own(new RecordReader(Paths, stream));

    public StreamArchiver Archiver(RecordWriter writer) => Own(new StreamArchiver(Paths, writer, ArchivePolicy.Default));

    /// <summary>Path of a segment in hot memory.</summary>
    public string Hot(StreamId stream, int index) => Path.Combine(Paths.HotStream(stream), $"{index:D8}.seg");

    /// <summary>Path of a segment in the archive.</summary>
    public string Archived(StreamId stream, int index) => Path.Combine(Paths.ArchiveStream(stream), $"{index:D8}.seg");

    public T Own<T>(T owned)
        where T : IDisposable
    {
        _owned.Add(owned);
        return owned;
    }

    public void Dispose()
    {
        for (int i = _owned.Count - 1; i >= 0; i--)
        {
            _owned[i].Dispose();
        }

        if (Directory.Exists(Paths.HotFolder))
        {
            Directory.Delete(Paths.HotFolder, recursive: true);
        }

        _folder.Delete(recursive: true);
    }
}
