using Artic.Hosting.Options;
using Artic.Messaging.Records;
using Artic.RiskManager;
using Artic.Services.Tests.Support;
using Artic.Streams.Log;
using Artic.Streams.Steps;
using Artic.V1;
using Google.Protobuf;

namespace Artic.Services.Tests.Risk;

/// <summary>The risk loop over streams of its own; the book of the one instrument is 100.00 / 100.02.</summary>
internal sealed class RiskLoopBench : IDisposable
{
    private const long DayNs = 86_400_000_000_000;

    private readonly TestRun _run = new();
    private readonly RecordWriter _market;
    private readonly RecordWriter _signal;
    private readonly RecordWriter _execution;
    private readonly StepLoop _loop;
    private ulong _filled;

    /// <param name="carried">What the account's earlier runs have left; null: nothing.</param>
    /// <param name="utcNs">The time at the start; 0: none is told.</param>
    public RiskLoopBench(CarriedState? carried = null, long utcNs = 0)
    {
        Command = _run.Writer(StreamId.Command);
        _market = _run.Writer(StreamId.Market);
        _signal = _run.Writer(StreamId.Signal);
        _execution = _run.Writer(StreamId.Execution);
        Order = _run.Writer(StreamId.Order);
        _loop = Loop(new StepOutput(Order), out RiskHandler handler);
        Handler = handler;
        if (utcNs > 0)
        {
            Tick(utcNs);
        }

        if (carried != null)
        {
            Command.Say(RecordType.CarriedState, carried);
        }

        Command.Say(RecordType.AccountState, new AccountState { Epoch = 1, DayStartUtcNs = Math.Max(DayNs, utcNs - (utcNs % DayNs)) });
        _market.Say(RecordType.FeedStatus, new FeedStatus { InstrumentId = 1, State = FeedState.Live });
        Instrument instrument = new()
        {
            InstrumentId = 1, TickSize = Units.E8(0.01m), LotSize = Units.E8(0.001m), MinQuantity = Units.E8(0.001m),
            MinNotional = Units.E8(5),
        };
        instrument.WriteTo(
            _market.Begin(instrument.CalculateSize(), (ushort)RecordType.Instrument, 1, 0, StreamId.None, 0));
        _market.Commit(1);
        _execution.Say(
            RecordType.AccountSnapshot,
            new AccountSnapshot { InstrumentId = 1, BaseTotal = Units.E8(1000), QuoteTotal = Units.E8(1_000_000) });
        Quote(100, 100.02m);
        Turn();
    }

    /// <summary>The edge's stream.</summary>
    public RecordWriter Command { get; }

    /// <summary>The loop's stream.</summary>
    public RecordWriter Order { get; }

    /// <summary>The decisions.</summary>
    public RiskHandler Handler { get; }

    public void Dispose() => _run.Dispose();

    /// <summary>A person sets a limit.</summary>
    public void Set(LimitName name, long value)
    {
        Command.Say(RecordType.LimitCommand, new LimitCommand { Name = name, Value = value, By = "test", Reason = "a drill" });
        Turn();
    }

    /// <summary>Has a record of the edge handled.</summary>
    public void Say<T>(RecordType type, T message)
        where T : IMessage
    {
        Command.Say(type, message);
        Turn();
    }

    /// <summary>The engine says something.</summary>
    public void Execute<T>(RecordType type, T message)
        where T : IMessage
    {
        _execution.Say(type, message);
        Turn();
    }

    /// <summary>The time; a nanosecond after the first midnight where none is given.</summary>
    public void Tick(long utcNs = DayNs + 1)
    {
        Command.Say(RecordType.TimerTick, new TimerTick { UtcNs = utcNs });
        Turn();
    }

