using Artic.Streams.Log;
using Artic.Streams.Snapshots;

namespace Artic.Streams.Tests.Snapshots;

/// <summary>Archived segments go, the oldest first; readers are told.</summary>
public sealed class StreamTrimmerTests : IDisposable
{
    private const int Length = TestRecord.LargePayload;
    private const int Records = 15_000;

    private readonly TestRun _run = new();
    private readonly RecordWriter _writer;

    public StreamTrimmerTests()
    {
        _writer = _run.Writer(StreamId.Market);
        StreamArchiver archiver = _run.Archiver(_writer);
        for (int i = 1; i <= Records; i++)
        {
            TestRecord.Write(_writer, i, Length);
            _writer.Commit(i);
        }

        Assert.True(archiver.Flush());
        _writer.PrepareNext();
        _writer.PrepareNext();
        Assert.False(File.Exists(_run.Hot(StreamId.Market, 1)));
    }

    public void Dispose() => _run.Dispose();

    [Fact]
    public void A_segment_goes_once_the_record_that_is_needed_lies_behind_it_and_no_sooner()
    {
        long second = FirstOf(1);
        Assert.Equal(0, Trim(needed: second - 1).Segments);
        TrimResult one = Trim(needed: second);
        Assert.Equal((1, second), (one.Segments, one.First));
        Assert.Equal(second, _run.Reader(StreamId.Market).FirstKept());
        Assert.Equal(0, Trim(needed: second).Segments);
    }

    [Fact]
    public void What_is_in_memory_and_the_newest_segments_stay_whatever_the_limits()
    {
        long lowestHot = Directory.GetFiles(_run.Paths.HotStream(StreamId.Market), "*.seg")
            .Min(path => long.Parse(Path.GetFileNameWithoutExtension(path), System.Globalization.CultureInfo.InvariantCulture));
        _ = Trim(needed: long.MaxValue);
        Assert.Equal(FirstOf((int)lowestHot), _run.Reader(StreamId.Market).FirstKept());
        Directory.Delete(_run.Paths.HotFolder, recursive: true);
        _ = Trim(needed: long.MaxValue);
        Assert.Equal(2, Directory.GetFiles(_run.Paths.ArchiveStream(StreamId.Market), "*.seg").Length);
    }

    [Fact]
    public void Segments_that_ended_before_a_time_go_and_no_limit_lets_nothing_go()
    {
        Assert.Equal(0, StreamTrimmer.Trim(_run.Paths, StreamId.Market, long.MaxValue, 0, 0).Segments);
        Assert.Equal(0, StreamTrimmer.Trim(_run.Paths, StreamId.Market, long.MaxValue, long.MaxValue, 1).Segments);
        Assert.True(StreamTrimmer.Trim(_run.Paths, StreamId.Market, long.MaxValue, 0, long.MaxValue).Segments > 0);
    }

    [Fact]
    public void A_reader_from_the_start_is_told_where_the_stream_begins_and_may_go_there()
    {
        RecordReader before = _run.Reader(StreamId.Market);
        _ = Trim(needed: FirstOf(2));
        foreach (RecordReader reader in (RecordReader[])[before, _run.Reader(StreamId.Market), _run.Own(RecordReader.OfArchive(_run.Paths, StreamId.Market))])
        {
            for (int i = 0; i < 2; i++)
            {
                StreamTrimmedException trimmed = Assert.Throws<StreamTrimmedException>(() => reader.TryRead(out _));
                Assert.Equal((StreamId.Market, FirstOf(2)), (trimmed.Stream, trimmed.FirstSequence));
                Assert.EndsWith($" does not keep record 1 any more; it begins with {FirstOf(2)}", trimmed.Message, StringComparison.Ordinal);
            }

            Assert.Throws<StreamTrimmedException>(() => reader.Seek(1));
            reader.SeekToFirst();
            Assert.True(reader.TryRead(out Record first));
            TestRecord.Check(first, FirstOf(2), Length);
        }
    }

