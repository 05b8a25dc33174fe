using Artic.Streams.Log;

namespace Artic.Streams.Tests.Log;

/// <summary>
/// Where a stream ends. What was cut off the last segment together with its checksums went unnoticed: what was left was whole.
/// </summary>
public sealed class StreamEndTests : IDisposable
{
    private const int EntryBytes = 40;

    private readonly TestRun _run = new();

    public void Dispose() => _run.Dispose();

    [Fact]
    public void A_tail_that_went_with_its_checksums_is_named()
    {
        Write(blocks: 5, finishes: true);
        Assert.Equal(new StreamEnd(15, 1), StreamEnd.TryRead(_run.Paths, StreamId.Market));
        Assert.Null(Fault());
        CutBlock();
        Assert.Equal(12, LastArchived());
        Assert.Equal(
            $"the stream 'market' of {_run.Paths.RunId} ends with record 12; its owner ended it with record 15 " +
            $"({Path.Combine(_run.Paths.ArchiveStream(StreamId.Market), "end")})",
            Fault());
    }

    [Fact]
    public void Whole_segments_that_went_are_named_too()
    {
        Write(blocks: 4000, finishes: true);
        string folder = _run.Paths.ArchiveStream(StreamId.Market);
        string last = Directory.GetFiles(folder, "*.seg").Max(StringComparer.Ordinal)!;
        Assert.NotEqual(_run.Archived(StreamId.Market, 0), last);
        Assert.Null(Fault());
        File.Delete(last);
        File.Delete(Path.ChangeExtension(last, ".sha256"));
        Assert.Matches(" ends with record [0-9]+; its owner ended it with record 12000 ", Fault());
        Array.ForEach(Directory.GetFiles(folder, "0*"), File.Delete);
        Assert.Contains(" ends with record 0; its owner ended it with record 12000 ", Fault(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_record_behind_the_end_is_named()
    {
        Write(blocks: 5, finishes: true);
        string mark = Path.Combine(_run.Paths.ArchiveStream(StreamId.Market), "end");
        File.WriteAllText(mark, "artic-stream-end-1 14 1\n");
        Assert.Contains(" ends with record 15; its owner ended it with record 14 ", Fault(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("artic-stream-end-1 15\n")]
    [InlineData("artic-stream-end-1 -15 1\n")]
    [InlineData("artic-stream-end-2 15 1\n")]
    [InlineData("artic-stream-end-1 15 1 1\n")]
    public void A_mark_that_is_none_is_refused_by_name(string text)
    {
        Write(blocks: 5, finishes: true);
        string mark = Path.Combine(_run.Paths.ArchiveStream(StreamId.Market), "end");
        File.WriteAllText(mark, text);
        StreamCorruptException refused = Assert.Throws<StreamCorruptException>(() => Fault());
        Assert.Equal($"{mark} does not say where a stream ends", refused.Message);
    }

    [Fact]
    public void An_owner_that_died_says_nothing_and_the_next_one_takes_the_mark_away()
    {
        Write(blocks: 5, finishes: false);
        Assert.Null(StreamEnd.TryRead(_run.Paths, StreamId.Market));
        CutBlock();
        Assert.Null(Fault());

        using (RecordWriter writer = _run.Writer(StreamId.Market))
        {
            using StreamArchiver archiver = new(_run.Paths, writer, ArchivePolicy.Default);
            Assert.True(archiver.Finish());
            Assert.Equal(new StreamEnd(15, 2), StreamEnd.TryRead(_run.Paths, StreamId.Market));
        }

        using RecordWriter third = _run.Writer(StreamId.Market);
        using StreamArchiver again = new(_run.Paths, third, ArchivePolicy.Default);
        Assert.Null(StreamEnd.TryRead(_run.Paths, StreamId.Market));
        Assert.Null(Fault());
    }

    [Fact]
    public void An_owner_that_was_succeeded_marks_nothing()
    {
        RecordWriter first = _run.Writer(StreamId.Market);
        StreamArchiver old = _run.Archiver(first);
        TestRecord.Write(first, 1, 56);
        first.Commit(1);
        RecordWriter second = _run.Successor(StreamId.Market);
        _ = _run.Archiver(second);
        Assert.True(old.Finish());
        Assert.Null(StreamEnd.TryRead(_run.Paths, StreamId.Market));
    }

    [Fact]
    public void A_stream_without_a_record_ends_too()
    {
        Write(blocks: 0, finishes: true);
        Assert.Equal(new StreamEnd(0, 1), StreamEnd.TryRead(_run.Paths, StreamId.Market));
        Assert.Null(Fault());
    }

    [Fact]
    public void A_disk_that_refuses_the_mark_is_a_fault_of_the_archive()
    {
        using RecordWriter writer = _run.Writer(StreamId.Market);
        using StreamArchiver archiver = new(_run.Paths, writer, ArchivePolicy.Default);
        _ = Directory.CreateDirectory(Path.Combine(_run.Paths.ArchiveStream(StreamId.Market), "end", "in the way"));
        Assert.False(archiver.Finish());
        Assert.Equal(1, archiver.Faults);
        Assert.NotNull(archiver.LastFault);
    }

    private string? Fault() => StreamEnd.Fault(_run.Paths, StreamId.Market);

    private long LastArchived()
    {
        using RecordReader archive = RecordReader.OfArchive(_run.Paths, StreamId.Market);
        archive.SeekToEnd();
        return archive.LastSequence;
    }

    /// <summary>Blocks of three records.</summary>
    private void Write(int blocks, bool finishes)
    {
        using RecordWriter writer = _run.Writer(StreamId.Market);
        using StreamArchiver archiver = new(_run.Paths, writer, ArchivePolicy.Default);
        for (int block = 0; block < blocks; block++)
        {
            for (int i = 1; i <= 3; i++)
            {
                TestRecord.Write(writer, (block * 3) + i, TestRecord.LargePayload);
            }

            writer.Commit(block + 1);
            if (blocks < 100)
            {
                Assert.True(archiver.Flush());
            }
        }

        Assert.True(finishes ? archiver.Finish() : archiver.Flush());
    }

    /// <summary>Takes the last block of the only segment away, and its checksum.</summary>
    private void CutBlock()
    {
        string segment = _run.Archived(StreamId.Market, 0);
        string checksums = Path.ChangeExtension(segment, ".sha256");
        byte[] entries = File.ReadAllBytes(checksums);
        SegmentFile.Cut(segment, BitConverter.ToInt64(entries, entries.Length - (2 * EntryBytes)));
        SegmentFile.Cut(checksums, entries.Length - EntryBytes);
    }
}
