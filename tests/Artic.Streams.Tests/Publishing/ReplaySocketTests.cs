using System.Buffers.Binary;
using Artic.Hosting.Logs;
using Artic.Hosting.Publishing;
using Artic.Messaging.ZeroMq;
using Artic.Streams.Counters;
using Artic.Streams.Log;
using Artic.Streams.Native;
using Artic.Streams.Snapshots;
using Artic.Streams.Tests.Log;
using Artic.Streams.Waiting;
using Artic.V1;
using Google.Protobuf;

namespace Artic.Streams.Tests.Publishing;

public sealed class ReplaySocketTests : IDisposable
{
    private const long PatienceNs = 60_000_000_000;
    private const int PayloadLength = 24;

    private readonly TestRun _run = new();
    private readonly ZmqContext _context = new();
    private readonly CountersFile _counters;
    private readonly RecordWriter _writer;
    private readonly StreamPublisher _publisher;
    private readonly ReplayServer _server;

    public ReplaySocketTests()
    {
        Dictionary<uint, string> symbols = new() { [1] = "BTCUSDT", [2] = "BTCUSDTX" };
        _counters = _run.Own(CountersFile.OpenOrCreate(_run.Paths.Counters("market-data")));
        _writer = _run.Writer(StreamId.Market);
        _publisher = new StreamPublisher(_run.Paths, StreamId.Market, _writer.Epoch, _context, symbols);
        _server = new ReplayServer(_counters, new JsonLog("market-data", _run.Paths.RunId));
        _server.Add(_run.Paths, StreamId.Market, _context, symbols, _publisher);
        _server.Start();
    }

    public void Dispose()
    {
        _server.Dispose();
        _publisher.Dispose();
        _context.Dispose();
        _run.Dispose();
    }

    [Fact]
    public void A_range_too_large_comes_in_pages()
    {
        Publish(2500, PayloadLength);
        using ReplayClient client = new(_context, _run.Paths);
        long sequence = 0;
        foreach ((ulong next, int records) in ((ulong, int)[])[(1001, 1000), (2001, 1000), (0, 500)])
        {
            (ReplayPage page, List<(string Topic, byte[] Header, byte[] Payload)> found) = client.Ask((ulong)sequence + 1);
            Assert.Equal(
                new ReplayPage
                {
                    RequestId = 7, Outcome = ReplayOutcome.Ok, NextSequence = next, LastSequence = 2500,
                    Records = (uint)records, Epoch = 1, Run = _run.Paths.NameHash, Boot = BootClock.BootId,
                },
                page);
            foreach ((string topic, byte[] header, byte[] payload) in found)
            {
                sequence++;
                Assert.Equal(
                    (sequence % 7) switch
                    {
                        0 => "market.quote.-.",
                        1 => "market.quote.BTCUSDT.",
                        2 => "market.quote.BTCUSDTX.",
                        long number => $"market.quote.{number}.",
                    },
                    topic);
                Assert.Equal(sequence, BinaryPrimitives.ReadInt64LittleEndian(header.AsSpan(8)));
                Assert.Equal(Math.Max(0, sequence - 7), BinaryPrimitives.ReadInt64LittleEndian(header.AsSpan(16)));
                Assert.Equal(sequence * 3, BinaryPrimitives.ReadInt64LittleEndian(header.AsSpan(32)));
                Assert.Equal(unchecked(sequence * 1_000_003), BinaryPrimitives.ReadInt64LittleEndian(payload));
                Assert.Equal(PayloadLength, payload.Length);
            }
        }

        NeedCounter("replay_requests_total", 3);
        NeedCounter("replay_records_total", 2500);
        Assert.Equal(0, _counters.Value("replay_refused_total"));
    }

    [Fact]
    public void A_page_ends_with_the_record_that_fills_a_mebibyte()
    {
        Publish(300, TestRecord.LargePayload);
        using ReplayClient client = new(_context, _run.Paths);

        // 258 times 4064 bytes are less than 1 MiB, 259 times are not.
        (ReplayPage page, _) = client.Ask(1);
        Assert.Equal((259u, 260ul), (page.Records, page.NextSequence));
        (page, _) = client.Ask(260);
        Assert.Equal((41u, 0ul), (page.Records, page.NextSequence));
    }

