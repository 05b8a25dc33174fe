using Artic.Streams.Log;

namespace Artic.Streams.Tests.Log;

public sealed class StreamArchiverTests : IDisposable
{
    private const int PayloadLength = TestRecord.LargePayload;

    private readonly TestRun _run = new();
    private long _written;

    public void Dispose() => _run.Dispose();

    [Fact]
    public void The_archive_has_the_same_bytes_at_the_same_places()
    {
        RecordWriter writer = _run.Writer(StreamId.Market);
        StreamArchiver archiver = _run.Archiver(writer);
        Write(writer, 5000);
        Assert.True(archiver.Flush());
        Assert.Equal(0, archiver.LagBytes);
        for (int index = 0; index <= 2; index++)
        {
            AssertSameBytes(index);
        }
    }

    [Fact]
    public void It_copies_as_records_come_and_never_what_is_not_committed()
    {
        RecordWriter writer = _run.Writer(StreamId.Market);
        StreamArchiver archiver = _run.Archiver(writer);
        _ = archiver.Flush();
        Assert.Equal(SegmentFile.Data, new FileInfo(_run.Archived(StreamId.Market, 0)).Length);
        for (int i = 1; i <= 3; i++)
        {
            TestRecord.Write(writer, i, 56);
            Assert.True(archiver.Flush());
            Assert.Equal(SegmentFile.Data + ((i - 1) * 104), new FileInfo(_run.Archived(StreamId.Market, 0)).Length);
            writer.Commit(i);
            Assert.True(archiver.Flush());
            Assert.Equal(SegmentFile.Data + (i * 104), new FileInfo(_run.Archived(StreamId.Market, 0)).Length);
        }
    }

    [Fact]
    public void A_late_reader_goes_on_in_the_archive_where_the_hot_segments_are_gone()
    {
        RecordWriter writer = _run.Writer(StreamId.Market);
        StreamArchiver archiver = _run.Archiver(writer);
        RecordReader late = _run.Reader(StreamId.Market);
        Write(writer, 100);
        ReadTo(late, 50);
        Write(writer, 15_000);
        _ = archiver.Flush();
        writer.PrepareNext();
        writer.PrepareNext();
        Assert.False(File.Exists(_run.Hot(StreamId.Market, 0)));
        Assert.False(File.Exists(_run.Hot(StreamId.Market, 1)));
        Assert.True(File.Exists(_run.Hot(StreamId.Market, 7)));
        ReadTo(late, _written);
        ReadTo(_run.Reader(StreamId.Market), _written);
        Write(writer, 10);
        ReadTo(late, _written);
    }

    [Fact]
    public void A_segment_that_leaves_hot_memory_while_a_reader_looks_for_it_is_found_in_the_archive()
    {
        RecordWriter writer = _run.Writer(StreamId.Market);
        StreamArchiver archiver = _run.Archiver(writer);
        RecordReader reader = _run.Reader(StreamId.Market);
        Write(writer, 5000);
        _ = archiver.Flush();
        string hot = _run.Hot(StreamId.Market, 1);
        string away = hot + ".away";
        using (SideThread.Repeat(() => File.Move(hot, away), () => File.Move(away, hot)))
        {
            for (int i = 0; i < 3000; i++)
            {
                reader.Seek(2500);
                ReadTo(reader, 2501);
                Assert.Equal(1, reader.FirstKept());
            }
        }
    }

    [Fact]
    public void The_last_segments_stay_in_memory()
    {
        RecordWriter writer = _run.Writer(StreamId.Market);
        StreamArchiver archiver = _run.Archiver(writer);
        for (int i = 0; i < 30; i++)
        {
            Write(writer, 500);
            _ = archiver.Flush();
            writer.PrepareNext();
            int hot = Directory.GetFiles(_run.Paths.HotStream(StreamId.Market), "*.seg").Length;
            Assert.InRange(hot, 1, 4);
        }

        Assert.Equal(4, Directory.GetFiles(_run.Paths.HotStream(StreamId.Market), "*.seg").Length);
    }

