using System.Globalization;
using System.Text;
using Artic.Core.Time;
using Artic.ExecutionEngine;
using Artic.Hosting.Hot;
using Artic.Hosting.Options;
using Artic.Hosting.Verification;
using Artic.MarketData;
using Artic.Messaging.Records;
using Artic.PositionTracker;
using Artic.RiskManager;
using Artic.Services.Tests.Execution;
using Artic.Services.Tests.MarketData;
using Artic.Services.Tests.Risk;
using Artic.Services.Tests.Support;
using Artic.SignalBridge;
using Artic.Streams.Counters;
using Artic.Streams.Log;
using Artic.Streams.Steps;
using Artic.V1;

namespace Artic.Services.Tests.Snapshots;

/// <summary>
/// The five loops, made as their services make them, in a world that does to them what a seed says: quotes, trades,
/// holes, garbage, lost connections, fills, refusals, silence, kills, resumes, new days.
/// </summary>
internal sealed class TradingWorld : IDisposable
{
    /// <summary>How each service makes its loop.</summary>
    public static readonly MakeLoop[] Makers =
        [MarketDataLoop.Make, SignalLoop.Make, RiskLoop.Make, ExecutionLoop.Make, PositionLoop.Make];

    private const string Account =
        "{\"id\":\"a:account\",\"status\":200,\"result\":{\"balances\":[{\"asset\":\"BTC\",\"free\":\"5.1\",\"locked\":\"0.2\"}," +
        "{\"asset\":\"ETH\",\"free\":\"50\",\"locked\":\"0\"},{\"asset\":\"USDT\",\"free\":\"90000\",\"locked\":\"1\"}]}}";

    private readonly Random _random;
    private readonly RecordWriter _feed;
    private readonly RecordWriter _wire;
    private readonly RecordWriter _venue;
    private readonly RecordWriter _command;
    private readonly RecordWriter _instance;
    private readonly InstanceDeclared[] _declared;
    private readonly List<StepLoop> _loops = [];
    private readonly List<(RequestKind Kind, ulong Id)> _sent = [];
    private readonly RiskHandler _risk;
    private long _updateId = 100;
    private long _price = 10_000;
    private long _timeMs = 1_700_000_000_000;
    private long _utcNs = 1_700_000_000_000_000_000;
    private long _trades;
    private uint _session;
    private ulong _kills;

    /// <param name="seed">What happens; when it does is the clock's.</param>
    /// <param name="maxDailyLoss">A small one halts trading for most of each day.</param>
    public TradingWorld(int seed, string maxDailyLoss = "500")
    {
        Options.Risk.MaxDailyLoss = maxDailyLoss;
        _random = new Random(seed);
        _feed = Run.Writer(StreamId.Feed);
        _wire = Run.Writer(StreamId.Wire);
        _venue = Run.Writer(StreamId.Venue);
        _command = Run.Writer(StreamId.Command);
        _instance = Run.Writer(StreamId.Instance);
        using (StrategySet strategies = new(Options))
        {
            _declared = [.. strategies.AtStart];
        }

        RiskHandler? risk = null;
        foreach (MakeLoop make in Makers)
        {
            RecordWriter writer = Run.Writer(OutputOf(make));
            StepOutput output = new(writer);
            LoopParts parts = make(Options, Run.Counters($"live-{writer.Stream}"), output);
            risk ??= parts.Handler as RiskHandler;
            IStepHandler handler = parts.Handler is ExecutionHandler engine ? new Sender(engine, _sent) : parts.Handler;
            _loops.Add(new StepLoop(handler, output, Array.ConvertAll(parts.Inputs, Run.Reader)) { Edge = parts.Edge });
        }

        _risk = risk!;
        Start();
    }

    public TestRun Run { get; } = new();