    [Fact]
    public void A_range_and_a_topic_give_those_records_alone()
    {
        Publish(1000, PayloadLength);
        using ReplayClient client = new(_context, _run.Paths);
        (ReplayPage page, List<(string Topic, byte[] Header, byte[] Payload)> records) =
            client.Ask(100, 120, "market.quote.BTCUSDT.");
        Assert.Equal(0ul, page.NextSequence);
        Assert.Equal([106L, 113, 120], records.Select(at => BinaryPrimitives.ReadInt64LittleEndian(at.Header.AsSpan(8))));
        Assert.All(records, at => Assert.Equal("market.quote.BTCUSDT.", at.Topic));
    }

    [Fact]
    public void Nothing_is_given_beyond_what_was_published()
    {
        Publish(10, PayloadLength);
        Write(5, PayloadLength);
        using ReplayClient client = new(_context, _run.Paths);
        (ReplayPage page, _) = client.Ask(8, 15);
        Assert.Equal((3u, 0ul, 10ul), (page.Records, page.NextSequence, page.LastSequence));
        (page, _) = client.Ask(11);
        Assert.Equal((ReplayOutcome.Ok, 0u, 0ul, 10ul), (page.Outcome, page.Records, page.NextSequence, page.LastSequence));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(0, 5)]
    [InlineData(6, 5)]
    [InlineData(ulong.MaxValue, 0)]
    [InlineData(1, ulong.MaxValue)]
    public void What_is_no_range_is_refused(ulong from, ulong to)
    {
        Publish(10, PayloadLength);
        using ReplayClient client = new(_context, _run.Paths);
        (ReplayPage page, _) = client.Ask(from, to);
        Assert.Equal(
            new ReplayPage
            {
                RequestId = 7, Outcome = ReplayOutcome.Range, LastSequence = 10,
                Error = "from_sequence is 0 or beyond to_sequence",
                Epoch = 1, Run = _run.Paths.NameHash, Boot = BootClock.BootId,
            },
            page);
        NeedCounter("replay_refused_total", 1);
    }

    [Fact]
    public void What_lies_before_damage_is_given_and_the_rest_is_not_available_by_name()
    {
        StreamArchiver archiver = _run.Archiver(_writer);
        Publish(1000, TestRecord.LargePayload);
        Assert.True(archiver.Flush());
        Publish(3000, TestRecord.LargePayload);
        Assert.True(archiver.Flush());
        File.Delete(_run.Hot(StreamId.Market, 0));
        string path = _run.Archived(StreamId.Market, 0);

        // The first flush ended its block with record 1000.
        long place = SegmentFile.Data + (1200L * 4048) + 100;
        SegmentFile.Write32(path, place, ~SegmentFile.Read32(path, place));
        using ReplayClient client = new(_context, _run.Paths);
        ulong next = 1;
        ReplayPage page = new();
        while (next != 1001)
        {
            (page, _) = client.Ask(next, 3000);
            Assert.Equal(ReplayOutcome.Ok, page.Outcome);
            Assert.Equal(next + page.Records, page.NextSequence);
            next = page.NextSequence;
        }

        foreach (ulong from in (ulong[])[1001, 1500])
        {
            (page, _) = client.Ask(from, 3000);
            Assert.Equal((ReplayOutcome.NotAvailable, 0u, 0ul), (page.Outcome, page.Records, page.NextSequence));
            Assert.Contains(path, page.Error);
            Assert.Contains("SHA-256 differs", page.Error);
        }

        (page, _) = client.Ask(3500, 3600);
        Assert.Equal((ReplayOutcome.Ok, 101u), (page.Outcome, page.Records));
        NeedCounter("replay_refused_total", 2);
    }

    [PyZmqFact]
    public void A_subscriber_in_python_is_told_which_records_it_cannot_have_and_why()
    {
        StreamArchiver archiver = _run.Archiver(_writer);
        Publish(3000, TestRecord.LargePayload);
        Assert.True(archiver.Flush());
        File.Delete(_run.Hot(StreamId.Market, 0));
        string path = _run.Archived(StreamId.Market, 0);
        SegmentFile.Write32(path, SegmentFile.Data + 100, ~SegmentFile.Read32(path, SegmentFile.Data + 100));
        using PythonProcess python = new(
            """
            import sys, artic
            try:
                artic.Subscriber(sys.argv[1], "market", from_sequence="start").receive(20)
            except artic.RecordsUnavailable as error:
                print(error)
            """,
            _run.Paths.RunFolder);
        Assert.Equal(
            $"the owner of 'market' cannot give records 1 to the last: NOT_AVAILABLE, {path}: the bytes 0 to " +
            $"{new FileInfo(path).Length} are not those that were written (SHA-256 differs)",
            Assert.Single(python.ReadToEnd()));
    }

