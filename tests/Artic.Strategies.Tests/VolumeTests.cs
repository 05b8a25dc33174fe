using Artic.Indicators;
using static Artic.Strategies.Tests.Series;

namespace Artic.Strategies.Tests;

public sealed class VolumeTests
{
    [Theory]
    [InlineData(1, 1, 200)]
    [InlineData(-1, -1, -200)]
    [InlineData(0, 0, 0)]
    public void Obv_trend_is_the_side_of_the_average_that_the_balance_is_on(double step, double expected, double balance)
    {
        StrategySignal signal = Last("obv_trend", Bars(Line(100, step, 3)), ("length", 3));
        Assert.Equal((expected, balance, balance / 2), (signal.Value, signal.First, signal.Second));
    }

    [Fact]
    public void Money_flow_is_against_flow_of_one_sign()
    {
        Assert.Equal(1, Last("money_flow", Bars(Line(100, -1, 5)), ("length", 3)).Value);
        Assert.Equal(-1, Last("money_flow", Bars(Line(100, 1, 5)), ("length", 3)).Value);
        OhlcvBar[] untraded = Array.ConvertAll(Bars(Line(100, 1, 5)), bar => bar with { Volume = 0 });
        Assert.Equal(SignalReason.Undefined, Last("money_flow", untraded, ("length", 3)).Reason);
    }

    [Theory]
    [InlineData(11, 1, 1)]
    [InlineData(9, -1, -1)]
    [InlineData(10, 0, 0)]
    [InlineData(10.04, 0.04, 0)]
    public void Chaikin_flow_goes_with_closes_at_one_end_of_their_range(double close, double flow, double expected)
    {
        OhlcvBar bar = new(0, 10, 11, 9, close, 100);
        StrategySignal signal = Last("chaikin_flow", [bar, bar, bar], ("length", 3));
        Assert.Equal(expected, signal.Value);
        Assert.Equal(flow, signal.First, 1e-9);
    }

    [Theory]
    [InlineData(13, 300, 1, SignalReason.BreakUp)]
    [InlineData(13, 150, 0, SignalReason.Filtered)]
    [InlineData(8, 300, -1, SignalReason.BreakDown)]
    [InlineData(11, 300, 0, SignalReason.Neutral)]
    public void Volume_breakout_wants_the_break_and_the_volume(double last, double volume, double expected, SignalReason reason)
    {
        OhlcvBar[] bars = Bars(10, 11, 10, last);
        bars[3] = bars[3] with { Volume = volume };
        Assert.Equal(
            new StrategySignal(expected, reason, last, 11.5, 9.5, volume / 100),
            Last("volume_breakout", bars, ("length", 3), ("multiplier", 2)));
    }
}
