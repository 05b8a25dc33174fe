using Artic.Core.Time;
using Artic.Messaging.Records;
using Artic.RiskManager;
using Artic.Services.Tests.Support;
using Artic.Streams.Log;
using Artic.Streams.Steps;
using Artic.V1;

namespace Artic.Services.Tests.Risk;

/// <summary>What the bridge says of strategy instances decides before anything else whether they may act.</summary>
public sealed class InstanceGateTests : IDisposable
{
    private readonly TestRun _run = new();
    private readonly RecordWriter _command;
    private readonly RecordWriter _signal;
    private readonly RiskGate _gate;
    private readonly StepLoop _loop;

    public InstanceGateTests()
    {
        _command = _run.Writer(StreamId.Command);
        _signal = _run.Writer(StreamId.Signal);
        RecordWriter market = _run.Writer(StreamId.Market);
        RecordWriter execution = _run.Writer(StreamId.Execution);
        StepOutput output = new(_run.Writer(StreamId.Order));
        _gate = new RiskGate(RiskOptionsOf.Run(RiskOptionsOf.Wide(), 2));
        _loop = new StepLoop(
            new RiskHandler(_gate, new RiskCounters(_run.Counters("risk-manager")), output), output, _run.Reader(StreamId.Command),
            _run.Reader(StreamId.Execution), _run.Reader(StreamId.Market), _run.Reader(StreamId.Signal));
        _command.Say(RecordType.AccountState, new AccountState { Epoch = 1 });
        _command.Say(RecordType.TimerTick, new TimerTick { UtcNs = 1_700_000_000_000_000_000 });
        for (uint i = 1; i <= 2; i++)
        {
            market.AppendOf(
                RecordType.Instrument, i, new Instrument { InstrumentId = i, PriceScale = 8, QuantityScale = 8, TickSize = 1, LotSize = 1 });
            market.AppendOf(RecordType.FeedStatus, i, new FeedStatus { InstrumentId = i, State = FeedState.Live });
            market.AppendOf(RecordType.Quote, i, new Quote
            {
                InstrumentId = i, BidPrice = Units.E8(100), AskPrice = Units.E8(101), BidQuantity = 1, AskQuantity = 1, UpdateId = 1,
            }, Clock.MonotonicNs());
        }

        market.Commit(Clock.MonotonicNs());
        execution.Say(RecordType.AccountSnapshot, new AccountSnapshot
        {
            InstrumentId = 1, BaseTotal = Units.E8(1_000), QuoteTotal = Units.E8(1_000_000),
        });
        Turn();
    }

    [Fact]
    public void An_instance_of_which_the_bridge_has_not_spoken_is_denied_and_one_that_it_calls_active_passes()
    {
        Assert.Equal((DenialCode.InstanceNotActive, 3, 0), Want(1));
        Say(1, InstanceMode.Active);
        Assert.Equal((DenialCode.Unspecified, 0, 0), Want(1));
        Assert.Equal((DenialCode.InstanceNotActive, 3, 0), Want(2));
    }

    [Theory]
    [InlineData(InstanceMode.Off, 1)]
    [InlineData(InstanceMode.Observe, 2)]
    public void An_instance_that_leaves_active_is_denied_from_there_on_and_passes_when_it_is_active_again(InstanceMode mode, long shown)
    {
        Say(1, InstanceMode.Active);
        Say(2, InstanceMode.Active);
        Say(1, mode);
        Assert.Equal((DenialCode.InstanceNotActive, 3, shown), Want(1));
        Assert.Equal((DenialCode.Unspecified, 0, 0), Want(2));
        Say(1, InstanceMode.Active);
        Assert.Equal((DenialCode.Unspecified, 0, 0), Want(1));
    }

    [Fact]
    public void An_intent_that_is_marked_as_observed_is_denied_whatever_its_instance_is()
    {
        Say(1, InstanceMode.Active);
        Assert.Equal((DenialCode.InstanceNotActive, 3, 3), Want(1, observed: true));
        Assert.Equal((DenialCode.Unspecified, 0, 0), Want(1));
    }

    [Fact]
    public void What_is_not_active_is_told_before_anything_else_is_looked_at()
    {
        _command.Say(RecordType.KillObserved, new KillObserved { Generation = 1 });
        Assert.Equal((DenialCode.InstanceNotActive, 3, 0), Want(1, quantity: -5));
        Say(1, InstanceMode.Active);
        Assert.Equal(DenialCode.OrderMalformed, Want(1, quantity: -5).Code);
        Assert.Equal(DenialCode.StrategyUnknown, Want(9).Code);
    }

