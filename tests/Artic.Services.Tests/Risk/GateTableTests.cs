using Artic.Hosting.Options;
using Artic.RiskManager.Scopes;
using Artic.Services.Tests.Support;
using Artic.V1;
using Google.Protobuf;

namespace Artic.Services.Tests.Risk;

/// <summary>Prices, rates, losses, times, states and breakers at, below and above each limit; the mid is 100.01.</summary>
public sealed class GateTableTests
{
    private const long DayNs = 86_400_000_000_000;

    /// <summary>A Thursday, midnight.</summary>
    private const long Thursday = 19_999 * DayNs;

    [Theory]
    [InlineData(101, DenialCode.Unspecified)]
    [InlineData(101.01, DenialCode.OrderTradeCollar)]
    [InlineData(99, DenialCode.Unspecified)]
    [InlineData(98.99, DenialCode.OrderTradeCollar)]
    public void Collar_of_one_per_cent_round_the_last_trade_at_100(double price, DenialCode expected)
    {
        GateBench bench = new(risk => risk.TradeCollarBps = 100);
        bench.Gate.Market.OnTrade(new Trade { InstrumentId = 1, Price = Units.E8(100) });
        Assert.Equal(expected, bench.Ask(Side.Buy, 1, (decimal)price));
        Assert.Equal(expected, bench.Ask(Side.Sell, 1, (decimal)price));
    }

    [Theory]
    [InlineData(101.01, DenialCode.Unspecified)]
    [InlineData(101.02, DenialCode.OrderReferenceCollar)]
    [InlineData(99.01, DenialCode.Unspecified)]
    [InlineData(99, DenialCode.OrderReferenceCollar)]
    public void Collar_of_one_per_cent_round_the_days_first_mid(double price, DenialCode expected)
    {
        GateBench bench = new(risk => risk.ReferenceCollarBps = 100);
        bench.Quote(104, 104.02m);
        Assert.Equal(expected, bench.Ask(Side.Buy, 1, (decimal)price));
        Assert.Equal(expected, bench.Ask(Side.Sell, 1, (decimal)price));
        bench.Gate.Market.BeginDay(bench.Now);
        Assert.Equal(DenialCode.OrderReferenceCollar, bench.Ask(Side.Buy, 1, (decimal)price));
        Assert.Equal(DenialCode.Unspecified, bench.Ask(Side.Buy, 1, 104));
    }

    [Fact]
    public void A_book_that_has_moved_too_far_within_the_window_opens_nothing()
    {
        GateBench bench = new(risk => (risk.MarketMoveBps, risk.MarketMoveWindowMs) = (100, 16_000));
        bench.Trade(Side.Buy, 2, 100);
        bench.Quote(101, 101.02m);
        Assert.Equal(DenialCode.Unspecified, bench.Ask(Side.Buy, 1, 101));
        bench.Quote(101.01m, 101.03m);
        Assert.Equal(DenialCode.MarketMoved, bench.Ask(Side.Buy, 1, 101));
        Assert.Equal(DenialCode.MarketMoved, bench.Ask(Side.Sell, 2.001m, 101));
        Assert.Equal(DenialCode.Unspecified, bench.Ask(Side.Sell, 2, 101));
        bench.Later(15_999);
        Assert.Equal(DenialCode.MarketMoved, bench.Ask(Side.Buy, 1, 101));
        bench.Later(1001);
        Assert.Equal(DenialCode.Unspecified, bench.Ask(Side.Buy, 1, 101));
    }

