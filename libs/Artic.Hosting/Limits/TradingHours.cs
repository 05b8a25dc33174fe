using System.Globalization;

namespace Artic.Hosting.Limits;

/// <summary>
/// The minutes of a week, in UTC, in which orders may be sent: <c>"08:00-16:30"</c> of each day or
/// <c>"mon-fri 08:00-16:30"</c>. An end before its beginning lies on the next day. Immutable. Thread: any; a look allocates
/// nothing.
/// </summary>
public sealed class TradingHours
{
    private const int DayMinutes = 1440;
    private const int WeekMinutes = 7 * DayMinutes;
    private const long MinuteNs = 60_000_000_000;

    /// <summary>1970-01-01 was a Thursday.</summary>
    private const int FirstDay = 3;

    private static readonly string[] s_days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

    private readonly bool[] _open = new bool[WeekMinutes];

    private TradingHours()
    {
    }

    /// <summary>All of them together; null where there is none: it is always open. Errors: <see cref="FormatException"/>.</summary>
    public static TradingHours? Of(List<string>? texts)
    {
        if (texts == null || texts.Count == 0)
        {
            return null;
        }

        TradingHours hours = new();
        foreach (string text in texts)
        {
            if (!hours.TryAdd(text))
            {
                throw new FormatException($"'{text}' are no trading hours");
            }
        }

        return hours;
    }

    /// <summary>True where the text can be read.</summary>
    public static bool IsSound(string text) => new TradingHours().TryAdd(text);

    /// <summary>True in the minutes given; false where the time is not known.</summary>
    public bool IsOpen(long utcNs) =>
        utcNs > 0 && _open[(int)(((utcNs / MinuteNs) + (FirstDay * DayMinutes)) % WeekMinutes)];

    private bool TryAdd(string text)
    {
        string[] parts = text.Split(' ');
        string[] days = parts.Length == 2 ? parts[0].Split('-') : ["mon", "sun"];
        string[] times = parts[^1].Split('-');
        int firstDay = Array.IndexOf(s_days, days[0]);
        int lastDay = Array.IndexOf(s_days, days[^1]);
        if (parts.Length > 2 || days.Length > 2 || times.Length != 2 || firstDay < 0 || lastDay < 0 ||
            !TryMinute(times[0], out int from) || !TryMinute(times[1], out int to) || from == to || from == DayMinutes)
        {
            return false;
        }

        int dayCount = ((lastDay - firstDay + 7) % 7) + 1;
        int length = to > from ? to - from : to + DayMinutes - from;
        for (int day = 0; day < dayCount; day++)
        {
            int begin = ((firstDay + day) * DayMinutes) + from;
            for (int minute = 0; minute < length; minute++)
            {
                _open[(begin + minute) % WeekMinutes] = true;
            }
        }

        return true;
    }

    private static bool TryMinute(string text, out int minute)
    {
        minute = 0;
        bool isTime = text.Length == 5 && text[2] == ':';
        if (!isTime || !int.TryParse(text.AsSpan(0, 2), NumberStyles.None, CultureInfo.InvariantCulture, out int hour) ||
            !int.TryParse(text.AsSpan(3), NumberStyles.None, CultureInfo.InvariantCulture, out int rest) || rest > 59)
        {
            return false;
        }

        minute = (hour * 60) + rest;
        return minute <= DayMinutes;
    }
}
