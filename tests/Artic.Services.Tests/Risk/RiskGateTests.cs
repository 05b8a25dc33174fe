using Artic.Hosting.Options;
using Artic.RiskManager;
using Artic.RiskManager.Exposure;
using Artic.Services.Tests.Support;
using Artic.V1;

namespace Artic.Services.Tests.Risk;

/// <summary>Every check at, below and above its limit. The book is 100.00 / 100.02; money and quantities at scale 8.</summary>
public sealed class RiskGateTests
{
    private const long Now = 10_000_000_000;

    private readonly InstrumentRisk _instrument;
    private readonly RiskGate _gate;

    public RiskGateTests()
    {
        RiskOptions options = RiskOptionsOf.Wide();
        (options.MaxOrderValue, options.MaxOrderQuantity, options.MaxPosition) = ("1000", "9", "10");
        (options.MaxDailyLoss, options.PriceCollarBps) = ("50", 100);
        (options.OrdersPerSecond, options.OrderBurst, options.StaleQuoteMs, options.ApprovalMs) = (10, 5, 1000, 50);
        _gate = RiskOptionsOf.Active(RiskOptionsOf.Run(options));
        _instrument = _gate.Books.Instruments[0];
        _gate.Execution.OnBalances(new AccountSnapshot
        {
            InstrumentId = 1, BaseTotal = Units.E8(1_000_000), QuoteTotal = Units.E8(1_000_000_000),
        });
        _instrument.Definition.TickSize = Units.E8(0.01m);
        _instrument.Definition.LotSize = Units.E8(0.001m);
        _instrument.Definition.MinQuantity = Units.E8(0.001m);
        _instrument.Definition.MinNotional = Units.E8(5);
        _instrument.TakeDefinition();
        _instrument.BidPrice = Units.E8(100);
        _instrument.AskPrice = Units.E8(100.02m);
        _instrument.QuoteNs = Now;
        _instrument.IsLive = true;
    }

    [Theory]
    [InlineData(9, DenialCode.Unspecified)]
    [InlineData(9.001, DenialCode.OrderMaxQuantity)]
    [InlineData(0.05, DenialCode.Unspecified)]
    [InlineData(0.049, DenialCode.InstrumentMinNotional)]
    [InlineData(0.0505, DenialCode.InstrumentLot)]
    [InlineData(0, DenialCode.OrderMalformed)]
    [InlineData(-1, DenialCode.OrderMalformed)]
    public void Quantity_limits(double quantity, DenialCode expected) =>
        Assert.Equal(expected, Check(Side.Buy, (decimal)quantity, 100m));

    [Theory]
    [InlineData(101.01, DenialCode.Unspecified)]
    [InlineData(101.02, DenialCode.OrderPriceCollar)]
    [InlineData(99.01, DenialCode.Unspecified)]
    [InlineData(99.00, DenialCode.OrderPriceCollar)]
    [InlineData(100.005, DenialCode.InstrumentTick)]
    [InlineData(0, DenialCode.OrderMalformed)]
    public void Price_collar_of_one_per_cent_round_the_mid_of_100_01(double price, DenialCode expected) =>
        Assert.Equal(expected, Check(Side.Buy, 1, (decimal)price));

    [Fact]
    public void Order_value_at_and_above_its_limit()
    {
        _instrument.BidPrice = Units.E8(200);
        _instrument.AskPrice = Units.E8(200.02m);
        Assert.Equal(DenialCode.Unspecified, Check(Side.Buy, 5, 200));
        Assert.Equal(DenialCode.OrderMaxValue, Check(Side.Buy, 5.001m, 200));
    }

    [Fact]
    public void A_market_order_is_valued_at_the_book_never_at_zero()
    {
        _instrument.BidPrice = Units.E8(249);
        _instrument.AskPrice = Units.E8(250);
        Assert.Equal(DenialCode.Unspecified, CheckMarket(Side.Buy, 4));
        Assert.Equal(DenialCode.OrderMaxValue, CheckMarket(Side.Buy, 4.001m));
        Assert.Equal(DenialCode.Unspecified, CheckMarket(Side.Sell, 4.016m));
        Assert.Equal(DenialCode.OrderMaxValue, CheckMarket(Side.Sell, 4.017m));
    }

    [Fact]
    public void Position_counts_what_is_in_flight_at_the_worst_of_its_side()
    {
        Reserve(1, Side.Buy, 6);
        Assert.Equal(DenialCode.Unspecified, Check(Side.Buy, 4, 100));
        Assert.Equal(DenialCode.PositionLimit, Check(Side.Buy, 4.001m, 100));
        Assert.Equal(DenialCode.Unspecified, Check(Side.Sell, 9, 100.5m));
        Fill(1, Side.Buy, 2);
        Assert.Equal(DenialCode.Unspecified, Check(Side.Buy, 4, 100));
        Assert.Equal(DenialCode.PositionLimit, Check(Side.Buy, 4.001m, 100));
        End(1, OrderStatus.Canceled);
        Assert.Equal(DenialCode.Unspecified, Check(Side.Buy, 8, 100));
        Assert.Equal(DenialCode.PositionLimit, Check(Side.Buy, 8.001m, 100));
    }

