using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Artic.Streams.Log;

namespace Artic.Streams.Tests.Log;

public sealed class SegmentRollTests : IDisposable
{
    private const int Records = 60_000;

    /// <summary>Two of these go into a segment.</summary>
    private const int Large = 3 << 20;

    /// <summary>Segments that go round while the archive keeps up, two for the archive among them.</summary>
    private const int RingOf = 7;

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
        RecordWriter writer = _run.Writer(StreamId.Market);
        RecordReader reader = _run.Reader(StreamId.Market);
        using SideThread housekeeping = SideThread.Repeat(writer.PrepareNext);
        for (int i = 1; i <= 300; i++)
        {
            Pass(writer, reader, i, Large);
            writer.Release((i / 2) - 4);
        }
    }

    [Fact]
    public void A_step_that_does_not_fit_any_more_moves_whole_into_the_next_segment()
    {
        RecordWriter writer = _run.Writer(StreamId.Market);
        RecordReader reader = _run.Reader(StreamId.Market);
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
            Pass(writer, reader, i + 1, lengths[i]);
            Assert.False(reader.HasNext());
            Assert.False(reader.TryRead(out _));
        }

        Assert.Equal(
            TestRun.SegmentBytes - 8, SegmentFile.End(_run.Hot(StreamId.Market, 0)));
        Assert.Equal(4, SegmentFile.Read64(_run.Hot(StreamId.Market, 1), SegmentFile.FirstSequence));
    }

    [Fact]
    public void The_next_segment_is_mapped_as_soon_as_its_owner_has_it_ready()
    {
        RecordWriter writer = _run.Writer(StreamId.Market);
        RecordReader reader = _run.Reader(StreamId.Market);
        Pass(writer, reader, 1, 8);
        reader.MapAhead();
        Assert.Single(MappedForReading());
        writer.PrepareNext();
        reader.MapAhead();
        string[] mapped = MappedForReading();
        Assert.Equal(2, mapped.Length);
        FillNearlyWhole(writer, reader, 2);
        FillNearlyWhole(writer, reader, 4);
        Assert.True(File.Exists(_run.Hot(StreamId.Market, 1)));
        Assert.Equal(PlacesOf(mapped), PlacesOf(MappedForReading()));
    }

    [Fact]
    public void A_segment_that_comes_round_again_is_not_mapped_again()
    {
        // Whoever maps or unmaps waits for the process's memory lock, and the reading thread must not.
        RecordWriter writer = _run.Writer(StreamId.Market);
        RecordReader reader = _run.Reader(StreamId.Market);
        KeepGoing(writer, reader, 1, 60);
        string[] mapped = MappedForReading();
        Assert.InRange(mapped.Length, 1, RingOf);
        KeepGoing(writer, reader, 61, 300);
        Assert.Equal(PlacesOf(mapped), PlacesOf(MappedForReading()));
    }

    [Fact]
    public void Readers_give_the_memory_back_that_its_owner_let_go()
    {
        RecordWriter writer = _run.Writer(StreamId.Market);
        RecordReader reader = _run.Reader(StreamId.Market);
        const int Behind = 2 * RecordWriter.DefaultHotSegments - 4;
        for (int i = 1; i <= Behind; i++)
        {
            Pass(writer, reader, i, Large);
            writer.PrepareNext();
            reader.MapAhead();
        }

        int before = MappedForReading().Length;
        Assert.True(before > RingOf, $"{before} segments are mapped: the archive is not behind");
        KeepGoing(writer, reader, Behind + 1, Behind + 20);
        string[] mapped = MappedForReading();
        Assert.DoesNotContain(mapped, each => each.EndsWith("(deleted)", StringComparison.Ordinal));
        Assert.InRange(mapped.Length, 1, RingOf);
    }

    [Fact]
    public void Readers_give_the_memory_of_the_owner_before_back()
    {
        RecordWriter writer = _run.Writer(StreamId.Market);
        RecordReader reader = _run.Reader(StreamId.Market);
        KeepGoing(writer, reader, 1, 20);
        string[] ofFirst = MappedForReading();
        RecordWriter successor = _run.Successor(StreamId.Market);
        KeepGoing(successor, reader, 21, 60);
        Assert.Empty(PlacesOf(ofFirst).Intersect(PlacesOf(MappedForReading())));
    }

    [Fact]
    public void A_segment_that_its_writer_must_make_itself_is_counted_and_costs_only_what_is_touched()
    {
        RecordWriter writer = _run.Writer(StreamId.Market);
        Assert.Equal(0, writer.LateSegments);
        for (int i = 1; i <= 3; i++)
        {
            TestRecord.Write(writer, i, Large);
            writer.Commit(i);
        }

        Assert.Equal(1, writer.LateSegments);
        Assert.Equal(TestRun.SegmentBytes, PresentBytes(_run.Hot(StreamId.Market, 0)));
        Assert.InRange(PresentBytes(_run.Hot(StreamId.Market, 1)), Large, Large + (1 << 20));

        RecordReader reader = _run.Reader(StreamId.Market);
        for (int i = 1; i <= 3; i++)
        {
            Check(reader, i, Large);
        }

        Assert.InRange(PresentBytes(_run.Hot(StreamId.Market, 1)), Large, Large + (1 << 20));
        writer.PrepareNext();
        for (int i = 4; i <= 5; i++)
        {
            TestRecord.Write(writer, i, Large);
            writer.Commit(i);
        }

        Assert.Equal(1, writer.LateSegments);
    }

    [Fact]
    public void What_stands_ready_for_readers_is_whole_from_its_first_moment()
    {
        RecordWriter writer = _run.Writer(StreamId.Market);
        string prepared = $"next.{writer.Epoch}";
        using BlockingCollection<WatcherChangeTypes> appeared = [];
        using FileSystemWatcher watcher = new(_run.Paths.HotStream(StreamId.Market), prepared);
        watcher.Created += (_, change) => appeared.Add(change.ChangeType);
        watcher.Renamed += (_, change) => appeared.Add(change.ChangeType);
        watcher.EnableRaisingEvents = true;
        writer.PrepareNext();
        Assert.True(appeared.TryTake(out WatcherChangeTypes how, TimeSpan.FromSeconds(30)));
        Assert.Equal(WatcherChangeTypes.Renamed, how);
        Assert.Equal(TestRun.SegmentBytes, new FileInfo(Path.Combine(watcher.Path, prepared)).Length);
    }

    [Fact]
    public void Housekeeping_allocates_nothing_while_there_is_nothing_to_do()
    {
        RecordWriter writer = _run.Writer(StreamId.Market);
        RecordReader reader = _run.Reader(StreamId.Market);
        StreamArchiver archiver = _run.Archiver(writer);
        Assert.Equal(0, Allocation.Of(writer.PrepareNext, 1000));
        Assert.Equal(0, Allocation.Of(() => archiver.Flush(), 1000));
        Pass(writer, reader, 1, 8);
        Assert.Equal(0, Allocation.Of(reader.MapAhead, 1000));
    }

    [Fact]
    public void Mapping_ahead_allocates_nothing_while_it_waits_for_the_next_segment()
    {
        RecordWriter writer = _run.Writer(StreamId.Market);
        RecordReader reader = _run.Reader(StreamId.Market);
        FillNearlyWhole(writer, reader, 1);
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

    /// <summary>One record, written, committed and read.</summary>
    private static void Pass(RecordWriter writer, RecordReader reader, int number, int payloadLength)
    {
        TestRecord.Write(writer, number, payloadLength);
        writer.Commit(number);
        Check(reader, number, payloadLength);
    }

    private static void FillNearlyWhole(RecordWriter writer, RecordReader reader, int first)
    {
        const int NearlyHalf = (int)(TestRun.SegmentBytes / 2) - (100 << 10);
        for (int i = first; i <= first + 1; i++)
        {
            Pass(writer, reader, i, NearlyHalf);
        }
    }

    /// <summary>Two records a segment, archived and kept house after each.</summary>
    private static void KeepGoing(RecordWriter writer, RecordReader reader, int first, int last)
    {
        for (int i = first; i <= last; i++)
        {
            Pass(writer, reader, i, Large);
            writer.Release((i / 2) - 2);
            writer.PrepareNext();
            reader.MapAhead();
        }
    }

    private long Reread()
    {
        RecordReader reader = _run.Reader(StreamId.Market);
        ReadAll(reader);
        Assert.False(reader.TryRead(out _));
        return reader.LastSequence;
    }

    /// <summary>Memory that a file takes.</summary>
    private static long PresentBytes(string path)
    {
        using Process du = Process.Start(new ProcessStartInfo("du", ["--block-size=1", path]) { RedirectStandardOutput = true })!;
        string said = du.StandardOutput.ReadToEnd();
        du.WaitForExit();
        return long.Parse(said.Split('\t')[0], CultureInfo.InvariantCulture);
    }

    /// <summary>The lines of the kernel's list.</summary>
    private string[] MappedForReading() =>
        [.. File.ReadAllLines("/proc/self/maps")
            .Where(line => line.Contains("r--s", StringComparison.Ordinal) &&
                line.Contains(_run.Paths.HotStream(StreamId.Market), StringComparison.Ordinal))];

    /// <summary>Where, and which file: the same address alone may be another mapping by now.</summary>
    private static string[] PlacesOf(string[] mapped) => [.. mapped.Select(line =>
    {
        string[] parts = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return $"{parts[0]} {parts[4]}";
    })];
}