    [Fact]
    public void A_market_order_is_worth_what_it_takes_level_by_level_and_slips_beyond_them()
    {
        GateBench bench = new(risk => (risk.MaxOrderValue, risk.MarketSlippageBps) = ("1002.682", 100));
        BookTop top = new() { InstrumentId = 1 };
        top.AskPrices.Add([Units.E8(100.02m), Units.E8(100.10m)]);
        top.AskQuantities.Add([Units.E8(4), Units.E8(4)]);
        top.BidPrices.Add([Units.E8(100), Units.E8(99)]);
        top.BidQuantities.Add([Units.E8(4), Units.E8(4)]);
        bench.Gate.Market.OnBookTop(1, top.ToByteArray());

        // 4 at 100.02, 4 at 100.10 and 2 at 100.10 and a hundredth more.
        Assert.Equal(DenialCode.Unspecified, bench.Ask(Side.Buy, 10, 0));
        Assert.Equal(Units.E8(101.101m), bench.Gate.LastOrder.WorstPrice);
        Assert.Equal(Units.E8(1002.682m), bench.Gate.LastOrder.Value);
        Assert.Equal(DenialCode.OrderMaxValue, bench.Ask(Side.Buy, 10.001m, 0));

        // 4 at 100 and 4 at 99; the rest counts at the best price, for it is not worth less for slipping.
        Assert.Equal(DenialCode.Unspecified, bench.Ask(Side.Sell, 10, 0));
        Assert.Equal((Units.E8(98.01m), Units.E8(996)), (bench.Gate.LastOrder.WorstPrice, bench.Gate.LastOrder.Value));
    }

    [Theory]
    [InlineData(Side.Buy, Side.Sell, 101, 101, 100.99)]
    [InlineData(Side.Sell, Side.Buy, 99, 99, 99.01)]
    public void An_order_does_not_trade_with_our_own(Side side, Side own, double ownPrice, double meets, double misses)
    {
        GateBench bench = new(_ => { });
        ulong near = bench.Send(own, 1, (decimal)ownPrice);
        ulong far = bench.Send(own, 1, own == Side.Sell ? 103 : 97);
        Assert.Equal(DenialCode.OrderSelfTrade, bench.Ask(side, 1, (decimal)meets));
        Assert.Equal(DenialCode.Unspecified, bench.Ask(side, 1, (decimal)misses));
        Assert.Equal(DenialCode.Unspecified, bench.Ask(side, 1, 0));
        bench.Fill(near, own, 1, (decimal)ownPrice);
        Assert.Equal(DenialCode.Unspecified, bench.Ask(side, 1, (decimal)meets));
        Assert.Equal(DenialCode.OrderSelfTrade, bench.Ask(side, 1, own == Side.Sell ? 103 : 97));
        bench.Say(far, OrderStatus.Canceled);
        Assert.Equal(DenialCode.Unspecified, bench.Ask(side, 1, own == Side.Sell ? 103 : 97));
    }

    [Fact]
    public void The_same_order_again_within_the_window_is_a_duplicate()
    {
        GateBench bench = new(risk => risk.DuplicateWindowMs = 100);
        _ = bench.Send(Side.Buy, 1, 99);
        Assert.Equal(DenialCode.OrderDuplicate, bench.Ask(Side.Buy, 1, 99));
        Assert.Equal(DenialCode.Unspecified, bench.Ask(Side.Buy, 1.001m, 99));
        Assert.Equal(DenialCode.Unspecified, bench.Ask(Side.Buy, 1, 99.01m));
        Assert.Equal(DenialCode.Unspecified, bench.Ask(Side.Sell, 1, 101));
        bench.Later(99.999999);
        Assert.Equal(DenialCode.OrderDuplicate, bench.Ask(Side.Buy, 1, 99));
        bench.Later(0.000001);
        Assert.Equal(DenialCode.Unspecified, bench.Ask(Side.Buy, 1, 99));
    }

    [Fact]
    public void A_strategys_own_rate_refills_by_the_records_time()
    {
        GateBench bench = new(risk => risk.Strategies = new() { ["1"] = new() { OrdersPerSecond = 1, OrderBurst = 1 } });
        _ = bench.Send(Side.Buy, 1, 99);
        Assert.Equal(DenialCode.OrderRate, bench.Ask(Side.Buy, 1, 99));
        Assert.Equal("strategy:1", bench.Gate.LastOrder.Decider!.Name);
        Assert.Equal(DenialCode.OrderRate, bench.Later(999.999999).Ask(Side.Buy, 1, 99));
        Assert.Equal(DenialCode.Unspecified, bench.Later(0.000001).Ask(Side.Buy, 1, 99));
    }

