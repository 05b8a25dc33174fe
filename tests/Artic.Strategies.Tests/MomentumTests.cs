using static Artic.Strategies.Tests.Series;

namespace Artic.Strategies.Tests;

public sealed class MomentumTests
{
    [Theory]
    [InlineData(105, 0.5)]
    [InlineData(95, -0.5)]
    [InlineData(130, 1)]
    [InlineData(100, 0)]
    public void Simple_momentum_is_the_change_in_parts_of_a_full_one(double last, double expected)
    {
        StrategySignal signal = Last("simple_momentum", Bars(100, 101, last), ("length", 2), ("full", 10));
        Assert.Equal(expected, signal.Value, 1e-12);
        Assert.Equal(last - 100, signal.First, 1e-12);
    }

    [Theory]
    [InlineData(110, 105, 1)]
    [InlineData(110, 120, 0)]
    [InlineData(90, 95, -1)]
    [InlineData(90, 80, 0)]
    [InlineData(101, 99, 0)]
    public void Dual_momentum_wants_both_the_rise_and_the_better_of_two(double first, double second, double expected) =>
        Assert.Equal(expected, LastOfPair("dual_momentum", [100, 100, first], [100, 100, second], ("length", 2), ("hurdle", 2)).Value);

    [Theory]
    [InlineData(13, 0, 1)]
    [InlineData(11, 0, 0)]
    [InlineData(8, 0, -1)]
    [InlineData(12, 50, 0)]
    [InlineData(13, 50, 1)]
    public void Breakout_follows_a_close_beyond_the_range_and_its_buffer(double last, double buffer, double expected) =>
        Assert.Equal(expected, Last("breakout", Bars(10, 11, 10, last), ("length", 3), ("buffer", buffer)).Value);

    [Fact]
    public void Donchian_goes_in_at_the_long_channel_and_out_at_the_short_one()
    {
        double[] values = Values("donchian_channel", Bars(10, 11, 12, 13, 14, 13.9, 12, 9, 11, 13), ("entry", 3), ("exit", 2));
        Assert.Equal([0, 0, 0, 1, 1, 1, 0, -1, -1, 0], values);
    }

    [Fact]
    public void Donchian_says_what_it_compared()
    {
        StrategySignal signal = Last("donchian_channel", Bars(10, 11, 12, 13), ("entry", 3), ("exit", 2));
        Assert.Equal(new StrategySignal(1.0, SignalReason.BreakUp, 13, 12.5, 9.5, double.NaN), signal);
    }

    [Fact]
    public void Ma_crossover_is_the_side_of_the_fast_average()
    {
        (string, double)[] lengths = [("fast", 2), ("slow", 4)];
        Assert.Equal(new StrategySignal(1.0, SignalReason.TrendUp, 3.5, 2.5), Last("ma_crossover", Bars(1, 2, 3, 4), lengths));
        Assert.Equal(new StrategySignal(-1.0, SignalReason.TrendDown, 1.5, 2.5), Last("ma_crossover", Bars(4, 3, 2, 1), lengths));
        Assert.Equal(new StrategySignal(0.0, SignalReason.Neutral, 7, 7), Last("ma_crossover", Bars(7, 7, 7, 7), lengths));
    }

    [Fact]
    public void Ema_crossover_turns_with_the_fast_average()
    {
        // Averages of 2 and 4 begin at 3.5 and 2.5; after 0 they are 7/6 and 1.5.
        double[] values = Values("ema_crossover", Bars(1, 2, 3, 4, 0), ("fast", 2), ("slow", 4));
        Assert.Equal([0, 0, 0, 1, -1], values);
        Assert.Equal(7.0 / 6, Last("ema_crossover", Bars(1, 2, 3, 4, 0), ("fast", 2), ("slow", 4)).First, 1e-12);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(-1, -1)]
    [InlineData(0, 0)]
    public void Macd_is_ahead_of_its_signal_line_in_a_move_that_gains_pace(double acceleration, double expected)
    {
        double[] closes = [.. Enumerable.Range(0, 20).Select(i => 1000 + (acceleration * i * i))];
        Assert.Equal(expected, Last("macd_signal", Bars(closes), ("fast", 3), ("slow", 6), ("signal", 3)).Value);
    }

