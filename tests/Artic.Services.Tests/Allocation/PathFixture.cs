using System.Buffers.Text;
using Artic.Core.Time;
using Artic.ExecutionEngine;
using Artic.ExecutionEngine.Binance;
using Artic.Hosting.Options;
using Artic.MarketData;
using Artic.MarketData.Venues;
using Artic.Messaging.Records;
using Artic.PositionTracker;
using Artic.RiskManager;
using Artic.Services.Tests.MarketData;
using Artic.Services.Tests.Risk;
using Artic.Services.Tests.Signals;
using Artic.Services.Tests.Support;
using Artic.SignalBridge;
using Artic.SignalBridge.Strategies;
using Artic.Streams.Log;
using Artic.Streams.Steps;
using Artic.V1;

namespace Artic.Services.Tests.Allocation;

/// <summary>
/// The five loops of the services in one thread over real streams: a market frame goes in, a signed request comes out,
/// and the venue's answer comes back. What each loop allocates is counted apart from what the test itself does.
/// </summary>
internal sealed class PathFixture : IDisposable, IStepHandler
{
    private readonly TestRun _run = new();
    private readonly RecordWriter _wire;
    private readonly RecordWriter _venue;
    private readonly RecordWriter _command;
    private readonly RecordWriter _feed;
    private readonly ExecutionHandler _execution;
    private readonly RequestWriter _requests = new("key", "secret", 1000);
    private readonly (string Name, StepLoop Loop)[] _loops;
    private readonly GateObserved _gate = new()
    {
        LeaseLeftNs = 1, State = (uint)TradingStateValue.Active, ControlGeneration = 1, SessionReady = true,
    };

    private readonly TimerTick _tick = new();
    private readonly byte[] _frame = new byte[1024];
    private readonly List<ulong> _placed = new(1 << 20);
    private int _answered;

    /// <param name="wrapSignal">What stands between the signal loop's runner and its handler; a control puts garbage
    /// there.</param>
    public PathFixture(Func<IStepHandler, IStepHandler>? wrapSignal = null)
    {
        _feed = _run.Writer(StreamId.Feed);
        _wire = _run.Writer(StreamId.Wire);
        _venue = _run.Writer(StreamId.Venue);
        _command = _run.Writer(StreamId.Command);
        RiskOptions limits = RiskOptionsOf.Wide();
        (limits.MaxOrderValue, limits.MaxOrderQuantity, limits.MaxPosition) = ("10000", "1", "10");
        (limits.PriceCollarBps, limits.StaleQuoteMs) = (1000, 60_000);
        StepOutput order = new(_run.Writer(StreamId.Order));
        RiskGate gate = RiskOptionsOf.Active(RiskOptionsOf.Run(limits));
        MarketView view = new(1);
        IStepHandler signal = new SignalHandler(
            [view], [new StrategyInstance(1, view)], new GivenStrategies(_ => new EveryQuote()), _run.Counters("signal-bridge"));
        InstanceDeclared strategy = GivenStrategies.Declared();
        (strategy.OrderQuantity, strategy.MaxPosition) = (Units.E8(0.1m), Units.E8(1));
        _run.Writer(StreamId.Instance).Say(RecordType.InstanceDeclared, strategy);
        _execution = new ExecutionHandler(
            [new InstrumentOptions { Id = 1, Symbol = "BTCUSDT", BaseAsset = "BTC", QuoteAsset = "USDT" }], 1000, 1_000_000_000);
        _loops =
        [
            ("market data", new StepLoop(
                new MarketDataHandler(
                    [MarketFrames.Feed(1, "BTCUSDT", new BarRule(BarKind.Time, 1_000_000_000), new BarRule(BarKind.Tick, 3))], new BinanceAdapter(), new MarketDataOptions(),
                    new MarketDataCounters(_run.Counters("market-data"))),
                new StepOutput(_run.Writer(StreamId.Market)), _run.Reader(StreamId.Feed))),
            ("signal", new StepLoop(
                wrapSignal?.Invoke(signal) ?? signal, new StepOutput(_run.Writer(StreamId.Signal)),
                _run.Reader(StreamId.Instance), _run.Reader(StreamId.Market), _run.Reader(StreamId.Execution))),
            ("risk", new StepLoop(
                new RiskHandler(gate, new RiskCounters(_run.Counters("risk-manager")), order), order,
                _run.Reader(StreamId.Command), _run.Reader(StreamId.Execution), _run.Reader(StreamId.Market),
                _run.Reader(StreamId.Signal))),
            ("execution", new StepLoop(
                this, new StepOutput(_run.Writer(StreamId.Execution)), _run.Reader(StreamId.Wire),
                _run.Reader(StreamId.Venue), _run.Reader(StreamId.Order))),
            ("position", new StepLoop(
                new PositionHandler([new TrackedInstrument(1)], _run.Counters("position-tracker")),
                new StepOutput(_run.Writer(StreamId.Position)), _run.Reader(StreamId.Execution),
                _run.Reader(StreamId.Market))),
        ];
        Allocated = new long[_loops.Length];
        Start();
    }

    /// <summary>Bytes that each loop has allocated since the last <see cref="Forget"/>.</summary>
    public long[] Allocated { get; }

    public int Placed => _placed.Count;

    public string NameOf(int loop) => _loops[loop].Name;

    /// <summary>How the orders and intents ended, for the message of a failure.</summary>
    public string Why() => string.Join(
        ", ", _run.All<OrderEvent>(StreamId.Execution, RecordType.OrderEvent).GroupBy(each => (each.Status, each.Denial))
            .Select(group => $"{group.Key}: {group.Count()}").Prepend($"{Placed} placed"));

    public void Forget() => Array.Clear(Allocated);

