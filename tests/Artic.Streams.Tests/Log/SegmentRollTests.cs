using Artic.Streams.Log;

namespace Artic.Streams.Tests.Log;

public sealed class SegmentRollTests : IDisposable
{
    private const int Records = 60_000;

    private readonly TestRun _run = new();

    public void Dispose() => _run.Dispose();

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public void Readers_follow_into_the_next_segment(bool writerPrepares, bool readerMapsAhead)
    {
        RecordWriter writer = _run.Writer(StreamId.Market);
        RecordReader reader = _run.Reader(StreamId.Market);
        using SideThread housekeeping = SideThread.Repeat(
            writerPrepares ? writer.PrepareNext : null, readerMapsAhead ? reader.MapAhead : null);
        using SideThread reading = new(() => ReadAll(reader));
        Random random = new(23);
        for (int written = 0; written < Records;)
        {
            for (int left = Math.Min(random.Next(1, 9), Records - written); left > 0; left--)
            {
                TestRecord.Write(writer, ++written, Length(written));
            }

            writer.Commit(written);
        }

        reading.Join();
        Assert.Equal(Records, reader.LastSequence);
        Assert.True(File.Exists(_run.Hot(StreamId.Market, 4)));
        Assert.Equal(Records, Reread());
    }

    [Fact]
    public void The_segment_being_entered_is_not_taken_away_by_the_preparation_of_the_next()
    {
        const int Large = 3 << 20;
        RecordWriter writer = _run.Writer(StreamId.Market);
        RecordReader reader = _run.Reader(StreamId.Market);
        using SideThread housekeeping = SideThread.Repeat(writer.PrepareNext);
        for (int i = 1; i <= 300; i++)
        {
            TestRecord.Write(writer, i, Large);
            writer.Commit(i);
            Check(reader, i, Large);
            writer.Release((i / 2) - 4);
        }
    }

    [Fact]
    public void A_step_that_does_not_fit_any_more_moves_whole_into_the_next_segment()
    {
        RecordWriter writer = _run.Writer(StreamId.Market);
        RecordReader reader = _run.Reader(StreamId.Market);
        const int Large = 3 << 20;
        TestRecord.Write(writer, 1, Large);
        writer.Commit(1);
        TestRecord.Write(writer, 2, Large);
        writer.Commit(2);
        TestRecord.Write(writer, 3, 1 << 20);
        TestRecord.Write(writer, 4, 64);
        TestRecord.Write(writer, 5, 2 << 20);
        TestRecord.Write(writer, 6, 7);
        Check(reader, 1, Large);
        Check(reader, 2, Large);
        Assert.False(reader.TryRead(out _));
        writer.Commit(3);
        Check(reader, 3, 1 << 20);
        Check(reader, 4, 64);
        Check(reader, 5, 2 << 20);
        Check(reader, 6, 7);
        Assert.False(reader.TryRead(out _));
        Assert.Equal(3, SegmentFile.Read64(_run.Hot(StreamId.Market, 1), SegmentFile.FirstSequence));
        Assert.Equal(SegmentFile.Sealed, SegmentFile.Read32(
            _run.Hot(StreamId.Market, 0), SegmentFile.End(_run.Hot(StreamId.Market, 0))));
    }

    [Fact]
    public void A_record_may_end_exactly_where_the_room_for_the_seal_begins()
    {
        RecordWriter writer = _run.Writer(StreamId.Market);
        RecordReader reader = _run.Reader(StreamId.Market);
        const int Room = (int)TestRun.SegmentBytes - SegmentFile.Data - 8;
        int first = (3 << 20) - RecordHeader.SizeBytes;
        int last = Room - (6 << 20) - RecordHeader.SizeBytes;
        int[] lengths = [first, first, last, 16];
        for (int i = 0; i < lengths.Length; i++)
        {
            TestRecord.Write(writer, i + 1, lengths[i]);
            writer.Commit(i + 1);
            Check(reader, i + 1, lengths[i]);
            Assert.False(reader.HasNext());
            Assert.False(reader.TryRead(out _));
        }

        Assert.Equal(
            TestRun.SegmentBytes - 8, SegmentFile.End(_run.Hot(StreamId.Market, 0)));
        Assert.Equal(4, SegmentFile.Read64(_run.Hot(StreamId.Market, 1), SegmentFile.FirstSequence));
    }

