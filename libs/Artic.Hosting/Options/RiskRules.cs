using Artic.Hosting.Limits;
using Artic.V1;

namespace Artic.Hosting.Options;

/// <summary>What the limits of a configuration must satisfy: none is missing, none contradicts another.</summary>
public static class RiskRules
{
    private const string Missing = "is missing; there is no unlimited";

    /// <summary>Pairs of which the first may not be above the second at the same scope.</summary>
    private static readonly (LimitName Inner, LimitName Outer)[] s_nested =
    [
        (LimitName.MaxOrderQuantity, LimitName.MaxPosition), (LimitName.MaxOrderValue, LimitName.MaxGrossExposure),
        (LimitName.MaxNetExposure, LimitName.MaxGrossExposure),
    ];

    /// <summary>Pairs that say something only together.</summary>
    private static readonly (LimitName One, LimitName Other)[] s_pairs =
        [(LimitName.OrdersPerSecond, LimitName.OrderBurst), (LimitName.CancelsPerSecond, LimitName.CancelBurst)];

    /// <summary>
    /// A limit of a scope, or null where it sets none; the account's is its default then. Errors:
    /// <see cref="FormatException"/> for a configuration that was not checked.
    /// </summary>
    public static long? Value(ScopeLimitsOptions options, ScopeKind scope, LimitName limit)
    {
        LimitRule rule = LimitRules.RuleOf(limit);
        string? text = rule.Configured(options) ?? (scope == ScopeKind.Account ? rule.Default : null);
        return text == null ? null
            : LimitRules.Read(limit, text, out long value) == null ? value
            : throw new FormatException($"'{text}' cannot be {rule.Name}");
    }

