using Artic.Messaging.Records;
using Artic.Streams.Log;
using Artic.V1;
using Google.Protobuf;

namespace Artic.Streams.Tests.Records;

public sealed class RecordCodecTests : IDisposable
{
    private readonly TestRun _run = new();
    private readonly RecordWriter _writer;
    private readonly RecordReader _reader;

    public RecordCodecTests()
    {
        _writer = _run.Writer(StreamId.Feed);
        _reader = _run.Reader(StreamId.Feed);
    }

    public void Dispose() => _run.Dispose();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(126)]
    [InlineData(127)]
    [InlineData(128)]
    [InlineData(16_382)]
    [InlineData(16_383)]
    [InlineData(16_384)]
    [InlineData(2_097_151)]
    [InlineData(2_097_152)]
    public void A_frame_is_appended_as_the_very_bytes_that_protobuf_would_write(int length)
    {
        byte[] data = new byte[length];
        new Random(length).NextBytes(data);
        foreach (FrameChannel channel in Enum.GetValues<FrameChannel>().Where(channel => channel != default))
        {
            _writer.AppendFrame(channel, 9, data, 1234);
            _writer.Commit(5678);
            Assert.True(_reader.TryRead(out Record record));
            RawFrame expected = new() { Data = ByteString.CopyFrom(data), Channel = channel };
            Assert.Equal(RecordType.RawFrame, RecordCodec.TypeOf(record));
            Assert.Equal(9u, record.Header.InstrumentId);
            Assert.Equal(1234, record.Header.OriginNs);
            Assert.Equal(StreamId.None, record.Header.CauseStream);
            Assert.Equal(expected, RawFrame.Parser.ParseFrom(record.Payload));
            Assert.True(record.Payload.SequenceEqual(expected.ToByteArray()), "the bytes differ");
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(127)]
    [InlineData(128)]
    [InlineData(16_384)]
    [InlineData(2_097_152)]
    public void A_frame_is_read_back_in_place(int length)
    {
        byte[] data = new byte[length];
        new Random(length).NextBytes(data);
        _writer.AppendFrame(FrameChannel.OrderApi, 0, data, 1);
        _writer.Commit(1);
        Assert.True(_reader.TryRead(out Record record));
        Assert.True(RecordCodec.ReadFrame(record, out FrameChannel channel).SequenceEqual(data));
        Assert.Equal(FrameChannel.OrderApi, channel);
    }

    [Fact]
    public void A_message_comes_back_with_its_header_and_forgets_the_one_before()
    {
        Quote first = new() { InstrumentId = 1, BidPrice = -5, AskPrice = long.MaxValue, UpdateId = ulong.MaxValue };
        Quote second = new() { InstrumentId = 2 };
        _writer.Append(RecordType.Quote, first, 11, StreamId.Market, 22);
        _writer.Append(RecordType.Quote, second);
        _writer.Commit(33);
        Quote read = new() { ExchangeTimeNs = 99 };
        Assert.True(_reader.TryRead(out Record record));
        Assert.Same(read, RecordCodec.Read(record, read));
        Assert.Equal(first, read);
        Assert.Equal(11, record.Header.OriginNs);
        Assert.Equal(StreamId.Market, record.Header.CauseStream);
        Assert.Equal(22, record.Header.CauseSequence);
        Assert.True(_reader.TryRead(out record));
        Assert.Equal(second, RecordCodec.Read(record, read));
        Assert.Equal(33, record.Header.PublishedNs);
    }

    [Fact]
    public void A_payload_that_is_not_the_message_is_refused()
    {
        _writer.Begin(3, (ushort)RecordType.Quote, 0, 0, StreamId.None, 0).Fill(0xFF);
        _writer.Commit(1);
        Quote read = new();
        Assert.Throws<InvalidProtocolBufferException>(() =>
        {
            Assert.True(_reader.TryRead(out Record record));
            _ = RecordCodec.Read(record, read);
        });
    }

    [Fact]
    public void A_hundred_thousand_quotes_pass_through_shared_memory_without_an_allocation()
    {
        const int Quotes = 100_000;
        RecordWriter writer = _run.Writer(StreamId.Market, segmentBytes: 64 << 20);
        RecordReader reader = _run.Reader(StreamId.Market);
        Quote written = new();
        Quote read = new();
        long update = 0;
        long allocated = Allocation.Of(
            () =>
            {
                update++;
                written.InstrumentId = 1;
                written.BidPrice = 6_425_012_000_000 + update;
                written.BidQuantity = 150_000_000;
                written.AskPrice = 6_425_013_000_000 + update;
                written.AskQuantity = 90_000_000;
                written.UpdateId = (ulong)update;
                written.ExchangeTimeNs = 1_700_000_000_000_000_000 + update;
                writer.Append(RecordType.Quote, written, update);
                writer.Commit(update);
                if (!reader.TryRead(out Record record) || RecordCodec.Read(record, read).UpdateId != (ulong)update ||
                    read.BidPrice != written.BidPrice || read.ExchangeTimeNs != written.ExchangeTimeNs)
                {
                    throw new InvalidOperationException($"quote {update} did not come through");
                }
            },
            Quotes);
        Assert.Equal(0, allocated);
        Assert.Equal(2 * Quotes, reader.LastSequence);
    }

    [Fact]
    public void The_measurement_sees_what_is_allocated() =>
        Assert.True(Allocation.Of(static () => _ = new Quote(), 1000) >= 1000 * 64);
}