    [Fact]
    public void A_reader_in_the_middle_of_a_segment_that_goes_reads_it_to_its_end_and_is_told_then()
    {
        RecordReader reader = _run.Reader(StreamId.Market);
        Assert.True(reader.TryRead(out _));
        long last = FirstOf(1) - 1;
        _ = Trim(needed: FirstOf(2));
        while (reader.LastSequence < last)
        {
            Assert.True(reader.TryRead(out Record record));
            TestRecord.Check(record, reader.LastSequence, Length);
        }

        StreamTrimmedException trimmed = Assert.Throws<StreamTrimmedException>(() => reader.TryRead(out _));
        Assert.Equal(FirstOf(2), trimmed.FirstSequence);
        Assert.Equal(last, reader.LastSequence);
    }

    /// <summary>It got the bare loss of a file, and would have taken it for damage.</summary>
    [Fact]
    public void A_reader_of_a_growing_archive_whose_segment_went_before_it_saw_all_of_it_is_told()
    {
        RecordWriter writer = _run.Writer(StreamId.Feed);
        StreamArchiver archiver = _run.Archiver(writer);
        Write(1, 10);
        RecordReader reader = _run.Own(RecordReader.OfArchive(_run.Paths, StreamId.Feed));
        while (reader.TryRead(out _))
        {
        }

        Assert.Equal(10, reader.LastSequence);
        Write(11, Records);
        writer.PrepareNext();
        writer.PrepareNext();
        long first = StreamTrimmer.Trim(_run.Paths, StreamId.Feed, long.MaxValue, bytes: 1, endedBeforeUtcNs: 0).First;
        for (int i = 0; i < 2; i++)
        {
            Assert.Equal(first, Assert.Throws<StreamTrimmedException>(() => reader.TryRead(out _)).FirstSequence);
        }

        reader.SeekToFirst();
        Assert.True(reader.TryRead(out Record record));
        TestRecord.Check(record, first, Length);

        void Write(int from, int to)
        {
            for (int i = from; i <= to; i++)
            {
                TestRecord.Write(writer, i, Length);
                writer.Commit(i);
            }

            Assert.True(archiver.Flush());
        }
    }

    [Fact]
    public void Checksums_whose_bytes_went_before_a_crash_are_nobodys_and_go_with_the_next_round()
    {
        string orphan = Path.ChangeExtension(_run.Archived(StreamId.Market, 0), ".sha256");
        File.Delete(_run.Archived(StreamId.Market, 0));
        RecordReader reader = _run.Reader(StreamId.Market);
        Assert.Equal(FirstOf(1), reader.FirstKept());
        reader.SeekToFirst();
        Assert.True(reader.TryRead(out _));
        _ = Trim(needed: 1);
        Assert.False(File.Exists(orphan));
        Assert.True(File.Exists(Path.ChangeExtension(_run.Archived(StreamId.Market, 1), ".sha256")));
    }

    [Fact]
    public void A_stream_that_has_not_begun_is_waited_for()
    {
        RecordReader reader = _run.Reader(StreamId.Signal);
        Assert.Equal(1, reader.FirstKept());
        Assert.False(reader.TryRead(out _));
        Assert.Equal(0, StreamTrimmer.Trim(_run.Paths, StreamId.Signal, long.MaxValue, 1, 0).Segments);
        RecordWriter writer = _run.Writer(StreamId.Signal);
        Assert.False(reader.TryRead(out _));
        TestRecord.Write(writer, 1, 56);
        writer.Commit(1);
        Assert.True(reader.TryRead(out _));
    }

    private TrimResult Trim(long needed) => StreamTrimmer.Trim(_run.Paths, StreamId.Market, needed, bytes: 1, endedBeforeUtcNs: 0);

    /// <summary>Sequence of a segment's first record, from wherever it is still kept.</summary>
    private long FirstOf(int index)
    {
        string archived = _run.Archived(StreamId.Market, index);
        byte[] bytes = File.ReadAllBytes(File.Exists(archived) ? archived : _run.Hot(StreamId.Market, index));
        return BitConverter.ToInt64(bytes, 32);
    }
}