    public PipelineOptions Options { get; } = new()
    {
        Epoch = 1,
        Instruments =
        [
            new InstrumentOptions { Id = 1, Symbol = "BTCUSDT", BaseAsset = "BTC", QuoteAsset = "USDT" },
            new InstrumentOptions { Id = 7, Symbol = "ETHUSDT", BaseAsset = "ETH", QuoteAsset = "USDT" },
        ],
        MarketData = new MarketDataOptions
        {
            BarMs = 20,
            BookLevels = 5,
            Bars =
            [
                new BarOptions { Kind = "tick", Trades = 7 }, new BarOptions { Kind = "volume", Quantity = "2.5" },
                new BarOptions { Kind = "time", Ms = 50 },
            ],
        },
        Strategies =
        [
            new StrategyOptions
            {
                Id = 1, Name = "ema_crossover", Instrument = 1, OrderQuantity = "0.1", MaxPosition = "0.5", CooldownMs = 0,
                Parameters = new Dictionary<string, double> { ["fast"] = 2, ["slow"] = 4 }, ExpireAfterMs = 1,
            },
            new StrategyOptions
            {
                Id = 2, Name = "ema_crossover", Instrument = 1, OrderQuantity = "0.2", MaxPosition = "2", CooldownMs = 0,
                Parameters = new Dictionary<string, double> { ["fast"] = 1, ["slow"] = 9 },
            },
            new StrategyOptions
            {
                Id = 3, Name = "ema_crossover", Instrument = 7, OrderQuantity = "0.2", MaxPosition = "2", CooldownMs = 0,
                Parameters = new Dictionary<string, double> { ["fast"] = 1, ["slow"] = 2 },
            },
        ],
        Risk = Limits(),
    };

    /// <summary>The stream that the loop writes.</summary>
    public StreamId OutputOf(MakeLoop make)
    {
        using CountersFile counters = CountersFile.OpenOrCreate(Run.Paths.Counters("none"));
        return make(Options, counters, StepOutput.ForReplay()).Output;
    }

    /// <summary>Lets so many things happen.</summary>
    public void Live(int events)
    {
        for (int i = 0; i < events; i++)
        {
            Happen();
            Turn();
            AnswerSome();
        }
    }

    public void Dispose() => Run.Dispose();

    private static RiskOptions Limits()
    {
        RiskOptions limits = RiskOptionsOf.Wide();
        (limits.MaxOrderValue, limits.MaxOrderQuantity, limits.MaxPosition) = ("10000", "1", "1");
        (limits.MaxDailyLoss, limits.PriceCollarBps) = ("500", 1000);
        (limits.OrdersPerSecond, limits.OrderBurst, limits.StaleQuoteMs) = (1000, 3, 60_000);
        return limits;
    }

    private void Start()
    {
        Array.ForEach(_declared, each => _instance.Say(RecordType.InstanceDeclared, each));
        Connect();
        Edge(FrameChannel.ExchangeInfo, 0, MarketFrames.ExchangeInformation());
        _command.Say(RecordType.AccountState, new AccountState { Epoch = 1, DayStartUtcNs = _utcNs - (_utcNs % 86_400_000_000_000) });
        StartEngine();
        Venue(Account);
        Turn();
    }

    private void StartEngine()
    {
        _wire.Say(RecordType.EngineStarted, new EngineStarted { Session = ++_session });
        _venue.Say(RecordType.ConnectionChanged, new ConnectionChanged { State = ConnectionState.Connected });
        Venue("{\"id\":\"u:events\",\"status\":200,\"result\":{}}");
    }

    private void Connect()
    {
        _feed.Say(RecordType.ConnectionChanged, new ConnectionChanged { State = ConnectionState.Connected });
        Snapshot();
    }

    private void Snapshot()
    {
        Edge(FrameChannel.DepthSnapshot, 1, MarketFrames.Snapshot(_updateId, Levels(-1), Levels(1)));
        Edge(FrameChannel.DepthSnapshot, 7, MarketFrames.Snapshot(_updateId, Levels(-1), Levels(1)));
    }

