using System.Globalization;
using Artic.Core.Domain;
using Artic.V1;

namespace Artic.Cli.Risk;

/// <summary>Orders as people read them. Orders are of instruments with eight decimals. Thread: any.</summary>
internal static class OrderText
{
    private const int Scale = 8;

    /// <summary>A client order id as the venue has it: <c>a1-5</c>.</summary>
    public static string Id(ulong clientOrderId) => $"a{clientOrderId >> 32}-{clientOrderId & uint.MaxValue}";

    /// <summary>Reads a client order id: the number, or as the venue has it.</summary>
    public static bool TryId(string text, out ulong clientOrderId)
    {
        int dash = text.IndexOf('-', StringComparison.Ordinal);
        if (text.StartsWith('a') && dash > 1 && uint.TryParse(text.AsSpan(1, dash - 1), NumberStyles.None, null, out uint epoch) &&
            uint.TryParse(text.AsSpan(dash + 1), NumberStyles.None, null, out uint counter))
        {
            clientOrderId = ((ulong)epoch << 32) | counter;
            return true;
        }

        return ulong.TryParse(text, NumberStyles.None, null, out clientOrderId) && clientOrderId > uint.MaxValue;
    }

    /// <summary>A number at scale 8 without needless zeros.</summary>
    public static string Number(long value)
    {
        string text = FixedPoint.ToText(value, Scale);
        return text.Contains('.') ? text.TrimEnd('0').TrimEnd('.') : text;
    }

    /// <summary><c>BUY 0.01 BTCUSDT at 61234.5</c>.</summary>
    public static string Of(Side side, long quantity, string symbol, long price) =>
        $"{side.ToString().ToUpperInvariant()} {Number(quantity)} {symbol} {(price == 0 ? "at the market" : $"at {Number(price)}")}";

    /// <summary>Nanoseconds as people read them: <c>12.3 µs</c>, <c>4.56 ms</c>, <c>7.8 s</c>.</summary>
    public static string Span(long ns) => Math.Abs(ns) switch
    {
        < 1_000_000 => string.Create(CultureInfo.InvariantCulture, $"{ns / 1e3:0.0} µs"),
        < 1_000_000_000 => string.Create(CultureInfo.InvariantCulture, $"{ns / 1e6:0.00} ms"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{ns / 1e9:0.0} s"),
    };

    /// <summary>UTC to the microsecond.</summary>
    public static string Utc(long utcNs) => string.Create(
        CultureInfo.InvariantCulture,
        $"{DateTimeOffset.FromUnixTimeSeconds(utcNs / 1_000_000_000):yyyy-MM-dd HH:mm:ss}.{utcNs % 1_000_000_000 / 1000:D6} UTC");
}
