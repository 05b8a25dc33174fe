using Artic.Services.Tests.Support;
using Artic.V1;

namespace Artic.Services.Tests.Risk;

/// <summary>The risk loop over its streams while limits are set; the book is 100.00 / 100.02.</summary>
public sealed class LimitCommandTests : IDisposable
{
    private readonly RiskLoopBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public void A_tighter_and_a_looser_limit_hold_from_the_next_decision_on_and_again_after_a_restart()
    {
        Assert.Equal(DenialCode.Unspecified, _bench.Decide(5));
        _bench.Set(LimitName.MaxOrderQuantity, Units.E8(2));
        Assert.Equal(DenialCode.OrderMaxQuantity, _bench.Decide(5));
        Assert.Equal(DenialCode.Unspecified, _bench.Decide(2));
        _bench.Set(LimitName.MaxOrderQuantity, Units.E8(7));
        Assert.Equal(DenialCode.Unspecified, _bench.Decide(6));
        _bench.Set(LimitName.PriceCollarBps, 1);
        Assert.Equal(DenialCode.OrderPriceCollar, _bench.Decide(1, price: 99.9m));
        Assert.Equal((3, _bench.Command.LastSequence), (_bench.Handler.LimitsSet, _bench.Handler.CommandSequence));

        // Another process runs again over the record: every decision is the same, and so are the limits afterwards.
        Assert.Equal(3, _bench.RunAgain().LimitsSet);
    }

    [Fact]
    public void A_loss_limit_below_the_days_loss_halts_at_once_and_a_looser_one_does_not_undo_that()
    {
        _bench.Fill(Side.Buy, 100.02m, 10);
        _bench.Quote(98, 98.02m);
        _bench.Turn();
        Assert.Equal(TradingStateValue.Active, _bench.Handler.State.State);
        _bench.Set(LimitName.MaxDailyLoss, Units.E8(20));
        Assert.Equal((TradingStateValue.Halted, TradingStateReason.DailyLoss), (_bench.Handler.State.State, _bench.Handler.State.Reason));
        _bench.Set(LimitName.MaxDailyLoss, Units.E8(1000));
        Assert.Equal(TradingStateValue.Halted, _bench.Handler.State.State);
    }

    [Fact]
    public void A_tighter_rate_takes_back_what_had_gathered()
    {
        _bench.Set(LimitName.OrderBurst, 2);
        Assert.Equal(DenialCode.Unspecified, _bench.Decide(1));
        Assert.Equal(DenialCode.Unspecified, _bench.Decide(1));
        Assert.Equal(DenialCode.OrderRate, _bench.Decide(1));
    }
}