    private void Happen()
    {
        _timeMs += _random.Next(6);
        _price += _random.Next(-3, 4);
        switch (_random.Next(100))
        {
            case < 35:
                Stream(MarketFrames.Ticker(++_updateId, Text(_price - 1), Quantity(), Text(_price + 1), Quantity()));
                break;
            case < 65:
                Stream(MarketFrames.Trade(++_trades, Text(_price), Quantity(), _timeMs, _random.Next(2) == 0));
                break;
            case < 85:
                long first = ++_updateId;
                Stream(MarketFrames.Depth(first, _updateId += _random.Next(3), Levels(-1), Levels(1)));
                break;
            case < 87:
                _updateId += 5;
                Stream(MarketFrames.Depth(_updateId, _updateId, Levels(-1), Levels(1)));
                break;
            case < 88:
                Stream("{not json"u8.ToArray());
                break;
            case < 91:
                Snapshot();
                break;
            case < 92:
                _feed.Say(RecordType.ConnectionChanged, new ConnectionChanged { State = ConnectionState.Disconnected });
                Connect();
                break;
            case < 93:
                Kill();
                break;
            case < 94:
                _command.Say(RecordType.ArchiveObserved, new ArchiveObserved { IsBehind = true });
                Turn();
                _command.Say(RecordType.ArchiveObserved, new ArchiveObserved { IsBehind = false });
                break;
            case < 95:
                StartEngine();
                break;
            case < 96:
                Declare(_declared[_random.Next(_declared.Length)]);
                break;
            case < 97:
                _command.Say(RecordType.LimitCommand, new LimitCommand { Name = LimitName.OrderBurst, Value = _random.Next(1, 6) });
                Resume();
                Venue(Account);
                break;
            default:
                _utcNs += _random.Next(20) == 0 ? 86_400_000_000_000 : 5_000_000;
                _command.Say(RecordType.TimerTick, new TimerTick { UtcNs = _utcNs });
                _wire.Say(RecordType.TimerTick, new TimerTick { UtcNs = _utcNs });
                break;
        }
    }

    /// <summary>A person changes what an instance does, or how it thinks.</summary>
    private void Declare(InstanceDeclared declared)
    {
        declared.Generation++;
        declared.Mode = _random.Next(8) switch { 0 => InstanceMode.Off, < 3 => InstanceMode.Observe, _ => InstanceMode.Active };
        if (_random.Next(3) == 0)
        {
            declared.Parameters[1].Value = declared.Parameters[0].Value + _random.Next(1, 8);
        }

        _instance.Say(RecordType.InstanceDeclared, declared);
    }

    /// <summary>Everything or a part is killed, with its position closed or not.</summary>
    private void Kill()
    {
        KillObserved kill = new() { Generation = ++_kills, Flatten = _random.Next(2) == 0 };
        switch (_random.Next(3))
        {
            case 0:
                _wire.Say(RecordType.KillObserved, new KillObserved { Generation = _kills });
                break;
            case 1:
                (kill.Scope, kill.ScopeId) = (ScopeKind.Strategy, 1u + (uint)_random.Next(2));
                break;
            default:
                (kill.Scope, kill.ScopeId) = (ScopeKind.Instrument, 1);
                break;
        }

        _command.Say(RecordType.KillObserved, kill);
    }

    private void Resume()
    {
        foreach ((ScopeKind scope, uint id) in ((ScopeKind, uint)[])
            [(ScopeKind.Unspecified, 0), (ScopeKind.Strategy, 1), (ScopeKind.Strategy, 2), (ScopeKind.Instrument, 1)])
        {
            _command.Say(RecordType.ResumeCommand, new ResumeCommand
            {
                Generation = _kills, By = "test", Reason = "go on", Scope = scope, ScopeId = id,
            });
        }
    }

    /// <summary>What was sent is answered, now or later, in any order, or never.</summary>
    private void AnswerSome()
    {
        while (_sent.Count > 0 && _random.Next(4) > 0)
        {
            int at = _random.Next(_sent.Count);
            (RequestKind kind, ulong id) = _sent[at];
            _sent.RemoveAt(at);
            Answer(kind, kind == RequestKind.CancelAll ? $"{id}" : EngineFixture.Text(id));
            Turn();
            if (kind is not (RequestKind.Cancel or RequestKind.CancelAll))
            {
                // Whatever was said, the order ends one day.
                _sent.Add((RequestKind.Cancel, id));
            }
        }
    }

