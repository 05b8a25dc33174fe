using Artic.Streams.Log;

namespace Artic.Streams.Tests.Log;

public sealed class RecordRoundTripTests : IDisposable
{
    private readonly TestRun _run = new();

    public void Dispose() => _run.Dispose();

    [Fact]
    public void Records_come_back_with_their_headers_and_payloads()
    {
        RecordWriter writer = _run.Writer(StreamId.Market);
        Append(writer, [1, 2, 3], type: 17, instrument: 4, origin: 1001, StreamId.Feed, cause: 9);
        writer.Commit(5000);
        Append(writer, [], type: 18, instrument: 0, origin: 0, StreamId.None, cause: 0);
        Append(writer, [7, 7, 7, 7, 7, 7, 7, 7], 65535, uint.MaxValue, long.MaxValue, StreamId.Position, long.MaxValue);
        writer.Commit(6000);
        Assert.Equal(3, writer.LastSequence);

        RecordReader reader = _run.Reader(StreamId.Market);
        AssertNext(reader, 1, RecordFlags.None, 5000, [1, 2, 3], 17, 4, 1001, StreamId.Feed, 9);
        AssertNext(reader, 2, RecordFlags.StepContinues, 6000, [], 18, 0, 0, StreamId.None, 0);
        AssertNext(
            reader, 3, RecordFlags.None, 6000, [7, 7, 7, 7, 7, 7, 7, 7], 65535, uint.MaxValue, long.MaxValue,
            StreamId.Position, long.MaxValue);
        Assert.False(reader.TryRead(out _));
        Assert.False(reader.HasNext());
    }

    [Fact]
    public void The_bytes_of_a_record_stand_where_the_format_says()
    {
        RecordWriter writer = _run.Writer(StreamId.Market);
        Append(writer, [0xAB, 0xCD], type: 0x1211, instrument: 0x24232221, origin: 0x33, StreamId.Order, cause: 0x44);
        writer.Commit(0x55);
        byte[] bytes = new byte[56];
        using FileStream file = new(_run.Hot(StreamId.Market, 0), FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        file.Position = SegmentFile.Data;
        file.ReadExactly(bytes);
        Assert.Equal(
            "32000000" + "1112" + "0000" + "0100000000000000" + "5500000000000000" + "3300000000000000" +
            "4400000000000000" + "0400",
            Convert.ToHexString(bytes.AsSpan(0, 42)));
        Assert.Equal("21222324" + "ABCD" + "000000000000", Convert.ToHexString(bytes.AsSpan(44)));
    }

    [Fact]
    public void A_step_is_visible_whole_or_not_at_all()
    {
        RecordWriter writer = _run.Writer(StreamId.Market);
        RecordReader reader = _run.Reader(StreamId.Market);
        TestRecord.Write(writer, 1, 40);
        TestRecord.Write(writer, 2, 0);
        TestRecord.Write(writer, 3, 13);
        Assert.Equal(3, writer.PendingRecords);
        Assert.Equal(0, writer.LastSequence);
        Assert.False(reader.HasNext());
        Assert.False(reader.TryRead(out _));
        writer.Commit(1);
        Assert.Equal(0, writer.PendingRecords);
        Check(reader, 1, 40);
        Check(reader, 2, 0);
        Check(reader, 3, 13);
    }

    [Fact]
    public void A_reader_on_another_thread_never_sees_a_part_of_a_step()
    {
        const int Records = 400_000;
        RecordWriter writer = _run.Writer(StreamId.Market);
        RecordReader reader = _run.Reader(StreamId.Market);
        using SideThread reading = new(() => ReadSteps(reader, Records));
        Random random = new(17);
        for (int written = 0; written < Records;)
        {
            for (int left = Math.Min(random.Next(1, 6), Records - written); left > 0; left--)
            {
                TestRecord.Write(writer, ++written, written % 100);
            }

            writer.Commit(written);
        }

        reading.Join();
    }

    [Fact]
    public void Committing_without_records_changes_nothing()
    {
        RecordWriter writer = _run.Writer(StreamId.Market);
        RecordReader reader = _run.Reader(StreamId.Market);
        writer.Commit(1);
        TestRecord.Write(writer, 1, 8);
        writer.Commit(2);
        writer.Commit(3);
        Check(reader, 1, 8);
        Assert.False(reader.TryRead(out _));
        TestRecord.Write(writer, 2, 8);
        writer.Commit(4);
        Check(reader, 2, 8);
    }

    [Fact]
    public void The_largest_step_fits_and_a_larger_one_is_refused_without_a_trace()
    {
        RecordWriter writer = _run.Writer(StreamId.Market);
        RecordReader reader = _run.Reader(StreamId.Market);
        int largest = (int)writer.LargestStepBytes - RecordHeader.SizeBytes;
        TestRecord.Write(writer, 1, largest);
        writer.Commit(1);
        Check(reader, 1, largest);
        _ = Assert.Throws<InvalidOperationException>(() => TestRecord.Write(writer, 2, largest + 1));
        TestRecord.Write(writer, 2, 100);
        _ = Assert.Throws<InvalidOperationException>(() => TestRecord.Write(writer, 3, largest - 100));
        Assert.False(reader.TryRead(out _));
        Assert.Equal(1, writer.LastSequence);
    }

    [Theory]
    [InlineData(8 << 20, 4 << 20)]
    [InlineData((16 << 20) - 8, (12 << 20) - 8)]
    [InlineData(16 << 20, RecordWriter.MaxStepBytes)]
    [InlineData(64 << 20, RecordWriter.MaxStepBytes)]
    public void The_largest_step_leaves_room_in_its_segment(long segmentBytes, long largest) =>
        Assert.Equal(largest, _run.Writer(StreamId.Market, segmentBytes).LargestStepBytes);

    [Fact]
    public void A_segment_must_hold_a_step() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => _run.Writer(StreamId.Market, (8 << 20) - 8));