    [Fact]
    public void The_archive_of_an_old_owner_is_completed_by_the_next()
    {
        using (RecordWriter writer = _run.Writer(StreamId.Market))
        {
            using StreamArchiver archiver = new(_run.Paths, writer, ArchivePolicy.Default);
            Write(writer, 10);
            _ = archiver.Flush();
            Write(writer, 10);
        }

        RecordWriter next = _run.Writer(StreamId.Market);
        Write(next, 10);
        Assert.True(_run.Archiver(next).Flush());
        AssertSameBytes(0);
        AssertSameBytes(1);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(100)]
    [InlineData(4000)]
    [InlineData(4047)]
    [InlineData(4048)]
    [InlineData(9000)]
    [InlineData(5 * 4048)]
    public void An_archive_that_a_crash_cut_anywhere_is_completed_by_the_next_owner(int missing)
    {
        using (RecordWriter writer = _run.Writer(StreamId.Market))
        {
            using StreamArchiver archiver = new(_run.Paths, writer, ArchivePolicy.Default);
            Write(writer, 5);
            _ = archiver.Flush();
        }

        string archived = _run.Archived(StreamId.Market, 0);
        SegmentFile.Cut(archived, new FileInfo(archived).Length - missing);

        // In a process of its own: one that reads lengths where there are none reads beyond its memory.
        using SecondProcess next = new("write-and-archive", _run.Paths.RunFolder, 5);
        _ = next.ReadToEnd();
        AssertSameBytes(0);
        AssertSameBytes(1);
        File.Delete(_run.Hot(StreamId.Market, 0));
        ReadTo(_run.Reader(StreamId.Market), 10);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(100)]
    [InlineData(4096)]
    public void An_archive_that_a_crash_cut_before_its_first_record_is_completed_by_the_next_owner(int length)
    {
        using (RecordWriter writer = _run.Writer(StreamId.Market))
        {
            using StreamArchiver archiver = new(_run.Paths, writer, ArchivePolicy.Default);
            Write(writer, 5);
            _ = archiver.Flush();
        }

        SegmentFile.Cut(_run.Archived(StreamId.Market, 0), length);
        RecordWriter next = _run.Writer(StreamId.Market);
        _ = _run.Archiver(next).Flush();
        AssertSameBytes(0);
        AssertSameBytes(1);
    }

    [Fact]
    public void A_succeeded_owners_archiver_leaves_the_files_of_its_successor_alone()
    {
        RecordWriter old = _run.Writer(StreamId.Market);
        StreamArchiver asleep = _run.Archiver(old);
        Write(old, 10);
        Assert.True(asleep.Flush());
        Write(old, 10);
        RecordWriter next = _run.Successor(StreamId.Market);
        StreamArchiver archiver = _run.Archiver(next);
        Write(next, 10);
        Assert.True(archiver.Flush());
        byte[][] before = ArchivedFiles();
        Assert.Equal(4, before.Length);

        _ = asleep.Flush();
        Assert.Equal(before, ArchivedFiles());
        Write(next, 10);
        Assert.True(archiver.Flush());
        AssertSameBytes(0);
        AssertSameBytes(1);
        Directory.Delete(_run.Paths.HotStream(StreamId.Market), recursive: true);
        ReadTo(_run.Reader(StreamId.Market), 40);
    }

    [Theory]
    [InlineData("seg")]
    [InlineData("sha256")]
    public void A_file_that_a_succeeded_owner_made_too_late_is_put_aside(string extension)
    {
        RecordWriter writer = _run.Writer(StreamId.Market);
        StreamArchiver archiver = _run.Archiver(writer);
        string path = Path.ChangeExtension(_run.Archived(StreamId.Market, 0), extension);
        File.WriteAllText(path, "late");
        Write(writer, 10);
        Assert.True(archiver.Flush());
        AssertSameBytes(0);
        Assert.Equal("late", File.ReadAllText(path + ".damaged"));
        Directory.Delete(_run.Paths.HotStream(StreamId.Market), recursive: true);
        ReadTo(_run.Reader(StreamId.Market), 10);
    }

    [Fact]
    public void A_run_that_has_ended_is_read_from_the_archive_alone()
    {
        using (RecordWriter writer = _run.Writer(StreamId.Market))
        {
            using StreamArchiver archiver = new(_run.Paths, writer, ArchivePolicy.Default);
            Write(writer, 5000);
            _ = archiver.Flush();
        }

        Directory.Delete(_run.Paths.HotFolder, recursive: true);
        ReadTo(_run.Reader(StreamId.Market), 5000);
    }

    private static void ReadTo(RecordReader reader, long last)
    {
        while (reader.LastSequence < last)
        {
            long next = reader.LastSequence + 1;
            Assert.True(reader.TryRead(out Record record), $"record {next} cannot be read");
            TestRecord.Check(record, next, PayloadLength);
        }
    }

    private void Write(RecordWriter writer, int records)
    {
        for (int i = 0; i < records; i++)
        {
            TestRecord.Write(writer, ++_written, PayloadLength);
            writer.Commit(_written);
        }
    }

    private byte[][] ArchivedFiles() => Array.ConvertAll(
        [.. Directory.GetFiles(_run.Paths.ArchiveStream(StreamId.Market)).Order()], File.ReadAllBytes);

    private void AssertSameBytes(int index)
    {
        string hot = _run.Hot(StreamId.Market, index);
        long end = SegmentFile.End(hot);
        end += SegmentFile.Read32(hot, end) == SegmentFile.Sealed ? 8 : 0;
        byte[] archived = File.ReadAllBytes(_run.Archived(StreamId.Market, index));
        Assert.Equal(end, archived.Length);
        Assert.True(archived.AsSpan().SequenceEqual(File.ReadAllBytes(hot).AsSpan(0, archived.Length)));
    }
}