    private void Answer(RequestKind kind, string id)
    {
        string fill = $"[{EngineFixture.Trade(++_trades, 0.05m)}]";
        switch (kind)
        {
            case RequestKind.Place:
                Venue(_random.Next(6) switch
                {
                    0 => Order('p', id, "NEW", "0", "[]"),
                    1 => Order('p', id, "PARTIALLY_FILLED", "0.05", fill),
                    2 => Order('p', id, "PARTIALLY_FILLED", "0.05", "[]"),
                    3 => Refusal('p', id, 400, -2010),
                    4 => Refusal('p', id, 500, -1006),
                    _ => Order('p', id, "CANCELED", "0.05", fill),
                });
                break;
            case RequestKind.Cancel:
                Venue(_random.Next(5) > 0 ? Order('c', id, "CANCELED", "0", "[]") : Refusal('c', id, 400, -2011));
                break;
            case RequestKind.CancelAll:
                Venue(_random.Next(2) == 0 ? $"{{\"id\":\"x:{id}\",\"status\":200,\"result\":[]}}" : Refusal('x', id, 400, -2011));
                break;
            case RequestKind.Status:
                Venue(_random.Next(10) == 0 ? Refusal('q', id, 400, -2013) : Order('q', id, "CANCELED", "0.05", "[]"));
                break;
            case RequestKind.Trades:
                Venue($"{{\"id\":\"t:{id}\",\"status\":200,\"result\":{fill}}}");
                break;
            default:
                break;
        }
    }

    private static string Order(char kind, string id, string status, string executed, string fills) =>
        $"{{\"id\":\"{kind}:{id}\",\"status\":200,\"result\":{{\"symbol\":\"BTCUSDT\",\"orderId\":77,\"clientOrderId\":\"{id}\"," +
        $"\"transactTime\":2,\"executedQty\":\"{executed}\",\"status\":\"{status}\",\"fills\":{fills}}}}}";

    private static string Refusal(char kind, string id, int status, int code) =>
        $"{{\"id\":\"{kind}:{id}\",\"status\":{status},\"error\":{{\"code\":{code},\"msg\":\"no\"}}}}";

    private void Turn()
    {
        for (bool worked = true; worked;)
        {
            worked = false;
            _wire.Append(RecordType.GateObserved, new GateObserved
            {
                NowNs = Clock.MonotonicNs(), LeaseLeftNs = 1, SessionReady = true, State = (uint)_risk.State.State,
                ControlGeneration = _risk.State.ControlGeneration, KillGeneration = _risk.KillGeneration,
                ResumedGeneration = _risk.ResumedGeneration,
            });
            _wire.Commit(Clock.MonotonicNs());
            foreach (StepLoop loop in _loops)
            {
                worked |= loop.Turn() && loop != _loops[3];
            }
        }
    }

    private void Stream(byte[] frame) => Edge(FrameChannel.MarketStream, 0, frame);

    private void Edge(FrameChannel channel, uint instrumentId, byte[] body)
    {
        long now = Clock.MonotonicNs();
        _feed.AppendFrame(channel, instrumentId, body, now);
        _feed.Commit(now);
    }

    private void Venue(string text)
    {
        long now = Clock.MonotonicNs();
        _venue.AppendFrame(FrameChannel.OrderApi, 0, Encoding.ASCII.GetBytes(text), now);
        _venue.Commit(now);
    }

    /// <summary>Some levels of one side, the best one tick from the price.</summary>
    private string Levels(int side)
    {
        StringBuilder text = new("[");
        int levels = _random.Next(1, 6);
        for (int i = 0; i < levels; i++)
        {
            _ = text.Append(i > 0 ? "," : "").Append(CultureInfo.InvariantCulture, $"[\"{Text(_price + (side * (1 + i)))}\",\"{(_random.Next(5) == 0 ? "0" : Quantity())}\"]");
        }

        return text.Append(']').ToString();
    }

    private string Quantity() => string.Create(CultureInfo.InvariantCulture, $"{_random.Next(1, 500) / 100m}");

    private static string Text(long price) => string.Create(CultureInfo.InvariantCulture, $"{price / 100m}");

    /// <summary>The engine's loop with a test in place of its edge.</summary>
    private sealed class Sender(ExecutionHandler engine, List<(RequestKind Kind, ulong Id)> sent) : IStepHandler
    {
        public void Handle(in Record input, StepOutput output) => engine.Handle(input, output);

        public void AfterStep(in Record input)
        {
            foreach (VenueAction action in engine.Actions)
            {
                sent.Add((action.Kind, action.Order?.Approved.ClientOrderId ?? action.InstrumentId));
            }
        }

        public void Save(StateWriter state) => engine.Save(state);

        public void Load(StateReader state) => engine.Load(state);
    }
}
