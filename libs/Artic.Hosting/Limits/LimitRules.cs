using System.Globalization;
using System.Text;
using System.Text.Json;
using Artic.Core.Domain;
using Artic.Hosting.Options;
using Artic.V1;

namespace Artic.Hosting.Limits;

/// <summary>
/// The limits: their names, as in the configuration, what each may be, and for what. All can be set while a run goes on.
/// Thread: any.
/// </summary>
public static class LimitRules
{
    private const long Day = 86_400_000;
    private const long Year = 366 * Day;
    private const long Ages = 100 * Year;

    private static readonly LimitRule[] s_rules =
    [
        new("max_order_value", LimitName.MaxOrderValue, static each => each.MaxOrderValue, IsDecimal: true, Warns: true),
        new("max_order_quantity", LimitName.MaxOrderQuantity, static each => each.MaxOrderQuantity, IsDecimal: true, Warns: true),
        new("max_position", LimitName.MaxPosition, static each => each.MaxPosition, IsDecimal: true, Warns: true),
        new("max_daily_loss", LimitName.MaxDailyLoss, static each => each.MaxDailyLoss, IsDecimal: true, Warns: true),
        new("price_collar_bps", LimitName.PriceCollarBps, static each => Whole(each.PriceCollarBps), Highest: 10_000,
            Warns: true),
        new("orders_per_second", LimitName.OrdersPerSecond, static each => Whole(each.OrdersPerSecond), Highest: 100_000),
        new("order_burst", LimitName.OrderBurst, static each => Whole(each.OrderBurst), Highest: 100_000),
        new("stale_quote_ms", LimitName.StaleQuoteMs, static each => Whole(each.StaleQuoteMs), Highest: 600_000,
            Default: "5000", Scopes: LimitScopes.Market),
        new("trade_collar_bps", LimitName.TradeCollarBps, static each => Whole(each.TradeCollarBps), Highest: 10_000,
            Default: "1000", Warns: true),
        new("reference_collar_bps", LimitName.ReferenceCollarBps, static each => Whole(each.ReferenceCollarBps),
            Highest: 100_000, Default: "2000", Warns: true),
        new("market_move_bps", LimitName.MarketMoveBps, static each => Whole(each.MarketMoveBps), Highest: 100_000,
            Default: "1000", Scopes: LimitScopes.Market, Warns: true),
        new("market_move_window_ms", LimitName.MarketMoveWindowMs, static each => Whole(each.MarketMoveWindowMs),
            Lowest: 100, Highest: Day, Default: "60000", Scopes: LimitScopes.Account, Looser: LooserWhen.Changed),
        new("market_slippage_bps", LimitName.MarketSlippageBps, static each => Whole(each.MarketSlippageBps), Lowest: 0,
            Highest: 5_000, Default: "100", Scopes: LimitScopes.Account, Looser: LooserWhen.Lower),
        new("cancels_per_second", LimitName.CancelsPerSecond, static each => Whole(each.CancelsPerSecond), Highest: 100_000,
            Default: "1000"),
        new("cancel_burst", LimitName.CancelBurst, static each => Whole(each.CancelBurst), Highest: 100_000, Default: "1000"),
        new("order_to_trade_ratio", LimitName.OrderToTradeRatio, static each => Whole(each.OrderToTradeRatio),
            Highest: 1_000_000, Default: "1000", Warns: true),
        new("order_to_trade_window_ms", LimitName.OrderToTradeWindowMs, static each => Whole(each.OrderToTradeWindowMs),
            Lowest: 100, Highest: Day, Default: "60000", Scopes: LimitScopes.Account, Looser: LooserWhen.Changed),
        new("order_to_trade_free_orders", LimitName.OrderToTradeFreeOrders,
            static each => Whole(each.OrderToTradeFreeOrders), Lowest: 0, Highest: 1_000_000_000, Default: "1000",
            Scopes: LimitScopes.Account),
        new("max_executions", LimitName.MaxExecutions, static each => Whole(each.MaxExecutions), Highest: 1_000_000_000,
            Default: "10000", Warns: true),
        new("max_gross_exposure", LimitName.MaxGrossExposure, static each => each.MaxGrossExposure, IsDecimal: true, Warns: true),
        new("max_net_exposure", LimitName.MaxNetExposure, static each => each.MaxNetExposure, IsDecimal: true, Warns: true),
        new("max_open_orders", LimitName.MaxOpenOrders, static each => Whole(each.MaxOpenOrders), Highest: 16_384,
            Default: "1000", Warns: true),
        new("fee_bps", LimitName.FeeBps, static each => Whole(each.FeeBps), Lowest: 0, Highest: 1_000, Default: "10",
            Scopes: LimitScopes.Account, Looser: LooserWhen.Lower),
        new("max_rolling_loss", LimitName.MaxRollingLoss, static each => each.MaxRollingLoss, IsDecimal: true, Warns: true),
        new("loss_window_ms", LimitName.LossWindowMs, static each => Whole(each.LossWindowMs), Lowest: 1_000, Highest: Year,
            Default: "3600000", Scopes: LimitScopes.Account, Looser: LooserWhen.Changed),
        new("max_drawdown", LimitName.MaxDrawdown, static each => each.MaxDrawdown, IsDecimal: true, Warns: true),
        new("drawdown_window_ms", LimitName.DrawdownWindowMs, static each => Whole(each.DrawdownWindowMs), Lowest: 1_000,
            Highest: Year, Default: "86400000", Scopes: LimitScopes.Account, Looser: LooserWhen.Changed),
        new("max_losing_streak", LimitName.MaxLosingStreak, static each => Whole(each.MaxLosingStreak), Highest: 1_000_000,
            Default: "100"),
        new("streak_cool_down_ms", LimitName.StreakCoolDownMs, static each => Whole(each.StreakCoolDownMs), Highest: Year,
            Default: "60000", Scopes: LimitScopes.Account, Looser: LooserWhen.Lower),
        new("max_concentration_bps", LimitName.MaxConcentrationBps, static each => Whole(each.MaxConcentrationBps),
            Highest: 10_000, Default: "10000", Scopes: LimitScopes.Market, Warns: true),
        new("concentration_floor", LimitName.ConcentrationFloor, static each => each.ConcentrationFloor, IsDecimal: true,
            Lowest: 0, Default: "0", Scopes: LimitScopes.Account),
        new("max_value_at_risk", LimitName.MaxValueAtRisk, static each => each.MaxValueAtRisk, IsDecimal: true,
            Scopes: LimitScopes.Whole, Warns: true),
        new("value_at_risk_share_bps", LimitName.ValueAtRiskShareBps, static each => Whole(each.ValueAtRiskShareBps),
            Highest: 10_000, Default: "1000", Scopes: LimitScopes.Market, Looser: LooserWhen.Lower),
        new("value_at_risk_age_ms", LimitName.ValueAtRiskAgeMs, static each => Whole(each.ValueAtRiskAgeMs), Lowest: 1_000,
            Highest: Year, Default: "60000", Scopes: LimitScopes.Account),
        new("duplicate_window_ms", LimitName.DuplicateWindowMs, static each => Whole(each.DuplicateWindowMs), Lowest: 0,
            Highest: 600_000, Default: "10", Scopes: LimitScopes.Account, Looser: LooserWhen.Lower),
        new("reference_data_age_ms", LimitName.ReferenceDataAgeMs, static each => Whole(each.ReferenceDataAgeMs),
            Lowest: 1_000, Highest: Year, Default: "604800000", Scopes: LimitScopes.Market),
        new("clock_step_ms", LimitName.ClockStepMs, static each => Whole(each.ClockStepMs), Highest: Ages, Default: "1000",
            Scopes: LimitScopes.Account),
        new("clock_offset_ms", LimitName.ClockOffsetMs, static each => Whole(each.ClockOffsetMs), Highest: Ages,
            Default: "1000", Scopes: LimitScopes.Account, Warns: true),
        new("archive_lag_bytes", LimitName.ArchiveLagBytes, static each => Whole(each.ArchiveLagBytes), Highest: 1L << 50,
            Default: "100663296", Scopes: LimitScopes.Account, Warns: true),
    ];

