using Artic.Hosting.Options;
using Artic.RiskManager;
using Artic.Services.Tests.Support;
using Artic.V1;

namespace Artic.Services.Tests.Risk;

/// <summary>What is held and in flight at, below and above each limit, on both sides; the mid is 100.01.</summary>
public sealed class ExposureTableTests
{
    [Theory]
    [InlineData(Side.Buy, 99.0)]
    [InlineData(Side.Sell, 101.0)]
    public void Gross_exposure_counts_in_flight_partly_filled_and_held(Side side, double price)
    {
        GateBench bench = new(risk => risk.MaxGrossExposure = "1000.1");
        ulong order = bench.Send(side, 6, (decimal)price);
        Need(4);
        bench.Fill(order, side, 2, (decimal)price);
        Need(4);
        bench.Say(order, OrderStatus.Unknown);
        Need(4);
        bench.Say(order, OrderStatus.Canceled, filled: 2);
        Need(8);

        void Need(decimal most)
        {
            Assert.Equal(DenialCode.Unspecified, bench.Ask(side, most, (decimal)price));
            Assert.Equal(DenialCode.ExposureGross, bench.Ask(side, most + 0.001m, (decimal)price));
        }
    }

    [Fact]
    public void Net_exposure_is_what_is_long_less_what_is_short_over_all_instruments()
    {
        GateBench bench = new(risk => risk.MaxNetExposure = "1000.1", instruments: 2);
        bench.Trade(Side.Buy, 10, 99);
        Assert.Equal(DenialCode.ExposureNet, bench.Ask(Side.Buy, 0.1m, 99, instrument: 2));
        Assert.Equal(DenialCode.Unspecified, bench.Ask(Side.Sell, 10, 101));
        bench.Trade(Side.Sell, 10, 101, instrument: 2);
        Assert.Equal(DenialCode.Unspecified, bench.Ask(Side.Buy, 10, 99, instrument: 2));

        // The first is worth more now: buying back the second would leave 1,100.1 long.
        bench.Quote(110, 110.02m);
        Assert.Equal(DenialCode.ExposureNet, bench.Ask(Side.Buy, 10, 99, instrument: 2));
        Assert.Equal(DenialCode.Unspecified, bench.Ask(Side.Sell, 10, 111));
    }

    [Fact]
    public void Concentration_is_the_share_of_the_gross_above_a_floor()
    {
        GateBench bench = new(
            risk => (risk.MaxConcentrationBps, risk.ConcentrationFloor) = (5000, "1000.1"), instruments: 2);
        Assert.Equal(DenialCode.Unspecified, bench.Ask(Side.Buy, 10, 99));
        Assert.Equal(DenialCode.ExposureConcentration, bench.Ask(Side.Buy, 10.001m, 99));
        bench.Trade(Side.Sell, 10, 101);
        Assert.Equal(DenialCode.Unspecified, bench.Ask(Side.Sell, 10, 101, instrument: 2));
        Assert.Equal(DenialCode.ExposureConcentration, bench.Ask(Side.Sell, 10.01m, 101, instrument: 2));
        Assert.Equal(DenialCode.Unspecified, bench.Ask(Side.Buy, 10, 99));
    }

    [Theory]
    [InlineData(Side.Buy, 99.0)]
    [InlineData(Side.Sell, 101.0)]
    public void Value_at_risk_is_a_share_of_the_gross_until_it_is_known_and_then_the_record_and_what_came_since(Side side, double price)
    {
        GateBench bench = new(risk => (risk.MaxValueAtRisk, risk.ValueAtRiskShareBps, risk.ValueAtRiskAgeMs) = ("100.01", 1000, 2000));
        Need(10, 10.001m);
        bench.Gate.Market.OnValueAtRisk(
            new ValueAtRisk
            {
                Parametric = Units.E8(50), Historical = Units.E8(60), InstrumentIds = { 1 }, ShareBps = { 500 },
            },
            bench.Now);
        Need(8, 8.01m);
        _ = bench.Send(side, 4, (decimal)price);
        Need(4, 4.01m);
        bench.Later(2001);

        // Too old: a tenth of the 400.04 in flight stands in for it.
        Need(11.9m, 12.1m);

        void Need(decimal passes, decimal fails)
        {
            Assert.Equal(DenialCode.Unspecified, bench.Ask(side, passes, (decimal)price));
            Assert.Equal(DenialCode.ExposureValueAtRisk, bench.Ask(side, fails, (decimal)price));
        }
    }

