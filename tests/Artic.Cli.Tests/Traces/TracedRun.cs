using Artic.Messaging.Records;
using Artic.Streams.Log;
using Artic.Streams.Snapshots;
using Artic.Streams.Steps;
using Artic.Streams.Tests;
using Artic.V1;

namespace Artic.Cli.Tests.Traces;

/// <summary>The five streams that an order passes, written by the test: every time is a number that the test can name.</summary>
internal sealed class TracedRun : IDisposable
{
    /// <summary>From one stage to the next, in nanoseconds.</summary>
    public const long HopNs = 100;

    private const int ManyTicks = 15_000;

    private readonly TestRun _run = new();
    private readonly Dictionary<StreamId, RecordWriter> _writers = [];
    private readonly Dictionary<StreamId, StreamArchiver> _archivers = [];

    public TracedRun()
    {
        foreach (StreamId stream in (StreamId[])[StreamId.Market, StreamId.Signal, StreamId.Order, StreamId.Execution, StreamId.Wire])
        {
            _writers[stream] = _run.Writer(stream);
            _archivers[stream] = _run.Archiver(_writers[stream]);
        }
    }

    public RunPaths Paths => _run.Paths;

    /// <summary>An order from tick to request; gives its number. Nothing of it is in the archive yet.</summary>
    /// <param name="order">Its number.</param>
    /// <param name="atNs">Receive of the frame.</param>
    public void Order(ulong order, long atNs) => Leave(order, atNs, Tick(atNs));

    /// <summary>The tick of an order; gives its sequence.</summary>
    public long Tick(long atNs, int besides = 0)
    {
        Step(StreamId.Market, atNs + HopNs, atNs, StreamId.Feed, 1);
        for (int i = 0; i < besides; i++)
        {
            _writers[StreamId.Market].Append(RecordType.Quote, new Quote(), atNs, StreamId.Feed, 1);
        }

        _writers[StreamId.Market].Append(RecordType.Quote, new Quote(), atNs, StreamId.Feed, 1);
        return Commit(StreamId.Market, atNs + (2 * HopNs));
    }

    /// <summary>What a tick has led to, up to the request.</summary>
    /// <param name="order">The order.</param>
    /// <param name="atNs">Receive of the frame.</param>
    /// <param name="tick">The tick's sequence.</param>
    /// <param name="causeOfIntent">Stream that the intent comes from.</param>
    public void Leave(ulong order, long atNs, long tick, StreamId causeOfIntent = StreamId.Market)
    {
        long intent = Say(StreamId.Signal, RecordType.OrderIntent, new OrderIntent(), atNs, 3, causeOfIntent, tick);
        OrderApproved approved = new() { ClientOrderId = order, InstrumentId = 1, Side = Side.Buy, Quantity = 100, Price = 200 };
        long approval = Say(StreamId.Order, RecordType.OrderApproved, approved, atNs, 5, StreamId.Signal, intent);
        OrderEvent submitted = new() { ClientOrderId = order, Status = OrderStatus.Submitted };
        long submission = Say(StreamId.Execution, RecordType.OrderEvent, submitted, atNs, 7, StreamId.Order, approval);
        Send(order, atNs, submission);
    }

    /// <summary>The request of an order.</summary>
    public void Send(ulong order, long originNs, long submission, RequestKind kind = RequestKind.Place, bool failed = false)
    {
        RequestSent sent = new() { Kind = kind, ClientOrderId = order, WrittenNs = originNs + (10 * HopNs), Failed = failed };
        _writers[StreamId.Wire].Append(RecordType.RequestSent, sent, originNs, StreamId.Execution, submission);
        _ = Commit(StreamId.Wire, originNs + (9 * HopNs));
    }

    /// <summary>Ticks that lead to nothing, so many that whole segments of the market are full of them, and may go.</summary>
    public void FillMarket()
    {
        for (int i = 0; i < ManyTicks; i++)
        {
            Step(StreamId.Market, 1, 1, StreamId.Feed, 1);
            _writers[StreamId.Market].AppendFrame(FrameChannel.MarketStream, 0, new byte[4_000], 1);
            _ = Commit(StreamId.Market, 1);
        }
    }

    /// <summary>Removes of the market's archive what may be removed.</summary>
    public void TrimMarket()
    {
        _writers[StreamId.Market].PrepareNext();
        _writers[StreamId.Market].PrepareNext();
        Assert.True(StreamTrimmer.Trim(Paths, StreamId.Market, long.MaxValue, bytes: 1, endedBeforeUtcNs: 0).Segments > 0);
    }

    /// <summary>Has the archive of these streams, or of all, have what is committed.</summary>
    public void Archive(params StreamId[] streams)
    {
        foreach (StreamId stream in streams.Length == 0 ? [.. _archivers.Keys] : streams)
        {
            Assert.True(_archivers[stream].Flush());
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _run.Dispose();

    private long Say(
        StreamId stream, RecordType type, Google.Protobuf.IMessage message, long originNs, int hops, StreamId causeStream, long cause)
    {
        Step(stream, originNs + (hops * HopNs), originNs, causeStream, cause);
        _writers[stream].Append(type, message, originNs, causeStream, cause);
        return Commit(stream, originNs + ((hops + 1) * HopNs));
    }

    /// <summary>A step's first record bears when its input was taken.</summary>
    private void Step(StreamId stream, long takenNs, long originNs, StreamId causeStream, long cause) =>
        _ = _writers[stream].Begin(0, StepOutput.StepRecordType, 0, originNs, causeStream, cause, takenNs);

    private long Commit(StreamId stream, long atNs)
    {
        _writers[stream].Commit(atNs);
        return _writers[stream].LastSequence;
    }
}
