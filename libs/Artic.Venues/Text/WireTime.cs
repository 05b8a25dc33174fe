namespace Artic.Venues.Text;

/// <summary>Venues' times to UTC nanoseconds, without the platform's calendar objects. Thread: any. Allocates nothing.</summary>
public static class WireTime
{
    private const long NanosecondsPerSecond = 1_000_000_000;

    // As milliseconds this would be the year 5138, as microseconds it was 1973.
    private const long LeastMicroseconds = 100_000_000_000_000;

    /// <summary>From milliseconds since 1970, or microseconds where the number is too large for those.</summary>
    public static bool TryFromCount(long count, out long utcNs)
    {
        long scale = count >= LeastMicroseconds ? 1_000 : 1_000_000;
        bool fits = count >= 0 && count <= long.MaxValue / scale;
        utcNs = fits ? count * scale : 0;
        return fits;
    }

    /// <summary>From seconds since 1970 with an optional fraction of at most nine places ("1618678133.384500").</summary>
    public static bool TryFromSeconds(ReadOnlySpan<byte> text, out long utcNs)
    {
        utcNs = 0;
        int point = text.IndexOf((byte)'.');
        ReadOnlySpan<byte> whole = point < 0 ? text : text[..point];
        if (!TryDigits(whole, 10, out long seconds) || seconds > long.MaxValue / NanosecondsPerSecond - 1)
        {
            return false;
        }

        long nanoseconds = 0;
        if (point >= 0 && !TryFraction(text[(point + 1)..], out nanoseconds))
        {
            return false;
        }

        utcNs = (seconds * NanosecondsPerSecond) + nanoseconds;
        return true;
    }

    /// <summary>From RFC 3339 in UTC ("2021-04-17T16:43:30.244075Z"), with at most nine places of a second.</summary>
    public static bool TryFromRfc3339(ReadOnlySpan<byte> text, out long utcNs)
    {
        utcNs = 0;
        if (text.Length < 20 || text[4] != '-' || text[7] != '-' || text[10] != 'T' || text[13] != ':' || text[16] != ':' ||
            text[^1] != 'Z' ||
            !TryDigits(text[..4], 4, out long year) || !TryDigits(text[5..7], 2, out long month) ||
            !TryDigits(text[8..10], 2, out long day) || !TryDigits(text[11..13], 2, out long hour) ||
            !TryDigits(text[14..16], 2, out long minute) || !TryDigits(text[17..19], 2, out long second) ||
            year is < 1970 or > 2200 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth((int)year, (int)month) ||
            hour > 23 || minute > 59 || second > 60)
        {
            return false;
        }

        long nanoseconds = 0;
        if (text.Length > 20 && (text[19] != '.' || !TryFraction(text[20..^1], out nanoseconds)))
        {
            return false;
        }

        long days = (new DateTime((int)year, (int)month, (int)day, 0, 0, 0, DateTimeKind.Utc) - DateTime.UnixEpoch).Days;
        utcNs = ((((((days * 24) + hour) * 60) + minute) * 60) + second) * NanosecondsPerSecond + nanoseconds;
        return true;
    }

    private static bool TryFraction(ReadOnlySpan<byte> digits, out long nanoseconds)
    {
        bool good = TryDigits(digits, 9, out nanoseconds);
        for (int i = digits.Length; i < 9; i++)
        {
            nanoseconds *= 10;
        }

        return good;
    }

    private static bool TryDigits(ReadOnlySpan<byte> text, int most, out long value)
    {
        value = 0;
        if (text.Length == 0 || text.Length > most)
        {
            return false;
        }

        foreach (byte letter in text)
        {
            uint digit = unchecked((uint)(letter - '0'));
            if (digit > 9)
            {
                return false;
            }

            value = (value * 10) + digit;
        }

        return true;
    }
}
