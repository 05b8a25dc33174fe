using Artic.Core.Time;
using Artic.Streams.Log;

namespace Artic.Streams.Tests.Log;

public sealed class StreamOwnerTests : IDisposable
{
    private readonly TestRun _run = new();

    public void Dispose() => _run.Dispose();

    [Fact]
    public void An_owner_that_is_succeeded_while_it_makes_its_next_segment_leaves_nothing_behind()
    {
        Random random = new(41);
        RecordWriter owner = _run.Writer(StreamId.Market);
        for (int i = 0; i < 40; i++)
        {
            using SideThread housekeeping = new(owner.PrepareNext);
            long until = Clock.MonotonicNs() + random.Next(3_000_000);
            while (Clock.MonotonicNs() < until)
            {
            }

            RecordWriter successor = _run.Successor(StreamId.Market);
            housekeeping.Join();
            owner.PrepareNext();
            Assert.Empty(Directory.GetFiles(_run.Paths.HotStream(StreamId.Market), $"next.{owner.Epoch}*"));
            owner.Dispose();
            owner = successor;
        }
    }

    [Fact]
    public void A_second_owner_is_refused_with_the_name_of_the_stream_and_the_first_owner()
    {
        using RecordWriter first = _run.Writer(StreamId.Order);
        StreamOwnedException refused = Assert.Throws<StreamOwnedException>(() => _run.Writer(StreamId.Order));
        Assert.Contains("'order'", refused.Message, StringComparison.Ordinal);
        Assert.Contains($"pid {Environment.ProcessId}", refused.Message, StringComparison.Ordinal);
        Assert.Contains(_run.Paths.RunId, refused.Message, StringComparison.Ordinal);
        using RecordWriter other = _run.Writer(StreamId.Execution);
    }

    [Fact]
    public void A_new_owner_goes_on_without_a_gap_in_a_fresh_segment_of_a_higher_epoch()
    {
        RecordReader reader = _run.Reader(StreamId.Market);
        for (int owner = 1; owner <= 4; owner++)
        {
            using RecordWriter writer = _run.Writer(StreamId.Market);
            Assert.Equal(owner, writer.Epoch);
            Assert.Equal((owner - 1) * 2, writer.LastSequence);
            for (int i = 1; i <= 2; i++)
            {
                TestRecord.Write(writer, ((owner - 1) * 2) + i, 30);
                writer.Commit(1);
            }

            string path = _run.Hot(StreamId.Market, owner - 1);
            Assert.Equal(owner, SegmentFile.Read64(path, SegmentFile.Epoch));
            Assert.Equal(owner - 1, SegmentFile.Read64(path, SegmentFile.Index));
            Assert.Equal(((owner - 1) * 2) + 1, SegmentFile.Read64(path, SegmentFile.FirstSequence));
        }

        ReadTo(reader, 8, 30);
    }

    [Fact]
    public void An_owner_that_wrote_nothing_leaves_no_gap()
    {
        _run.Writer(StreamId.Market).Dispose();
        _run.Writer(StreamId.Market).Dispose();
        using RecordWriter writer = _run.Writer(StreamId.Market);
        Assert.Equal(3, writer.Epoch);
        TestRecord.Write(writer, 1, 30);
        writer.Commit(1);
        ReadTo(_run.Reader(StreamId.Market), 1, 30);
    }

    [Fact]
    public void A_step_without_its_commit_is_never_seen()
    {
        RecordReader early = _run.Reader(StreamId.Market);
        using (RecordWriter writer = _run.Writer(StreamId.Market))
        {
            TestRecord.Write(writer, 1, 30);
            writer.Commit(1);
            TestRecord.Write(writer, 2, 50);
            TestRecord.Write(writer, 3, 50);
        }

        using RecordWriter next = _run.Writer(StreamId.Market);
        Assert.Equal(1, next.LastSequence);
        TestRecord.Write(next, 2, 30);
        next.Commit(2);
        ReadTo(early, 2, 30);
        ReadTo(_run.Reader(StreamId.Market), 2, 30);
    }

    [Fact]
    public void The_stream_of_a_process_that_was_killed_goes_on_in_another()
    {
        RecordReader early = _run.Reader(StreamId.Market);
        using SecondProcess first = new("write-and-die", _run.Paths.RunFolder, 5);
        Assert.Equal("ready", first.ReadLine());
        StreamOwnedException refused = Assert.Throws<StreamOwnedException>(() => _run.Writer(StreamId.Market));
        Assert.Contains($"pid {first.Id}", refused.Message, StringComparison.Ordinal);
        ReadTo(early, 5, 24);

        first.Kill();
        using RecordWriter writer = _run.Writer(StreamId.Market);
        Assert.Equal(2, writer.Epoch);
        Assert.Equal(5, writer.LastSequence);
        TestRecord.Write(writer, 6, 24);
        writer.Commit(6);
        ReadTo(early, 6, 24);
        ReadTo(_run.Reader(StreamId.Market), 6, 24);
    }

    [Fact]
    public void A_crash_between_entering_a_segment_and_sealing_the_one_before_strands_no_reader()
    {
        RecordReader reader = _run.Reader(StreamId.Market);
        using (RecordWriter first = _run.Writer(StreamId.Market))
        {
            TestRecord.Write(first, 1, 30);
            first.Commit(1);
        }

        ReadTo(reader, 1, 30);
        using (RecordWriter second = _run.Writer(StreamId.Market))
        {
            Assert.Equal(2, second.Epoch);
        }

        // The second owner died after its segment was in place, before the seal of the first one's.
        string old = _run.Hot(StreamId.Market, 0);
        SegmentFile.Write32(old, SegmentFile.End(old), 0);
        using RecordWriter third = _run.Writer(StreamId.Market);
        TestRecord.Write(third, 2, 30);
        third.Commit(2);
        ReadTo(reader, 2, 30);
    }

    [Fact]
    public void A_stream_that_cannot_be_taken_is_not_held()
    {
        using (RecordWriter writer = _run.Writer(StreamId.Market))
        {
            TestRecord.Write(writer, 1, 30);
            writer.Commit(1);
        }

        string path = _run.Hot(StreamId.Market, 0);
        SegmentFile.Write32(path, SegmentFile.Data, 7);
        _ = Assert.Throws<StreamCorruptException>(() => _run.Writer(StreamId.Market));
        SegmentFile.Write32(path, SegmentFile.Data, RecordHeader.SizeBytes + 30);
        using RecordWriter repaired = _run.Writer(StreamId.Market);
        Assert.Equal(1, repaired.LastSequence);
    }

    private static void ReadTo(RecordReader reader, long last, int payloadLength)
    {
        while (reader.LastSequence < last)
        {
            long next = reader.LastSequence + 1;
            Assert.True(reader.TryRead(out Record record), $"record {next} cannot be read");
            TestRecord.Check(record, next, payloadLength);
        }

        Assert.False(reader.TryRead(out _));
    }
}