    [Fact]
    public void Supertrend_changes_sides_when_the_close_passes_the_line()
    {
        double[] values = Values("supertrend", Bars([.. Line(100, 5, 10), 100, 95]), ("length", 3), ("multiplier", 1));
        Assert.Equal([0, 0, 0, 1, 1, 1, 1, 1, 1, 1, -1, -1], values);
        Assert.Equal(-1, Last("supertrend", Bars(Line(100, -5, 10)), ("length", 3), ("multiplier", 1)).Value);
    }

    [Fact]
    public void Half_trend_says_nothing_before_a_turn_and_then_its_side()
    {
        double[] closes = [.. Repeat(100, 4), .. Line(98, -2, 5), .. Line(92, 2, 5)];
        double[] values = Values("half_trend", Bars(closes));
        Assert.All(values[..4], value => Assert.Equal(0, value));
        Assert.Equal(-1, values[8]);
        Assert.Equal(1, values[^1]);
    }

    [Fact]
    public void Parabolic_sar_says_nothing_before_its_first_turn_and_then_its_side()
    {
        Assert.All(Values("parabolic_sar", Points(Line(100, 1, 30))), value => Assert.Equal(0, value));
        Assert.Equal(-1, Last("parabolic_sar", Bars(Line(100, -1, 30))).Value);
        Assert.Equal(1, Last("parabolic_sar", Bars([.. Line(100, -1, 30), .. Line(72, 1, 30)])).Value);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(-1, -1)]
    [InlineData(0, 0)]
    public void Ichimoku_is_on_the_side_of_the_cloud_that_a_straight_move_is_on(double step, double expected) =>
        Assert.Equal(
            expected, Last("ichimoku_signal", Bars(Line(100, step, 12)), ("tenkan", 2), ("kijun", 3), ("senkou", 4)).Value);

    [Fact]
    public void Ichimoku_says_nothing_within_the_cloud()
    {
        // Ten up, then back down into the middle of what was.
        double[] closes = [.. Line(100, 1, 12), 109, 107.5];
        Assert.Equal(0, Last("ichimoku_signal", Bars(closes), ("tenkan", 2), ("kijun", 3), ("senkou", 4)).Value);
    }

    [Fact]
    public void Heikin_ashi_waits_for_as_many_bars_of_a_colour_as_it_was_told()
    {
        double[] values = Values("heikin_ashi_trend", Bars([100, .. Line(102, 2, 4), .. Line(100, -8, 4)]), ("confirm", 3));
        Assert.Equal([0, 0, 0, 1, 1, 0, 0, -1, -1], values);
    }

    [Fact]
    public void Renko_counts_bricks_of_a_per_cent()
    {
        // Logarithms in per cent: 460.5 begins a grid at 461; 462.0, 463.6, 462.6, 458.5 make 1, 1, 0 and -3 bricks.
        double[] values = Values("renko_trend", Points(100, 101.5, 103.1, 102.07, 98), ("brick", 1), ("confirm", 2));
        Assert.Equal([0, 0, 1, 1, -1], values);
    }

    [Theory]
    [InlineData(1.02, 1)]
    [InlineData(0.98, -1)]
    [InlineData(1, 0)]
    public void Trix_is_the_sign_of_a_steady_change(double factor, double expected)
    {
        double[] closes = [.. Enumerable.Range(0, 12).Select(i => 100 * Math.Pow(factor, i))];
        Assert.Equal(expected, Last("trix", Bars(closes), ("length", 3)).Value);
    }

    [Fact]
    public void Adx_filter_gives_the_direction_of_a_strong_trend_alone()
    {
        (string, double)[] parameters = [("length", 3), ("threshold", 25)];
        Assert.Equal(1, Last("adx_filter", Bars(Line(100, 2, 10)), parameters).Value);
        Assert.Equal(-1, Last("adx_filter", Bars(Line(100, -2, 10)), parameters).Value);
        StrategySignal sideways = Last("adx_filter", Points([.. Enumerable.Range(0, 40).Select(i => 100.0 + (i % 2))]), ("length", 10), ("threshold", 25));
        Assert.Equal((0.0, SignalReason.Filtered), (sideways.Value, sideways.Reason));
    }
}
