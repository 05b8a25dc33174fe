using Artic.Indicators;
using static Artic.Strategies.Tests.Series;

namespace Artic.Strategies.Tests;

public sealed class MeanReversionTests
{
    [Fact]
    public void Z_score_holds_from_entry_to_exit()
    {
        (string, double)[] parameters = [("length", 4), ("entry", 1.5), ("exit", 0.5)];
        StrategySignal signal = Last("z_score", Bars(10, 10, 10, 6), parameters);
        Assert.Equal((1.0, SignalReason.Oversold), (signal.Value, signal.Reason));
        Assert.Equal(-Math.Sqrt(3), signal.First, 1e-12);

        // Scores -1.73, -0.70 and 0.96: in, still in, out.
        Assert.Equal([0, 0, 0, 1, 1, 0], Values("z_score", Bars(10, 10, 10, 6, 7, 10), parameters));
        Assert.Equal(-1, Last("z_score", Bars(10, 10, 10, 14), parameters).Value);
    }

    [Fact]
    public void Bollinger_reversion_holds_from_a_band_to_the_middle()
    {
        (string, double)[] parameters = [("length", 4), ("deviations", 1.5)];
        Assert.Equal([0, 0, 0, 1, 1, 0], Values("bollinger_reversion", Bars(10, 10, 10, 6, 7, 10), parameters));
        Assert.Equal([0, 0, 0, -1, -1, 0], Values("bollinger_reversion", Bars(10, 10, 10, 14, 13, 10), parameters));
    }

    [Fact]
    public void Rsi_is_against_what_only_rose_or_only_fell_and_says_nothing_of_what_did_not_move()
    {
        Assert.Equal(new StrategySignal(1.0, SignalReason.Oversold, 0, 30, 70), Last("rsi_signal", Bars(Line(100, -1, 5)), ("length", 3)));
        Assert.Equal(new StrategySignal(-1.0, SignalReason.Overbought, 100, 30, 70), Last("rsi_signal", Bars(Line(100, 1, 5)), ("length", 3)));
        Assert.Equal(0, Last("rsi_signal", Bars(100, 101, 100), ("length", 2)).Value);
        Assert.Equal(50, Last("rsi_signal", Bars(100, 101, 100), ("length", 2)).First, 1e-12);
        Assert.Equal(SignalReason.Undefined, Last("rsi_signal", Bars(Repeat(100, 9)), ("length", 3)).Reason);
    }

    [Fact]
    public void Stochastic_waits_for_the_extreme_to_turn()
    {
        (string, double)[] parameters = [("length", 3), ("signal", 2), ("smooth", 1)];
        Assert.Equal(0, Last("stochastic_signal", Bars(100, 95, 90, 85, 80), parameters).Value);
        Assert.Equal(1, Last("stochastic_signal", Bars(100, 95, 90, 85, 80, 80.2), parameters).Value);
        Assert.Equal(-1, Last("stochastic_signal", Bars(100, 105, 110, 115, 120, 119.8), parameters).Value);

        // Lowest low 79.5, highest high 90.5.
        Assert.Equal(100 * 0.7 / 11, Last("stochastic_signal", Bars(100, 95, 90, 85, 80, 80.2), parameters).First, 1e-9);
    }

    [Theory]
    [InlineData(10, 1, SignalReason.Oversold)]
    [InlineData(15, 0, SignalReason.Neutral)]
    [InlineData(20, -1, SignalReason.Overbought)]
    [InlineData(30, 0, SignalReason.Filtered)]
    [InlineData(5, 0, SignalReason.Filtered)]
    public void Range_sr_buys_support_and_sells_resistance_while_the_range_holds(double last, double expected, SignalReason reason)
    {
        StrategySignal signal = Last("range_sr", Bars(10, 20, 10, 20, last), ("length", 4));
        Assert.Equal(new StrategySignal(expected, reason, last, 9.5, 20.5), signal);
    }

    [Theory]
    [InlineData(30, 20, 10, 1)]
    [InlineData(10, 20, 30, -1)]
    [InlineData(10, 30, 20, 0)]
    public void Williams_r_is_against_the_end_of_the_range(double first, double second, double third, double expected)
    {
        StrategySignal signal = Last("williams_r", Bars(first, second, third), ("length", 3));
        Assert.Equal(expected, signal.Value);
        Assert.Equal(100 * (third - 30.5) / 21, signal.First, 1e-12);
    }

    [Theory]
    [InlineData(4, 1, -400.0 / 3)]
    [InlineData(16, -1, 400.0 / 3)]
    public void Cci_is_against_a_typical_price_far_from_its_mean(double last, double expected, double index)
    {
        StrategySignal signal = Last("cci", Bars(10, 10, 10, last), ("length", 4));
        Assert.Equal(expected, signal.Value);
        Assert.Equal(index, signal.First, 1e-9);
    }

