using Artic.Hosting.Limits;
using Artic.Hosting.Options;
using Artic.Services.Tests.Risk;
using Artic.V1;

namespace Artic.Services.Tests.Options;

public sealed class RiskRulesTests
{
    [Fact]
    public void Limits_that_contradict_or_are_missing_are_all_listed_with_their_paths()
    {
        RiskOptions risk = RiskOptionsOf.Wide();
        risk.MaxDrawdown = null;
        risk.MaxValueAtRisk = "";
        risk.MaxOrderQuantity = "1000001";
        risk.MaxNetExposure = "1000000001";
        risk.MarketMoveWindowMs = 99;
        risk.Warnings = new() { ["max_position"] = "1000000", ["order_burst"] = "1", ["max_daily_loss"] = "5" };
        risk.TradingHours = ["08:00-16:30", "8-16"];
        risk.Firm = new ScopeLimitsOptions { MaxDailyLoss = "5" };
        risk.Venue = new ScopeLimitsOptions { FeeBps = 5, OrdersPerSecond = 5, Warnings = new() { ["max_position"] = "1" } };
        risk.Strategies = new() { ["1"] = new() { MaxPosition = "1000000.1" }, ["2"] = new() };
        risk.Instruments = new() { ["A1USDT"] = new() { StaleQuoteMs = 600_000, MaxValueAtRisk = "1" }, ["B"] = new() };
        risk.Breakers.MaxBackOffMs = 1;
        risk.ValueAtRisk.Samples = 1;
        List<string> violations = [];
        RiskRules.Check(RiskOptionsOf.Run(risk), violations);
        Assert.Equal(
            [
                "risk.breakers.max_back_off_ms", "risk.instruments.A1USDT.max_value_at_risk", "risk.instruments.B",
                "risk.market_move_window_ms", "risk.max_daily_loss", "risk.max_drawdown", "risk.max_net_exposure",
                "risk.max_order_quantity", "risk.max_value_at_risk", "risk.strategies.1.max_position", "risk.strategies.2",
                "risk.trading_hours.1", "risk.value_at_risk.samples", "risk.venue.fee_bps", "risk.venue.order_burst",
                "risk.venue.warnings.max_position", "risk.warnings.max_position", "risk.warnings.order_burst",
            ],
            violations.Select(violation => violation[..violation.IndexOf(':', StringComparison.Ordinal)])
                .Order(StringComparer.Ordinal));
        Assert.Contains("risk.max_drawdown: is missing; there is no unlimited", violations);
        Assert.Contains("risk.max_daily_loss: is above the firm's: it would never apply", violations);
    }

    [Theory]
    [InlineData("00:00-24:00", true)]
    [InlineData("22:00-02:00", true)]
    [InlineData("sat-mon 08:00-16:30", true)]
    [InlineData("sun 08:00-16:30", true)]
    [InlineData("08:00-08:00", false)]
    [InlineData("24:00-01:00", false)]
    [InlineData("08:60-09:00", false)]
    [InlineData("24:01-25:00", false)]
    [InlineData("Mon 08:00-09:00", false)]
    [InlineData("mon tue 08:00-09:00", false)]
    [InlineData("8:00-9:00", false)]
    [InlineData("", false)]
    public void Trading_hours_as_people_write_them(string text, bool isSound) => Assert.Equal(isSound, TradingHours.IsSound(text));

    [Fact]
    public void Hours_over_midnight_and_over_the_weeks_end()
    {
        const long HourNs = 3_600_000_000_000;
        const long Sunday = 3 * 24 * HourNs; // 1970-01-04
        TradingHours hours = TradingHours.Of(["sun 22:00-02:00"])!;
        Assert.False(hours.IsOpen(Sunday + (22 * HourNs) - 1));
        Assert.True(hours.IsOpen(Sunday + (22 * HourNs)));
        Assert.True(hours.IsOpen(Sunday + (26 * HourNs) - 1));
        Assert.False(hours.IsOpen(Sunday + (26 * HourNs)));
        Assert.False(hours.IsOpen(0));
        Assert.Null(TradingHours.Of([]));
    }

    [Fact]
    public void Numbers_of_limits_and_denials_are_frozen()
    {
        Assert.Equal((1, 8, 20, 37), ((int)LimitName.MaxOrderValue, (int)LimitName.StaleQuoteMs, (int)LimitName.MaxGrossExposure, (int)LimitName.ClockStepMs));
        Assert.Equal((15, 37, 38, 55, 67), ((int)DenialCode.PositionLimit, (int)DenialCode.Duplicate, (int)DenialCode.StrategyUnknown, (int)DenialCode.OrderDuplicate, (int)DenialCode.OrderToTrade));
        for (int i = 0; i < LimitRules.All.Length; i++)
        {
            Assert.Equal(i + 1, (int)LimitRules.All[i].Limit);
        }
    }
}