    [Fact]
    public void The_next_segment_is_mapped_before_the_writer_enters_it()
    {
        RecordWriter writer = _run.Writer(StreamId.Market);
        RecordReader reader = _run.Reader(StreamId.Market);
        FillNearlyWhole(writer, reader);
        Assert.Equal(1, MappedForReading());
        writer.PrepareNext();
        reader.MapAhead();
        Assert.Equal(2, MappedForReading());
    }

    [Fact]
    public void Housekeeping_allocates_nothing_while_there_is_nothing_to_do()
    {
        RecordWriter writer = _run.Writer(StreamId.Market);
        RecordReader reader = _run.Reader(StreamId.Market);
        StreamArchiver archiver = _run.Archiver(writer);
        Assert.Equal(0, Allocation.Of(writer.PrepareNext, 1000));
        Assert.Equal(0, Allocation.Of(() => archiver.Flush(), 1000));
        TestRecord.Write(writer, 1, 8);
        writer.Commit(1);
        Check(reader, 1, 8);
        Assert.Equal(0, Allocation.Of(reader.MapAhead, 1000));
    }

    [Fact]
    public void Mapping_ahead_allocates_nothing_while_it_waits_for_the_next_segment()
    {
        RecordWriter writer = _run.Writer(StreamId.Market);
        RecordReader reader = _run.Reader(StreamId.Market);
        FillNearlyWhole(writer, reader);
        Assert.Equal(0, Allocation.Of(reader.MapAhead, 1000));
    }

    [Fact]
    public void Looking_for_records_that_are_not_there_allocates_nothing()
    {
        RecordReader orphan = _run.Reader(StreamId.Signal);
        RecordWriter writer = _run.Writer(StreamId.Market);
        RecordReader reader = _run.Reader(StreamId.Market);
        Assert.Equal(0, Allocation.Of(() => reader.TryRead(out _), 1000));
        Assert.Equal(0, Allocation.Of(() => reader.HasNext(), 1000));
        Assert.Equal(0, writer.LastSequence);
        Assert.Equal(0, Allocation.Of(() => orphan.TryRead(out _), 1000));
    }

    /// <summary>Mostly small, now and then large enough to leave a gap before the seal.</summary>
    private static int Length(int number) => number % 500 == 0 ? 200_000 : 40 + (number * 37 % 600);

    private static void ReadAll(RecordReader reader)
    {
        for (int number = 1; number <= Records;)
        {
            if (reader.TryRead(out Record record))
            {
                TestRecord.Check(record, number, Length(number));
                number++;
                continue;
            }

            SideThread.Pause();
        }
    }

    private static void Check(RecordReader reader, long number, int payloadLength)
    {
        Assert.True(reader.TryRead(out Record record));
        TestRecord.Check(record, number, payloadLength);
    }

    private static void FillNearlyWhole(RecordWriter writer, RecordReader reader)
    {
        const int Large = (int)(TestRun.SegmentBytes / 2) - (100 << 10);
        for (int i = 1; i <= 2; i++)
        {
            TestRecord.Write(writer, i, Large);
            writer.Commit(i);
            Check(reader, i, Large);
        }
    }

    private long Reread()
    {
        RecordReader reader = _run.Reader(StreamId.Market);
        ReadAll(reader);
        Assert.False(reader.TryRead(out _));
        return reader.LastSequence;
    }

    private int MappedForReading() =>
        File.ReadAllLines("/proc/self/maps")
            .Count(line => line.Contains("r--s", StringComparison.Ordinal) &&
                line.Contains(_run.Paths.HotStream(StreamId.Market), StringComparison.Ordinal));
}
