using Artic.Messaging.Records;
using Artic.Streams.Log;
using Artic.V1;

namespace Artic.Cli.Traces;

/// <summary>
/// Finds the way of each order that left, in the order in which they left, in the archive of a run that has ended or lives: from the
/// request back, by what each record names as its cause. Orders that no tick has led to (flattening, overrides) have none. It remembers
/// little, however long the run is. Thread: one. Errors: <see cref="StreamCorruptException"/>, <see cref="IOException"/>; a new one goes
/// on from <see cref="Position"/>.
/// </summary>
/// <param name="paths">The run.</param>
/// <param name="only">This order alone; null: all.</param>
/// <param name="begin">Where it goes on.</param>
public sealed class OrderTraceReader(RunPaths paths, ulong? only, TracePosition begin) : IDisposable
{
    /// <summary>Between an order's SUBMITTED and its request the engine says less than this.</summary>
    private const int MostBetween = 65_536;

    private readonly StepCursor _market = new(paths, StreamId.Market);
    private readonly StepCursor _signal = new(paths, StreamId.Signal);
    private readonly StepCursor _order = new(paths, StreamId.Order);
    private readonly StepCursor _execution = new(paths, StreamId.Execution);
    private readonly StepCursor _wire = new(paths, StreamId.Wire);
    private readonly Dictionary<ulong, Submission> _submitted = [];
    private readonly Queue<ulong> _submittedFirst = new();
    private bool _hasBegun;
    private Request? _request;

    /// <summary>Up to here all orders were given.</summary>
    public TracePosition Position { get; private set; } = begin;

    /// <summary>Orders that were given, or have no way: those that left.</summary>
    public long Sent { get; private set; }

    /// <summary>Of these, orders that no tick has led to.</summary>
    public long WithoutTick { get; private set; }

    /// <summary>Of these, orders of whose way a record is not kept any more, or never came into the archive.</summary>
    public long WithoutRecord { get; private set; }

    /// <summary>True where an order has left and what led to it is not in the archive yet.</summary>
    public bool IsWaiting => _request != null;

    /// <summary>Gives the way of the next order that has one; null where the archive has none yet.</summary>
    public OrderTrace? Read()
    {
        OrderTrace? trace = null;
        while (trace == null && TryNextRequest() && TryTrace(_request!, out trace))
        {
            Pass();
        }

        return trace;
    }

    /// <summary>Passes over the order that it is waiting for: what led to it will not come any more.</summary>
    public void GiveUp()
    {
        WithoutRecord++;
        Pass();
    }

    public void Dispose()
    {
        foreach (StepCursor cursor in (StepCursor[])[_market, _signal, _order, _execution, _wire])
        {
            cursor.Dispose();
        }
    }

    private void Pass()
    {
        Sent++;
        Position = _request!.Position;
        _request = null;
    }

    /// <summary>Has the next request of an order that left in hand; false where there is none yet.</summary>
    private bool TryNextRequest()
    {
        if (_request != null)
        {
            return true;
        }

        if (!_hasBegun && !TryBegin())
        {
            return false;
        }

        while (_wire.TryRead(out Record record, out _))
        {
            TracePosition here = new(record.Header.Sequence, record.Header.PublishedNs);
            if (RecordCodec.TypeOf(record) == RecordType.RequestSent &&
                RequestSent.Parser.ParseFrom(record.Payload) is { Kind: RequestKind.Place, Failed: false } sent &&
                (only is not { } wanted || sent.ClientOrderId == wanted))
            {
                _request = new Request(here, sent, record.Header.OriginNs, record.Header.CauseSequence, _wire.UtcOffsetNs);
                return true;
            }

            Position = here;
        }

        return false;
    }

    /// <summary>
    /// Goes behind the position, where it is one of this run. The first record is read in any case: an order's day is told from the
    /// run's first segment, whoever asks.
    /// </summary>
    private bool TryBegin()
    {
        if (!_wire.TryRead(out Record first, out _))
        {
            return false;
        }

        _hasBegun = true;
        if (Position.Sequence > 1)
        {
            _wire.GoTo(Position.Sequence);
        }

        if (Position.Sequence < 1 || (Position.Sequence > 1 && !_wire.TryRead(out first, out _)) || !Position.IsOf(first.Header))
        {
            Position = TracePosition.Start;
            _wire.GoTo(1);
        }

        return true;
    }

    /// <summary>False where the archive is not as far; true with null where the order has no way.</summary>
    private bool TryTrace(Request request, out OrderTrace? trace)
    {
        trace = null;
        if (request.OriginNs == 0)
        {
            WithoutTick++;
            return true;
        }

        ulong order = request.Sent.ClientOrderId;
        if (!TryFindSubmitted(order, request.CauseSequence, out Submission? submitted))
        {
            return false;
        }

        TracedRecord? approval = null;
        if (submitted != null && !_order.TryFind(submitted.CauseSequence, out approval))
        {
            return false;
        }

        OrderApproved? approved = approval?.Header.Type == (ushort)RecordType.OrderApproved
            ? OrderApproved.Parser.ParseFrom(approval.Payload)
            : null;
        if (approved?.ClientOrderId == order && approval!.Header.CauseStream != StreamId.Signal)
        {
            WithoutTick++;
            return true;
        }

        TracedRecord? intent = null;
        if (approved?.ClientOrderId == order && !_signal.TryFind(approval!.Header.CauseSequence, out intent))
        {
            return false;
        }

        if (intent != null && intent.Header.CauseStream != StreamId.Market)
        {
            WithoutTick++;
            return true;
        }

        TracedRecord? tick = null;
        if (intent != null && !_market.TryFind(intent.Header.CauseSequence, out tick))
        {
            return false;
        }

        if (tick == null)
        {
            WithoutRecord++;
            return true;
        }

        _ = _submitted.Remove(order);
        trace = new OrderTrace(
            approved!, request.OriginNs, tick.Times, intent!.Times, approval!.Times, submitted!.Times, request.Position.PublishedNs,
            request.Sent.WrittenNs, request.UtcOffsetNs);
        return true;
    }

    /// <summary>
    /// Looks in what the engine has said up to its request. False where the archive is not as far; true with null where it has not said it.
    /// </summary>
    private bool TryFindSubmitted(ulong order, long sequence, out Submission? submitted)
    {
        if (_execution.LastSequence < sequence - MostBetween)
        {
            _execution.GoTo(sequence - MostBetween);
        }

        while (!_submitted.TryGetValue(order, out submitted) && _execution.LastSequence < sequence)
        {
            if (!_execution.TryRead(out Record record, out StageTimes times))
            {
                return false;
            }

            if (RecordCodec.TypeOf(record) == RecordType.OrderEvent && record.Header.CauseStream == StreamId.Order &&
                OrderEvent.Parser.ParseFrom(record.Payload) is { Status: OrderStatus.Submitted } said &&
                _submitted.TryAdd(said.ClientOrderId, new Submission(record.Header.CauseSequence, times)))
            {
                _submittedFirst.Enqueue(said.ClientOrderId);
                if (_submittedFirst.Count > MostBetween)
                {
                    _ = _submitted.Remove(_submittedFirst.Dequeue());
                }
            }
        }

        return true;
    }

    private sealed record Request(TracePosition Position, RequestSent Sent, long OriginNs, long CauseSequence, long UtcOffsetNs);

    private sealed record Submission(long CauseSequence, StageTimes Times);
}
