using Artic.Hosting.Options;
using Artic.Messaging.Records;
using Artic.RiskManager;
using Artic.Services.Tests.Support;
using Artic.Streams.Log;
using Artic.Streams.Steps;
using Artic.V1;
using Google.Protobuf;

namespace Artic.Services.Tests.Risk;

/// <summary>
/// The risk loop over its streams while parts of it are killed and positions are closed. Two instruments with a strategy each,
/// both at 100.00 / 100.02, lots of 0.001 and orders of at most 2.
/// </summary>
public sealed class RiskKillTests : IDisposable
{
    private readonly TestRun _run = new();
    private readonly RecordWriter _command;
    private readonly RecordWriter _market;
    private readonly RecordWriter _signal;
    private readonly RecordWriter _execution;
    private readonly RecordWriter _order;
    private readonly RiskHandler _handler;
    private readonly StepLoop _loop;
    private long _nowNs = 1_000_000_000_000;
    private ulong _trades;
    private ulong _foreign = 900;

    public RiskKillTests()
    {
        _command = _run.Writer(StreamId.Command);
        _market = _run.Writer(StreamId.Market);
        _signal = _run.Writer(StreamId.Signal);
        _execution = _run.Writer(StreamId.Execution);
        _order = _run.Writer(StreamId.Order);
        _loop = Loop(new StepOutput(_order), out _handler);
    }

    public void Dispose() => _run.Dispose();

    [Fact]
    public void A_killed_strategy_is_denied_while_the_other_trades_until_a_person_resumes_it()
    {
        Begin();
        ulong control = _handler.State.ControlGeneration;
        Kill(7, ScopeKind.Strategy, 1);
        Assert.True(_handler.State.ControlGeneration > control, "young approvals do not end");
        Assert.Equal(TradingStateValue.Active, _handler.State.State);
        ScopeKilled killed = Assert.Single(_run.All<ScopeKilled>(StreamId.Order, RecordType.ScopeKilled));
        Assert.Equal((ScopeKind.Strategy, 1u, 7ul, 0ul), (killed.Scope, killed.ScopeId, killed.KillGeneration, killed.ResumedGeneration));
        ScopeStateChanged state = _run.All<ScopeStateChanged>(StreamId.Order, RecordType.ScopeStateChanged)[^1];
        Assert.Equal((TradingStateValue.Halted, TradingStateReason.Killed), (state.State, state.Reason));
        Assert.Equal(DenialCode.KillLatched, Decide(1));
        Assert.Equal((ScopeKind.Strategy, 1u), (_handler.LastDenial.Scope, _handler.LastDenial.ScopeId));
        Assert.Equal(DenialCode.Unspecified, Decide(2));

        // A state that is set does not lift it, and neither does a resume of an older kill or of everything.
        Say(_command, RecordType.ScopeStateCommand, new ScopeStateCommand
        {
            Scope = ScopeKind.Strategy, ScopeId = 1, State = TradingStateValue.Active, By = "test", Reason = "x",
        });
        Resume(6, ScopeKind.Strategy, 1);
        Resume(7);
        Assert.Equal(DenialCode.KillLatched, Decide(1));
        Resume(7, ScopeKind.Strategy, 1);
        Assert.Equal(DenialCode.Unspecified, Decide(1));
        NeedSameAfterRestart();
    }

    [Fact]
    public void A_kill_that_is_known_already_changes_nothing_and_a_higher_one_ends_young_approvals_again()
    {
        Begin();
        Kill(7, ScopeKind.Instrument, 2);
        ulong control = _handler.State.ControlGeneration;
        Kill(7, ScopeKind.Instrument, 2);
        Kill(5, ScopeKind.Instrument, 2);
        Kill(9, ScopeKind.Instrument, 40);
        Assert.Equal(control, _handler.State.ControlGeneration);
        Kill(8, ScopeKind.Instrument, 2);
        Assert.Equal(control + 1, _handler.State.ControlGeneration);
        Assert.Equal(2, _run.All<ScopeKilled>(StreamId.Order, RecordType.ScopeKilled).Count);
        Assert.Equal(DenialCode.KillLatched, Decide(2));
        Assert.Equal(DenialCode.Unspecified, Decide(1));
    }

