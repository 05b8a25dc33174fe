using Artic.Messaging.Records;
using Artic.Streams.Log;
using Artic.V1;

namespace Artic.Cli.Risk;

/// <summary>
/// Gathers the story of one order from the record of a run: what led to it, what was decided, what engine and venue said of it.
/// Thread: one.
/// </summary>
internal sealed class OrderStory(StoryStreams streams)
{
    /// <summary>A signal stands at most so many records before its intent in the same step.</summary>
    private const int SignalReach = 16;

    /// <summary>As much later than the order's last event its request is not looked for.</summary>
    private const long WireTailNs = 1_000_000_000;

    private readonly List<StoryRecord> _records = [];

    /// <summary>What cannot be told, and why.</summary>
    public List<string> Gaps { get; } = [];

    /// <summary>The records, in the order in which they were published.</summary>
    public IReadOnlyList<StoryRecord> Records => _records;

    /// <summary>When the market event behind it was received; 0: there was none.</summary>
    public long OriginNs { get; private set; }

    /// <summary>Finds the decision that is meant. Null, and what there is instead, where there is none.</summary>
    public StoryRecord? Find(string order, out string problem)
    {
        problem = "";
        if (order == "last")
        {
            StoryRecord? last = Last();
            problem = last == null ? "no order was decided in this run" : "";
            return last;
        }

        if (OrderText.TryId(order, out ulong id))
        {
            StoryRecord? approval = streams.All(StreamId.Order, RecordType.OrderApproved)
                .FirstOrDefault(record => record.Message is OrderApproved approved && approved.ClientOrderId == id);
            problem = approval == null ? $"no order {OrderText.Id(id)} was approved in this run" : "";
            return approval;
        }

        string[] parts = order.Split('/');
        string? stream = parts.Length == 2 ? parts[0] : null;
        if (parts.Length > 2 || stream is not (null or "order" or "signal") || !long.TryParse(parts[^1], out long sequence) || sequence < 1)
        {
            problem = $"'{order}' is neither 'last' nor a client order id nor a sequence, such as 12, order/12 or signal/12";
            return null;
        }

        if (stream != "signal" && streams.At(StreamId.Order, sequence) is { } decision)
        {
            if (decision.Message is OrderApproved or OrderDenied)
            {
                return decision;
            }

            if (decision.Message is OverrideDecided { DenialSequence: > 0 } decided)
            {
                return streams.At(StreamId.Order, decided.DenialSequence);
            }
        }

        if (stream != "order" && streams.At(StreamId.Signal, sequence) is { Message: OrderIntent } intent)
        {
            StoryRecord? made = streams.Since(
                StreamId.Order, intent.Header.PublishedNs, RecordType.OrderApproved, RecordType.OrderDenied).FirstOrDefault(record =>
                record.Message is OrderApproved or OrderDenied && record.Header.CauseStream == StreamId.Signal &&
                record.Header.CauseSequence == sequence);
            problem = made == null ? $"the intent signal/{sequence} was not decided on" : "";
            return made;
        }

        problem = stream == null
            ? $"neither order/{sequence} is a decision nor signal/{sequence} an intent"
            : $"{order} is no {(stream == "order" ? "decision" : "intent")}";
        return null;
    }

    /// <summary>Gathers all that belongs to a decision.</summary>
    public void Gather(StoryRecord decision)
    {
        Before(decision);
        _records.Add(decision);
        if (decision.Message is OrderApproved approved)
        {
            After(approved.ClientOrderId, decision.Header.PublishedNs);
        }
        else
        {
            Overrides(decision);
        }

        List<StoryRecord> sorted = [.. _records.DistinctBy(record => (record.Stream, record.Header.Sequence)).OrderBy(record => record.Header.PublishedNs)];
        _records.Clear();
        _records.AddRange(sorted);
    }

