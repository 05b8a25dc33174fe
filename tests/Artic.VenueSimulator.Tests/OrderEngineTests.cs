using Artic.VenueSimulator.Accounts;
using Artic.VenueSimulator.Domain;

namespace Artic.VenueSimulator.Tests;

public sealed class OrderEngineTests
{
    private const long One = VenueFixture.One;
    private const long Tick = One / 100;
    private const long Lot = One / 100_000;

    private readonly VenueFixture _venue = new(VenueFixture.Model());

    [Fact]
    public void An_immediate_or_cancel_order_expires_what_it_cannot_take()
    {
        (long priceE8, long quantityE8) = _venue.Flow.Depth(1).Asks[0];

        AccountOrder order = _venue.Place(Side.Buy, priceE8, quantityE8 + Lot, TimeInForce.Ioc);

        Assert.Equal(OrderStatus.Expired, order.Status);
        Assert.Equal(quantityE8, order.ExecutedE8);
        Assert.Equal(ExecutionType.New, _venue.Reports[0].Type);
        Assert.Equal(ExecutionType.Expired, _venue.Reports[^1].Type);
        Assert.Equal(0, _venue.Usdt.LockedE8);
    }

    [Fact]
    public void A_fill_or_kill_order_trades_all_or_nothing()
    {
        (long priceE8, long quantityE8) = _venue.Flow.Depth(1).Asks[0];

        AccountOrder killed = _venue.Place(Side.Buy, priceE8, quantityE8 + Lot, TimeInForce.Fok);
        AccountOrder filled = _venue.Place(Side.Buy, priceE8, quantityE8, TimeInForce.Fok);

        Assert.Equal((OrderStatus.Expired, 0L), (killed.Status, killed.ExecutedE8));
        Assert.Equal((OrderStatus.Filled, quantityE8), (filled.Status, filled.ExecutedE8));
        Assert.Equal(0, _venue.Usdt.LockedE8);
    }

    [Fact]
    public void A_limit_maker_that_would_take_is_refused_and_one_behind_the_spread_rests()
    {
        Assert.Equal(VenueError.WouldTake, _venue.Try(Side.Buy, _venue.BestAsk, Lot * 100, type: OrderType.LimitMaker));
        Assert.Empty(_venue.Reports);

        Assert.Equal(OrderStatus.New,
            _venue.Place(Side.Buy, _venue.BestAsk - Tick, Lot * 100, type: OrderType.LimitMaker).Status);
    }

    [Fact]
    public void A_better_price_than_the_limit_frees_the_difference()
    {
        (long priceE8, long quantityE8) = _venue.Flow.Depth(1).Asks[0];
        long before = _venue.Usdt.FreeE8;

        AccountOrder order = _venue.Place(Side.Buy, priceE8 + (1_000 * Tick), quantityE8);

        Assert.Equal(OrderStatus.Filled, order.Status);
        Assert.Equal(Instrument.QuoteE8(priceE8, quantityE8), order.ExecutedQuoteE8);
        Assert.Equal(before - order.ExecutedQuoteE8, _venue.Usdt.FreeE8);
        Assert.Equal(0, _venue.Usdt.LockedE8);
    }

    [Fact]
    public void The_account_may_trade_with_itself()
    {
        long price = _venue.BestBid + Tick;
        VenueFixture venue = new(VenueFixture.Model(), fees: new FeeSchedule(0, 0));
        while (venue.BestAsk - venue.BestBid < 2 * Tick)
        {
            venue.Place(Side.Buy, venue.BestAsk, venue.Flow.Depth(1).Asks[0].QuantityE8);
        }

        price = venue.BestAsk - Tick;
        long usdt = venue.Usdt.FreeE8;
        AccountOrder maker = venue.Place(Side.Sell, price, 1_000 * Lot);
        AccountOrder taker = venue.Place(Side.Buy, price, 1_000 * Lot);

        Assert.Equal((OrderStatus.Filled, OrderStatus.Filled), (maker.Status, taker.Status));
        Assert.Equal(maker.Trades[0].TradeId, taker.Trades[0].TradeId);
        Assert.True(maker.Trades[0].IsMaker);
        Assert.False(taker.Trades[0].IsMaker);
        Assert.Equal(usdt, venue.Usdt.FreeE8);
    }

    [Fact]
    public void A_client_order_id_is_refused_while_open_and_free_again_after()
    {
        Assert.Null(_venue.Try(Side.Buy, 50_000 * One, Lot * 100, clientOrderId: "same"));
        Assert.Equal(VenueError.DuplicateOrder, _venue.Try(Side.Buy, 50_000 * One, Lot * 100, clientOrderId: "same"));

        _venue.Orders.Cancel(_venue.Ledger.Find(null, "same")!, "c");

        Assert.Null(_venue.Try(Side.Buy, 50_000 * One, Lot * 100, clientOrderId: "same"));
    }

