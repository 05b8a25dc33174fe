using Artic.Messaging.Records;
using Artic.RiskManager.Losses;
using Artic.RiskManager.Scopes;
using Artic.Services.Tests.Support;
using Artic.V1;

namespace Artic.Services.Tests.Risk;

/// <summary>A run begins with what the account's earlier runs have left; the book is 100.00 / 100.02.</summary>
public sealed class CarriedStateTests
{
    private const long Second = 1_000_000_000;
    private const long Minute = 60 * Second;
    private const long Utc = 1_700_000_000 * Second;

    [Fact]
    public void Limits_hold_from_the_first_decision_on_but_for_those_that_the_configuration_has_overtaken()
    {
        CarriedState carried = new() { UtcNs = Utc };
        carried.Limits.Add(new CarriedLimit { Scope = ScopeKind.Account, Name = LimitName.MaxOrderQuantity, Value = Units.E8(2) });
        carried.Limits.Add(new CarriedLimit { Scope = ScopeKind.Strategy, ScopeId = 1, Name = LimitName.MaxOrderValue, Value = Units.E8(150) });
        carried.Limits.Add(new CarriedLimit { Scope = ScopeKind.Account, Name = LimitName.MaxPosition, Value = Units.E8(0.1m), Dropped = true });
        carried.Limits.Add(new CarriedLimit { Scope = ScopeKind.Strategy, ScopeId = 99, Name = LimitName.MaxPosition, Value = 1 });
        using RiskLoopBench bench = new(carried, Utc);
        Assert.Equal(DenialCode.OrderMaxQuantity, bench.Decide(3));
        Assert.Equal(DenialCode.OrderMaxValue, bench.Decide(2));
        Assert.Equal(ScopeKind.Strategy, bench.Handler.LastDenial.Scope);
        Assert.Equal(DenialCode.Unspecified, bench.Decide(1));
        _ = bench.RunAgain();
    }

    [Fact]
    public void States_and_disabled_strategies_are_as_they_were_left_until_a_person_changes_them()
    {
        CarriedState carried = new() { UtcNs = Utc };
        carried.Scopes.Add(new CarriedScope
        {
            Scope = ScopeKind.Strategy, ScopeId = 1, State = TradingStateValue.Halted, IsDisabled = true, Executions = 12,
        });
        using RiskLoopBench bench = new(carried, Utc);
        Assert.Equal(DenialCode.StrategyDisabled, bench.Decide(1));
        Assert.Equal(12, bench.Handler.LastDenial.Actual);
        ScopeStateChanged said = Assert.Single(bench.Said<ScopeStateChanged>(RecordType.ScopeStateChanged)).Message;
        Assert.Equal((TradingStateReason.Carried, TradingStateValue.Halted, 1u), (said.Reason, said.State, said.ScopeId));
        bench.Say(RecordType.ScopeStateCommand, new ScopeStateCommand
        {
            Scope = ScopeKind.Strategy, ScopeId = 1, State = TradingStateValue.Active, By = "ann", Reason = "looked at",
        });
        Assert.Equal(DenialCode.Unspecified, bench.Decide(1));
        _ = bench.RunAgain();
    }

    [Fact]
    public void The_accounts_own_state_is_said_before_anything_may_trade()
    {
        CarriedState carried = new() { UtcNs = Utc };
        carried.Scopes.Add(new CarriedScope { Scope = ScopeKind.Account, State = TradingStateValue.Reducing });
        using RiskLoopBench bench = new(carried, Utc);
        Assert.Equal(TradingStateValue.Reducing, bench.Said<TradingStateChanged>(RecordType.TradingStateChanged)[0].Message.State);
        Assert.Equal(DenialCode.StateReducing, bench.Decide(1));
    }

