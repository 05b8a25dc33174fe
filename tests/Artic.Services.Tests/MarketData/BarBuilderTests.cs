using Artic.MarketData;
using Artic.Messaging.Records;
using Artic.Services.Tests.Support;
using Artic.Streams.Log;
using Artic.Streams.Steps;
using Artic.V1;

namespace Artic.Services.Tests.MarketData;

public sealed class BarBuilderTests
{
    private const long SecondNs = 1_000_000_000;

    [Fact]
    public void A_time_bar_closes_with_the_first_trade_at_or_behind_its_end_and_not_a_nanosecond_before()
    {
        BarBuilder bars = new(7, new BarRule(BarKind.Time, SecondNs));
        Assert.Null(bars.Add(100, 5, (5 * SecondNs) + 1));
        Assert.Null(bars.Add(90, 1, (6 * SecondNs) - 1));
        Bar bar = bars.Add(200, 9, 6 * SecondNs)!;

        Assert.Equal((7u, 100, 100, 90, 90, 6, 2u), Figures(bar));
        Assert.Equal(
            (BarKind.Time, 5 * SecondNs, (6 * SecondNs) - 1, SecondNs, 0L),
            (bar.Kind, bar.StartUtcNs, bar.EndUtcNs, bar.LengthNs, bar.Size));

        // The intervals between have no trade and no bar.
        bar = bars.Add(1, 1, 9 * SecondNs)!;
        Assert.Equal((7u, 200, 200, 200, 200, 9, 1u), Figures(bar));
        Assert.Equal(6 * SecondNs, bar.StartUtcNs);
    }

    [Fact]
    public void A_tick_bar_closes_with_its_last_trade_and_the_next_begins_with_the_next()
    {
        BarBuilder bars = new(1, new BarRule(BarKind.Tick, 3));
        Assert.Null(bars.Add(100, 1, 10));
        Assert.Null(bars.Add(103, 1, 20));
        Bar bar = bars.Add(99, 1, 30)!;

        Assert.Equal((1u, 100, 103, 99, 99, 3, 3u), Figures(bar));
        Assert.Equal((BarKind.Tick, 10, 30, 0L, 3L), (bar.Kind, bar.StartUtcNs, bar.EndUtcNs, bar.LengthNs, bar.Size));
        Assert.Null(bars.Add(1, 1, 30));
        Assert.Null(bars.Add(2, 1, 31));
        Assert.Equal((1u, 1, 3, 1, 3, 3, 3u), Figures(bars.Add(3, 1, 32)!));
    }

    [Fact]
    public void A_tick_bar_of_one_is_each_trade()
    {
        BarBuilder bars = new(1, new BarRule(BarKind.Tick, 1));
        Assert.Equal((1u, 5, 5, 5, 5, 2, 1u), Figures(bars.Add(5, 2, 1)!));
        Assert.Equal((1u, 6, 6, 6, 6, 3, 1u), Figures(bars.Add(6, 3, 1)!));
    }

    [Fact]
    public void A_volume_bar_closes_with_the_trade_that_reaches_its_quantity_which_is_not_divided()
    {
        BarBuilder bars = new(1, new BarRule(BarKind.Volume, 500));
        Assert.Null(bars.Add(100, 499, 10));
        Bar bar = bars.Add(101, 1, 20)!;
        Assert.Equal((1u, 100, 101, 100, 101, 500, 2u), Figures(bar));
        Assert.Equal((BarKind.Volume, 10, 20, 0L, 500L), (bar.Kind, bar.StartUtcNs, bar.EndUtcNs, bar.LengthNs, bar.Size));

        Assert.Null(bars.Add(102, 1, 30));
        Assert.Equal((1u, 102, 103, 102, 103, 10_001, 2u), Figures(bars.Add(103, 10_000, 40)!));
        Assert.Null(bars.Add(104, 499, 50));
    }

    [Fact]
    public void A_trade_from_before_the_open_bars_start_is_counted_and_left_out_and_one_at_its_start_is_not()
    {
        BarBuilder bars = new(1, new BarRule(BarKind.Time, SecondNs));
        bars.Add(100, 1, 5 * SecondNs);
        Assert.Null(bars.Add(1, 1, (5 * SecondNs) - 1));
        Assert.Equal(1, bars.LateTrades);
        Assert.Null(bars.Add(101, 1, 5 * SecondNs));
        Assert.Equal((1u, 100, 101, 100, 101, 2, 2u), Figures(bars.Add(7, 1, 6 * SecondNs)!));
        Assert.Equal(1, bars.LateTrades);
    }

    [Theory]
    [InlineData(BarKind.Tick)]
    [InlineData(BarKind.Volume)]
    public void Bars_of_trades_do_not_go_back_behind_the_end_of_the_one_before(BarKind kind)
    {
        BarBuilder bars = new(1, new BarRule(kind, 2));
        bars.Add(100, 1, 10);
        Assert.Null(bars.Add(100, 1, 9));
        Assert.Equal(1, bars.LateTrades);
        Assert.NotNull(bars.Add(100, 1, 20));

        Assert.Null(bars.Add(100, 1, 19));
        Assert.Equal(2, bars.LateTrades);
        Assert.Null(bars.Add(100, 1, 20));
        Assert.Equal(20, bars.Add(100, 1, 20)!.StartUtcNs);
        Assert.Equal(2, bars.LateTrades);
    }

    [Fact]
    public void A_volume_beyond_64_bits_stays_at_the_largest_number()
    {
        BarBuilder bars = new(1, new BarRule(BarKind.Tick, 2));
        bars.Add(1, long.MaxValue, 1);
        Assert.Equal(long.MaxValue, bars.Add(1, long.MaxValue, 2)!.Volume);
    }

    [Fact]
    public void Bars_of_all_kinds_are_on_record_in_the_order_of_their_rules_and_late_trades_are_counted_for_each()
    {
        using MarketFixture market = new MarketFixture(
            new BarRule(BarKind.Time, SecondNs), new BarRule(BarKind.Tick, 2), new BarRule(BarKind.Volume, Units.E8(3))).Live();
        market.Stream(MarketFrames.Trade(1, "100.00", "1.0", 5_000));
        market.Stream(MarketFrames.Trade(2, "102.00", "2.0", 5_500));
        market.Stream(MarketFrames.Trade(3, "99.00", "0.5", 4_999));
        market.Stream(MarketFrames.Trade(4, "103.00", "1.0", 6_000));

        Assert.Equal(
            [
                (BarKind.Tick, 2u, Units.E8(3), 5_000_000_000, 5_500_000_000), (BarKind.Volume, 2u, Units.E8(3), 5_000_000_000, 5_500_000_000),
                (BarKind.Time, 2u, Units.E8(3), 5_000_000_000, 5_500_000_000),
            ],
            market.Run.All<Bar>(StreamId.Market, RecordType.Bar).Select(bar => (bar.Kind, bar.Trades, bar.Volume, bar.StartUtcNs, bar.EndUtcNs)));
        Assert.Equal(3, market.Handler.LateTrades);

        // A trade is on record however late it is for the bars.
        Assert.Equal(4, market.Run.All<Trade>(StreamId.Market, RecordType.Trade).Count);
    }

    private static (uint, long, long, long, long, long, uint) Figures(Bar bar) =>
        (bar.InstrumentId, bar.Open, bar.High, bar.Low, bar.Close, bar.Volume, bar.Trades);
}
