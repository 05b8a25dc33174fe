using Artic.Hosting.Options;
using Artic.Messaging.Records;
using Artic.RiskManager;
using Artic.Services.Tests.Support;
using Artic.Streams.Log;
using Artic.Streams.Steps;
using Artic.V1;
using Google.Protobuf;

namespace Artic.Services.Tests.Risk;

/// <summary>The risk loop over its streams while limits are set; the book is 100.00 / 100.02.</summary>
public sealed class LimitCommandTests : IDisposable
{
    private readonly TestRun _run = new();
    private readonly RecordWriter _command;
    private readonly RecordWriter _market;
    private readonly RecordWriter _signal;
    private readonly RecordWriter _execution;
    private readonly RecordWriter _order;
    private readonly RiskHandler _handler;
    private readonly StepLoop _loop;
    private ulong _filled;

    public LimitCommandTests()
    {
        _command = _run.Writer(StreamId.Command);
        _market = _run.Writer(StreamId.Market);
        _signal = _run.Writer(StreamId.Signal);
        _execution = _run.Writer(StreamId.Execution);
        _order = _run.Writer(StreamId.Order);
        _loop = Loop(new StepOutput(_order), out _handler);
        _command.Say(RecordType.AccountState, new AccountState { Epoch = 1, DayStartUtcNs = 86_400_000_000_000 });
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

    public void Dispose() => _run.Dispose();

    [Fact]
    public void A_tighter_and_a_looser_limit_hold_from_the_next_decision_on_and_again_after_a_restart()
    {
        Assert.Equal(DenialCode.Unspecified, Decide(5));
        Set(LimitName.MaxOrderQuantity, Units.E8(2));
        Assert.Equal(DenialCode.OrderMaxQuantity, Decide(5));
        Assert.Equal(DenialCode.Unspecified, Decide(2));
        Set(LimitName.MaxOrderQuantity, Units.E8(7));
        Assert.Equal(DenialCode.Unspecified, Decide(6));
        Set(LimitName.PriceCollarBps, 1);
        Assert.Equal(DenialCode.OrderPriceCollar, Decide(1, price: 99.9m));
        Assert.Equal((3, _command.LastSequence), (_handler.LimitsSet, _handler.CommandSequence));

        // Another process runs again over the record: every decision is the same, and so are the limits afterwards.
        StepLoop again = Loop(StepOutput.ForReplay(), out RiskHandler rebuilt);
        using RecordReader recorded = new(_run.Paths, StreamId.Order);
        _ = again.Rebuild(recorded);
        Assert.Equal(_order.LastSequence, recorded.LastSequence);
        Assert.Equal(
            (_handler.Approvals, _handler.Denials, 3L), (rebuilt.Approvals, rebuilt.Denials, rebuilt.LimitsSet));
    }

    [Fact]
    public void A_loss_limit_below_the_days_loss_halts_at_once_and_a_looser_one_does_not_undo_that()
    {
        Fill(Side.Buy, 100.02m, 10);
        Quote(98, 98.02m);
        Turn();
        Assert.Equal(TradingStateValue.Active, _handler.State.State);
        Set(LimitName.MaxDailyLoss, Units.E8(20));
        Assert.Equal((TradingStateValue.Halted, TradingStateReason.DailyLoss), (_handler.State.State, _handler.State.Reason));
        Set(LimitName.MaxDailyLoss, Units.E8(1000));
        Assert.Equal(TradingStateValue.Halted, _handler.State.State);
    }

    [Fact]
    public void A_tighter_rate_takes_back_what_had_gathered()
    {
        Set(LimitName.OrderBurst, 2);
        Assert.Equal(DenialCode.Unspecified, Decide(1));
        Assert.Equal(DenialCode.Unspecified, Decide(1));
        Assert.Equal(DenialCode.OrderRate, Decide(1));
    }

    private void Set(LimitName name, long value)
    {
        _command.Say(RecordType.LimitCommand, new LimitCommand { Name = name, Value = value, By = "test", Reason = "a drill" });
        Turn();
    }

    private DenialCode Decide(decimal quantity, decimal price = 100m)
    {
        long approvals = _handler.Approvals;
        _signal.Say(RecordType.OrderIntent, new OrderIntent
        {
            InstanceId = 1, InstrumentId = 1, Side = Side.Buy, Type = OrderType.Limit, TimeInForce = TimeInForce.Gtc,
            Quantity = Units.E8(quantity), Price = Units.E8(price),
        });
        Turn();
        return _handler.Approvals > approvals ? DenialCode.Unspecified : _handler.LastDenial.Code;
    }

    private void Quote(decimal bid, decimal ask) => _market.Say(
        RecordType.Quote, new Quote { InstrumentId = 1, BidPrice = Units.E8(bid), AskPrice = Units.E8(ask) },
        Artic.Core.Time.Clock.MonotonicNs());

    private void Fill(Side side, decimal price, decimal quantity)
    {
        _execution.Say(RecordType.Fill, new Fill
        {
            ClientOrderId = 999, InstrumentId = 1, Side = side, Price = Units.E8(price), Quantity = Units.E8(quantity),
            TradeId = ++_filled,
        });
        Turn();
    }

    private void Turn()
    {
        while (_loop.Turn())
        {
        }
    }

    private StepLoop Loop(StepOutput output, out RiskHandler handler)
    {
        RiskOptions limits = RiskOptionsOf.Wide();
        (limits.MaxOrderValue, limits.MaxOrderQuantity, limits.MaxPosition) = ("1000", "9", "100");
        (limits.MaxDailyLoss, limits.PriceCollarBps) = ("500", 100);
        (limits.OrdersPerSecond, limits.OrderBurst, limits.StaleQuoteMs) = (1, 50, 60_000);
        handler = new RiskHandler(
            new RiskGate(RiskOptionsOf.Run(limits)), new RiskCounters(_run.Counters("risk-manager")), output);
        return new StepLoop(
            handler, output, _run.Reader(StreamId.Command), _run.Reader(StreamId.Execution), _run.Reader(StreamId.Market),
            _run.Reader(StreamId.Signal));
    }
}
