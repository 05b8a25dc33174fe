using System.Globalization;
using System.Text.Json;
using Artic.Database.Ledger;
using Artic.Hosting.Options;
using Artic.Messaging.Records;
using Artic.Streams.Log;
using Artic.V1;
using Google.Protobuf;

namespace Artic.Cli.Reports;

/// <summary>Makes a report of a run's archived streams. Thread: one. Errors: those of <see cref="RecordReader"/>.</summary>
public sealed class RunReportReader
{
    private readonly RunPaths _paths;
    private readonly RunReport _report;
    private readonly Dictionary<long, (long PublishedNs, long CauseMarket)> _intents = [];
    private readonly Dictionary<ulong, (long PublishedNs, long Intent)> _approvals = [];
    private readonly Dictionary<ulong, OrderStatus> _orders = [];
    private readonly List<Request> _requests = [];

    /// <param name="paths">The run.</param>
    public RunReportReader(RunPaths paths)
    {
        _paths = paths;
        _report = new RunReport { RunId = paths.RunId };
    }

    /// <summary>Reads it.</summary>
    public RunReport Read()
    {
        ReadFacts();
        ForEach(StreamId.Signal, OnSignal);
        ForEach(StreamId.Command, OnCommand);
        ForEach(StreamId.Order, OnOrder);
        ForEach(StreamId.Execution, OnExecution);
        ForEach(StreamId.Wire, OnWire);
        ForEach(StreamId.Position, OnPosition);
        Dictionary<long, long> ticks = Ticks();
        foreach (OrderStatus status in _orders.Values)
        {
            _report.Orders[status] = _report.Orders.GetValueOrDefault(status) + 1;
        }

        _report.Events.Sort(static (a, b) => a.Ns.CompareTo(b.Ns));
        AddLatencies(ticks);
        return _report;
    }

    private void ReadFacts()
    {
        string path = Path.Combine(_paths.RunFolder, "run.json");
        if (File.Exists(path))
        {
            using JsonDocument json = JsonDocument.Parse(File.ReadAllBytes(path));
            foreach (string name in (string[])["account", "source", "host", "kernel", "cores", "idle", "version", "configuration_sha256"])
            {
                if (json.RootElement.TryGetProperty(name, out JsonElement value))
                {
                    _report.Facts.Add((name.Replace('_', ' '), value.ToString()));
                }
            }
        }

        foreach (InstrumentOptions instrument in OptionsReader.Read(_paths.Configuration, [])?.Instruments ?? [])
        {
            _report.Symbols[(uint)instrument.Id] = instrument.Symbol;
        }
    }

    private delegate void Take(in Record record, IMessage message, long utcNs);

    private void ForEach(StreamId stream, Take take)
    {
        using RecordReader reader = RecordReader.OfArchive(_paths, stream);
        while (reader.TryRead(out Record record))
        {
            long utcNs = record.Header.PublishedNs + reader.UtcOffsetNs;
            _report.BeganNs = _report.BeganNs == 0 ? utcNs : Math.Min(_report.BeganNs, utcNs);
            _report.EndedNs = Math.Max(_report.EndedNs, utcNs);
            if (RecordNames.Parse(RecordCodec.TypeOf(record), record.Payload) is { } message)
            {
                take(record, message, utcNs);
            }
        }
    }

    private void OnSignal(in Record record, IMessage message, long utcNs)
    {
        switch (message)
        {
            case Signal signal:
                Instance(signal.InstanceId).Signals++;
                break;
            case OrderIntent intent:
                Instance(intent.InstanceId).Intents++;
                long market = record.Header.CauseStream == StreamId.Market ? record.Header.CauseSequence : 0;
                _intents[record.Header.Sequence] = (record.Header.PublishedNs, market);
                break;
            case InstanceChanged changed:
                string why = changed.Reason == InstanceReason.Unspecified ? "" : EnumNames.Of(changed.Reason);
                _report.Events.Add((utcNs, $"instance {changed.InstanceId} is {EnumNames.Of(changed.Mode)}", why));
                break;
            default:
                break;
        }
    }

    private void OnCommand(in Record record, IMessage message, long utcNs)
    {
        switch (message)
        {
            case ResumeCommand resume:
                _report.Events.Add((utcNs, $"resumed by {resume.By}", resume.Reason));
                break;
            case LimitCommand limit:
                string value = limit.IsReset ? "reset" : limit.Value.ToString(CultureInfo.InvariantCulture);
                _report.Events.Add((utcNs, $"limit {EnumNames.Of(limit.Name)}: {value}, by {limit.By}", limit.Reason));
                break;
            case KillObserved { Scope: ScopeKind.Unspecified } kill:
                _report.Events.Add((utcNs, $"killed, generation {kill.Generation}", ""));
                break;
            case KillObserved kill:
                _report.Events.Add((utcNs, $"{ScopeWords.Of(kill.Scope, kill.ScopeId)} killed, generation {kill.Generation}", ""));
                break;
            default:
                break;
        }
    }

    private void OnOrder(in Record record, IMessage message, long utcNs)
    {
        switch (message)
        {
            case OrderApproved approved:
                long intent = record.Header.CauseStream == StreamId.Signal ? record.Header.CauseSequence : 0;
                _approvals[approved.ClientOrderId] = (record.Header.PublishedNs, intent);
                break;
            case OrderDenied denied:
                Deny(denied.Code);
                Instance(denied.InstanceId).Denied++;
                break;
            case TradingStateChanged changed:
                _report.Events.Add((utcNs, $"trading state {EnumNames.Of(changed.State)}", EnumNames.Of(changed.Reason)));
                break;
            case ScopeStateChanged changed:
                _report.Events.Add((
                    utcNs, $"{ScopeWords.Of(changed.Scope, changed.ScopeId)} {EnumNames.Of(changed.State)}", EnumNames.Of(changed.Reason)));
                break;
            case BreakerChanged breaker:
                _report.Events.Add((utcNs, $"breaker {EnumNames.Of(breaker.Cause)} {EnumNames.Of(breaker.State)}", $"{breaker.Actual} of {breaker.Threshold}"));
                break;
            default:
                break;
        }
    }