    /// <summary>Sends one frame down the whole path and the venue's answers back.</summary>
    public void Send(ReadOnlySpan<byte> frame)
    {
        long now = Clock.MonotonicNs();
        _feed.AppendFrame(FrameChannel.MarketStream, 0, frame, now);
        _feed.Commit(now);
        Turn();
        for (; _answered < _placed.Count; _answered++)
        {
            Answer(_placed[_answered], _answered + 1);
        }

        _tick.UtcNs = 1_000_000_000_000;
        _command.Append(RecordType.TimerTick, _tick);
        _command.Commit(Clock.MonotonicNs());
        Turn();
    }

    public void Handle(in Record input, StepOutput output) => _execution.Handle(input, output);

    public void AfterStep(in Record input)
    {
        for (int i = 0; i < _execution.Actions.Count; i++)
        {
            VenueAction action = _execution.Actions[i];
            if (action.Kind == RequestKind.Place)
            {
                _ = _requests.Place(action.Order!.Approved, "BTCUSDT"u8, 1_700_000_000_000);
                _placed.Add(action.Order.Approved.ClientOrderId);
            }
        }
    }

    public void Save(StateWriter state) => _execution.Save(state);

    public void Load(StateReader state) => _execution.Load(state);

    public void Dispose()
    {
        _requests.Dispose();
        _run.Dispose();
    }

    private void Start()
    {
        _feed.Say(RecordType.ConnectionChanged, new ConnectionChanged { State = ConnectionState.Connected });
        Edge(FrameChannel.ExchangeInfo, 0, MarketFrames.ExchangeInformation());
        Edge(FrameChannel.DepthSnapshot, 1, MarketFrames.Snapshot(100, "[[\"100.00\",\"5.0\"]]", "[[\"100.01\",\"5.0\"]]"));
        _command.Say(RecordType.AccountState, new AccountState { Epoch = 1 });
        _venue.Say(RecordType.ConnectionChanged, new ConnectionChanged { State = ConnectionState.Connected });
        _venue.AppendFrame(FrameChannel.OrderApi, 0, "{\"id\":\"u:events\",\"status\":200,\"result\":{}}"u8, 1);
        _venue.AppendFrame(FrameChannel.OrderApi, 0, "{\"id\":\"a:account\",\"status\":200,\"result\":{\"balances\":[{\"asset\":\"BTC\",\"free\":\"100000000\",\"locked\":\"0\"},{\"asset\":\"USDT\",\"free\":\"10000000000\",\"locked\":\"0\"}]}}"u8, 1);
        _venue.Commit(1);
        Turn();
    }

    private void Edge(FrameChannel channel, uint instrumentId, byte[] body)
    {
        _feed.AppendFrame(channel, instrumentId, body, Clock.MonotonicNs());
        _feed.Commit(Clock.MonotonicNs());
    }

    private void Turn()
    {
        bool worked = true;
        while (worked)
        {
            worked = false;
            _gate.NowNs = Clock.MonotonicNs();
            _wire.Append(RecordType.GateObserved, _gate);
            _wire.Commit(_gate.NowNs);
            for (int i = 0; i < _loops.Length; i++)
            {
                long before = GC.GetAllocatedBytesForCurrentThread();
                bool did = _loops[i].Loop.Turn();
                Allocated[i] += GC.GetAllocatedBytesForCurrentThread() - before;
                worked |= did && i != 3;
            }
        }
    }

    /// <summary>The venue fills the order whole, and says so twice.</summary>
    private void Answer(ulong clientOrderId, int tradeId)
    {
        int length = 0;
        Add("{\"subscriptionId\":0,\"event\":{\"e\":\"executionReport\",\"c\":\"a"u8, ref length);
        Number((long)(clientOrderId >> 32), ref length);
        Add("-"u8, ref length);
        Number((long)(clientOrderId & uint.MaxValue), ref length);
        Add("\",\"C\":\"\",\"x\":\"TRADE\",\"X\":\"FILLED\",\"i\":9,\"l\":\"0.10000000\",\"z\":\"0.10000000\",\"L\":\"100.00\",\"n\":\"0.00001\",\"N\":\"BTC\",\"T\":5,\"m\":false,\"t\":"u8, ref length);
        Number(tradeId, ref length);
        Add("}}"u8, ref length);
        long now = Clock.MonotonicNs();
        _venue.AppendFrame(FrameChannel.OrderApi, 0, _frame.AsSpan(0, length), now);
        _venue.AppendFrame(FrameChannel.OrderApi, 0, _frame.AsSpan(0, length), now);
        _venue.Commit(now);
    }

    private void Add(ReadOnlySpan<byte> text, ref int length)
    {
        text.CopyTo(_frame.AsSpan(length));
        length += text.Length;
    }

    private void Number(long value, ref int length)
    {
        _ = Utf8Formatter.TryFormat(value, _frame.AsSpan(length), out int written);
        length += written;
    }

    /// <summary>Buys and sells in turn, so that every quote gives an order.</summary>
    private sealed class EveryQuote : IStrategy
    {
        private int _direction = 1;

        public StrategyFeeds Feeds => StrategyFeeds.Quotes;

        public bool OnQuote(MarketView view, out Opinion opinion)
        {
            _direction = -_direction;
            opinion = new Opinion(_direction, 1, _direction, IsUrgent: true);
            return true;
        }

        public bool OnBar(Bar bar, out Opinion opinion)
        {
            opinion = default;
            return false;
        }

        public void Explain(Signal signal) => signal.Reason = SignalReason.Neutral;

        public void Save(StateWriter state) => state.Write(_direction);

        public void Load(StateReader state) => _direction = state.ReadInt32();
    }
}
