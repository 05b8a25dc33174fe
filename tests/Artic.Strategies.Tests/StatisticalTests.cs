using static Artic.Strategies.Tests.Series;

namespace Artic.Strategies.Tests;

public sealed class StatisticalTests
{
    [Theory]
    [InlineData(5, 1)]
    [InlineData(15, -1)]
    public void Linear_regression_channel_is_against_what_leaves_the_line(double last, double expected)
    {
        // A single outlier at the end of ten has leverage 0.1 + 20.25 / 82.5, and its score is the root of ten times the rest.
        StrategySignal signal = Last("linear_regression_channel", Points([.. Repeat(10, 9), last]), ("length", 10));
        Assert.Equal(expected, signal.Value);
        Assert.Equal(-expected * Math.Sqrt(10 * (0.9 - (20.25 / 82.5))), signal.First, 1e-9);
    }

    [Fact]
    public void Linear_regression_channel_says_nothing_of_a_straight_line() =>
        Assert.Equal(0, Last("linear_regression_channel", Points(Line(100, 0.37, 300)), ("length", 10)).Value);

    [Theory]
    [InlineData(97, 1)]
    [InlineData(98, 0)]
    [InlineData(107, -1)]
    public void Kalman_fair_value_is_against_a_surprise(double last, double expected)
    {
        // Gains of 2/3 and 5/8: the fair value is 102 after the second close and after the third; surprises of 3 and 0 before.
        StrategySignal signal = Last("kalman_fair_value", Points(100, 103, 102, last), ("ratio", 1), ("length", 2));
        Assert.Equal(expected, signal.Value);
        Assert.Equal((last - 102) / Math.Sqrt(4.5), signal.First, 1e-9);
        Assert.Equal(102, signal.Second, 1e-9);
    }

    [Theory]
    [InlineData(5, -1)]
    [InlineData(15, 1)]
    [InlineData(10, 0)]
    public void Ornstein_uhlenbeck_is_against_the_ends_of_a_swing(int phase, double expected)
    {
        // A sine of twenty bars is a process with slope cos(2π/20) whose ends are √2 deviations from its mean.
        double[] closes = [.. Enumerable.Range(0, 60 + phase + 1).Select(i => 100 + (10 * Math.Sin(2 * Math.PI * i / 20)))];
        StrategySignal signal = Last("ornstein_uhlenbeck", Points(closes), ("length", 40));
        Assert.Equal(expected, signal.Value);
        Assert.Equal(Math.Sqrt(2) * Math.Sin(2 * Math.PI * phase / 20), signal.First, 1e-6);
        Assert.Equal(100, signal.Second, 1e-6);
        Assert.Equal(-Math.Log(2) / Math.Log(Math.Cos(2 * Math.PI / 20)), signal.Third, 1e-6);
    }

    [Fact]
    public void Ornstein_uhlenbeck_says_nothing_of_what_does_not_return()
    {
        StrategySignal signal = Last("ornstein_uhlenbeck", Points(Line(100, 1, 80)), ("length", 40));
        Assert.Equal((0.0, SignalReason.Filtered), (signal.Value, signal.Reason));
    }

    [Theory]
    [InlineData(5, -1, SignalReason.Overbought)]
    [InlineData(-5, 1, SignalReason.Oversold)]
    [InlineData(0, 0, SignalReason.Neutral)]
    public void Pairs_cointegration_is_against_the_spread_of_what_belongs_together(double shock, double expected, SignalReason reason)
    {
        double[] second = [.. Enumerable.Range(0, 80).Select(i => 50 + (10 * Math.Sin(i / 9.0)))];
        double[] first = [.. second.Select((close, i) => 5 + (2 * close) + (((i * 7 % 5) - 2) * 0.2))];
        first[^1] = 5 + (2 * second[^1]) + shock;
        StrategySignal signal = LastOfPair("pairs_cointegration", first, second, ("length", 20));
        Assert.Equal((expected, reason), (signal.Value, signal.Reason));
        Assert.True(signal.Third < -3.34, $"statistic {signal.Third}");
    }

    [Fact]
    public void Pairs_cointegration_says_nothing_where_the_statistic_is_not_critical()
    {
        double[] second = [.. Enumerable.Range(0, 80).Select(i => 50 + (10 * Math.Sin(i / 9.0)))];
        double[] first = [.. Enumerable.Range(0, 80).Select(i => 100 + (0.02 * i * i))];
        StrategySignal signal = LastOfPair("pairs_cointegration", first, second, ("length", 20), ("critical", 100));
        Assert.Equal((0.0, SignalReason.Filtered), (signal.Value, signal.Reason));
    }

    [Theory]
    [InlineData(3, 1, 0.5)]
    [InlineData(1, 3, -0.5)]
    [InlineData(1.2, 1, 0)]
    [InlineData(0, 0, 0)]
    public void Order_book_imbalance_is_its_value_beyond_the_threshold(double bid, double ask, double expected) =>
        Assert.Equal(expected, ((BookStrategy)Make("order_book_imbalance", ("length", 1))).AddQuote(bid, ask).Value, 1e-12);

    [Fact]
    public void Order_book_imbalance_weighs_levels_and_books()
    {
        BookStrategy levels = (BookStrategy)Make("order_book_imbalance", ("length", 1), ("threshold", 0.1));
        Assert.Equal(0.2, levels.AddBook([2, 2], [1, 2]).Value, 1e-12);

        BookStrategy smooth = (BookStrategy)Make("order_book_imbalance", ("length", 3));
        double[] values = [smooth.AddQuote(1, 0).Value, smooth.AddQuote(1, 0).Value, smooth.AddQuote(1, 0).Value, smooth.AddQuote(1, 3).Value];
        Assert.Equal([0, 0, 1, 0], values);
        Assert.Equal(SignalReason.PassedOver, smooth.AddQuote(-1, 3).Reason);
    }
}