    [Theory]
    [InlineData("0.01", "1", "NOTIONAL")]
    [InlineData("0.009", "1", "PRICE_FILTER")]
    [InlineData("50000.01", "0.001", null)]
    [InlineData("50000.015", "0.001", "PRICE_FILTER")]
    [InlineData("1000000", "0.001", null)]
    [InlineData("1000000.01", "0.001", "PRICE_FILTER")]
    [InlineData("500000", "0.00001", null)]
    [InlineData("499999.99", "0.00001", "NOTIONAL")]
    [InlineData("500000", "0.000009", "LOT_SIZE")]
    [InlineData("50000", "0.001001", "LOT_SIZE")]
    [InlineData("1", "9000", null)]
    [InlineData("1", "9000.00001", "LOT_SIZE")]
    [InlineData("1000", "9000", null)]
    [InlineData("1000.01", "9000", "NOTIONAL")]
    [InlineData("92233720368.54775807", "92233720368.54775807", "PRICE_FILTER")]
    public void Filters_hold_below_at_and_above_their_limits(string price, string quantity, string? filter)
    {
        VenueFixture venue = new(VenueFixture.Model(), quoteE8: 100_000_000 * One);
        VenueError? error = venue.Try(Side.Buy, E8(price), E8(quantity), TimeInForce.Fok);

        Assert.Equal(filter is null ? null : VenueError.Filter(filter), error);
    }

    [Fact]
    public void The_account_has_at_most_200_open_orders()
    {
        for (int i = 0; i < 200; i++)
        {
            _venue.Place(Side.Buy, (50_000 * One) - (i * Tick), 20 * Lot);
        }

        Assert.Equal(VenueError.Filter("MAX_NUM_ORDERS"), _venue.Try(Side.Buy, 40_000 * One, 100 * Lot));
    }

    [Fact]
    public void A_balance_that_just_covers_the_order_is_enough_and_one_unit_less_is_not()
    {
        long needed = Instrument.QuoteE8(50_000 * One, 100 * Lot);

        Assert.Null(new VenueFixture(VenueFixture.Model(), quoteE8: needed).Try(Side.Buy, 50_000 * One, 100 * Lot));
        Assert.Equal(
            VenueError.InsufficientBalance,
            new VenueFixture(VenueFixture.Model(), quoteE8: needed - 1).Try(Side.Buy, 50_000 * One, 100 * Lot));
        Assert.Equal(
            VenueError.InsufficientBalance,
            new VenueFixture(VenueFixture.Model(), baseE8: (100 * Lot) - 1).Try(Side.Sell, 70_000 * One, 100 * Lot));
    }

    [Fact]
    public void A_market_order_larger_than_the_book_takes_it_all_and_expires()
    {
        VenueFixture venue = new(VenueFixture.Model(), quoteE8: 900_000_000 * One);

        AccountOrder order = venue.Place(Side.Buy, 0, 5_000 * One, type: OrderType.Market);

        Assert.Equal(OrderStatus.Expired, order.Status);
        Assert.Empty(venue.Flow.Depth(1).Asks);
        Assert.Equal(0, venue.Usdt.LockedE8);
        Assert.True(venue.Flow.AdvanceTo(2_000_000_000, 1_000_000));
        Assert.NotEmpty(venue.Flow.Depth(1).Asks);
    }

    [Fact]
    public void Commission_is_taken_in_the_received_asset_and_rounded_down()
    {
        FeeSchedule fees = FeeSchedule.Default;
        Assert.Equal(1, fees.CommissionE8(1_999, isMaker: true));
        Assert.Equal(2, fees.CommissionE8(2_000, isMaker: false));
        Assert.Equal(0, fees.CommissionE8(999, isMaker: false));

        AccountOrder bought = _venue.Place(Side.Buy, _venue.BestAsk, 1_234 * Lot, TimeInForce.Ioc);
        AccountOrder sold = _venue.Place(Side.Sell, _venue.BestBid, 1_234 * Lot, TimeInForce.Ioc);

        Assert.All(bought.Trades, t =>
            Assert.Equal(("BTC", t.QuantityE8 / 1_000), (t.CommissionAsset, t.CommissionE8)));
        Assert.All(sold.Trades, t => Assert.Equal(("USDT", t.QuoteE8 / 1_000), (t.CommissionAsset, t.CommissionE8)));
    }

    private static long E8(string text)
    {
        Assert.True(Core.Domain.FixedPoint.TryParse(System.Text.Encoding.ASCII.GetBytes(text), 8, out long value));
        return value;
    }
}