    [Fact]
    public void Cancels_pass_and_too_many_of_them_hold_back_what_is_new()
    {
        GateBench bench = new(risk => (risk.CancelsPerSecond, risk.CancelBurst) = (1, 2));
        ulong[] orders = [bench.Send(Side.Buy, 1, 99), bench.Send(Side.Buy, 1, 99), bench.Send(Side.Buy, 1, 99)];
        bench.Say(orders[0], OrderStatus.PendingCancel);
        bench.Say(orders[0], OrderStatus.PendingCancel);
        Assert.Equal(DenialCode.Unspecified, bench.Ask(Side.Buy, 1, 99));
        bench.Say(orders[1], OrderStatus.PendingCancel);
        Assert.Equal(DenialCode.CancelRate, bench.Ask(Side.Sell, 1, 101));
        bench.Say(orders[2], OrderStatus.PendingCancel);
        Assert.Equal(DenialCode.CancelRate, bench.Later(999.999999).Ask(Side.Buy, 1, 99));
        Assert.Equal(DenialCode.Unspecified, bench.Later(0.000001).Ask(Side.Buy, 1, 99));
    }

    [Fact]
    public void Orders_for_each_trade_within_a_window_that_goes_on()
    {
        GateBench bench = new(risk =>
            (risk.OrderToTradeRatio, risk.OrderToTradeFreeOrders, risk.OrderToTradeWindowMs) = (2, 3, 16_000));
        ulong order = bench.Send(Side.Buy, 1, 99);
        _ = bench.Send(Side.Buy, 1, 99);
        _ = bench.Send(Side.Buy, 1, 99);
        Assert.Equal(DenialCode.OrderToTrade, bench.Ask(Side.Buy, 1, 99));
        bench.Fill(order, Side.Buy, 0.5m, 99);
        bench.Fill(order, Side.Buy, 0.5m, 99);
        _ = bench.Send(Side.Buy, 1, 99);
        Assert.Equal(DenialCode.OrderToTrade, bench.Ask(Side.Buy, 1, 99));
        Assert.Equal((2L, 3L), (bench.Gate.LastOrder.Limit, bench.Gate.LastOrder.Actual));
        Assert.Equal(DenialCode.OrderToTrade, bench.Later(15_999).Ask(Side.Buy, 1, 99));
        Assert.Equal(DenialCode.Unspecified, bench.Later(1001).Ask(Side.Buy, 1, 99));
    }

    [Fact]
    public void A_strategy_that_has_executed_too_often_is_disabled_until_a_person_enables_it()
    {
        GateBench bench = new(risk => risk.MaxExecutions = 3);
        ulong order = bench.Send(Side.Buy, 3, 99);
        bench.Fill(order, Side.Buy, 1, 99);
        bench.Fill(order, Side.Buy, 1, 99);
        Assert.Equal(DenialCode.Unspecified, bench.Ask(Side.Buy, 1, 99));
        bench.Fill(order, Side.Buy, 1, 99);
        Assert.Equal(DenialCode.StrategyDisabled, bench.Ask(Side.Buy, 1, 99));
        Assert.Equal(DenialCode.StrategyDisabled, bench.Later(1e6).Ask(Side.Sell, 1, 101));
        Scope scope = bench.Gate.Books.Scopes.Find("strategy:1")!;
        bench.Gate.SetState(scope, TradingStateValue.Reducing);
        Assert.Equal(DenialCode.StrategyDisabled, bench.Ask(Side.Sell, 1, 101));
        bench.Gate.SetState(scope, TradingStateValue.Active);
        bench.Quote(100, 100.02m);
        Assert.Equal(DenialCode.Unspecified, bench.Ask(Side.Buy, 1, 99));
    }

