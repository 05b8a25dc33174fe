using Artic.Database.Audit;
using Artic.Messaging.Records;
using Artic.Streams.Log;
using Artic.V1;
using Google.Protobuf;

namespace Artic.Database.Ledger;

/// <summary>
/// The rows of records that are not in the tables yet. A function of the records alone: whoever reads the same streams makes the
/// same rows. Thread: one.
/// </summary>
/// <param name="runId">The run.</param>
/// <param name="state">How far the tables will be with this batch in them; goes on with each record.</param>
public sealed class LedgerBatch(string runId, LedgerState state)
{
    private const long HourNs = 3_600_000_000_000;

    /// <summary>How far the tables will be.</summary>
    public LedgerState State => state;

    /// <summary>Rows of the audit trail, those of a stream in their order.</summary>
    public List<AuditRow> Audit { get; } = [];

    /// <summary>Fills.</summary>
    public List<Stamped<Fill>> Fills { get; } = [];

    /// <summary>Orders that something happened to: when it first did in this batch, and the last event.</summary>
    public Dictionary<ulong, (long FirstNs, Stamped<OrderEvent> Last)> Orders { get; } = [];

    /// <summary>Instruments whose position is another than before.</summary>
    public HashSet<uint> MovedPositions { get; } = [];

    /// <summary>Snapshots of positions.</summary>
    public List<PositionSnapshot> Snapshots { get; } = [];

    /// <summary>Comparisons with the venue.</summary>
    public List<Stamped<Reconciliation>> Reconciliations { get; } = [];

    /// <summary>Comparisons of open orders.</summary>
    public List<Stamped<OpenOrdersCompared>> OrderComparisons { get; } = [];

    /// <summary>Words of the risk manager, the last on each subject.</summary>
    public Dictionary<string, RiskWord> RiskWords { get; } = [];

    /// <summary>Records that were read.</summary>
    public long Records { get; private set; }

    /// <summary>Rows that go into the tables.</summary>
    public int Rows =>
        Audit.Count + Fills.Count + Orders.Count + MovedPositions.Count + Snapshots.Count + Reconciliations.Count +
        OrderComparisons.Count + RiskWords.Count;

    /// <summary>Takes the next record of a stream. Errors: <see cref="InvalidProtocolBufferException"/>.</summary>
    /// <param name="head">The stream's head.</param>
    /// <param name="record">The record.</param>
    /// <param name="utcOffsetNs">UTC minus CLOCK_MONOTONIC as the run's first segment has it.</param>
    public void Take(StreamHead head, in Record record, long utcOffsetNs)
    {
        Records++;
        head.Sequence = record.Header.Sequence;
        RecordType type = RecordCodec.TypeOf(record);
        bool isAudited = head.Stream != StreamId.Position && AuditChain.IsAudited(type);
        if (!isAudited && type is not (RecordType.Position or RecordType.Reconciliation or RecordType.OpenOrdersCompared))
        {
            return;
        }

        long recordedNs = record.Header.PublishedNs + utcOffsetNs;
        IMessage message = RecordNames.Parse(type, record.Payload)!;
        if (isAudited)
        {
            Add(head, record, type, message, recordedNs);
            if (Ledger.RiskWords.Of(message, head.Stream, head.Sequence, recordedNs) is { } word)
            {
                RiskWords[word.Subject] = word;
            }
        }

        switch (message)
        {
            case OrderEvent order:
                long firstNs = Orders.TryGetValue(order.ClientOrderId, out (long FirstNs, Stamped<OrderEvent>) known) ? known.FirstNs : recordedNs;
                Orders[order.ClientOrderId] = (firstNs, new Stamped<OrderEvent>(order, head.Sequence, recordedNs));
                break;
            case Fill fill:
                Fills.Add(new Stamped<Fill>(fill, head.Sequence, recordedNs));
                break;
            case Position position:
                Move(new Stamped<Position>(position, head.Sequence, recordedNs));
                break;
            case Reconciliation comparison:
                Reconciliations.Add(new Stamped<Reconciliation>(comparison, head.Sequence, recordedNs));
                break;
            case OpenOrdersCompared comparison:
                OrderComparisons.Add(new Stamped<OpenOrdersCompared>(comparison, head.Sequence, recordedNs));
                break;
            default:
                break;
        }
    }

    /// <summary>Adds what every position is at the end of a process.</summary>
    public void Stop(long utcNs)
    {
        foreach (Stamped<Position> position in state.Positions.Values)
        {
            Snapshots.Add(new PositionSnapshot("stop", utcNs, position));
        }
    }

    private void Add(StreamHead head, in Record record, RecordType type, IMessage message, long recordedNs)
    {
        AuditRow row = new()
        {
            Stream = head.Stream, Sequence = head.Sequence, RecordedNs = recordedNs, Type = type, About = AuditChain.About(message),
            CauseStream = record.Header.CauseSequence == 0 ? StreamId.None : record.Header.CauseStream,
            CauseSequence = record.Header.CauseSequence,
            Payload = record.Payload.ToArray(), PreviousHash = head.AuditHash,
        };
        head.AuditHash = AuditChain.HashOf(runId, row);
        head.AuditSequence = head.Sequence;
        head.AuditRows++;
        Audit.Add(row with { Hash = head.AuditHash });
    }

    private void Move(in Stamped<Position> position)
    {
        long lastNs = state.Positions.Count == 0 ? position.RecordedNs : state.Positions.Values.Max(each => each.RecordedNs);
        for (long hour = (lastNs / HourNs) + 1; hour <= position.RecordedNs / HourNs; hour++)
        {
            foreach (Stamped<Position> each in state.Positions.Values)
            {
                Snapshots.Add(new PositionSnapshot("hour", hour * HourNs, each));
            }
        }

        uint instrument = position.Message.InstrumentId;
        if (!state.Positions.ContainsKey(instrument))
        {
            Snapshots.Add(new PositionSnapshot("start", position.RecordedNs, position));
        }

        state.Positions[instrument] = position;
        _ = MovedPositions.Add(instrument);
    }
}