    [Theory]
    [InlineData(-1, 1)]
    [InlineData(1, -1)]
    [InlineData(0, 0)]
    public void Cmo_is_against_a_straight_move(double step, double expected) =>
        Assert.Equal(new StrategySignal(expected, expected > 0 ? SignalReason.Oversold : expected < 0 ? SignalReason.Overbought
            : SignalReason.Neutral, 100 * step, 50), Last("cmo", Bars(Line(100, step, 5)), ("length", 4)));

    [Theory]
    [InlineData(-5, 1, 0.5)]
    [InlineData(5, -1, 5.5)]
    public void Ultimate_oscillator_is_against_a_straight_move(double step, double expected, double pressure)
    {
        StrategySignal signal = Last("ultimate_oscillator", Bars(Line(100, step, 6)), ("short", 2), ("middle", 3), ("long", 4));
        Assert.Equal(expected, signal.Value);
        Assert.Equal(100 * pressure / 6, signal.First, 1e-9);
    }

    [Theory]
    [InlineData(2, 1, -6)]
    [InlineData(18, -1, 6)]
    public void Dpo_sees_the_extreme_half_a_length_later(double spike, double expected, double detrended)
    {
        // The four last values are 2, 2, 2, -6 for the spike down: deviation 2 √3.
        StrategySignal signal = Last("dpo", Bars([.. Repeat(10, 6), spike, 10, 10, 10]), ("length", 4));
        Assert.Equal(expected, signal.Value);
        Assert.Equal(detrended, signal.First, 1e-12);
        Assert.Equal(2 * Math.Sqrt(3), signal.Second, 1e-9);
    }

    [Fact]
    public void Vwap_reversion_holds_until_the_price_is_back()
    {
        Assert.Equal([0, 0, 0, 1, 1, 0], Values("vwap_reversion", Points(100, 100, 100, 97, 98, 100), ("distance", 1)));
        Assert.Equal(-1, Last("vwap_reversion", Points(100, 100, 100, 103), ("distance", 1)).Value);
        Assert.Equal(99.25, Last("vwap_reversion", Points(100, 100, 100, 97), ("distance", 1)).Second);
    }

    [Fact]
    public void Vwap_reversion_begins_anew_each_day_and_says_nothing_without_volume()
    {
        OhlcvBar[] bars = Points(100, 100, 100, 97);
        bars[3] = bars[3] with { UtcNs = bars[3].UtcNs + 86_400_000_000_000 };
        Assert.Equal(0, Last("vwap_reversion", bars, ("distance", 1)).Value);
        Assert.Equal(1, Last("vwap_reversion", bars, ("distance", 1), ("daily", 0)).Value);
        OhlcvBar[] untraded = Array.ConvertAll(Points(100, 100, 97), bar => bar with { Volume = 0 });
        Assert.Equal(SignalReason.Undefined, Last("vwap_reversion", untraded).Reason);
    }

    [Fact]
    public void Twap_deviation_is_in_proportion_to_the_distance()
    {
        Assert.Equal(100 * 3 / 99.0 / 10, Last("twap_deviation", Points(100, 100, 100, 96), ("length", 4), ("full", 10)).Value, 1e-12);
        Assert.Equal(-100 * 3 / 101.0 / 10, Last("twap_deviation", Points(100, 100, 100, 104), ("length", 4), ("full", 10)).Value, 1e-12);
        Assert.Equal(1, Last("twap_deviation", Points(100, 100, 100, 96), ("length", 4), ("full", 2)).Value);
    }

    [Fact]
    public void Hurst_mean_reversion_trades_what_comes_back_and_not_what_goes_on()
    {
        double[] back = [.. Enumerable.Range(0, 130).Select(i => 100.0 + (i % 2))];
        StrategySignal low = Last("hurst_mean_reversion", Points([.. back, 97]));
        Assert.True(low.Second < 0.5, $"Hurst {low.Second}");
        Assert.Equal((1.0, SignalReason.Oversold), (low.Value, low.Reason));
        StrategySignal high = Last("hurst_mean_reversion", Points([.. back.Select(price => 201 - price), 104]));
        Assert.True(high.Second < 0.5, $"Hurst {high.Second}");
        Assert.Equal((-1.0, SignalReason.Overbought), (high.Value, high.Reason));

        double[] on = [.. Line(100, 1, 60), .. Line(158, -1, 60)];
        StrategySignal trend = Last("hurst_mean_reversion", Points([.. on, 90]));
        Assert.True(trend.Second > 0.5, $"Hurst {trend.Second}");
        Assert.Equal((0.0, SignalReason.Filtered), (trend.Value, trend.Reason));
    }
}
