using Artic.Strategies.Times;

namespace Artic.Strategies.Tests;

public sealed class TimeFilterTests
{
    [Theory]
    [InlineData("2026-11-21T00:00:00Z", TradingSessions.Asia)]
    [InlineData("2026-11-21T08:59:59Z", TradingSessions.Asia | TradingSessions.Europe)]
    [InlineData("2026-11-21T09:00:00Z", TradingSessions.Europe)]
    [InlineData("2026-11-21T13:00:00Z", TradingSessions.Europe | TradingSessions.America)]
    [InlineData("2026-11-21T16:00:00Z", TradingSessions.America)]
    [InlineData("2026-11-21T22:00:00Z", TradingSessions.None)]
    [InlineData("1969-12-31T23:00:00Z", TradingSessions.None)]
    [InlineData("1969-12-31T21:00:00Z", TradingSessions.America)]
    public void Sessions_begin_with_their_first_hour_and_end_before_their_last(string time, TradingSessions expected) =>
        Assert.Equal(expected, TimeFilter.SessionsAt(Ns(time)));

    [Theory]
    [InlineData("2026-11-21T12:00:00Z", DayOfWeek.Saturday)]
    [InlineData("2026-11-22T00:00:00Z", DayOfWeek.Sunday)]
    [InlineData("1970-01-01T00:00:00Z", DayOfWeek.Thursday)]
    [InlineData("1969-12-31T23:59:59Z", DayOfWeek.Wednesday)]
    public void Weekdays_are_those_of_the_calendar(string time, DayOfWeek expected) =>
        Assert.Equal(expected, TimeFilter.WeekdayAt(Ns(time)));

    [Fact]
    public void A_signal_passes_at_its_times_alone()
    {
        TimeFilter filter = new(TradingSessions.Europe, DayOfWeek.Monday, DayOfWeek.Tuesday);
        StrategySignal signal = new(1.0, SignalReason.TrendUp, 2);
        Assert.Equal(signal, filter.Pass(signal, Ns("2026-11-23T10:00:00Z")));
        Assert.Equal(signal with { Value = 0, Reason = SignalReason.Filtered }, filter.Pass(signal, Ns("2026-11-23T17:00:00Z")));
        Assert.Equal(0, filter.Pass(signal, Ns("2026-11-25T10:00:00Z")).Value);
        Assert.True(new TimeFilter(null).Allows(Ns("2026-11-22T23:00:00Z")));
        Assert.False(new TimeFilter(TradingSessions.None).Allows(Ns("2026-11-23T10:00:00Z")));
    }

    private static long Ns(string time) =>
        (DateTimeOffset.Parse(time, System.Globalization.CultureInfo.InvariantCulture) - DateTimeOffset.UnixEpoch).Ticks * 100;
}
