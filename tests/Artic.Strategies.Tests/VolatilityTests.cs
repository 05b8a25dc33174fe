using static Artic.Strategies.Tests.Series;

namespace Artic.Strategies.Tests;

public sealed class VolatilityTests
{
    [Theory]
    [InlineData(102, 1)]
    [InlineData(101, 0)]
    [InlineData(98, -1)]
    public void Atr_breakout_wants_a_move_of_some_ranges_of_the_bars_before(double last, double expected)
    {
        StrategySignal signal = Last("atr_breakout", Bars([.. Repeat(100, 5), last]), ("length", 3), ("multiplier", 1.5));
        Assert.Equal((expected, last - 100, 1.5), (signal.Value, signal.First, signal.Second));
    }

    [Fact]
    public void Bollinger_squeeze_goes_with_the_break_after_the_narrowest_bands()
    {
        (string, double)[] parameters = [("length", 4), ("deviations", 1.5), ("window", 4), ("memory", 3)];
        double[] narrows = [100, 104, 100, 104, 100, 104, 102, 102, 102.1, 102];
        Assert.Equal(SignalReason.Squeeze, Last("bollinger_squeeze", Bars(narrows), parameters).Reason);
        Assert.Equal(1, Last("bollinger_squeeze", Bars([.. narrows, 106]), parameters).Value);
        Assert.Equal(-1, Last("bollinger_squeeze", Bars([.. narrows, 98]), parameters).Value);
        Assert.Equal(0, Last("bollinger_squeeze", Bars([.. narrows, 106, 101]), parameters).Value);

        double[] widens = [100, 101, 99, 102, 98, 103, 97, 104, 96, 105, 95];
        Assert.Equal(0, Last("bollinger_squeeze", Bars([.. widens, 125]), parameters).Value);
    }

    [Fact]
    public void Keltner_bollinger_waits_within_the_channel_and_leaves_with_the_momentum()
    {
        (string, double)[] parameters = [("length", 4), ("deviations", 1), ("multiplier", 1)];
        Assert.Equal(SignalReason.Squeeze, Last("keltner_bollinger", Bars(Repeat(100, 10)), parameters).Reason);
        Assert.Equal(1, Last("keltner_bollinger", Bars([.. Repeat(100, 10), 104, 108, 112]), parameters).Value);
        Assert.Equal(-1, Last("keltner_bollinger", Bars([.. Repeat(100, 10), 96, 92, 88]), parameters).Value);
        Assert.Equal(
            SignalReason.Filtered,
            Last("keltner_bollinger", Bars(Line(100, 4, 12)), ("length", 4), ("deviations", 1), ("multiplier", 0.5)).Reason);
    }

    [Fact]
    public void Chandelier_exit_turns_where_a_close_passes_the_stop()
    {
        (string, double)[] parameters = [("length", 3), ("multiplier", 1)];
        Assert.Equal(1, Last("chandelier_exit", Bars(Line(100, 5, 8)), parameters).Value);
        Assert.Equal(-1, Last("chandelier_exit", Bars(Line(100, -5, 8)), parameters).Value);
        Assert.Equal(-1, Last("chandelier_exit", Bars([.. Line(100, 5, 8), .. Line(130, -5, 4)]), parameters).Value);
        Assert.Equal(0, Last("chandelier_exit", Bars(Repeat(100, 8)), parameters).Value);
    }

    [Theory]
    [InlineData(96, 1)]
    [InlineData(104, -1)]
    public void Vwap_deviation_is_in_proportion_to_its_deviations(double last, double side)
    {
        // Distances 0, 0, 0 and 3: deviation 3 √3 / 4, so 4 / √3 deviations of the three that are a whole position.
        StrategySignal signal = Last(
            "vwap_deviation", Points([.. Repeat(100, 7), last]), ("length", 4), ("least", 1), ("full", 3));
        Assert.Equal(side * 4 / Math.Sqrt(3) / 3, signal.Value, 1e-9);
        Assert.Equal(0, Last("vwap_deviation", Points([.. Repeat(100, 7), last]), ("length", 4), ("least", 2.5), ("full", 3)).Value);
    }
}
