using Artic.Hosting.Options;
using Artic.Messaging.Records;
using Artic.Services.Tests.Support;
using Artic.SignalBridge;
using Artic.Streams.Log;
using Artic.Streams.Steps;
using Artic.V1;

namespace Artic.Services.Tests.Signals;

/// <summary>
/// The signal loop over real streams, with a test in place of the market, the venue and the edge. Bars are of a second, and the n-th
/// of an instrument begins at n seconds; prices and quantities are decimals.
/// </summary>
internal sealed class InstanceWorld : IDisposable
{
    public const long SecondNs = 1_000_000_000;

    private readonly RecordWriter _market;
    private readonly RecordWriter _execution;
    private readonly RecordWriter _instance;
    private readonly RecordWriter _signal;
    private readonly StepLoop _loop;
    private readonly IStrategyMaker? _maker;

    /// <param name="options">Instruments, bars and strategies.</param>
    /// <param name="maker">Makes the strategies; null: the catalog.</param>
    public InstanceWorld(PipelineOptions options, IStrategyMaker? maker = null)
    {
        Options = options;
        _maker = maker;
        _market = Run.Writer(StreamId.Market);
        _execution = Run.Writer(StreamId.Execution);
        _instance = Run.Writer(StreamId.Instance);
        _signal = Run.Writer(StreamId.Signal);
        Edge = new InstanceEdge(_instance, static () => { });
        Strategies = new StrategySet(options);
        Handler = Make(Strategies, "signal-bridge");
        _loop = new StepLoop(Handler, new StepOutput(_signal), Inputs()) { Edge = StreamId.Instance };
        foreach (MarketView view in Strategies.Views)
        {
            Live(view.InstrumentId);
        }

        Edge.Begin(Strategies.AtStart);
        Turn();
    }

    public TestRun Run { get; } = new();

    public PipelineOptions Options { get; }

    public StrategySet Strategies { get; }

    public SignalHandler Handler { get; }

    public InstanceEdge Edge { get; }

    public List<Signal> Signals => Run.All<Signal>(StreamId.Signal, RecordType.Signal);

    public List<OrderIntent> Intents => Run.All<OrderIntent>(StreamId.Signal, RecordType.OrderIntent);

    /// <summary>What the bridge has said of instances: number, mode, generation, reason.</summary>
    public List<(uint Id, InstanceMode Mode, ulong Generation, InstanceReason Reason)> Changes =>
        Run.All<InstanceChanged>(StreamId.Signal, RecordType.InstanceChanged)
            .ConvertAll(each => (each.InstanceId, each.Mode, each.Generation, each.Reason));

    /// <summary>A configuration of instruments 1 to <paramref name="instruments"/> with bars of a second.</summary>
    public static PipelineOptions OptionsOf(int instruments, params StrategyOptions[] strategies)
    {
        PipelineOptions options = new()
        {
            Account = "test", StateFolder = "/none", Epoch = 1,
            Venue = new VenueOptions { MarketStreamUrl = "ws://127.0.0.1:1", RestUrl = "http://127.0.0.1:1" },
            MarketData = new MarketDataOptions { BarMs = 1000 },
            Strategies = [.. strategies],
            Services = { ["signal-bridge"] = new ServiceOptions() },
        };
        for (int i = 1; i <= instruments; i++)
        {
            options.Instruments.Add(new InstrumentOptions { Id = i, Symbol = $"A{i}USDT", BaseAsset = $"A{i}", QuoteAsset = "USDT" });
        }

        return options;
    }

    /// <summary>An instance of the crossover with a fast average of 1 bar and a slow one of 2: it knows its side from the second bar on.</summary>
    public static StrategyOptions Crossover(int id, int instrument = 1, string mode = "active") => new()
    {
        Id = id, Name = "ema_crossover", Instrument = instrument, Mode = mode, OrderQuantity = "1", MaxPosition = "3", CooldownMs = 0,
        Parameters = new Dictionary<string, double> { ["fast"] = 1, ["slow"] = 2 },
    };

