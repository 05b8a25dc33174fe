using System.Text;
using Artic.ExecutionEngine;
using Artic.ExecutionEngine.Orders;
using Artic.Hosting.Options;
using Artic.Messaging.Records;
using Artic.Services.Tests.Support;
using Artic.Streams.Log;
using Artic.Streams.Steps;
using Artic.V1;

namespace Artic.Services.Tests.Execution;

/// <summary>
/// The execution loop over real streams, with a test in place of gate, clock and venue. What it would send is collected
/// in <see cref="Sent"/>.
/// </summary>
internal sealed class EngineFixture : IDisposable, IStepHandler
{
    public const ulong Epoch = 5UL << 32;

    private readonly TestRun _run = new();
    private readonly int _weightPerMinute;
    private readonly int _instruments;
    private readonly RecordWriter _order;
    private readonly RecordWriter _wire;
    private readonly RecordWriter _venue;
    private readonly StepLoop _loop;
    private long _nowNs = 1_000_000_000;

    /// <param name="weightPerMinute">What the venue allows.</param>
    /// <param name="instruments">BTCUSDT is 1, and those behind it.</param>
    public EngineFixture(int weightPerMinute = 1_000_000, int instruments = 1)
    {
        _weightPerMinute = weightPerMinute;
        _instruments = instruments;
        _order = _run.Writer(StreamId.Order);
        _wire = _run.Writer(StreamId.Wire);
        _venue = _run.Writer(StreamId.Venue);
        Handler = Make();
        _loop = new StepLoop(
            this, new StepOutput(_run.Writer(StreamId.Execution)), _run.Reader(StreamId.Wire), _run.Reader(StreamId.Venue),
            _run.Reader(StreamId.Order));
    }

    public ExecutionHandler Handler { get; }

    public List<(RequestKind Kind, ulong ClientOrderId)> Sent { get; } = [];

    /// <summary>When each of them left.</summary>
    public List<long> SentNs { get; } = [];

    public GateObserved Gate { get; } = new()
    {
        LeaseLeftNs = 50_000_000, State = (uint)TradingStateValue.Active, ControlGeneration = 1, SessionReady = true,
    };

    public TestRun Run => _run;

    /// <summary>Connected, subscribed, active.</summary>
    public EngineFixture Ready()
    {
        Venue(RecordType.ConnectionChanged, new ConnectionChanged { State = ConnectionState.Connected });
        Answer("u:events", 200, "{\"subscriptionId\":0}");
        Assert.True(Handler.SessionReady);
        Sent.Clear();
        SentNs.Clear();
        return this;
    }

    /// <summary>The venue tells its time when asked: it is <paramref name="behindMs"/> behind, and no request was under way.</summary>
    public EngineFixture ClockBehind(long behindMs)
    {
        Pass(10);
        Wire(RecordType.RequestSent, new RequestSent { Kind = RequestKind.Time });
        Answer("w:time", 200, $"{{\"serverTime\":{(_nowNs / 1_000_000) - behindMs}}}");
        Sent.Clear();
        SentNs.Clear();
        return this;
    }

    /// <summary>Lets time pass, with a look at the gate and a timer tick.</summary>
    public void Pass(long milliseconds)
    {
        _nowNs += milliseconds * 1_000_000;
        Observe();
        _wire.Append(RecordType.TimerTick, new TimerTick { UtcNs = _nowNs });
        _wire.Commit(_nowNs);
        Turn();
    }

    public ulong Approve(
        uint counter, Side side = Side.Buy, decimal quantity = 1, uint expireAfterMs = 0, long ageNs = 0, uint instrument = 1,
        uint instance = 1, decimal price = 100, Action<OrderApproved>? change = null)
    {
        ulong id = Epoch | counter;
        Observe();
        _wire.Commit(_nowNs);
        OrderApproved approved = new()
        {
            ClientOrderId = id, InstanceId = instance, InstrumentId = instrument, Side = side, Type = OrderType.Limit,
            TimeInForce = TimeInForce.Gtc, Quantity = Units.E8(quantity), Price = Units.E8(price),
            ExpireAfterMs = expireAfterMs, ValidForNs = 50_000_000, ControlGeneration = Gate.ControlGeneration,
            KillGeneration = Gate.KillGeneration,
        };
        change?.Invoke(approved);
        _order.Append(RecordType.OrderApproved, approved);
        _order.Commit(_nowNs - ageNs);
        Turn();
        return id;
    }

    /// <summary>An order that rests at the venue.</summary>
    public ulong Rest(uint counter, uint instrument = 1, uint instance = 1, decimal quantity = 1, decimal price = 100)
    {
        ulong id = Approve(counter, Side.Buy, quantity, instrument: instrument, instance: instance, price: price);
        Report(id, "NEW", "NEW", 0);
        return id;
    }

    /// <summary>The risk manager says that an instance may not act any more.</summary>
    public void CancelOrders(uint instance)
    {
        _order.Append(RecordType.CancelOrders, new CancelOrders { InstanceId = instance });
        _order.Commit(_nowNs);
        Turn();
    }

