using System.Buffers.Binary;
using System.Text.Json;
using Artic.Core.Time;
using Artic.Hosting.Publishing;
using Artic.Messaging.Records;
using Artic.Messaging.ZeroMq;
using Artic.Streams.Log;
using Artic.Streams.Waiting;
using Artic.V1;

namespace Artic.Streams.Tests.Publishing;

public sealed class StreamPublisherTests : IDisposable
{
    private const long PatienceNs = 15_000_000_000;

    private const string SubscriberProgram = """
        import json, struct, sys, zmq
        socket = zmq.Context().socket(zmq.SUB)
        socket.subscribe(b"market.quote.BTCUSDT.")
        socket.rcvtimeo = 10000
        socket.connect(sys.argv[1])
        for _ in range(5):
            topic, header, payload = socket.recv_multipart()
            print(json.dumps([topic.decode(), *struct.unpack("<IIqqqqqHHIQ", header), payload.hex()]))
        """;

    private readonly TestRun _run = new();
    private readonly ZmqContext _context = new();
    private readonly RecordWriter _writer;
    private readonly Quote _quote = new();
    private readonly Dictionary<uint, string> _symbols = new() { [1] = "BTCUSDT", [2] = "BTCUSDTX" };

    public StreamPublisherTests() => _writer = _run.Writer(StreamId.Market);

    public void Dispose()
    {
        _context.Dispose();
        _run.Dispose();
    }

    [PyZmqFact]
    public void A_late_subscriber_in_python_sees_topics_headers_and_payloads_and_no_longer_name()
    {
        Write(1, 100);
        using StreamPublisher publisher = Open();
        Write(1, 101);
        publisher.Work();
        using PythonProcess python = new(SubscriberProgram, $"ipc://{_run.Paths.Sockets}/market.pub");
        long price = 102;
        Assert.True(Poll.Until(
            () =>
            {
                Write(2, 7);
                Write(1, price++);
                publisher.Work();
                return python.HasExited;
            },
            PatienceNs));

        long previous = 0;
        string[] lines = python.ReadToEnd();
        Assert.Equal(5, lines.Length);
        foreach (string line in lines)
        {
            JsonElement message = JsonDocument.Parse(line).RootElement;
            long sequence = message[3].GetInt64();
            Assert.Equal("market.quote.BTCUSDT.", message[0].GetString());
            Assert.Equal(1, message[1].GetInt32());
            Assert.Equal((int)RecordType.Quote, message[2].GetInt32());
            Assert.True(sequence > 2);
            Assert.True(previous == 0 || message[4].GetInt64() == previous);
            Assert.Equal(sequence - 2, sequence == 4 ? 2 : message[4].GetInt64());
            Assert.Equal(sequence * 10, message[5].GetInt64());
            Assert.Equal(77, message[6].GetInt64());
            Assert.Equal(55, message[7].GetInt64());
            Assert.Equal((int)StreamId.Feed, message[8].GetInt32());
            Assert.Equal(0, message[9].GetInt32());
            Assert.Equal(1, message[10].GetInt32());
            Assert.Equal(_writer.Epoch, message[11].GetInt64());
            Quote quote = Quote.Parser.ParseFrom(Convert.FromHexString(message[12].GetString()!));
            Assert.Equal(102 + ((sequence - 4) / 2), quote.BidPrice);
            previous = sequence;
        }
    }

    [Fact]
    public void What_the_stream_held_before_is_not_published_but_the_next_of_its_topic_names_it()
    {
        Write(1, 1);
        Write(1, 2);
        using StreamPublisher publisher = Open();
        using Subscription subscription = Subscribe("market.quote.");
        subscription.Join(() => WriteAndWork(publisher, 2), () => _writer.LastSequence);
        long before = _writer.LastSequence;
        Write(1, 5);
        Write(1, 6);
        Write(3, 7);
        publisher.Work();

        (string topic, byte[] header) = Take(subscription);
        Assert.Equal("market.quote.BTCUSDT.", topic);
        Assert.Equal(before + 1, Sequence(header));
        Assert.Equal(2, Previous(header));
        (_, header) = Take(subscription);
        Assert.Equal(before + 2, Sequence(header));
        Assert.Equal(before + 1, Previous(header));
        (topic, header) = Take(subscription);
        Assert.Equal("market.quote.3.", topic);
        Assert.Equal(before + 3, Sequence(header));
        Assert.Equal(0, Previous(header));
        Assert.Equal(before + 3 - 2, publisher.Published);
    }

    [Fact]
    public void Topics_name_the_type_and_the_instrument()
    {
        using StreamPublisher publisher = Open();
        using Subscription subscription = Subscribe("");
        subscription.Join(() => WriteAndWork(publisher, 1), () => _writer.LastSequence);
        foreach ((RecordType type, uint instrument) in ((RecordType, uint)[])
            [(RecordType.FeedStatus, 1), (RecordType.Step, 0), (RecordType.Quote, 9), ((RecordType)999, 2)])
        {
            _ = _writer.Begin(0, (ushort)type, instrument, 0, StreamId.None, 0);
            _writer.Commit(Clock.MonotonicNs());
        }

        publisher.Work();
        foreach (string expected in (string[])
            ["market.feed_status.BTCUSDT.", "market.step.-.", "market.quote.9.", "market.999.BTCUSDTX."])
        {
            Assert.Equal(expected, Take(subscription).Topic);
        }
    }