    [Fact]
    public void What_is_not_kept_any_more_is_not_available()
    {
        StreamArchiver archiver = _run.Archiver(_writer);
        Publish(3000, TestRecord.LargePayload);
        Assert.True(archiver.Flush());
        File.Delete(_run.Hot(StreamId.Market, 0));
        File.Delete(_run.Archived(StreamId.Market, 0));
        using ReplayClient client = new(_context, _run.Paths);
        (ReplayPage page, _) = client.Ask(5, 10);
        Assert.Equal(ReplayOutcome.NotAvailable, page.Outcome);
        Assert.Matches("does not keep record 5 any more; it begins with [0-9]+$", page.Error);
    }

    [PyZmqFact]
    public void A_client_in_python_is_told_what_retention_let_go_and_goes_on_where_the_stream_begins_now()
    {
        const int records = 15_000;
        StreamArchiver archiver = _run.Archiver(_writer);
        Publish(records, TestRecord.LargePayload);
        Assert.True(archiver.Flush());
        _writer.PrepareNext();
        _writer.PrepareNext();
        TrimResult trimmed = StreamTrimmer.Trim(_run.Paths, StreamId.Market, needed: 8_000, bytes: 1, endedBeforeUtcNs: 0);
        Assert.True(trimmed.Segments > 1 && trimmed.First is > 4_000 and <= 8_000, $"{trimmed}");

        // It asks for the start, for the last record that went, and from where the stream begins now: on disk and by replay.
        using PythonProcess python = new(
            """
            import sys, artic
            run, first, last = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
            reader = artic.StreamReader(run, "market")
            print(reader.first_sequence())
            for begin in (1, first - 1):
                try:
                    next(reader.read(begin))
                except artic.RecordsUnavailable as error:
                    print(error)
            print(sum(1 for record in reader.read(first)))
            for begin in ("start", first - 1):
                with artic.Subscriber(run, "market", from_sequence=begin) as subscriber:
                    try:
                        subscriber.receive(20)
                    except artic.RecordsUnavailable as error:
                        print(error)
            with artic.Subscriber(run, "market", from_sequence=first) as subscriber:
                found = [subscriber.receive(20).sequence for _ in range(first, last + 1)]
                print(found == list(range(first, last + 1)), subscriber.receive(0.3))
            """,
            _run.Paths.RunFolder, $"{trimmed.First}", $"{records}");
        string[] said = python.ReadToEnd();
        string OnDisk(long record) =>
            $"the stream 'market' of {_run.Paths.RunFolder} does not keep record {record} any more; it begins with {trimmed.First}";
        string ByReplay(long record) =>
            $"the owner of 'market' cannot give records {record} to the last: NOT_AVAILABLE, the stream 'market' of " +
            $"{_run.Paths.RunId} does not keep record {record} any more; it begins with {trimmed.First}";
        Assert.Equal(
            [
                $"{trimmed.First}", OnDisk(1), OnDisk(trimmed.First - 1), $"{records - trimmed.First + 1}", ByReplay(1),
                ByReplay(trimmed.First - 1), "True None",
            ],
            said);
    }