    /// <summary>A strategy wants to buy; what was decided.</summary>
    public DenialCode Decide(decimal quantity, decimal price = 100m)
    {
        long approvals = Handler.Approvals;
        _signal.Say(RecordType.OrderIntent, new OrderIntent
        {
            InstanceId = 1, InstrumentId = 1, Side = Side.Buy, Type = OrderType.Limit, TimeInForce = TimeInForce.Gtc,
            Quantity = Units.E8(quantity), Price = Units.E8(price), ExpireAfterMs = 700,
        });
        Turn();
        return Handler.Approvals > approvals ? DenialCode.Unspecified : Handler.LastDenial.Code;
    }

    /// <summary>The book has these best prices.</summary>
    public void Quote(decimal bid, decimal ask) => _market.Say(
        RecordType.Quote, new Quote { InstrumentId = 1, BidPrice = Units.E8(bid), AskPrice = Units.E8(ask) },
        Artic.Core.Time.Clock.MonotonicNs());

    /// <summary>The book is withdrawn.</summary>
    public void Stale()
    {
        _market.Say(RecordType.FeedStatus, new FeedStatus { InstrumentId = 1, State = FeedState.Stale });
        Turn();
    }

    /// <summary>A trade of ours.</summary>
    public void Fill(Side side, decimal price, decimal quantity, uint instance = 0) => Execute(RecordType.Fill, new Fill
    {
        ClientOrderId = 999, InstrumentId = 1, InstanceId = instance, Side = side, Price = Units.E8(price),
        Quantity = Units.E8(quantity), TradeId = ++_filled,
    });

    /// <summary>Everything that waits is handled.</summary>
    public void Turn()
    {
        while (_loop.Turn())
        {
        }
    }

    /// <summary>The messages of a type in the loop's stream, with their sequences.</summary>
    public List<(long Sequence, T Message)> Said<T>(RecordType type)
        where T : class, IMessage, IReusable, new()
    {
        using RecordReader reader = new(_run.Paths, StreamId.Order);
        List<(long Sequence, T Message)> said = [];
        while (reader.TryRead(out Record record))
        {
            if (RecordCodec.TypeOf(record) == type)
            {
                said.Add((record.Header.Sequence, RecordCodec.Read(record, new T())));
            }
        }

        return said;
    }

    /// <summary>
    /// Another process runs again over the record and compares every byte; a third takes the saved state. Gives what the
    /// second has come to.
    /// </summary>
    public RiskHandler RunAgain()
    {
        StepLoop again = Loop(StepOutput.ForReplay(), out RiskHandler rebuilt);
        using RecordReader recorded = new(_run.Paths, StreamId.Order);
        _ = again.Rebuild(recorded);
        Assert.Equal(Order.LastSequence, recorded.LastSequence);
        StepLoop third = Loop(StepOutput.ForReplay(), out RiskHandler loaded);
        third.Load(new StateReader(StateOf(Handler)));
        Assert.Equal(StateOf(Handler), StateOf(loaded));
        return rebuilt;
    }

    private static byte[] StateOf(RiskHandler handler)
    {
        StateWriter state = new();
        handler.Save(state);
        return state.Written.ToArray();
    }

    private StepLoop Loop(StepOutput output, out RiskHandler handler)
    {
        RiskOptions limits = RiskOptionsOf.Wide();
        (limits.MaxOrderValue, limits.MaxOrderQuantity, limits.MaxPosition) = ("1000", "9", "100");
        (limits.MaxDailyLoss, limits.PriceCollarBps) = ("500", 100);
        (limits.OrdersPerSecond, limits.OrderBurst, limits.StaleQuoteMs) = (1, 50, 60_000);
        handler = new RiskHandler(
            RiskOptionsOf.Active(RiskOptionsOf.Run(limits)), new RiskCounters(_run.Counters("risk-manager")), output);
        return new StepLoop(
            handler, output, _run.Reader(StreamId.Command), _run.Reader(StreamId.Execution), _run.Reader(StreamId.Market),
            _run.Reader(StreamId.Signal));
    }
}
