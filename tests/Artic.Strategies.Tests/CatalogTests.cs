using Artic.Strategies.Catalog;

namespace Artic.Strategies.Tests;

public sealed class CatalogTests
{
    [Fact]
    public void All_forty_two_are_there_once_and_say_what_they_are()
    {
        string[] names = [.. StrategyCatalog.All.Select(each => each.Name)];
        Assert.Equal(
            "simple_momentum dual_momentum breakout donchian_channel ma_crossover ema_crossover macd_signal supertrend half_trend "
            + "parabolic_sar ichimoku_signal heikin_ashi_trend renko_trend trix adx_filter z_score bollinger_reversion rsi_signal "
            + "stochastic_signal range_sr williams_r cci cmo ultimate_oscillator dpo vwap_reversion twap_deviation "
            + "hurst_mean_reversion atr_breakout bollinger_squeeze keltner_bollinger chandelier_exit vwap_deviation obv_trend "
            + "money_flow chaikin_flow volume_breakout linear_regression_channel kalman_fair_value ornstein_uhlenbeck "
            + "pairs_cointegration order_book_imbalance",
            string.Join(' ', names));
        Assert.Equal(42, names.Distinct().Count());
        Assert.All(StrategyCatalog.All, each => Assert.NotEmpty(each.About));
        Assert.All(StrategyCatalog.All, each => Assert.InRange(each.Parameters.Count, 1, 5));
        Assert.All(StrategyCatalog.All, each => Assert.InRange(each.Make().Figures.Length, 1, 4));
    }

    [Theory]
    [InlineData("z_score", "length", 1.0, "z_score: length 1 must be a whole number of 2 to 10000")]
    [InlineData("z_score", "length", 2.5, "z_score: length 2.5 must be a whole number of 2 to 10000")]
    [InlineData("z_score", "entry", double.NaN, "z_score: entry NaN must be 0.1 to 10")]
    [InlineData("z_score", "width", 3.0, "z_score: no parameter 'width'; known: length, exit, entry")]
    [InlineData("z_score", "exit", 2.0, "z_score: exit 2 must be less than entry 2")]
    [InlineData("ema_crossover", "fast", 26.0, "ema_crossover: fast 26 must be less than slow 26")]
    [InlineData("vwap_reversion", "daily", 2.0, "vwap_reversion: daily 2 must be a whole number of 0 to 1")]
    public void What_cannot_be_is_refused_with_what_can(string name, string parameter, double value, string expected)
    {
        ArgumentException refusal = Assert.Throws<ArgumentException>(() => Series.Make(name, (parameter, value)));
        Assert.Equal(expected, refusal.Message);
    }

    [Fact]
    public void All_faults_are_named_at_once()
    {
        ArgumentException refusal = Assert.Throws<ArgumentException>(() => Series.Make("rsi_signal", ("length", 0), ("depth", 1)));
        Assert.Equal(2, refusal.Message.Split('\n').Length);
    }

    [Fact]
    public void A_name_that_is_none_finds_nothing() => Assert.Null(StrategyCatalog.Find("z-score"));

    [Fact]
    public void A_signal_is_told_in_one_line()
    {
        Strategy strategy = Series.Make("rsi_signal");
        Assert.Equal(
            "short 1: overbought, rsi 71.25, low 30, high 70",
            strategy.Describe(new StrategySignal(-1.0, SignalReason.Overbought, 71.25, 30, 70)));
        Assert.Equal("none 0: warming up", strategy.Describe(new StrategySignal(0.0, SignalReason.WarmingUp)));
        Assert.Equal(
            "long 0.5: trend up, change 2.5, full 5",
            Series.Make("simple_momentum").Describe(new StrategySignal(0.5, SignalReason.TrendUp, 2.5, 5)));
    }

    [Fact]
    public void A_state_of_another_length_is_refused()
    {
        Strategy strategy = Series.Make("rsi_signal");
        Assert.Throws<ArgumentException>(() => strategy.LoadState(new double[strategy.StateLength + 1]));
        Assert.Throws<ArgumentException>(() => strategy.SaveState(new double[strategy.StateLength - 1]));
    }
}