    [Fact]
    public void Losses_of_a_strategy_at_their_limits_and_a_reduction_passes()
    {
        GateBench bench = new(risk =>
        {
            risk.Strategies = new() { ["1"] = new() { MaxRollingLoss = "10", MaxDrawdown = "15", MaxDailyLoss = "40" } };
            risk.LossWindowMs = risk.DrawdownWindowMs = 16_000;
        });
        bench.Trade(Side.Buy, 10, 100.01m);
        bench.Tick(Thursday);
        Move(99.02m, DenialCode.Unspecified);
        Move(99.01m, DenialCode.LossRolling);
        Assert.Equal(DenialCode.Unspecified, bench.Ask(Side.Sell, 10, 101));
        Assert.Equal(DenialCode.LossRolling, bench.Ask(Side.Sell, 10.001m, 101));

        // The window goes on; then it rises by 10 and falls by 15 from there, which is 5 since the window began.
        bench.Later(17_001);
        Move(99.01m, DenialCode.Unspecified);
        bench.Tick(Thursday);
        Move(100.01m, DenialCode.Unspecified);
        Move(98.52m, DenialCode.Unspecified);
        Move(98.51m, DenialCode.LossDrawdown);
        bench.Later(17_001);
        Move(96.02m, DenialCode.Unspecified);
        bench.Later(17_001);
        Move(96.01m, DenialCode.LossDaily);
        bench.Gate.Market.BeginDay(bench.Now);
        bench.Later(17_001);
        Move(96.01m, DenialCode.Unspecified);

        void Move(decimal mid, DenialCode expected)
        {
            bench.Quote(mid - 0.01m, mid + 0.01m);
            Assert.Equal(expected, bench.Ask(Side.Buy, 1, 95));
        }
    }

    [Fact]
    public void Daily_loss_of_everything_at_its_limit()
    {
        GateBench bench = new(risk => risk.MaxDailyLoss = "50");
        Assert.Equal(DenialCode.Unspecified, bench.Ask(Side.Sell, 1, 101, dayPnl: -49.99999999m));
        Assert.Equal(DenialCode.LossDaily, bench.Ask(Side.Sell, 1, 101, dayPnl: -50));
        Assert.Equal(DenialCode.LossDaily, bench.Ask(Side.Buy, 1, 99, dayPnl: -50.00000001m));
    }

    [Fact]
    public void A_losing_streak_cools_down()
    {
        GateBench bench = new(risk => (risk.MaxLosingStreak, risk.StreakCoolDownMs) = (2, 1000));
        bench.Trade(Side.Buy, 1, 100);
        bench.Trade(Side.Sell, 1, 99);
        bench.Trade(Side.Buy, 1, 98);
        bench.Trade(Side.Sell, 1, 99);
        bench.Trade(Side.Sell, 1, 99);
        bench.Trade(Side.Buy, 1, 100);
        Assert.Equal(DenialCode.Unspecified, bench.Ask(Side.Buy, 1, 99));
        bench.Trade(Side.Sell, 1, 99);
        bench.Trade(Side.Buy, 1, 100);
        Assert.Equal(DenialCode.LossStreak, bench.Ask(Side.Buy, 1, 99));
        Assert.Equal(DenialCode.LossStreak, bench.Later(999.999999).Ask(Side.Sell, 1, 101));
        Assert.Equal(DenialCode.Unspecified, bench.Later(0.000001).Ask(Side.Buy, 1, 99));
    }

    [Theory]
    [InlineData(7, 59, DenialCode.HoursClosed)]
    [InlineData(8, 0, DenialCode.Unspecified)]
    [InlineData(16, 29, DenialCode.Unspecified)]
    [InlineData(16, 30, DenialCode.HoursClosed)]
    public void Orders_are_sent_in_trading_hours_of_the_days_named(int hour, int minute, DenialCode expected)
    {
        long time = ((hour * 60L) + minute) * 60_000_000_000;
        GateBench bench = new(risk => risk.TradingHours = ["thu-fri 08:00-16:30"]);
        Assert.Equal(DenialCode.HoursClosed, bench.Ask(Side.Buy, 1, 99));
        bench.Tick(Thursday + time);
        Assert.Equal(expected, bench.Ask(Side.Buy, 1, 99));
        bench.Tick(Thursday + (2 * DayNs) + time);
        Assert.Equal(DenialCode.HoursClosed, bench.Ask(Side.Buy, 1, 99));
    }

    [Fact]
    public void A_step_of_the_wall_clock_stops_orders_for_a_minute()
    {
        GateBench bench = new(risk => risk.ClockStepMs = 1000);
        bench.Tick(Thursday);
        bench.Tick(Thursday + 1_000_000_000);
        Assert.Equal(DenialCode.Unspecified, bench.Ask(Side.Buy, 1, 99));
        bench.Tick(Thursday - 1);
        Assert.Equal(DenialCode.ClockStep, bench.Ask(Side.Buy, 1, 99));
        Assert.Equal(DenialCode.ClockStep, bench.Later(59_999).Ask(Side.Buy, 1, 99));
        Assert.Equal(DenialCode.Unspecified, bench.Later(3_751).Ask(Side.Buy, 1, 99));
    }