    /// <summary>Appends a line for each violation: its path, what was found, what is wanted.</summary>
    public static void Check(PipelineOptions options, List<string> violations)
    {
        RiskOptions risk = options.Risk;
        Need(risk.ApprovalMs is >= 1 and <= 1000, "risk.approval_ms", "must be 1 to 1000");
        Need(risk.LeaseMs is >= 10 and <= 1000, "risk.lease_ms", "must be 10 to 1000");
        Need(risk.WarnPercent is >= 1 and <= 100, "risk.warn_percent", "must be 1 to 100");
        long?[] account = Scope(risk, ScopeKind.Account, "risk");
        if (risk.Firm is { } firm)
        {
            long?[] values = Scope(firm, ScopeKind.Firm, "risk.firm");
            NeedWithin(account, "risk", values, "the firm's");
        }

        if (risk.Venue is { } venue)
        {
            NeedWithin(Scope(venue, ScopeKind.Venue, "risk.venue"), "risk.venue", account, "the account's");
        }

        foreach ((string id, ScopeLimitsOptions strategy) in risk.Strategies ?? [])
        {
            string at = $"risk.strategies.{id}";
            Need(
                options.Strategies.Exists(each => each.Id.ToString() == id), at,
                $"is none of the strategies {string.Join(", ", options.Strategies.ConvertAll(each => each.Id))}");
            NeedWithin(Scope(strategy, ScopeKind.Strategy, at), at, account, "the account's");
        }

        foreach ((string symbol, ScopeLimitsOptions instrument) in risk.Instruments ?? [])
        {
            string at = $"risk.instruments.{symbol}";
            Need(
                options.Instruments.Exists(each => each.Symbol == symbol), at,
                $"is none of the instruments {string.Join(", ", options.Instruments.ConvertAll(each => each.Symbol))}");
            NeedWithin(Scope(instrument, ScopeKind.Instrument, at), at, account, "the account's");
        }

        Breakers();
        Need(risk.ValueAtRisk.SampleMs is >= 10 and <= 3_600_000, "risk.value_at_risk.sample_ms", "must be 10 to 3600000");
        Need(risk.ValueAtRisk.Samples is >= 30 and <= 4096, "risk.value_at_risk.samples", "must be 30 to 4096");
        Need(
            risk.ValueAtRisk.HorizonMs >= risk.ValueAtRisk.SampleMs && risk.ValueAtRisk.HorizonMs <= 31_622_400_000,
            "risk.value_at_risk.horizon_ms", "must be sample_ms to 31622400000");
        Need(risk.ValueAtRisk.ConfidenceBps is >= 5001 and <= 9999, "risk.value_at_risk.confidence_bps", "must be 5001 to 9999");

        long?[] Scope(ScopeLimitsOptions scope, ScopeKind kind, string at)
        {
            long?[] values = new long?[LimitRules.All.Length + 1];
            foreach (LimitRule rule in LimitRules.All)
            {
                values[(int)rule.Limit] = Limit(scope, kind, rule, at);
            }

            foreach ((LimitName inner, LimitName outer) in s_nested)
            {
                Need(
                    !(values[(int)inner] > values[(int)outer]), $"{at}.{LimitRules.RuleOf(inner).Name}",
                    $"is above {LimitRules.RuleOf(outer).Name}: it could never be used");
            }

            foreach ((LimitName one, LimitName other) in s_pairs)
            {
                LimitName absent = values[(int)one] == null ? one : other;
                Need(
                    kind == ScopeKind.Account || values[(int)one].HasValue == values[(int)other].HasValue,
                    $"{at}.{LimitRules.RuleOf(absent).Name}", "is missing: rate and burst go together");
            }

            Warnings(scope, values, at);
            for (int i = 0; i < (scope.TradingHours?.Count ?? 0); i++)
            {
                Need(
                    TradingHours.IsSound(scope.TradingHours![i]), $"{at}.trading_hours.{i}",
                    $"'{scope.TradingHours[i]}' is not like '08:00-16:30' or 'mon-fri 08:00-16:30'");
            }

            return values;
        }

        long? Limit(ScopeLimitsOptions scope, ScopeKind kind, LimitRule rule, string at)
        {
            string? configured = rule.Configured(scope);
            string? text = configured ?? (kind == ScopeKind.Account ? rule.Default : null);
            string path = $"{at}.{rule.Name}";
            Need(configured == null || rule.IsFor(kind), path, "is not set for this scope");
            Need(!string.IsNullOrEmpty(text) || kind != ScopeKind.Account, path, Missing);
            if (text == null || (text.Length == 0 && kind == ScopeKind.Account))
            {
                return null;
            }

            string? wanted = LimitRules.Read(rule.Limit, text, out long value);
            Need(wanted == null, path, $"'{text}' {wanted}");
            return wanted == null ? value : null;
        }

        void Warnings(ScopeLimitsOptions scope, long?[] values, string at)
        {
            foreach ((string name, string text) in scope.Warnings ?? [])
            {
                string path = $"{at}.warnings.{name}";
                if (!LimitRules.TryFind(name, out LimitName limit) || !LimitRules.RuleOf(limit).Warns)
                {
                    Need(false, path, "is no limit with a warning");
                    continue;
                }

                string? wanted = LimitRules.Read(limit, text, out long value);
                Need(wanted == null, path, $"'{text}' {wanted}");
                Need(wanted != null || values[(int)limit] != null, path, $"warns of a limit that is not set: {at}.{name}");
                Need(wanted != null || !(value >= values[(int)limit]), path, $"is not below {at}.{name}");
            }
        }

        void NeedWithin(long?[] inner, string at, long?[] outer, string whose)
        {
            foreach (LimitRule rule in LimitRules.All)
            {
                Need(
                    rule.Scopes == LimitScopes.Account || !(inner[(int)rule.Limit] > outer[(int)rule.Limit]), $"{at}.{rule.Name}",
                    $"is above {whose}: it would never apply");
            }
        }

        void Breakers()
        {
            BreakerOptions breakers = risk.Breakers;
            Whole(breakers.WindowMs, 100, 86_400_000, "window_ms");
            Whole(breakers.Rejects, 1, 1_000_000, "rejects");
            Whole(breakers.SlowAnswerMs, 1, 600_000, "slow_answer_ms");
            Whole(breakers.SlowAnswers, 1, 1_000_000, "slow_answers");
            Whole(breakers.FeedBreaks, 1, 1_000_000, "feed_breaks");
            Whole(breakers.BadSignals, 1, 1_000_000, "bad_signals");
            Whole(breakers.BackOffMs, 1, 86_400_000, "back_off_ms");
            Whole(breakers.MaxBackOffMs, breakers.BackOffMs, 86_400_000, "max_back_off_ms");
            Whole(breakers.Probes, 1, 1000, "probes");
            Whole(breakers.ProbePercent, 1, 100, "probe_percent");
        }

        void Whole(int value, int lowest, int highest, string name) =>
            Need(value >= lowest && value <= highest, $"risk.breakers.{name}", $"must be {lowest} to {highest}");

        void Need(bool condition, string path, string what)
        {
            if (!condition)
            {
                violations.Add($"{path}: {what}");
            }
        }
    }
}
