namespace Artic.Strategies.Times;

/// <summary>
/// Lets signals through at some times alone: on some weekdays and in some sessions, or at any hour. A time is that of a record,
/// nanoseconds UTC; a session's first instant belongs to it, its last does not. Thread: any; no state, no clock.
/// </summary>
public sealed class TimeFilter
{
    private const long HourNs = 3_600_000_000_000;
    private const long DayNs = 24 * HourNs;

    /// <summary>1970-01-01 was a Thursday.</summary>
    private const int FirstWeekday = (int)DayOfWeek.Thursday;

    private readonly TradingSessions _sessions;
    private readonly bool _anyHour;
    private readonly int _weekdays;

    /// <param name="sessions">In one of these; null: at any hour.</param>
    /// <param name="weekdays">On these; none named: on all.</param>
    public TimeFilter(TradingSessions? sessions, params ReadOnlySpan<DayOfWeek> weekdays)
    {
        _sessions = sessions ?? TradingSessions.None;
        _anyHour = sessions is null;
        foreach (DayOfWeek day in weekdays)
        {
            _weekdays |= 1 << (int)day;
        }

        _weekdays = weekdays.IsEmpty ? (1 << 7) - 1 : _weekdays;
    }

    /// <summary>The sessions that such a time is in.</summary>
    public static TradingSessions SessionsAt(long utcNs)
    {
        long inDay = utcNs % DayNs;
        long hour = (inDay < 0 ? inDay + DayNs : inDay) / HourNs;
        return (hour < 9 ? TradingSessions.Asia : 0)
            | (hour is >= 7 and < 16 ? TradingSessions.Europe : 0)
            | (hour is >= 13 and < 22 ? TradingSessions.America : 0);
    }

    /// <summary>The weekday (UTC) of such a time.</summary>
    public static DayOfWeek WeekdayAt(long utcNs)
    {
        long days = (utcNs / DayNs) - (utcNs % DayNs < 0 ? 1 : 0);
        return (DayOfWeek)((((days + FirstWeekday) % 7) + 7) % 7);
    }

    /// <summary>It lets signals of this time through.</summary>
    public bool Allows(long utcNs) =>
        (_weekdays & (1 << (int)WeekdayAt(utcNs))) != 0 && (_anyHour || (SessionsAt(utcNs) & _sessions) != 0);

    /// <summary>The signal where its time is allowed; otherwise none, for <see cref="SignalReason.Filtered"/>, with the same figures.</summary>
    public StrategySignal Pass(in StrategySignal signal, long utcNs) =>
        signal.Value == 0 || Allows(utcNs) ? signal : signal with { Value = 0, Reason = SignalReason.Filtered };
}