    private StoryRecord? Last()
    {
        const int Chunk = 256;
        for (long end = streams.LastOf(StreamId.Order); end > 0; end -= Chunk)
        {
            StoryRecord? last = streams.From(StreamId.Order, Math.Max(1, end - Chunk + 1))
                .TakeWhile(record => record.Header.Sequence <= end).LastOrDefault(record => record.Message is OrderApproved or OrderDenied);
            if (last != null)
            {
                return last;
            }
        }

        return null;
    }

    private void Before(StoryRecord decision)
    {
        long overrideSequence = decision.Message switch
        {
            OrderApproved approved => approved.OverrideSequence,
            OrderDenied denied => denied.OverrideSequence,
            _ => 0,
        };
        if (overrideSequence > 0)
        {
            if (streams.At(StreamId.Command, overrideSequence) is { Message: OverrideCommand command } given)
            {
                if (streams.At(StreamId.Order, command.DenialSequence) is { } denial)
                {
                    Before(denial);
                    _records.Add(denial);
                }

                _records.Add(given);
            }

            return;
        }

        if (decision.Header.CauseStream != StreamId.Signal || streams.At(StreamId.Signal, decision.Header.CauseSequence) is not { } intent)
        {
            Gaps.Add("the intent behind it is not on record");
            return;
        }

        OriginNs = intent.Header.OriginNs;
        Cause(intent);
        uint instance = ((OrderIntent)intent.Message!).InstanceId;
        StoryRecord? signal = streams.From(StreamId.Signal, Math.Max(1, intent.Header.Sequence - SignalReach))
            .TakeWhile(record => record.Header.Sequence < intent.Header.Sequence)
            .LastOrDefault(record => record.Message is Signal said && said.InstanceId == instance &&
                record.Header.CauseSequence == intent.Header.CauseSequence && record.Header.CauseStream == intent.Header.CauseStream);
        if (signal != null)
        {
            _records.Add(signal);
        }

        _records.Add(intent);
    }

    private void Cause(StoryRecord intent)
    {
        if (intent.Header.CauseStream == StreamId.None)
        {
            return;
        }

        try
        {
            if (streams.At(intent.Header.CauseStream, intent.Header.CauseSequence) is { } cause)
            {
                _records.Add(cause);
            }
        }
        catch (StreamTrimmedException trimmed)
        {
            Gaps.Add($"what caused it is not kept any more: {trimmed.Message}");
        }
    }

    private void After(ulong id, long sinceNs)
    {
        long lastNs = sinceNs;
        foreach (StoryRecord record in streams.Since(StreamId.Execution, sinceNs, RecordType.OrderEvent, RecordType.Fill))
        {
            bool isOurs = record.Message is OrderEvent said ? said.ClientOrderId == id : record.Message is Fill fill && fill.ClientOrderId == id;
            if (isOurs)
            {
                _records.Add(record);
                lastNs = record.Header.PublishedNs;
                if (record.Message is OrderEvent { Status: var status } && status.IsFinal())
                {
                    break;
                }
            }
        }

        foreach (StoryRecord record in streams.Since(StreamId.Wire, sinceNs, RecordType.RequestSent, RecordType.RequestWithheld)
            .TakeWhile(record => record.Header.PublishedNs < lastNs + WireTailNs))
        {
            bool isOurs = record.Message is RequestSent sent ? sent.ClientOrderId == id
                : record.Message is RequestWithheld withheld && withheld.ClientOrderId == id;
            if (isOurs)
            {
                _records.Add(record);
            }
        }
    }

    /// <summary>What persons have made of a denial.</summary>
    private void Overrides(StoryRecord denial)
    {
        foreach (StoryRecord record in streams.From(StreamId.Order, denial.Header.Sequence + 1, RecordType.OverrideDecided))
        {
            if (record.Message is not OverrideDecided decided || decided.DenialSequence != denial.Header.Sequence)
            {
                continue;
            }

            if (streams.At(StreamId.Command, decided.OverrideSequence) is { } given)
            {
                _records.Add(given);
            }

            _records.Add(record);
            if (decided.Outcome == OverrideOutcome.Approved)
            {
                After(decided.ClientOrderId, record.Header.PublishedNs);
            }

            return;
        }
    }
}