    [Fact]
    public void An_order_of_unknown_outcome_counts_in_full_until_its_end_is_told()
    {
        Reserve(1, Side.Sell, 9);
        End(1, OrderStatus.Unknown);
        Assert.Equal(DenialCode.PositionLimit, Check(Side.Sell, 1.001m, 100));
        End(1, OrderStatus.Rejected);
        Assert.Equal(DenialCode.Unspecified, Check(Side.Sell, 1.001m, 100));
        Assert.Equal(0, _gate.Books.Open.Count);
    }

    [Fact]
    public void A_flip_is_measured_by_where_it_could_end_and_a_reduction_passes_above_the_limit()
    {
        Reserve(1, Side.Buy, 9);
        Fill(1, Side.Buy, 9);
        End(1, OrderStatus.Filled);
        Fill(2, Side.Buy, 3);
        Assert.Equal(Units.E8(12), _instrument.Position.Quantity);
        Assert.Equal(DenialCode.PositionLimit, Check(Side.Buy, 1, 100));
        Assert.Equal(DenialCode.Unspecified, Check(Side.Sell, 9, 100));
        Reserve(3, Side.Sell, 9);
        Assert.Equal(DenialCode.Unspecified, Check(Side.Sell, 3, 100));
        Reserve(4, Side.Sell, 9);
        Assert.Equal(DenialCode.Unspecified, Check(Side.Sell, 4, 100));
        Assert.Equal(DenialCode.PositionLimit, Check(Side.Sell, 4.001m, 100));
    }

    [Fact]
    public void Order_rate_lets_the_burst_pass_and_refills_by_the_records_time()
    {
        for (ulong i = 1; i <= 5; i++)
        {
            Assert.Equal(DenialCode.Unspecified, Check(Side.Buy, 0.1m, 100));
            Reserve(i, Side.Buy, 0.1m);
        }

        Assert.Equal(DenialCode.OrderRate, Check(Side.Buy, 0.1m, 100));
        Assert.Equal(DenialCode.OrderRate, Check(Side.Buy, 0.1m, 100, nowNs: Now + 99_999_999));
        Assert.Equal(DenialCode.Unspecified, Check(Side.Buy, 0.1m, 100, nowNs: Now + 100_000_000));
    }

    [Fact]
    public void Daily_loss_at_and_below_its_limit_and_a_reduction_passes()
    {
        Assert.Equal(DenialCode.Unspecified, Check(Side.Buy, 1, 100, dayPnl: Units.E8(-49.99999999m)));
        Assert.Equal(DenialCode.LossDaily, Check(Side.Buy, 1, 100, dayPnl: Units.E8(-50)));
        Reserve(1, Side.Sell, 2);
        Fill(1, Side.Sell, 2);
        End(1, OrderStatus.Filled);
        Assert.Equal(DenialCode.Unspecified, Check(Side.Buy, 1, 100, dayPnl: Units.E8(-50)));
    }

    [Fact]
    public void A_quote_is_good_up_to_its_age_limit()
    {
        Assert.Equal(DenialCode.Unspecified, Check(Side.Buy, 1, 100, nowNs: Now + 1_000_000_000));
        Assert.Equal(DenialCode.MarketStale, Check(Side.Buy, 1, 100, nowNs: Now + 1_000_000_001));
        _instrument.IsLive = false;
        Assert.Equal(DenialCode.MarketNotLive, Check(Side.Buy, 1, 100));
        _instrument.IsLive = true;
        _instrument.QuoteNs = 0;
        Assert.Equal(DenialCode.MarketNoQuote, Check(Side.Buy, 1, 100));
    }

    [Fact]
    public void An_intent_is_good_for_as_long_as_an_approval()
    {
        Assert.Equal(DenialCode.Unspecified, Check(Side.Buy, 1, 100, originNs: Now - 50_000_000));
        Assert.Equal(DenialCode.IntentExpired, Check(Side.Buy, 1, 100, originNs: Now - 50_000_001));
    }

