using Artic.Messaging.Records;
using Artic.Streams.Log;
using Artic.Streams.Steps;
using Artic.V1;

namespace Artic.Cli.Traces;

/// <summary>
/// Finds the way of each order that left, in the archived streams of a run; far from any hot thread. Orders that no tick has led to
/// (flattening, overrides) have none. Thread: one. Errors: those of <see cref="RecordReader"/>.
/// </summary>
/// <param name="paths">The run.</param>
/// <param name="only">This order alone; null: all.</param>
internal sealed class OrderTraceReader(RunPaths paths, ulong? only)
{
    private readonly Dictionary<ulong, (OrderApproved Approved, long Intent, StageTimes Times)> _approvals = [];
    private readonly Dictionary<long, (long CauseMarket, StageTimes Times)> _intents = [];
    private readonly Dictionary<ulong, StageTimes> _submitted = [];
    private readonly Dictionary<long, StageTimes> _ticks = [];
    private readonly List<Request> _requests = [];

    /// <summary>Orders that left.</summary>
    public int Sent => _requests.Count;

    /// <summary>Reads them, in the order in which they left.</summary>
    public List<OrderTrace> Read()
    {
        ForEach(StreamId.Order, OnOrder);
        HashSet<long> wantedIntents = [.. _approvals.Values.Select(approval => approval.Intent)];
        ForEach(StreamId.Signal, (in Record record, StageTimes times, long _) =>
        {
            if (wantedIntents.Contains(record.Header.Sequence) && record.Header.CauseStream == StreamId.Market)
            {
                _intents[record.Header.Sequence] = (record.Header.CauseSequence, times);
            }
        });
        ForEach(StreamId.Execution, OnExecution);
        ForEach(StreamId.Wire, OnWire);
        HashSet<long> wantedTicks = [.. _intents.Values.Select(intent => intent.CauseMarket)];
        ForEach(StreamId.Market, (in Record record, StageTimes times, long _) =>
        {
            if (wantedTicks.Contains(record.Header.Sequence))
            {
                _ticks[record.Header.Sequence] = times;
            }
        });
        return [.. _requests.Select(Trace).OfType<OrderTrace>()];
    }

    private delegate void Take(in Record record, StageTimes times, long utcOffsetNs);

    private void ForEach(StreamId stream, Take take)
    {
        using RecordReader reader = RecordReader.OfArchive(paths, stream);
        reader.SeekToFirst();
        long takenNs = 0;
        while (reader.TryRead(out Record record))
        {
            if (record.Header.Type == StepOutput.StepRecordType)
            {
                takenNs = record.Header.PublishedNs;
            }
            else
            {
                take(record, new StageTimes(takenNs, record.Header.PublishedNs), reader.UtcOffsetNs);
            }
        }
    }

    private void OnOrder(in Record record, StageTimes times, long utcOffsetNs)
    {
        if (RecordCodec.TypeOf(record) == RecordType.OrderApproved && record.Header.CauseStream == StreamId.Signal)
        {
            OrderApproved approved = OrderApproved.Parser.ParseFrom(record.Payload);
            if (only is not { } wanted || approved.ClientOrderId == wanted)
            {
                _approvals[approved.ClientOrderId] = (approved, record.Header.CauseSequence, times);
            }
        }
    }

    private void OnExecution(in Record record, StageTimes times, long utcOffsetNs)
    {
        if (RecordCodec.TypeOf(record) == RecordType.OrderEvent &&
            OrderEvent.Parser.ParseFrom(record.Payload) is { Status: OrderStatus.Submitted } submitted &&
            _approvals.ContainsKey(submitted.ClientOrderId))
        {
            _ = _submitted.TryAdd(submitted.ClientOrderId, times);
        }
    }

    private void OnWire(in Record record, StageTimes times, long utcOffsetNs)
    {
        if (RecordCodec.TypeOf(record) == RecordType.RequestSent &&
            RequestSent.Parser.ParseFrom(record.Payload) is { Kind: RequestKind.Place, Failed: false } sent &&
            (only is not { } wanted || sent.ClientOrderId == wanted))
        {
            _requests.Add(new Request(
                sent.ClientOrderId, record.Header.OriginNs, record.Header.PublishedNs, sent.WrittenNs, utcOffsetNs));
        }
    }

    private OrderTrace? Trace(Request request) =>
        request.OriginNs > 0 && _approvals.TryGetValue(request.ClientOrderId, out var approval) &&
        _intents.TryGetValue(approval.Intent, out var intent) && _ticks.TryGetValue(intent.CauseMarket, out StageTimes market) &&
        _submitted.TryGetValue(request.ClientOrderId, out StageTimes execution)
            ? new OrderTrace(
                approval.Approved, request.OriginNs, market, intent.Times, approval.Times, execution, request.SentNs,
                request.WrittenNs, request.UtcOffsetNs)
            : null;

    private readonly record struct Request(ulong ClientOrderId, long OriginNs, long SentNs, long WrittenNs, long UtcOffsetNs);
}