    [Fact]
    public void A_new_run_begins_with_what_is_killed()
    {
        Begin(
            new ScopeKilled { Scope = ScopeKind.Instrument, ScopeId = 1, KillGeneration = 4 },
            new ScopeKilled { Scope = ScopeKind.Strategy, ScopeId = 2, KillGeneration = 6, ResumedGeneration = 6 },
            new ScopeKilled { Scope = ScopeKind.Strategy, ScopeId = 77, KillGeneration = 6 });
        Assert.Equal(DenialCode.KillLatched, Decide(1));
        Assert.Equal(DenialCode.Unspecified, Decide(2));
        Resume(4, ScopeKind.Instrument, 1);
        Assert.Equal(DenialCode.Unspecified, Decide(1));
    }

    [Fact]
    public void Flattening_waits_for_stopped_and_closes_by_orders_of_the_largest_size_one_after_the_other()
    {
        Begin();
        Hold(1, Side.Buy, 3.5m);
        Hold(2, Side.Sell, 1);
        Kill(1, flatten: true);
        Pass(100);
        Assert.Empty(Orders());
        Stopped(1);
        Pass(100);
        OrderApproved first = Assert.Single(Orders());
        Assert.Equal(
            (1u, Side.Sell, OrderType.Market, Units.E8(2), 1ul, 1u),
            (first.InstrumentId, first.Side, first.Type, first.Quantity, first.FlattenGeneration, first.InstanceId));
        Assert.Equal((_handler.State.ControlGeneration, 1ul), (first.ControlGeneration, first.KillGeneration));
        Pass(1000);
        Assert.Single(Orders());
        Fill(first);
        Pass(1000);
        Assert.Equal((Units.E8(1.5m), Side.Sell), (Orders()[1].Quantity, Orders()[1].Side));
        Fill(Orders()[1]);
        Pass(1000);
        Assert.Equal((2u, Units.E8(1), Side.Buy), (Orders()[2].InstrumentId, Orders()[2].Quantity, Orders()[2].Side));
        Fill(Orders()[2]);
        Pass(1000);
        Assert.Equal(3, Orders().Count);
        FlattenEnded ended = Ended();
        Assert.Equal((1ul, FlattenOutcome.Flat, 3u, 0), (ended.KillGeneration, ended.Outcome, ended.Orders, ended.InstrumentIds.Count));
        Assert.Equal((0, 0), (_handler.Flattener.Count, _handler.ScopeKills.Version));
        NeedSameAfterRestart();
    }

    [Fact]
    public void Flattening_waits_for_what_is_open_so_that_it_never_goes_past_flat()
    {
        Begin();
        Hold(1, Side.Buy, 1);
        Say(_execution, RecordType.OrderEvent, new OrderEvent
        {
            ClientOrderId = 77, InstrumentId = 1, InstanceId = 1, Side = Side.Sell, Price = Units.E8(101), Quantity = Units.E8(0.4m),
            Status = OrderStatus.Accepted,
        });
        Kill(1, flatten: true);
        Stopped(1);
        Pass(1000);
        Assert.Empty(Orders());
        Trade(77, 1, Side.Sell, 0.4m);
        Say(_execution, RecordType.OrderEvent, new OrderEvent
        {
            ClientOrderId = 77, InstrumentId = 1, InstanceId = 1, Status = OrderStatus.Filled, FilledQuantity = Units.E8(0.4m),
        });
        Pass(1000);
        Assert.Equal(Units.E8(0.6m), Assert.Single(Orders()).Quantity);
    }

    [Fact]
    public void Flattening_a_strategy_closes_its_own_position_and_touches_no_other()
    {
        Begin();
        Hold(1, Side.Buy, 1.2345m);
        Hold(2, Side.Buy, 1);
        Kill(3, ScopeKind.Strategy, 1, flatten: true);
        ScopeStopped(ScopeKind.Strategy, 2, 3);
        Pass(500);
        Assert.Empty(Orders());
        ScopeStopped(ScopeKind.Strategy, 1, 3);
        Pass(500);
        OrderApproved order = Assert.Single(Orders());
        Assert.Equal(
            (1u, Units.E8(1.234m), ScopeKind.Strategy, 1u), (order.InstanceId, order.Quantity, order.FlattenScope, order.FlattenScopeId));
        Fill(order);
        Pass(500);
        FlattenEnded ended = Ended();
        Assert.Equal((FlattenOutcome.BelowLeast, ScopeKind.Strategy, 1u), (ended.Outcome, ended.Scope, ended.ScopeId));
        Assert.Equal((1u, Units.E8(0.0005m)), (Assert.Single(ended.InstrumentIds), Assert.Single(ended.Quantities)));
        Assert.Equal(DenialCode.Unspecified, Decide(2));
    }