    [Fact]
    public void A_reader_may_be_opened_before_the_writer()
    {
        RecordReader reader = _run.Reader(StreamId.Market);
        Assert.False(reader.TryRead(out _));
        Assert.False(reader.HasNext());
        reader.MapAhead();
        Assert.Equal(0, reader.LastSequence);
        RecordWriter writer = _run.Writer(StreamId.Market);
        Assert.False(reader.TryRead(out _));
        TestRecord.Write(writer, 1, 5);
        writer.Commit(1);
        Assert.True(reader.HasNext());
        Check(reader, 1, 5);
    }

    [Fact]
    public void Readers_have_their_own_positions()
    {
        RecordWriter writer = _run.Writer(StreamId.Market);
        RecordReader first = _run.Reader(StreamId.Market);
        RecordReader second = _run.Reader(StreamId.Market);
        for (int i = 1; i <= 3; i++)
        {
            TestRecord.Write(writer, i, 5);
            writer.Commit(i);
        }

        Check(first, 1, 5);
        Check(first, 2, 5);
        Check(second, 1, 5);
        Check(first, 3, 5);
        Check(second, 2, 5);
    }

    [Fact]
    public void Recorded_times_have_a_day()
    {
        RecordWriter writer = _run.Writer(StreamId.Market);
        RecordReader reader = _run.Reader(StreamId.Market);
        Assert.Equal(0, reader.UtcOffsetNs);
        TestRecord.Write(writer, 1, 5);
        writer.Commit(1);
        Check(reader, 1, 5);
        long now = Core.Time.Clock.UtcNs() - Core.Time.Clock.MonotonicNs();
        Assert.InRange(reader.UtcOffsetNs - now, -1_000_000_000, 1_000_000_000);
    }

    private static void Append(
        RecordWriter writer, byte[] payload, ushort type, uint instrument, long origin, StreamId causeStream,
        long cause) =>
        payload.CopyTo(writer.Begin(payload.Length, type, instrument, origin, causeStream, cause));

    private static void AssertNext(
        RecordReader reader, long sequence, RecordFlags flags, long published, byte[] payload, ushort type,
        uint instrument, long origin, StreamId causeStream, long cause)
    {
        Assert.True(reader.HasNext());
        Assert.True(reader.TryRead(out Record record));
        Assert.Equal(StreamId.Market, record.Stream);
        Assert.Equal(sequence, record.Header.Sequence);
        Assert.Equal(sequence, reader.LastSequence);
        Assert.Equal((uint)(RecordHeader.SizeBytes + payload.Length), record.Header.Length);
        Assert.Equal(flags, record.Header.Flags);
        Assert.Equal(published, record.Header.PublishedNs);
        Assert.Equal(type, record.Header.Type);
        Assert.Equal(instrument, record.Header.InstrumentId);
        Assert.Equal(origin, record.Header.OriginNs);
        Assert.Equal(causeStream, record.Header.CauseStream);
        Assert.Equal(cause, record.Header.CauseSequence);
        Assert.Equal(payload, record.Payload.ToArray());
    }

    private static void Check(RecordReader reader, long number, int payloadLength)
    {
        Assert.True(reader.TryRead(out Record record));
        TestRecord.Check(record, number, payloadLength);
    }

    private static void ReadSteps(RecordReader reader, int records)
    {
        bool within = false;
        long published = 0;
        for (int number = 1; number <= records;)
        {
            if (!reader.TryRead(out Record record))
            {
                Assert.False(within, $"record {number} of a step was not visible with the one before");
                SideThread.Pause();
                continue;
            }

            TestRecord.Check(record, number, number % 100);
            Assert.True(!within || record.Header.PublishedNs == published);
            within = record.Header.Flags.HasFlag(RecordFlags.StepContinues);
            published = record.Header.PublishedNs;
            number++;
        }
    }
}
