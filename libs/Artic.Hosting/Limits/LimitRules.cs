using System.Globalization;
using System.Text;
using System.Text.Json;
using Artic.Core.Domain;
using Artic.Hosting.Options;
using Artic.V1;

namespace Artic.Hosting.Limits;

/// <summary>
/// The limits that can be set while a run goes on: their names, as in the configuration, and what each may be. Thread: any.
/// </summary>
public static class LimitRules
{
    private static readonly Rule[] s_rules =
    [
        new("max_order_value", LimitName.MaxOrderValue, IsDecimal: true),
        new("max_order_quantity", LimitName.MaxOrderQuantity, IsDecimal: true),
        new("max_position", LimitName.MaxPosition, IsDecimal: true),
        new("max_daily_loss", LimitName.MaxDailyLoss, IsDecimal: true),
        new("price_collar_bps", LimitName.PriceCollarBps, Highest: 10_000),
        new("orders_per_second", LimitName.OrdersPerSecond, Highest: 100_000),
        new("order_burst", LimitName.OrderBurst, Highest: 100_000),
        new("stale_quote_ms", LimitName.StaleQuoteMs, Highest: 600_000),
    ];

    /// <summary>All names, in the order of the configuration.</summary>
    public static string[] Names { get; } = Array.ConvertAll(s_rules, rule => rule.Name);

    /// <summary>The limit of this name; false where there is none.</summary>
    public static bool TryFind(string name, out LimitName limit)
    {
        Rule? rule = Array.Find(s_rules, each => each.Name == name);
        limit = rule?.Limit ?? LimitName.Unspecified;
        return rule != null;
    }

    /// <summary>
    /// Reads a value: a decimal at scale 8, or a whole number. Null: it is good; otherwise what it must be. There is no
    /// unlimited.
    /// </summary>
    public static string? Read(LimitName limit, string text, out long value)
    {
        Rule rule = RuleOf(limit);
        if (rule.IsDecimal)
        {
            return FixedPoint.TryParse(Encoding.UTF8.GetBytes(text), OptionsRules.Scale, out value) && value > 0
                ? null
                : $"must be a decimal above 0 with at most {OptionsRules.Scale} places";
        }

        bool isNumber = long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value);
        return isNumber && IsWithin(limit, value) ? null : Range(limit);
    }

    /// <summary>True where a whole number may be the value of this limit.</summary>
    public static bool IsWithin(LimitName limit, long value) => value >= 1 && value <= RuleOf(limit).Highest;

    /// <summary>What a whole number must be for this limit.</summary>
    public static string Range(LimitName limit) => $"must be 1 to {RuleOf(limit).Highest}";

    /// <summary>A value as people write it.</summary>
    public static string Text(LimitName limit, long value) => RuleOf(limit).IsDecimal
        ? FixedPoint.ToText(value, OptionsRules.Scale).TrimEnd('0').TrimEnd('.')
        : value.ToString(CultureInfo.InvariantCulture);

    /// <summary>Writes all limits as members: decimals as text, whole numbers as numbers.</summary>
    public static void Write(Utf8JsonWriter json, ILimitBook book)
    {
        foreach (Rule rule in s_rules)
        {
            long value = book.ValueOf(rule.Limit);
            if (rule.IsDecimal)
            {
                json.WriteString(rule.Name, Text(rule.Limit, value));
            }
            else
            {
                json.WriteNumber(rule.Name, value);
            }
        }
    }

    private static Rule RuleOf(LimitName limit) =>
        Array.Find(s_rules, each => each.Limit == limit) ?? throw new ArgumentOutOfRangeException(nameof(limit));

    private sealed record Rule(string Name, LimitName Limit, bool IsDecimal = false, long Highest = long.MaxValue);
}