    [Theory]
    [InlineData("kill", FlattenOutcome.Killed)]
    [InlineData("resume", FlattenOutcome.Resumed)]
    public void A_kill_without_flattening_ends_it_and_so_does_a_resume(string what, FlattenOutcome outcome)
    {
        Begin();
        Hold(1, Side.Buy, 4);
        Kill(1, flatten: true);
        Stopped(1);
        Pass(500);
        OrderApproved order = Assert.Single(Orders());
        if (what == "kill")
        {
            Kill(2);
            Stopped(2);
        }
        else
        {
            Resume(1);
        }

        Fill(order);
        Pass(5000);
        Assert.Single(Orders());
        FlattenEnded ended = Ended();
        Assert.Equal((1ul, outcome, 1u), (ended.KillGeneration, ended.Outcome, ended.Orders));
        Assert.Equal(1u, Assert.Single(ended.InstrumentIds));
    }

    [Fact]
    public void It_gives_up_after_some_tries_that_close_nothing_and_says_what_remains()
    {
        Begin();
        Hold(1, Side.Buy, 1);
        Kill(1, flatten: true);
        Stopped(1);
        for (int i = 0; i < 200 && _handler.Flattener.Count > 0; i++)
        {
            Pass(100);
            if (Orders().Count > 0)
            {
                Finish(Orders()[^1], OrderStatus.Rejected, 0);
            }
        }

        FlattenEnded ended = Ended();
        Assert.Equal((FlattenOutcome.GaveUp, 21u), (ended.Outcome, ended.Orders));
        Assert.Equal(Units.E8(1), Assert.Single(ended.Quantities));
        NeedSameAfterRestart();
    }

    [Fact]
    public void A_stop_that_never_comes_ends_it_within_a_minute()
    {
        Begin();
        Hold(1, Side.Buy, 1);
        Kill(1, flatten: true);
        Pass(59_000);
        Assert.Equal(1, _handler.Flattener.Count);
        Pass(2000);
        Assert.Equal(FlattenOutcome.GaveUp, Ended().Outcome);
        Stopped(1);
        Pass(1000);
        Assert.Empty(Orders());
    }

    private void Begin(params ScopeKilled[] killed)
    {
        AccountState account = new() { Epoch = 1, DayStartUtcNs = 86_400_000_000_000 };
        account.KilledScopes.AddRange(killed);
        Say(_command, RecordType.AccountState, account);
        for (uint id = 1; id <= 2; id++)
        {
            Say(_market, RecordType.FeedStatus, new FeedStatus { InstrumentId = id, State = FeedState.Live });
            Instrument instrument = new()
            {
                InstrumentId = id, TickSize = Units.E8(0.01m), LotSize = Units.E8(0.001m), MinQuantity = Units.E8(0.001m),
                MinNotional = Units.E8(0.05m), MaxQuantity = Units.E8(500),
            };
            instrument.WriteTo(_market.Begin(instrument.CalculateSize(), (ushort)RecordType.Instrument, id, 0, StreamId.None, 0));
            _market.Commit(_nowNs);
            Say(_execution, RecordType.AccountSnapshot, new AccountSnapshot
            {
                InstrumentId = id, BaseTotal = Units.E8(1000), QuoteTotal = Units.E8(1_000_000),
            });
            Say(_market, RecordType.Quote, new Quote
            {
                InstrumentId = id, BidPrice = Units.E8(100), AskPrice = Units.E8(100.02m),
            });
        }
    }

    private void Kill(ulong generation, ScopeKind scope = default, uint id = 0, bool flatten = false) => Say(
        _command, RecordType.KillObserved, new KillObserved { Generation = generation, Scope = scope, ScopeId = id, Flatten = flatten });

    private void Resume(ulong generation, ScopeKind scope = default, uint id = 0) => Say(
        _command, RecordType.ResumeCommand,
        new ResumeCommand { Generation = generation, Scope = scope, ScopeId = id, By = "ann", Reason = "seen to" });