    [Fact]
    public void A_heartbeat_bears_the_last_sequence_of_the_stream_and_of_every_topic()
    {
        using StreamPublisher publisher = Open();
        using Subscription subscription = Subscribe("market.heartbeat.-.");
        Write(1, 1);
        Write(2, 2);
        Write(2, 3);
        long begin = Clock.MonotonicNs();
        string topic = "";
        byte[] header = [];
        byte[] payload = [];
        Assert.True(Poll.Until(
            () =>
            {
                publisher.Work();
                return subscription.TryTake(out topic, out header, out payload);
            },
            PatienceNs));

        Assert.Equal("market.heartbeat.-.", topic);
        Assert.Equal(
            [("market.quote.BTCUSDT.", 1ul), ("market.quote.BTCUSDTX.", 3ul)],
            Heartbeat.Parser.ParseFrom(payload).Topics.Select(at => (at.Topic, at.LastSequence)));
        Assert.Equal(PublishedHeader.SizeBytes, header.Length);
        Assert.Equal(1u, BinaryPrimitives.ReadUInt32LittleEndian(header));
        Assert.Equal(0u, BinaryPrimitives.ReadUInt32LittleEndian(header.AsSpan(4)));
        Assert.Equal(3, Sequence(header));
        Assert.Equal(0, Previous(header));
        Assert.InRange(BinaryPrimitives.ReadInt64LittleEndian(header.AsSpan(24)), begin, Clock.MonotonicNs());
        Assert.False(header.AsSpan(32, 24).ContainsAnyExcept((byte)0));
        Assert.Equal(_writer.Epoch, BinaryPrimitives.ReadInt64LittleEndian(header.AsSpan(56)));
    }

    [Fact]
    public void Publishing_allocates_nothing_in_steady_state()
    {
        using StreamPublisher publisher = Open();
        using Subscription subscription = Subscribe("market.");
        subscription.Join(() => WriteAndWork(publisher, 1), () => _writer.LastSequence);
        long before = publisher.Published;
        long allocated = Allocation.Of(
            () =>
            {
                Write(1, 1);
                Write(2, 2);
                publisher.Work();
            },
            10_000);

        Assert.Equal(0, allocated);
        Assert.Equal(before + 40_000, publisher.Published);
        Assert.True(subscription.Drain() > 0);
        Assert.True(Allocation.Of(() => _ = new Quote(), 10_000) > 0, "the measurement does not see what is allocated");
    }

    [Fact]
    public void One_call_publishes_no_more_than_a_batch()
    {
        using StreamPublisher publisher = Open();
        for (int i = 0; i < 10_000; i++)
        {
            Write(1, i);
        }

        publisher.Work();
        Assert.Equal(4096, publisher.Published);
        publisher.Work();
        Assert.Equal(8192, publisher.Published);
        publisher.Work();
        Assert.Equal(10_000, publisher.Published);
        publisher.Work();
        Assert.Equal(10_000, publisher.Published);
    }

    [Fact]
    public void A_publisher_that_is_late_goes_on_from_the_archive()
    {
        using StreamPublisher publisher = Open();
        StreamArchiver archiver = _run.Archiver(_writer);
        for (int i = 1; i <= 15_000; i++)
        {
            TestRecord.Write(_writer, i, TestRecord.LargePayload);
            _writer.Commit(i);
        }

        Assert.True(archiver.Flush());
        for (int i = 0; i < 2; i++)
        {
            _writer.PrepareNext();
        }

        Assert.False(File.Exists(_run.Hot(StreamId.Market, 2)));
        for (int i = 0; i < 4; i++)
        {
            publisher.Work();
        }

        Assert.Equal(15_000, publisher.Published);
    }

    [Fact]
    public void A_subscriber_that_never_reads_does_not_hold_anything_up()
    {
        using StreamPublisher publisher = Open();
        using Subscription asleep = Subscribe("market.");
        asleep.Join(() => WriteAndWork(publisher, 1), () => _writer.LastSequence);
        for (int i = 0; i < 60_000; i++)
        {
            Write(1, i);
            publisher.Work();
        }

        Assert.Null(publisher.Failure);
        Assert.Equal(_writer.LastSequence, publisher.Published);
    }

    [Fact]
    public void Nothing_is_thrown_when_the_context_ends_first()
    {
        using StreamPublisher publisher = Open();
        Write(1, 1);
        _context.Dispose();
        publisher.Work();
        Assert.Equal(ZmqErrno.ContextTerminated, publisher.Failure!.Code);
        publisher.Work();
    }

    [Fact]
    public void The_socket_is_for_owner_and_group()
    {
        using StreamPublisher publisher = Open();
        Assert.Equal(
            UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite,
            File.GetUnixFileMode(Path.Combine(_run.Paths.Sockets, "market.pub")));
    }

    private static long Sequence(byte[] header) => BinaryPrimitives.ReadInt64LittleEndian(header.AsSpan(8));

    private static long Previous(byte[] header) => BinaryPrimitives.ReadInt64LittleEndian(header.AsSpan(16));

    private static (string Topic, byte[] Header) Take(Subscription subscription)
    {
        string topic = "";
        byte[] header = [];
        Assert.True(Poll.Until(() => subscription.TryTake(out topic, out header, out _), PatienceNs));
        return (topic, header);
    }

    private StreamPublisher Open() => new(_run.Paths, StreamId.Market, _writer.Epoch, _context, _symbols);

    private Subscription Subscribe(string topic) => new(_context, _run.Paths, "market", topic);

    private void WriteAndWork(StreamPublisher publisher, uint instrument)
    {
        Write(instrument, 1);
        publisher.Work();
    }

    private void Write(uint instrument, long price)
    {
        _quote.InstrumentId = instrument;
        _quote.BidPrice = price;
        Google.Protobuf.MessageExtensions.WriteTo(
            _quote,
            _writer.Begin(_quote.CalculateSize(), (ushort)RecordType.Quote, instrument, 77, StreamId.Feed, 55));
        _writer.Commit((_writer.LastSequence + 1) * 10);
    }
}