    [Fact]
    public void Halted_denies_all_and_reducing_lets_reductions_pass()
    {
        Assert.Equal(DenialCode.StateHalted, Check(Side.Buy, 1, 100, state: TradingStateValue.Halted));
        Assert.Equal(DenialCode.StateHalted, Check(Side.Buy, 1, 100, state: TradingStateValue.Unspecified));
        Assert.Equal(DenialCode.StateReducing, Check(Side.Buy, 1, 100, state: TradingStateValue.Reducing));
        Reserve(1, Side.Sell, 2);
        Fill(1, Side.Sell, 2);
        Assert.Equal(DenialCode.Unspecified, Check(Side.Buy, 2, 100, state: TradingStateValue.Reducing));
        Assert.Equal(DenialCode.StateReducing, Check(Side.Buy, 2.001m, 100, state: TradingStateValue.Reducing));
    }

    [Fact]
    public void An_unknown_instrument_and_overflowing_numbers_are_denied()
    {
        OrderIntent unknown = Intent(Side.Buy, 1, 100);
        unknown.InstrumentId = 2;
        Assert.Equal(DenialCode.InstrumentUnknown, Check(unknown));
        OrderIntent vast = Intent(Side.Buy, 1, 100);
        vast.Quantity = long.MaxValue - (long.MaxValue % Units.E8(0.001m));
        Assert.Equal(DenialCode.OrderMaxQuantity, Check(vast));
        vast.Quantity = Units.E8(9);
        vast.Price = long.MaxValue - (long.MaxValue % Units.E8(0.01m));
        Assert.Equal(DenialCode.OrderMaxValue, Check(vast));
    }

    private static OrderIntent Intent(Side side, decimal quantity, decimal price) => new()
    {
        InstanceId = 1, InstrumentId = 1, Side = side, Type = OrderType.Limit, TimeInForce = TimeInForce.Gtc,
        Quantity = Units.E8(quantity), Price = Units.E8(price),
    };

    [Fact]
    public void The_result_is_the_sum_of_all_instruments_after_each_fill_and_quote()
    {
        RiskGate gate = RiskOptionsOf.Active(RiskOptionsOf.Run(RiskOptionsOf.Wide(), instruments: 2));
        gate.Market.OnQuote(new Quote { InstrumentId = 1, BidPrice = Units.E8(100), AskPrice = Units.E8(100.02m) }, Now, Now);
        gate.Market.OnQuote(new Quote { InstrumentId = 2, BidPrice = Units.E8(10), AskPrice = Units.E8(10.02m) }, Now, Now);
        Assert.Equal(0, gate.Pnl);
        FillAt(1, Side.Buy, 99, 1);
        FillAt(2, Side.Sell, 10, 2);
        Assert.Equal(Units.E8(1.01m - 0.02m), gate.Pnl);
        gate.Market.OnQuote(new Quote { InstrumentId = 2, BidPrice = Units.E8(9), AskPrice = Units.E8(9.02m) }, Now, Now);
        gate.Market.OnQuote(new Quote { InstrumentId = 1, BidPrice = Units.E8(98), AskPrice = Units.E8(98.02m) }, Now, Now);
        Assert.Equal(Units.E8(-0.99m + 1.98m), gate.Pnl);
        Assert.Equal(gate.Books.Instruments[0].Pnl() + gate.Books.Instruments[1].Pnl(), gate.Pnl);

        void FillAt(uint instrumentId, Side side, decimal price, decimal quantity) =>
            gate.Market.Revalue(gate.Execution.OnFill(
                new Fill { InstrumentId = instrumentId, Side = side, Price = Units.E8(price), Quantity = Units.E8(quantity) },
                Now)!);
    }

    private DenialCode Check(
        Side side, decimal quantity, decimal price, long originNs = 0, long nowNs = Now,
        TradingStateValue state = TradingStateValue.Active, long dayPnl = 0) =>
        _gate.Check(Intent(side, quantity, price), originNs, nowNs, state, dayPnl);

    private DenialCode Check(OrderIntent intent) =>
        _gate.Check(intent, 0, Now, TradingStateValue.Active, 0);

    private DenialCode CheckMarket(Side side, decimal quantity)
    {
        OrderIntent intent = Intent(side, quantity, 0);
        intent.Type = OrderType.Market;
        intent.TimeInForce = TimeInForce.Unspecified;
        return Check(intent);
    }

    private void Reserve(ulong id, Side side, decimal quantity)
    {
        Assert.Equal(DenialCode.Unspecified, Check(side, quantity, 100));
        _gate.Reserve(id);
    }

    private void Fill(ulong id, Side side, decimal quantity) => _gate.Market.Revalue(_gate.Execution.OnFill(
        new Fill
        {
            ClientOrderId = id, InstanceId = 1, InstrumentId = 1, Side = side, Price = Units.E8(100),
            Quantity = Units.E8(quantity),
        },
        Now)!);

    private void End(ulong id, OrderStatus status)
    {
        if (_gate.Execution.OnOrder(new OrderEvent { ClientOrderId = id, InstrumentId = 1, Status = status }, Now) is { } changed)
        {
            _gate.Market.Revalue(changed);
        }
    }
}