    [Fact]
    public void Balance_covers_price_and_fee_of_all_that_is_in_flight_and_what_others_have_locked()
    {
        GateBench bench = new(risk => risk.FeeBps = 10);
        bench.Balance(5, 1001);
        Assert.Equal(DenialCode.Unspecified, bench.Ask(Side.Buy, 10, 100));
        Assert.Equal(DenialCode.BalanceInsufficient, bench.Ask(Side.Buy, 10.001m, 100));
        Assert.Equal(DenialCode.Unspecified, bench.Ask(Side.Sell, 5, 101));
        Assert.Equal(DenialCode.BalanceInsufficient, bench.Ask(Side.Sell, 5.001m, 101));
        ulong order = bench.Send(Side.Buy, 4, 100);
        Assert.Equal(DenialCode.Unspecified, bench.Ask(Side.Buy, 6, 100));
        Assert.Equal(DenialCode.BalanceInsufficient, bench.Ask(Side.Buy, 6.001m, 100));

        // The venue has locked 200 more than ours.
        bench.Balance(5, 1001, moneyLocked: 600.4m);
        Assert.Equal(DenialCode.Unspecified, bench.Ask(Side.Buy, 4, 100));
        Assert.Equal(DenialCode.BalanceInsufficient, bench.Ask(Side.Buy, 4.01m, 100));

        // A fill is spent at once; what it brought counts with the venue's next word.
        bench.Fill(order, Side.Buy, 4, 100, fee: 0.4m);
        Assert.Equal(DenialCode.Unspecified, bench.Ask(Side.Buy, 4, 100));
        Assert.Equal(DenialCode.BalanceInsufficient, bench.Ask(Side.Sell, 5.001m, 101));
        bench.Balance(9, 600.6m);
        Assert.Equal(DenialCode.Unspecified, bench.Ask(Side.Sell, 9, 101));
        Assert.Equal(DenialCode.Unspecified, bench.Ask(Side.Buy, 6, 100));
    }

    [Fact]
    public void An_order_of_somebody_else_counts_in_full_and_so_does_a_fill_that_the_venue_has_counted_and_not_told()
    {
        GateBench bench = new(risk => risk.MaxPosition = "10");
        OrderEvent strange = new()
        {
            ClientOrderId = 900, InstrumentId = 1, Side = Side.Buy, Quantity = Units.E8(5), FilledQuantity = Units.E8(1),
            Price = Units.E8(99), Status = OrderStatus.Accepted,
        };
        bench.Gate.Market.Revalue(bench.Gate.Execution.OnOrder(strange, bench.Now)!);
        NeedBuy(6);
        ulong order = bench.Send(Side.Buy, 4, 99);
        NeedBuy(2);
        bench.Fill(order, Side.Buy, 1, 99);
        bench.Say(order, OrderStatus.Canceled, filled: 3);
        NeedBuy(3);
        bench.Fill(order, Side.Buy, 2, 99);
        NeedBuy(3);
        bench.Say(900, OrderStatus.Canceled, filled: 1);
        NeedBuy(7);
        Assert.Equal(0, bench.Gate.Books.Open.Count);

        void NeedBuy(decimal most)
        {
            Assert.Equal(DenialCode.Unspecified, bench.Ask(Side.Buy, most, 99));
            Assert.Equal(DenialCode.PositionLimit, bench.Ask(Side.Buy, most + 0.001m, 99));
        }
    }

    [Fact]
    public void A_strategys_own_position_has_its_own_limit()
    {
        GateBench bench = new(risk => risk.Strategies = new() { ["1"] = new ScopeLimitsOptions { MaxPosition = "3" } });
        _ = bench.Send(Side.Sell, 2, 101);
        Assert.Equal(DenialCode.Unspecified, bench.Ask(Side.Sell, 1, 101));
        Assert.Equal(DenialCode.PositionLimit, bench.Ask(Side.Sell, 1.001m, 101));
        Assert.Equal(ScopeKind.Strategy, bench.Gate.LastOrder.Decider!.Kind);
    }

    [Fact]
    public void Open_orders_are_counted_until_their_end()
    {
        GateBench bench = new(risk => risk.MaxOpenOrders = 2);
        ulong order = bench.Send(Side.Buy, 1, 99);
        _ = bench.Send(Side.Buy, 2, 99);
        Assert.Equal(DenialCode.OrderCount, bench.Ask(Side.Buy, 3, 99));
        bench.Say(order, OrderStatus.Unknown);
        Assert.Equal(DenialCode.OrderCount, bench.Ask(Side.Sell, 3, 101));
        bench.Say(order, OrderStatus.Denied);
        Assert.Equal(DenialCode.Unspecified, bench.Ask(Side.Buy, 3, 99));
    }

    [Fact]
    public void A_warning_is_said_once_until_its_figure_was_below_again()
    {
        GateBench bench = new(risk => (risk.MaxPosition, risk.WarnPercent) = ("10", 80));
        _ = bench.Send(Side.Buy, 8, 99);
        Assert.Equal(0, Warnings());
        ulong second = bench.Send(Side.Buy, 0.1m, 99);
        Assert.Equal(1, Warnings());
        ulong third = bench.Send(Side.Buy, 0.2m, 99);
        Assert.Equal(1, Warnings());
        bench.Say(second, OrderStatus.Canceled);
        bench.Say(third, OrderStatus.Canceled);
        _ = bench.Send(Side.Sell, 0.1m, 101);
        _ = bench.Send(Side.Buy, 0.3m, 99);
        Assert.Equal(2, Warnings());

        int Warnings()
        {
            int count = 0;
            for (int i = 0; i < bench.Gate.Books.Notices.Count; i++)
            {
                Notice notice = bench.Gate.Books.Notices[i];
                count += notice.Kind == NoticeKind.Warning && notice.Name == LimitName.MaxPosition &&
                    notice.Threshold == Units.E8(8) ? 1 : 0;
            }

            return count;
        }
    }
}