    [Fact]
    public void Garbage_is_answered_counted_and_harmless()
    {
        Publish(10, PayloadLength);
        Random random = new(20_240_229);
        using ReplayClient garbage = new(_context, _run.Paths);
        for (int i = 0; i < 2000; i++)
        {
            // A first byte of 0 is no protobuf.
            byte[][] frames = new byte[random.Next(1, 7)][];
            for (int frame = 0; frame < frames.Length; frame++)
            {
                frames[frame] = new byte[random.Next(1, 5000)];
                random.NextBytes(frames[frame]);
                frames[frame][0] = 0;
            }

            garbage.Send(frames);
            if (i < 100)
            {
                Assert.True(
                    garbage.HasAnswer((int)(PatienceNs / 1_000_000)),
                    $"no answer to message {i}: {_counters.Value("replay_requests_total")} requests, " +
                    $"{_counters.Value("replay_refused_total")} refused, {_counters.Value("replay_pages_dropped_total")} answers dropped");
                (ReplayPage refused, _) = garbage.Receive();
                Assert.Equal((0ul, ReplayOutcome.Malformed), (refused.RequestId, refused.Outcome));
            }
        }

        NeedCounter("replay_refused_total", 2000);
        NeedCounter("replay_requests_total", 2000);
        using ReplayClient client = new(_context, _run.Paths);
        Assert.Equal(10u, client.Ask(1).Page.Records);
    }

    [Fact]
    public void A_topic_beyond_255_bytes_is_malformed()
    {
        using ReplayClient client = new(_context, _run.Paths);
        Assert.Equal(ReplayOutcome.Ok, client.Ask(1, 0, new string('x', 255)).Page.Outcome);
        Assert.Equal(ReplayOutcome.Malformed, client.Ask(1, 0, new string('x', 256)).Page.Outcome);
    }

    [Fact]
    public void A_peer_that_sends_a_flood_of_bytes_is_cut_off_and_the_others_are_served()
    {
        Publish(10, PayloadLength);
        using ReplayClient other = new(_context, _run.Paths);
        using ReplayClient flood = new(_context, _run.Paths);
        flood.Send(new byte[1 << 20]);
        Assert.False(flood.HasAnswer(withinMs: 200));
        Assert.Equal(10u, other.Ask(1).Page.Records);
    }

    [Fact]
    public void Peers_that_ask_much_and_leave_at_once_or_take_nothing_do_not_hold_up_the_others()
    {
        Publish(3000, PayloadLength);
        byte[] request = new ReplayRequest { FromSequence = 1 }.ToByteArray();
        using ReplayClient asleep = new(_context, _run.Paths);
        for (int i = 0; i < 500; i++)
        {
            asleep.Send(request);
        }

        for (int i = 0; i < 50; i++)
        {
            using ZmqContext apart = new();
            using ReplayClient leaving = new(apart, _run.Paths);
            leaving.Send(request);
            leaving.Send(request);
        }

        using ReplayClient client = new(_context, _run.Paths);
        Assert.Equal(1000u, client.Ask(2001).Page.Records);
        NeedCounter("replay_requests_total", 601);
    }

    [Fact]
    public void A_req_is_answered_too()
    {
        Publish(10, PayloadLength);
        using ReplayClient client = new(_context, _run.Paths, ZmqSocketType.Req);
        for (int i = 0; i < 2; i++)
        {
            (ReplayPage page, _) = client.Ask(3, 4);
            Assert.Equal((2u, 7ul), (page.Records, page.RequestId));
        }
    }

    [Fact]
    public void The_socket_is_for_owner_and_group() => Assert.Equal(
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite,
        File.GetUnixFileMode(Path.Combine(_run.Paths.Sockets, "market.replay")));

    [Fact]
    public void Replay_allocates_nothing_for_a_page()
    {
        using TestRun apart = new();
        using SecondProcess process = new("measure-replay", apart.Paths.RunFolder, 100);
        string[] bytes = process.ReadToEnd();
        Assert.Equal("0", bytes[0]);
        Assert.True(long.Parse(bytes[1]) >= 100 * 24, "the measurement does not see what is allocated");
    }

    /// <summary>A page is counted once it is sent: whoever has it may be quicker than the count.</summary>
    private void NeedCounter(string name, long value) =>
        Assert.True(Poll.Until(() => _counters.Value(name) == value, PatienceNs), $"{name} is {_counters.Value(name)}, not {value}");

    private void Publish(int records, int payloadLength)
    {
        Write(records, payloadLength);
        while (_publisher.LastSequence < _writer.LastSequence)
        {
            _publisher.Work();
        }
    }

    private void Write(int records, int payloadLength)
    {
        for (int i = 0; i < records; i++)
        {
            TestRecord.Write(_writer, _writer.LastSequence + 1, payloadLength);
            _writer.Commit(1);
        }
    }
}
