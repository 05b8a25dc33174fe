using Artic.Core.Time;
using Artic.Hosting.Options;
using Artic.Messaging.Records;
using Artic.SignalBridge;
using Artic.Streams.Counters;
using Artic.Streams.Log;
using Artic.Streams.Steps;
using Artic.Streams.Waiting;
using Artic.V1;

namespace Artic.Bench.Signal;

/// <summary>
/// The signal bridge's own handler and loop over streams of its own: a quote goes on record, and a signal and an intent come back.
/// Each instrument has as many instances as asked for, all of which ask one model at every quote and want an order each time.
/// Owner: <see cref="Dispose"/> removes all. Thread: one.
/// </summary>
public sealed class SignalStage : IDisposable
{
    private const long SegmentBytes = 16 << 20;
    private const long Mid = 6_000_000_000_000;
    private const long Tick = 1_000_000;
    private const int WarmQuotes = 64;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("artic-bench-");
    private readonly RunPaths _paths;
    private readonly DoorbellTable _doorbells;
    private readonly CountersFile _counters;
    private readonly RecordWriter _instance;
    private readonly RecordWriter _market;
    private readonly RecordWriter _signal;
    private readonly RecordReader[] _readers;
    private readonly StrategySet _strategies;
    private readonly SignalHandler _handler;
    private readonly StepLoop _loop;
    private readonly Quote _quote = new();
    private readonly int _instruments;
    private uint _seed = 1;
    private long _ticks;

    /// <param name="model">The model's file.</param>
    /// <param name="instruments">Instruments, which take turns.</param>
    /// <param name="instances">Instances in all.</param>
    public SignalStage(string model, int instruments, int instances)
    {
        _instruments = instruments;
        _paths = new RunPaths(_folder.FullName);
        _paths.CreateFolders();
        _doorbells = DoorbellTable.Open(_paths.Doorbells);
        _counters = CountersFile.OpenOrCreate(_paths.Counters("bench"));
        _instance = RecordWriter.Open(_paths, StreamId.Instance, _doorbells, SegmentBytes);
        _market = RecordWriter.Open(_paths, StreamId.Market, _doorbells, SegmentBytes);
        _signal = RecordWriter.Open(_paths, StreamId.Signal, _doorbells, SegmentBytes);
        PipelineOptions options = new();
        for (int i = 1; i <= instruments; i++)
        {
            options.Instruments.Add(new InstrumentOptions { Id = i, Symbol = $"I{i}", BaseAsset = "B", QuoteAsset = "Q" });
        }

        for (int i = 0; i < instances; i++)
        {
            options.Strategies.Add(new StrategyOptions
            {
                Id = i + 1, Name = "probe", Instrument = 1 + (i % instruments), OrderQuantity = "0.01", MaxPosition = "1", Model = model,
            });
        }

        _strategies = new StrategySet(options);
        _handler = new SignalHandler(_strategies.Views, _strategies.Instances, _strategies, _counters);
        _readers = [new RecordReader(_paths, StreamId.Instance), new RecordReader(_paths, StreamId.Market)];
        _loop = new StepLoop(_handler, new StepOutput(_signal), _readers) { Edge = StreamId.Instance };
        foreach (InstanceDeclared declared in _strategies.AtStart)
        {
            _instance.Append(RecordType.InstanceDeclared, declared);
        }

        FeedStatus live = new() { State = FeedState.Live };
        for (uint i = 1; i <= instruments; i++)
        {
            live.InstrumentId = i;
            _market.Append(RecordType.FeedStatus, live);
        }

        _instance.Commit(Clock.MonotonicNs());
        _market.Commit(Clock.MonotonicNs());
        _ = _loop.Turn();
        for (int i = 0; i < WarmQuotes * instruments; i++)
        {
            Prepare();
            Take();
        }
    }

    /// <summary>Why instances do not run.</summary>
    public IReadOnlyList<string> Refused => _strategies.Refused;

    /// <summary>Intents so far.</summary>
    public long Intents => _handler.Intents;

    /// <summary>Puts the next quote on record.</summary>
    public void Prepare()
    {
        _seed = unchecked((_seed * 1664525) + 1013904223);
        long bid = Mid + (((_seed >> 16) % 64) * Tick);
        _quote.InstrumentId = (uint)(_ticks % _instruments) + 1;
        _quote.BidPrice = bid;
        _quote.AskPrice = bid + ((1 + ((_seed >> 8) % 3)) * Tick);
        _quote.BidQuantity = 100_000_000 + ((_seed & 0xFFFF) * 1000);
        _quote.AskQuantity = 100_000_000 + ((_seed >> 12 & 0xFFFF) * 1000);
        _quote.UpdateId = (ulong)++_ticks;
        _market.Append(RecordType.Quote, _quote, Clock.MonotonicNs());
        _market.Commit(Clock.MonotonicNs());
        if (_ticks % 256 == 0)
        {
            _market.ReleaseWhatReadersHavePassed();
            _market.PrepareNext();
            _signal.ReleaseWhatReadersHavePassed();
            _signal.PrepareNext();
            foreach (RecordReader reader in _readers)
            {
                reader.MapAhead();
            }
        }
    }

    /// <summary>The loop takes it: features, inference, signal, intent, commit.</summary>
    public void Take() => _ = _loop.Turn();

    /// <inheritdoc/>
    public void Dispose()
    {
        _strategies.Dispose();
        Array.ForEach(_readers, reader => reader.Dispose());
        _signal.Dispose();
        _market.Dispose();
        _instance.Dispose();
        _counters.Dispose();
        _doorbells.Dispose();
        Directory.Delete(_paths.HotFolder, recursive: true);
        _folder.Delete(recursive: true);
    }
}