    [Fact]
    public void A_definition_is_good_up_to_its_age_limit()
    {
        GateBench bench = new(risk => risk.ReferenceDataAgeMs = 1000);
        Assert.Equal(DenialCode.Unspecified, bench.Later(1000).Ask(Side.Buy, 1, 99));
        Assert.Equal(DenialCode.ReferenceDataAge, bench.Later(0.000001).Ask(Side.Sell, 1, 101));
    }

    [Theory]
    [InlineData("firm")]
    [InlineData("account")]
    [InlineData("venue")]
    [InlineData("instrument:A1USDT")]
    [InlineData("strategy:1")]
    public void The_tightest_scope_decides_whichever_it_is_and_each_has_a_state(string name)
    {
        GateBench bench = new(risk => risk.MaxOrderQuantity = "10");
        Scope scope = bench.Gate.Books.Scopes.Find(name)!;
        bench.Gate.SetLimit(scope, LimitName.MaxOrderQuantity, Units.E8(5), bench.Now);
        Assert.Equal(DenialCode.Unspecified, bench.Ask(Side.Buy, 5, 99));
        Assert.Equal(DenialCode.OrderMaxQuantity, bench.Ask(Side.Buy, 20, 99));
        Assert.Equal((name, Units.E8(5)), (bench.Gate.LastOrder.Decider!.Name, bench.Gate.LastOrder.Limit));
        bench.Trade(Side.Buy, 2, 100);
        bench.Gate.SetState(scope, TradingStateValue.Reducing);
        Assert.Equal(DenialCode.StateReducing, bench.Ask(Side.Buy, 1, 99));
        Assert.Equal(DenialCode.Unspecified, bench.Ask(Side.Sell, 2, 101));
        Assert.Equal(DenialCode.StateReducing, bench.Ask(Side.Sell, 2.001m, 101));
        bench.Gate.SetState(scope, TradingStateValue.Halted);
        Assert.Equal(DenialCode.StateHalted, bench.Ask(Side.Sell, 2, 101));
        bench.Gate.SetState(scope, TradingStateValue.Active);
        Assert.Equal(DenialCode.Unspecified, bench.Ask(Side.Buy, 1, 99));
    }

    [Fact]
    public void Nothing_is_sent_where_a_scope_is_restricted()
    {
        Assert.Equal(DenialCode.AccountRestricted, new GateBench(risk => risk.Restricted = true).Ask(Side.Buy, 1));
        Assert.Equal(DenialCode.AccountRestricted, new GateBench(risk => risk.Firm = Restricted()).Ask(Side.Buy, 1));
        Assert.Equal(DenialCode.VenueRestricted, new GateBench(risk => risk.Venue = Restricted()).Ask(Side.Buy, 1));
        Assert.Equal(
            DenialCode.StrategyRestricted,
            new GateBench(risk => risk.Strategies = new() { ["1"] = Restricted() }).Ask(Side.Buy, 1));
        GateBench instrument = new(risk => risk.Instruments = new() { ["A1USDT"] = Restricted() }, instruments: 2);
        Assert.Equal(DenialCode.InstrumentRestricted, instrument.Ask(Side.Sell, 1));
        Assert.Equal(DenialCode.Unspecified, instrument.Ask(Side.Sell, 1, instrument: 2));
        Assert.Equal(DenialCode.StrategyInstrument, instrument.Ask(Side.Sell, 1, instrument: 2, instance: 1));
        Assert.Equal(DenialCode.StrategyUnknown, instrument.Ask(Side.Sell, 1, instance: 3));

        static ScopeLimitsOptions Restricted() => new() { Restricted = true };
    }