    [Fact]
    public void What_was_lost_within_the_window_still_counts_and_leaves_it_when_its_time_has_come()
    {
        CarriedState carried = new() { UtcNs = Utc };
        CarriedLosses losses = new() { Scope = ScopeKind.Account };
        losses.Loss.Add(new CarriedPart { UtcNs = Utc - (59 * Minute), First = Units.E8(400), High = Units.E8(400), Low = Units.E8(300) });
        losses.Loss.Add(new CarriedPart { UtcNs = Utc - (10 * Minute), First = Units.E8(100), High = Units.E8(120), Low = 0 });
        losses.Drawdown.Add(new CarriedPart { UtcNs = Utc - (10 * Minute), First = Units.E8(100), High = Units.E8(450), Low = 0 });
        carried.Losses.Add(losses);
        using RiskLoopBench bench = new(carried, Utc);
        LossBook book = bench.Handler.Gate.Books.Scopes.Account.Losses;
        Assert.Equal((Units.E8(400), Units.E8(450)), (book.RollingLoss, book.Drawdown));
        bench.Set(LimitName.MaxRollingLoss, Units.E8(400));
        Assert.Equal(DenialCode.BreakerOpen, bench.Decide(1));

        // Seven minutes later the first part is out of the hour and its sixteenth.
        long now = Artic.Core.Time.Clock.MonotonicNs() + (7 * Minute);
        book.Sample(0, now);
        Assert.Equal(Units.E8(100), book.RollingLoss);
    }

    [Fact]
    public void A_losing_streak_goes_on_and_a_cool_down_ends_when_it_was_to_end()
    {
        CarriedState carried = new() { UtcNs = Utc };
        carried.Losses.Add(new CarriedLosses
        {
            Scope = ScopeKind.Instrument, ScopeId = 1, Streak = 3, CoolUntilUtcNs = Utc + (5 * Minute), DayPnl = -Units.E8(7),
        });
        using RiskLoopBench bench = new(carried, Utc);
        Scope instrument = bench.Handler.Gate.Books.Scopes.Instruments[0];
        Assert.Equal((3, Units.E8(7)), (instrument.Losses.Streak, instrument.Losses.DayLoss));
        Assert.Equal(DenialCode.LossStreak, bench.Decide(1));
        long left = instrument.Losses.CoolUntilNs - Artic.Core.Time.Clock.MonotonicNs();
        Assert.InRange(left, (4 * Minute) + (30 * Second), 5 * Minute);
        _ = bench.RunAgain();
    }

    [Fact]
    public void A_second_one_in_the_same_run_is_passed_over()
    {
        using RiskLoopBench bench = new(new CarriedState { UtcNs = Utc }, Utc);
        CarriedState late = new() { UtcNs = Utc };
        late.Limits.Add(new CarriedLimit { Scope = ScopeKind.Account, Name = LimitName.MaxOrderQuantity, Value = Units.E8(0.5m) });
        bench.Say(RecordType.CarriedState, late);
        Assert.Equal(DenialCode.Unspecified, bench.Decide(1));
    }

    [Fact]
    public void A_copy_of_losses_that_is_taken_back_is_the_same_above_the_last_result()
    {
        LossBook lost = new(Minute, Minute);
        lost.Sample(Units.E8(50), 100 * Minute);
        lost.Sample(Units.E8(80), (100 * Minute) + (20 * Second));
        lost.Sample(Units.E8(30), (100 * Minute) + (40 * Second));
        LossCopy copy = new();
        lost.CopyTo(copy);
        LossBook next = new(Minute, Minute);
        for (int i = 0; i < copy.Loss.Count; i++)
        {
            (long begin, long first, long high, long low) = copy.Loss[i];
            next.RestoreLoss(begin, first - copy.Pnl, high - copy.Pnl, low - copy.Pnl, (100 * Minute) + (41 * Second));
            (begin, first, high, low) = copy.Drawdown[i];
            next.RestoreDrawdown(begin, first - copy.Pnl, high - copy.Pnl, low - copy.Pnl, (100 * Minute) + (41 * Second));
        }

        Assert.Equal((lost.RollingLoss, lost.Drawdown), (next.RollingLoss, next.Drawdown));
        Assert.Equal((Units.E8(20), Units.E8(50)), (next.RollingLoss, next.Drawdown));
    }
}
