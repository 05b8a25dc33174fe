using System.Text;
using System.Text.Json;
using Artic.Bench.Chain;
using Artic.Core.Time;
using Artic.Hosting.Instances;
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
/// Each instrument has as many instances as asked for, all of which ask one model at every quote and want an order each time. Another
/// version takes the model's place as in the bridge. Owner: <see cref="Dispose"/> removes all. Thread: one, but for
/// <see cref="Declare"/>.
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
    private readonly InstanceEdge _edge;
    private readonly InstanceDesk _desk;
    private readonly Quote _quote = new();
    private readonly int _instruments;
    private uint _seed = 1;
    private long _ticks;

    /// <param name="model">The model's file.</param>
    /// <param name="instruments">Instruments, which take turns.</param>
    /// <param name="instances">Instances in all.</param>
    /// <param name="registry">Where versions of models lie; empty: none is declared.</param>
    public SignalStage(string model, int instruments, int instances, string registry = "")
    {
        _instruments = instruments;
        _paths = new RunPaths(_folder.FullName);
        _paths.CreateFolders();
        _doorbells = DoorbellTable.Open(_paths.Doorbells);
        _counters = CountersFile.OpenOrCreate(_paths.Counters("bench"));
        _instance = RecordWriter.Open(_paths, StreamId.Instance, _doorbells, SegmentBytes);
        _market = RecordWriter.Open(_paths, StreamId.Market, _doorbells, SegmentBytes);
        _signal = RecordWriter.Open(_paths, StreamId.Signal, _doorbells, SegmentBytes);

        // Whole, as a desk reads it again with each declaration.
        PipelineOptions options = new()
        {
            Account = "bench", StateFolder = _folder.FullName, Epoch = 1, RunFolder = _folder.FullName,
            Venue = new VenueOptions { MarketStreamUrl = "ws://127.0.0.1:1", RestUrl = "http://127.0.0.1:1" },
            Models = new ModelOptions { Registry = registry },
            Services = { ["signal-bridge"] = new ServiceOptions() },
        };
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
        _edge = new InstanceEdge(_instance, static () => { });
        _desk = new InstanceDesk(options, _strategies, _edge);
        _edge.Begin(_strategies.AtStart);
        FeedStatus live = new() { State = FeedState.Live };
        for (uint i = 1; i <= instruments; i++)
        {
            live.InstrumentId = i;
            _market.Append(RecordType.FeedStatus, live);
        }

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

    /// <summary>A declaration waits for <see cref="TakeDeclaration"/>: what it needs is loaded and warm.</summary>
    public bool HasDeclaration => _edge.HasInput;

    /// <summary>The file that the first instance's model was loaded from, as it was declared.</summary>
    public string Model => _strategies.Instances[0].Declared.Model;

    /// <summary>
    /// Has the first instance ask a version of the registry, as the bridge does when one was promoted. Thread: any but the stage's, one
    /// at a time; blocks until <see cref="TakeDeclaration"/> has taken it. Errors: <see cref="BenchFailedException"/>.
    /// </summary>
    /// <param name="reference">NAME@VERSION.</param>
    public void Declare(string reference)
    {
        using JsonDocument patch = JsonDocument.Parse($$"""{ "id": 1, "model": "{{reference}}" }""");
        InstanceRequest request = new() { Instance = patch.RootElement, By = "bench", Reason = $"{reference} was promoted" };
        byte[] answer = _desk.Declare(ModelWatch.Name, request, out bool isDone);
        if (!isDone)
        {
            throw new BenchFailedException(Encoding.UTF8.GetString(answer));
        }
    }

    /// <summary>A turn of the bridge's hot thread in which a declaration waits, and no quote.</summary>
    public void TakeDeclaration()
    {
        _edge.Take();
        _ = _loop.Turn();
        _edge.Done();
    }

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
