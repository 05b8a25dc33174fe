using Artic.Messaging.Records;
using Artic.RiskManager.Checks;
using Artic.RiskManager.Overrides;
using Artic.Services.Tests.Support;
using Artic.V1;

namespace Artic.Services.Tests.Risk;

/// <summary>A named person has a denied order decided again; the book is 100.00 / 100.02.</summary>
public sealed class OverrideTests : IDisposable
{
    private readonly RiskLoopBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public void A_denied_order_passes_once_without_the_check_that_denied_it_and_never_again()
    {
        Assert.Equal(DenialCode.OrderMaxQuantity, _bench.Decide(9.5m));
        long denial = LastDenial();
        Assert.Equal((OverrideOutcome.Approved, DenialCode.OrderMaxQuantity), Override(denial));
        OrderApproved approved = Assert.Single(_bench.Said<OrderApproved>(RecordType.OrderApproved)).Message;
        Assert.Equal(
            (Units.E8(9.5m), Units.E8(100), 1u, 1u, 700u, _bench.Handler.Overrides.LastDecided.OverrideSequence),
            (approved.Quantity, approved.Price, approved.InstanceId, approved.InstrumentId, approved.ExpireAfterMs, approved.OverrideSequence));
        Assert.Equal(approved.ClientOrderId, _bench.Handler.Overrides.LastDecided.ClientOrderId);

        Assert.Equal((OverrideOutcome.AlreadyUsed, DenialCode.OrderMaxQuantity), Override(denial));
        _ = Assert.Single(_bench.Said<OrderApproved>(RecordType.OrderApproved));
        Assert.Equal(DenialCode.OrderMaxQuantity, _bench.Decide(9.5m));
        Assert.Equal(1, _bench.RunAgain().Overrides.Approvals);
    }

    [Fact]
    public void Every_other_check_is_in_force_and_what_it_says_can_be_named_in_its_turn()
    {
        Assert.Equal(DenialCode.OrderMaxQuantity, _bench.Decide(20));
        long denial = LastDenial();
        Assert.Equal((OverrideOutcome.Denied, DenialCode.OrderMaxQuantity), Override(denial));
        Assert.Equal(DenialCode.OrderMaxValue, _bench.Handler.Overrides.LastDecided.Denial);
        OrderDenied again = _bench.Said<OrderDenied>(RecordType.OrderDenied)[^1].Message;
        Assert.Equal((LimitName.MaxOrderValue, Units.E8(1000), Units.E8(2000)), (again.Name, again.Limit, again.Actual));
        Assert.Equal(_bench.Handler.Overrides.LastDecided.OverrideSequence, again.OverrideSequence);
        Assert.Equal((OverrideOutcome.Denied, DenialCode.OrderMaxValue), Override(LastDenial()));
        Assert.Equal(DenialCode.OrderMaxQuantity, _bench.Handler.Overrides.LastDecided.Denial);
        Assert.Equal(0, _bench.Handler.Approvals);
        _ = _bench.RunAgain();
    }

    [Fact]
    public void It_is_decided_by_the_market_of_now_and_only_with_the_next_tick()
    {
        Assert.Equal(DenialCode.OrderPriceCollar, _bench.Decide(1, price: 98));
        Command(LastDenial());
        Assert.True(_bench.Handler.Overrides.IsPending);
        _bench.Stale();
        _bench.Tick();
        Assert.False(_bench.Handler.Overrides.IsPending);
        Assert.Equal(
            (OverrideOutcome.Denied, DenialCode.MarketNotLive),
            (_bench.Handler.Overrides.LastDecided.Outcome, _bench.Handler.Overrides.LastDecided.Denial));
        _ = _bench.RunAgain();
    }

    [Fact]
    public void One_that_lay_while_nobody_was_alive_is_too_old()
    {
        Assert.Equal(DenialCode.OrderPriceCollar, _bench.Decide(1, price: 98));
        Command(LastDenial(), publishedNs: Artic.Core.Time.Clock.MonotonicNs() - 3_000_000_000);
        _bench.Tick();
        Assert.Equal(DenialCode.IntentExpired, _bench.Handler.Overrides.LastDecided.Denial);
        Assert.Equal(0, _bench.Handler.Approvals);
    }