    public void Live(uint instrument)
    {
        _market.Say(RecordType.FeedStatus, new FeedStatus { InstrumentId = instrument, State = FeedState.Live });
        Quote(99, 101, instrument);
    }

    public void Quote(decimal bid, decimal ask, uint instrument = 1, long utcNs = 0)
    {
        _market.Append(RecordType.Quote, new Quote
        {
            InstrumentId = instrument, BidPrice = Units.E8(bid), AskPrice = Units.E8(ask), BidQuantity = 1, AskQuantity = 1,
            UpdateId = 1, ExchangeTimeNs = utcNs,
        });
        Commit();
    }

    /// <summary>Closed bars of one instrument, a second each, the first at <paramref name="second"/>.</summary>
    public void Bars(uint instrument, int second, params decimal[] closes)
    {
        for (int i = 0; i < closes.Length; i++)
        {
            long close = Units.E8(closes[i]);
            long start = (second + i) * SecondNs;
            _market.Append(RecordType.Bar, new Bar
            {
                InstrumentId = instrument, Kind = BarKind.Time, LengthNs = SecondNs, StartUtcNs = start, EndUtcNs = start + 1,
                Open = close, High = close, Low = close, Close = close, Volume = Units.E8(1), Trades = 1,
            });
            Commit();
        }
    }

    public void Book(uint instrument, long bidQuantity, long askQuantity)
    {
        BookTop book = new() { InstrumentId = instrument, BidQuantities = { bidQuantity }, AskQuantities = { askQuantity } };
        _market.AppendOf(RecordType.BookTop, instrument, book);
        Commit();
    }

    /// <summary>The venue fills the instance's order whole.</summary>
    public void Fill(uint id, Side side, decimal quantity)
    {
        _execution.Say(RecordType.Fill, new Fill { InstanceId = id, InstrumentId = 1, Side = side, Quantity = Units.E8(quantity) });
        End(id, OrderStatus.Filled);
    }

    /// <summary>The instance's order has ended.</summary>
    public void End(uint id, OrderStatus status)
    {
        _execution.Say(RecordType.OrderEvent, new OrderEvent { InstanceId = id, InstrumentId = 1, Status = status });
        Turn();
    }

    /// <summary>Declares an instance as it was last, but for what is changed; the loop builds what it needs.</summary>
    public void Declare(uint id, Action<InstanceDeclared> change)
    {
        InstanceDeclared declared = Strategies.Instances.Single(each => each.Id == id).Declared.Clone();
        declared.Generation++;
        change(declared);
        _instance.Say(RecordType.InstanceDeclared, declared);
        Turn();
    }

    public void Turn()
    {
        while (_loop.Turn())
        {
        }
    }

    /// <summary>Another process runs again over the record: what it says is the same, and so is its state.</summary>
    public void NeedSameAfterRestart()
    {
        using StrategySet strategies = new(Options);
        SignalHandler handler = Make(strategies, "again");
        StepLoop again = new(handler, StepOutput.ForReplay(), Inputs());
        using RecordReader recorded = new(Run.Paths, StreamId.Signal);
        _ = again.Rebuild(recorded);
        Assert.Equal(_signal.LastSequence, recorded.LastSequence);
        Assert.True(Save(Handler).AsSpan().SequenceEqual(Save(handler)), "a restart ends in another state");
    }

    public static byte[] Save(SignalHandler handler)
    {
        StateWriter state = new();
        handler.Save(state);
        return state.Written.ToArray();
    }

    public void Dispose()
    {
        Strategies.Dispose();
        Run.Dispose();
    }

    private SignalHandler Make(StrategySet strategies, string counters) =>
        new(strategies.Views, strategies.Instances, _maker ?? strategies, Run.Counters(counters));

    private RecordReader[] Inputs() =>
        [Run.Reader(StreamId.Instance), Run.Reader(StreamId.Execution), Run.Reader(StreamId.Market)];

    private void Commit()
    {
        _market.Commit(Artic.Core.Time.Clock.MonotonicNs());
        _loop?.Turn();
    }
}