    private void Stopped(ulong generation) =>
        Say(_execution, RecordType.SessionStatus, new SessionStatus { Ready = true, StoppedKillGeneration = generation });

    private void ScopeStopped(ScopeKind scope, uint id, ulong generation) => Say(
        _execution, RecordType.ScopeStopped, new ScopeStopped { Scope = scope, ScopeId = id, KillGeneration = generation });

    private void Hold(uint instrument, Side side, decimal quantity) => Trade(++_foreign, instrument, side, quantity);

    private void Trade(ulong order, uint instrument, Side side, decimal quantity) => Say(_execution, RecordType.Fill, new Fill
    {
        ClientOrderId = order, InstrumentId = instrument, InstanceId = instrument, Side = side, Price = Units.E8(100),
        Quantity = Units.E8(quantity), TradeId = ++_trades,
    });

    private void Fill(OrderApproved order)
    {
        Trade(order.ClientOrderId, order.InstrumentId, order.Side, order.Quantity / 100_000_000m);
        Finish(order, OrderStatus.Filled, order.Quantity);
    }

    private void Finish(OrderApproved order, OrderStatus status, long filled) => Say(
        _execution, RecordType.OrderEvent, new OrderEvent
        {
            ClientOrderId = order.ClientOrderId, InstanceId = order.InstanceId, InstrumentId = order.InstrumentId,
            Side = order.Side, Quantity = order.Quantity, FilledQuantity = filled, Status = status,
            FlattenGeneration = order.FlattenGeneration,
        });

    private List<OrderApproved> Orders() =>
        _run.All<OrderApproved>(StreamId.Order, RecordType.OrderApproved).FindAll(each => each.FlattenGeneration > 0);

    private FlattenEnded Ended() => _run.All<FlattenEnded>(StreamId.Order, RecordType.FlattenEnded)[^1];

    private DenialCode Decide(uint instrument)
    {
        long approvals = _handler.Approvals;
        Say(_signal, RecordType.OrderIntent, new OrderIntent
        {
            InstanceId = instrument, InstrumentId = instrument, Side = Side.Buy, Type = OrderType.Limit,
            TimeInForce = TimeInForce.Gtc, Quantity = Units.E8(1), Price = Units.E8(100),
        });
        return _handler.Approvals > approvals ? DenialCode.Unspecified : _handler.LastDenial.Code;
    }

    /// <summary>Lets so many milliseconds pass, with a tick every tenth of a second.</summary>
    private void Pass(int milliseconds)
    {
        for (int left = milliseconds; left > 0; left -= 100)
        {
            _nowNs += 100_000_000;
            Say(_command, RecordType.TimerTick, new TimerTick { UtcNs = 86_400_000_000_000 + _nowNs });
        }
    }

    private void Say<T>(RecordWriter writer, RecordType type, T message)
        where T : IMessage
    {
        writer.Append(type, message, writer.Stream == StreamId.Market ? _nowNs : 0);
        writer.Commit(_nowNs);
        while (_loop.Turn())
        {
        }
    }

    /// <summary>Another process runs again over the record: what it says is the same, and so is its state.</summary>
    private void NeedSameAfterRestart()
    {
        // What has said nothing is not on record yet.
        _ = Decide(1);
        StepLoop again = Loop(StepOutput.ForReplay(), out RiskHandler rebuilt);
        using RecordReader recorded = new(_run.Paths, StreamId.Order);
        _ = again.Rebuild(recorded);
        Assert.Equal(_order.LastSequence, recorded.LastSequence);
        StateWriter live = new();
        StateWriter dead = new();
        _handler.Save(live);
        rebuilt.Save(dead);
        Assert.True(live.Written.SequenceEqual(dead.Written), "a restart ends in another state");
    }

    private StepLoop Loop(StepOutput output, out RiskHandler handler)
    {
        RiskOptions limits = RiskOptionsOf.Wide();
        limits.MaxOrderQuantity = "2";
        handler = new RiskHandler(
            RiskOptionsOf.Active(RiskOptionsOf.Run(limits, 2)), new RiskCounters(_run.Counters("risk-manager")), output);
        return new StepLoop(
            handler, output, _run.Reader(StreamId.Command), _run.Reader(StreamId.Execution), _run.Reader(StreamId.Market),
            _run.Reader(StreamId.Signal));
    }
}