    [Fact]
    public void What_an_instance_has_open_is_cancelled_once_when_it_leaves_active()
    {
        Say(1, InstanceMode.Observe);
        Say(1, InstanceMode.Active);
        Assert.Empty(Cancels());
        Say(1, InstanceMode.Active);
        Say(1, InstanceMode.Observe);
        Say(1, InstanceMode.Off);
        Say(2, InstanceMode.Active);
        Say(2, InstanceMode.Off);
        Assert.Equal([1u, 2u], Cancels());
    }

    [Fact]
    public void It_cannot_be_overridden_and_does_not_push_out_what_can()
    {
        Assert.DoesNotContain(DenialCode.InstanceNotActive, Artic.RiskManager.Checks.Waivers.All.ToArray());
        Say(1, InstanceMode.Active);
        Assert.Equal(DenialCode.OrderMaxQuantity, Want(1, quantity: 2_000_000).Code);
        for (int i = 0; i < 300; i++)
        {
            _ = Want(1, observed: true);
        }

        long denial = 0;
        using (RecordReader reader = new(_run.Paths, StreamId.Order))
        {
            while (denial == 0 && reader.TryRead(out Record record))
            {
                denial = RecordCodec.TypeOf(record) == RecordType.OrderDenied ? record.Header.Sequence : 0;
            }
        }

        _command.Say(RecordType.OverrideCommand, new OverrideCommand { DenialSequence = denial, By = "a", Reason = "r" });
        Turn();
        _command.Say(RecordType.TimerTick, new TimerTick { UtcNs = 1_700_000_000_005_000_000 });
        Turn();
        OverrideDecided decided = Assert.Single(_run.All<OverrideDecided>(StreamId.Order, RecordType.OverrideDecided));
        Assert.NotEqual(OverrideOutcome.DenialUnknown, decided.Outcome);
    }

    [Fact]
    public void The_modes_and_their_generations_are_part_of_the_saved_state()
    {
        Assert.Equal([(InstanceMode.Unspecified, 0ul), (InstanceMode.Unspecified, 0ul)], Modes(_gate));
        Say(1, InstanceMode.Active);
        Say(2, InstanceMode.Active);
        Say(2, InstanceMode.Observe, generation: 2);
        StateWriter state = new();
        _gate.Save(state);
        RiskGate other = new(RiskOptionsOf.Run(RiskOptionsOf.Wide(), 2));
        other.Load(new StateReader(state.Written.ToArray()));
        Assert.Equal([(InstanceMode.Active, 1ul), (InstanceMode.Observe, 2ul)], Modes(other));

        static IEnumerable<(InstanceMode, ulong)> Modes(RiskGate gate) => gate.Books.Strategies.Select(each => (each.Mode, each.Generation));
    }

    public void Dispose() => _run.Dispose();

    private void Say(uint id, InstanceMode mode, ulong generation = 1)
    {
        _signal.Say(RecordType.InstanceChanged, new InstanceChanged { InstanceId = id, Mode = mode, Generation = generation });
        Turn();
    }

    private uint[] Cancels() => [.. _run.All<CancelOrders>(StreamId.Order, RecordType.CancelOrders).Select(each => each.InstanceId)];

    /// <summary>The decision on an intent, with the two numbers of a denial.</summary>
    private (DenialCode Code, long Limit, long Actual) Want(uint id, bool observed = false, decimal quantity = 1)
    {
        int before = _run.All<OrderDenied>(StreamId.Order, RecordType.OrderDenied).Count;
        _signal.Say(RecordType.OrderIntent, new OrderIntent
        {
            InstanceId = id, InstrumentId = id == 9 ? 1 : id, Side = Side.Buy, Type = OrderType.Limit, TimeInForce = TimeInForce.Ioc,
            Quantity = Units.E8(quantity), Price = Units.E8(100), Observed = observed,
        });
        Turn();
        List<OrderDenied> denials = _run.All<OrderDenied>(StreamId.Order, RecordType.OrderDenied);
        return denials.Count == before ? default : (denials[^1].Code, denials[^1].Limit, denials[^1].Actual);
    }

    private void Turn()
    {
        while (_loop.Turn())
        {
        }
    }
}