    /// <summary>The risk manager says that a scope is killed, or resumed.</summary>
    public void KillScope(ScopeKind scope, uint id, ulong generation, ulong resumed = 0)
    {
        Gate.ControlGeneration++;
        _order.Append(RecordType.ScopeKilled, new ScopeKilled
        {
            Scope = scope, ScopeId = id, KillGeneration = generation, ResumedGeneration = resumed,
        });
        _order.Commit(_nowNs);
        Turn();
    }

    public void Kill(ulong generation)
    {
        Gate.KillGeneration = generation;
        Observe();
        _wire.Append(RecordType.KillObserved, new KillObserved { Generation = generation });
        _wire.Commit(_nowNs);
        Turn();
    }

    public void Wire<T>(RecordType type, T message)
        where T : Google.Protobuf.IMessage
    {
        _wire.Append(type, message);
        _wire.Commit(_nowNs);
        Turn();
    }

    public void Venue<T>(RecordType type, T message)
        where T : Google.Protobuf.IMessage
    {
        _venue.Append(type, message);
        _venue.Commit(_nowNs);
        Turn();
    }

    public void Frame(string text)
    {
        _venue.AppendFrame(FrameChannel.OrderApi, 0, Encoding.ASCII.GetBytes(text), _nowNs);
        _venue.Commit(_nowNs);
        Turn();
    }

    public void Answer(string id, int status, string result) =>
        Frame($"{{\"id\":\"{id}\",\"status\":{status},\"result\":{result},\"rateLimits\":[]}}");

    public void Refuse(string id, int status, int code) =>
        Frame($"{{\"id\":\"{id}\",\"status\":{status},\"error\":{{\"code\":{code},\"msg\":\"no\"}}}}");

    /// <summary>An execution report with or without a trade.</summary>
    public void Report(
        ulong id, string executionType, string status, decimal filled, long tradeId = -1, decimal last = 0,
        string original = "") =>
        Frame(
            "{\"subscriptionId\":0,\"event\":{\"e\":\"executionReport\",\"E\":1,\"s\":\"BTCUSDT\"," +
            $"\"c\":\"{(original.Length > 0 ? "x" : Text(id))}\",\"S\":\"BUY\",\"C\":\"{original}\",\"x\":\"{executionType}\"," +
            $"\"X\":\"{status}\",\"r\":\"NONE\",\"i\":77,\"l\":\"{last}\",\"z\":\"{filled}\",\"L\":\"100.00\"," +
            $"\"n\":\"0.001\",\"N\":\"BTC\",\"T\":2,\"t\":{tradeId},\"m\":false}}}}");

    public string Order(ulong id, string status, decimal executed, string fills = "[]") =>
        $"{{\"symbol\":\"BTCUSDT\",\"orderId\":77,\"clientOrderId\":\"{Text(id)}\",\"transactTime\":2," +
        $"\"executedQty\":\"{executed}\",\"status\":\"{status}\",\"fills\":{fills}}}";

    public static string Trade(long id, decimal quantity) =>
        $"{{\"price\":\"100.00\",\"qty\":\"{quantity}\",\"commission\":\"0.001\",\"commissionAsset\":\"BTC\",\"tradeId\":{id}}}";

    public static string Text(ulong id)
    {
        Span<byte> text = stackalloc byte[ClientOrderId.MaxLength];
        return Encoding.ASCII.GetString(text[..ClientOrderId.Format(id, text)]);
    }

    public List<OrderEvent> Events() => _run.All<OrderEvent>(StreamId.Execution, RecordType.OrderEvent);

    public OrderStatus LastStatus(ulong id) => Events().FindLast(each => each.ClientOrderId == id)!.Status;

    public List<Fill> Fills() => _run.All<Fill>(StreamId.Execution, RecordType.Fill);

    /// <summary>Another loop over the same inputs ends in the same state, and says the very same.</summary>
    public ExecutionHandler Rebuild()
    {
        ExecutionHandler again = Make();
        StepLoop loop = new(
            again, new StepOutput(null!), _run.Reader(StreamId.Wire), _run.Reader(StreamId.Venue), _run.Reader(StreamId.Order));
        _ = loop.Rebuild(_run.Reader(StreamId.Execution));
        return again;
    }

    public void Handle(in Record input, StepOutput output) => Handler.Handle(input, output);

    public void AfterStep(in Record input)
    {
        foreach (VenueAction action in Handler.Actions)
        {
            Sent.Add((action.Kind, action.Order?.Approved.ClientOrderId ?? action.InstrumentId));
            SentNs.Add(_nowNs);
        }
    }

    public void Save(StateWriter state) => Handler.Save(state);

    public void Load(StateReader state) => Handler.Load(state);

    public void Dispose() => _run.Dispose();

    private ExecutionHandler Make() => new(
        [.. Enumerable.Range(1, _instruments).Select(id => new InstrumentOptions
        {
            Id = id, Symbol = id == 1 ? "BTCUSDT" : $"S{id}USDT", BaseAsset = id == 1 ? "BTC" : $"S{id}", QuoteAsset = "USDT",
        })],
        1000, _weightPerMinute);

    private void Observe()
    {
        Gate.NowNs = _nowNs;
        _wire.Append(RecordType.GateObserved, Gate);
    }

    private void Turn()
    {
        while (_loop.Turn())
        {
        }
    }
}