    private void OnExecution(in Record record, IMessage message, long utcNs)
    {
        switch (message)
        {
            case OrderEvent { ClientOrderId: 0 }:
                // The engine repeats a denial of the risk manager, which the order stream has told.
                break;
            case OrderEvent order:
                if (_orders.TryAdd(order.ClientOrderId, order.Status))
                {
                    Instance(order.InstanceId).Orders++;
                }

                _orders[order.ClientOrderId] = order.Status;
                if (order.Denial != DenialCode.Unspecified)
                {
                    Deny(order.Denial);
                }

                break;
            case Fill fill:
                InstanceResult instance = Instance(fill.InstanceId);
                instance.Fills++;
                instance.Turnover += fill.QuoteQuantity / 100_000_000m;
                break;
            case OpenOrdersCompared comparison:
                _report.OrderComparisons++;
                if (comparison.IsBreak)
                {
                    _report.OrderBreaks.Add((utcNs, comparison));
                }

                break;
            default:
                break;
        }
    }

    private void OnWire(in Record record, IMessage message, long utcNs)
    {
        if (message is RequestSent { Kind: RequestKind.Place, Failed: false } sent && record.Header.OriginNs > 0)
        {
            _requests.Add(new Request(sent.ClientOrderId, record.Header.OriginNs, record.Header.PublishedNs, sent.WrittenNs));
        }
    }

    private void OnPosition(in Record record, IMessage message, long utcNs)
    {
        switch (message)
        {
            case Position position:
                _report.Positions[position.InstrumentId] = position;
                long money = 0;
                foreach (Position each in _report.Positions.Values)
                {
                    money += each.RealizedPnl + each.UnrealizedPnl - each.Fees;
                }

                if (_report.Equity.Count == 0 || _report.Equity[^1].Money != money)
                {
                    _report.Equity.Add((utcNs, money));
                }

                break;
            case Reconciliation comparison:
                _report.Comparisons++;
                if (comparison.IsBreak)
                {
                    _report.Breaks.Add((utcNs, comparison));
                }

                break;
            default:
                break;
        }
    }

    /// <summary>When the market records were published that led to orders; feeds on the way.</summary>
    private Dictionary<long, long> Ticks()
    {
        HashSet<long> wanted = [];
        foreach (Request request in _requests)
        {
            if (_approvals.TryGetValue(request.ClientOrderId, out (long, long Intent) approval) &&
                _intents.TryGetValue(approval.Intent, out (long, long CauseMarket) intent))
            {
                _ = wanted.Add(intent.CauseMarket);
            }
        }

        Dictionary<long, long> published = [];
        using RecordReader reader = RecordReader.OfArchive(_paths, StreamId.Market);
        reader.SeekToFirst();
        while (reader.TryRead(out Record record))
        {
            if (wanted.Contains(record.Header.Sequence))
            {
                published[record.Header.Sequence] = record.Header.PublishedNs;
            }

            if (RecordCodec.TypeOf(record) == RecordType.FeedStatus)
            {
                FeedStatus status = FeedStatus.Parser.ParseFrom(record.Payload);
                bool wasLive = _report.Feeds.TryGetValue(status.InstrumentId, out FeedStatus? before) && before.State == FeedState.Live;
                _report.Withdrawn += wasLive && status.State != FeedState.Live ? 1 : 0;
                _report.Feeds[status.InstrumentId] = status;
            }
        }

        return published;
    }

    private void AddLatencies(Dictionary<long, long> ticks)
    {
        List<long> toOrder = [], toWire = [], market = [], signal = [], risk = [], execution = [];
        foreach (Request request in _requests)
        {
            toOrder.Add(request.PublishedNs - request.OriginNs);
            toWire.Add(request.WrittenNs - request.OriginNs);
            if (_approvals.TryGetValue(request.ClientOrderId, out (long PublishedNs, long Intent) approval) &&
                _intents.TryGetValue(approval.Intent, out (long PublishedNs, long CauseMarket) intent) &&
                ticks.TryGetValue(intent.CauseMarket, out long tickNs))
            {
                market.Add(tickNs - request.OriginNs);
                signal.Add(intent.PublishedNs - tickNs);
                risk.Add(approval.PublishedNs - intent.PublishedNs);
                execution.Add(request.PublishedNs - approval.PublishedNs);
            }
        }

        foreach ((string name, List<long> durations) in (ReadOnlySpan<(string, List<long>)>)
            [("tick to order", toOrder), ("tick to wire", toWire), ("market data", market), ("signal", signal), ("risk", risk), ("execution", execution)])
        {
            if (durations.Count > 0)
            {
                durations.Sort();
                _report.Latencies.Add((name, [.. durations]));
            }
        }
    }

    private InstanceResult Instance(uint id)
    {
        if (!_report.Instances.TryGetValue(id, out InstanceResult? instance))
        {
            _report.Instances[id] = instance = new InstanceResult();
        }

        return instance;
    }

    private void Deny(DenialCode code) => _report.Denials[code] = _report.Denials.GetValueOrDefault(code) + 1;

    private readonly record struct Request(ulong ClientOrderId, long OriginNs, long PublishedNs, long WrittenNs);
}
