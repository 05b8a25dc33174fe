namespace Artic.Hosting.Options;

/// <summary>What the risk manager enforces: the account's limits, those of the other scopes, breakers, lease.</summary>
public sealed class RiskOptions : ScopeLimitsOptions
{
    /// <summary>A warning is said from this share of a limit on, in per cent, where none is configured.</summary>
    public int WarnPercent { get; set; } = 80;

    /// <summary>Limits of the firm, at least as wide as the account's.</summary>
    public ScopeLimitsOptions? Firm { get; set; }

    /// <summary>Limits at the venue.</summary>
    public ScopeLimitsOptions? Venue { get; set; }

    /// <summary>Limits of strategy instances, by their number.</summary>
    public Dictionary<string, ScopeLimitsOptions>? Strategies { get; set; }

    /// <summary>Limits of instruments, by their symbol.</summary>
    public Dictionary<string, ScopeLimitsOptions>? Instruments { get; set; }

    /// <summary>Circuit breakers.</summary>
    public BreakerOptions Breakers { get; set; } = new();

    /// <summary>How value at risk is computed.</summary>
    public ValueAtRiskOptions ValueAtRisk { get; set; } = new();

    /// <summary>An approval is sent within this or not at all, in milliseconds.</summary>
    public int ApprovalMs { get; set; } = 50;

    /// <summary>The risk manager's lease, in milliseconds.</summary>
    public int LeaseMs { get; set; } = 50;
}

/// <summary>When circuit breakers open, and how they close again.</summary>
public sealed class BreakerOptions
{
    /// <summary>Events are counted over this, in milliseconds.</summary>
    public int WindowMs { get; set; } = 60_000;

    /// <summary>Orders refused by the venue within the window that open the breaker.</summary>
    public int Rejects { get; set; } = 20;

    /// <summary>An order's first answer is slow from here on, in milliseconds.</summary>
    public int SlowAnswerMs { get; set; } = 1000;

    /// <summary>Slow answers within the window that open the breaker.</summary>
    public int SlowAnswers { get; set; } = 50;

    /// <summary>Books withdrawn within the window that open the breaker.</summary>
    public int FeedBreaks { get; set; } = 100;

    /// <summary>Signals that are no numbers or out of range, within the window, that open the breaker.</summary>
    public int BadSignals { get; set; } = 3;

    /// <summary>From opening to the first probe, in milliseconds; twice as long each time that a probe fails.</summary>
    public int BackOffMs { get; set; } = 5000;

    /// <summary>The longest that this grows to, in milliseconds.</summary>
    public int MaxBackOffMs { get; set; } = 300_000;

    /// <summary>Probes that must end well, one after the other, before a breaker closes.</summary>
    public int Probes { get; set; } = 3;

    /// <summary>Value of a probe at the most, in per cent of the largest order value.</summary>
    public int ProbePercent { get; set; } = 20;
}

/// <summary>Value at risk: computed beside the risk loop from marks that it takes itself.</summary>
public sealed class ValueAtRiskOptions
{
    /// <summary>Time between two marks, in milliseconds.</summary>
    public int SampleMs { get; set; } = 1000;

    /// <summary>Marks that it rests on; it is known once so many are there.</summary>
    public int Samples { get; set; } = 256;

    /// <summary>How far ahead it looks, in milliseconds.</summary>
    public long HorizonMs { get; set; } = 86_400_000;

    /// <summary>Losses that are covered, in hundredths of a per cent: 9900 for 99 %.</summary>
    public int ConfidenceBps { get; set; } = 9900;
}