    /// <summary>All of them, in the order of their numbers.</summary>
    public static ReadOnlySpan<LimitRule> All => s_rules;

    /// <summary>All names, in the order of the configuration.</summary>
    public static string[] Names { get; } = Array.ConvertAll(s_rules, rule => rule.Name);

    /// <summary>The limit of this name; false where there is none.</summary>
    public static bool TryFind(string name, out LimitName limit)
    {
        LimitRule? rule = Array.Find(s_rules, each => each.Name == name);
        limit = rule?.Limit ?? LimitName.Unspecified;
        return rule != null;
    }

    /// <summary>What is known of a limit.</summary>
    public static LimitRule RuleOf(LimitName limit) =>
        limit > 0 && (int)limit <= s_rules.Length ? s_rules[(int)limit - 1] : throw new ArgumentOutOfRangeException(nameof(limit));

    /// <summary>
    /// Reads a value: a decimal at scale 8, or a whole number. Null: it is good; otherwise what it must be. There is no
    /// unlimited.
    /// </summary>
    public static string? Read(LimitName limit, string text, out long value)
    {
        LimitRule rule = RuleOf(limit);
        if (rule.IsDecimal)
        {
            return FixedPoint.TryParse(Encoding.UTF8.GetBytes(text), OptionsRules.Scale, out value) && value >= Math.Min(rule.Lowest, 1)
                ? null
                : $"must be a decimal {(rule.Lowest > 0 ? "above 0" : "of 0 or more")} with at most {OptionsRules.Scale} places";
        }

        bool isNumber = long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value);
        return isNumber && value >= rule.Lowest && value <= rule.Highest ? null : $"must be {rule.Lowest} to {rule.Highest}";
    }

    /// <summary>A value as people write it.</summary>
    public static string Text(LimitName limit, long value) => RuleOf(limit).IsDecimal
        ? FixedPoint.ToText(value, OptionsRules.Scale).TrimEnd('0').TrimEnd('.')
        : value.ToString(CultureInfo.InvariantCulture);

    /// <summary>Writes all limits of a scope that are set as members: decimals as text, whole numbers as numbers.</summary>
    public static void Write(Utf8JsonWriter json, ILimitBook book, ScopeKind scope, uint scopeId)
    {
        foreach (LimitRule rule in s_rules)
        {
            if (book.ValueOf(rule.Limit, scope, scopeId) is not { } value)
            {
                continue;
            }

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

    private static string? Whole(long? value) => value?.ToString(CultureInfo.InvariantCulture);
}