    [Fact]
    public void Refusals_open_a_breaker_that_lets_small_probes_pass_and_closes_after_enough_of_them()
    {
        GateBench bench = new(risk =>
        {
            risk.MaxOrderValue = "1000";
            risk.Breakers = new BreakerOptions
            {
                Rejects = 2, WindowMs = 60_000, BackOffMs = 1000, MaxBackOffMs = 3000, Probes = 2, ProbePercent = 20,
                SlowAnswers = 1000,
            };
        });
        bench.Trade(Side.Buy, 1, 100);
        Refuse();
        Assert.Equal(DenialCode.Unspecified, bench.Ask(Side.Buy, 1));
        Refuse();
        Assert.Equal(DenialCode.BreakerOpen, bench.Ask(Side.Buy, 1));
        Assert.Equal(DenialCode.Unspecified, bench.Ask(Side.Sell, 1, 101));
        NeedHalfOpenAfter(1000);

        // A probe that is refused opens it again, for twice as long, and at the most three seconds.
        Assert.Equal(DenialCode.BreakerProbe, bench.Ask(Side.Buy, 2.001m));
        Refuse();
        NeedHalfOpenAfter(2000);
        Refuse();
        NeedHalfOpenAfter(3000);
        ulong probe = bench.Send(Side.Buy, 2);
        Assert.Equal(DenialCode.BreakerProbe, bench.Ask(Side.Buy, 1));
        bench.Say(probe, OrderStatus.Canceled);
        bench.Say(bench.Send(Side.Buy, 2), OrderStatus.Canceled);
        Assert.Equal(DenialCode.Unspecified, bench.Ask(Side.Buy, 9));
        Assert.Equal(3, bench.Gate.Books.Breakers.Trips);

        void Refuse() => bench.Say(bench.Send(Side.Buy, 0.5m), OrderStatus.Rejected);

        void NeedHalfOpenAfter(double ms)
        {
            bench.Later(ms - 1).Tick(Thursday);
            Assert.Equal(DenialCode.BreakerOpen, bench.Ask(Side.Buy, 1));
            bench.Later(1).Tick(Thursday);
            Assert.Equal(DenialCode.Unspecified, bench.Ask(Side.Buy, 2));
        }
    }

    [Fact]
    public void Losses_gaps_slow_answers_bad_signals_and_a_late_archive_each_open_their_breaker()
    {
        NeedOpen(BreakerCause.Loss, risk => risk.MaxDrawdown = "10", bench =>
        {
            bench.Trade(Side.Buy, 10, 100.01m);
            bench.Quote(99, 99.02m);
            bench.Tick(Thursday);
        });
        NeedOpen(BreakerCause.Feed, risk => risk.Breakers.FeedBreaks = 1, bench =>
        {
            bench.Gate.Market.OnFeedStatus(new FeedStatus { InstrumentId = 1, State = FeedState.Resyncing }, bench.Now);
            bench.Gate.Market.OnFeedStatus(new FeedStatus { InstrumentId = 1, State = FeedState.Live }, bench.Now);
            bench.Quote(100, 100.02m);
        });
        NeedOpen(BreakerCause.Latency, risk => (risk.Breakers.SlowAnswers, risk.Breakers.SlowAnswerMs) = (1, 10), bench =>
        {
            ulong order = bench.Send(Side.Buy, 1, 99);
            bench.Later(10.000001).Say(order, OrderStatus.Accepted);
        });
        NeedOpen(BreakerCause.Model, risk => risk.Breakers.BadSignals = 1, bench =>
            bench.Gate.Market.OnSignal(new Signal { Value = double.NaN, Confidence = 1 }, bench.Now));
        NeedOpen(BreakerCause.Archive, _ => { }, bench =>
            bench.Gate.Books.Breakers.Holds(BreakerCause.Archive, true, 0, 1, bench.Now));

        static void NeedOpen(BreakerCause cause, Action<RiskOptions> set, Action<GateBench> happen)
        {
            GateBench bench = new(set);
            Assert.Equal(DenialCode.Unspecified, bench.Ask(Side.Buy, 0.5m, 98));
            happen(bench);
            Assert.True(bench.Ask(Side.Buy, 0.5m, 98) == DenialCode.BreakerOpen, $"{cause}: {bench.Gate.LastOrder.Intent}");
            Assert.Equal(BreakerState.Open, bench.Gate.Books.Breakers.All[(int)cause - 1].State);
        }
    }
}