    [Fact]
    public void What_says_that_the_order_cannot_be_or_that_nothing_may_trade_is_never_waived()
    {
        Assert.Equal(DenialCode.InstrumentTick, _bench.Decide(1, price: 99.995m));
        Assert.Equal((OverrideOutcome.NeverWaived, DenialCode.InstrumentTick), Override(LastDenial()));
        _bench.Say(RecordType.KillObserved, new KillObserved { Generation = 1 });
        Assert.Equal(DenialCode.StateHalted, _bench.Decide(1));
        Assert.Equal((OverrideOutcome.NeverWaived, DenialCode.StateHalted), Override(LastDenial()));
        Assert.Equal(0, _bench.Handler.Approvals);
        Assert.Equal((OverrideOutcome.DenialUnknown, DenialCode.Unspecified), Override(1_000_000));
    }

    [Fact]
    public void An_order_that_was_denied_before_a_kill_does_not_pass_during_it()
    {
        Assert.Equal(DenialCode.OrderMaxQuantity, _bench.Decide(9.5m));
        long denial = LastDenial();
        _bench.Say(RecordType.KillObserved, new KillObserved { Generation = 1 });
        Assert.Equal((OverrideOutcome.Denied, DenialCode.OrderMaxQuantity), Override(denial));
        Assert.Equal(DenialCode.StateHalted, _bench.Handler.Overrides.LastDecided.Denial);
        _ = _bench.RunAgain();
    }

    [Theory]
    [InlineData(DenialCode.StateHalted)]
    [InlineData(DenialCode.StateReducing)]
    [InlineData(DenialCode.KillLatched)]
    [InlineData(DenialCode.MarketNotLive)]
    [InlineData(DenialCode.MarketNoQuote)]
    [InlineData(DenialCode.InstrumentUnknown)]
    [InlineData(DenialCode.InstrumentTick)]
    [InlineData(DenialCode.InstrumentLot)]
    [InlineData(DenialCode.InstrumentMinNotional)]
    [InlineData(DenialCode.InstrumentMaxQuantity)]
    [InlineData(DenialCode.OrderMalformed)]
    [InlineData(DenialCode.StrategyUnknown)]
    [InlineData(DenialCode.StrategyInstrument)]
    [InlineData(DenialCode.StrategyRestricted)]
    [InlineData(DenialCode.StrategyDisabled)]
    [InlineData(DenialCode.InstrumentRestricted)]
    [InlineData(DenialCode.VenueRestricted)]
    [InlineData(DenialCode.AccountRestricted)]
    [InlineData(DenialCode.BreakerOpen)]
    [InlineData(DenialCode.BreakerProbe)]
    [InlineData(DenialCode.OrderSelfTrade)]
    [InlineData(DenialCode.BalanceUnknown)]
    [InlineData(DenialCode.BalanceInsufficient)]
    [InlineData(DenialCode.ArchiveLag)]
    [InlineData(DenialCode.Duplicate)]
    public void Never_waived(DenialCode code) => Assert.False(Waivers.Includes(code));

    [Fact]
    public void The_oldest_denials_can_be_named_no_more()
    {
        Assert.Equal(DenialCode.OrderMaxQuantity, _bench.Decide(9.5m));
        long first = LastDenial();
        for (int i = 0; i < DeniedOrders.Kept; i++)
        {
            Assert.Equal(DenialCode.OrderMaxQuantity, _bench.Decide(9.5m));
        }

        Assert.Equal((OverrideOutcome.DenialUnknown, DenialCode.Unspecified), Override(first));
        Assert.Equal((OverrideOutcome.Approved, DenialCode.OrderMaxQuantity), Override(LastDenial()));
        _ = _bench.RunAgain();
    }

    private long LastDenial() => _bench.Said<OrderDenied>(RecordType.OrderDenied)[^1].Sequence;

    private (OverrideOutcome Outcome, DenialCode Waived) Override(long denial)
    {
        Command(denial);
        _bench.Tick();
        Assert.Equal(_bench.Handler.CommandSequence, _bench.Handler.Overrides.LastDecided.OverrideSequence);
        OverrideDecided said = _bench.Said<OverrideDecided>(RecordType.OverrideDecided)[^1].Message;
        Assert.Equal(_bench.Handler.Overrides.LastDecided, said);
        return (said.Outcome, said.Waived);
    }

    private void Command(long denial, long publishedNs = 0)
    {
        _bench.Command.Append(RecordType.OverrideCommand, new OverrideCommand { DenialSequence = denial, By = "ann", Reason = "a hedge" });
        _bench.Command.Commit(publishedNs == 0 ? Artic.Core.Time.Clock.MonotonicNs() : publishedNs);
        _bench.Turn();
    }
}
