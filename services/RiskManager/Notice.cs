using Artic.RiskManager.Breakers;
using Artic.RiskManager.Scopes;
using Artic.V1;

namespace Artic.RiskManager;

/// <summary>Something that the gate found besides its decision, on its way to a record.</summary>
/// <param name="Kind">Which.</param>
/// <param name="Scope">Whose warning or state; null for breakers.</param>
/// <param name="Name">The limit that is warned of.</param>
/// <param name="Limit">That limit, or the threshold of a breaker.</param>
/// <param name="Threshold">The warning threshold.</param>
/// <param name="Actual">The figure.</param>
/// <param name="Cause">The breaker's.</param>
/// <param name="Breaker">Its new state.</param>
/// <param name="BackOffNs">Until its first probe.</param>
public readonly record struct Notice(
    NoticeKind Kind, Scope? Scope, LimitName Name, long Limit, long Threshold, long Actual, BreakerCause Cause,
    BreakerState Breaker, long BackOffNs)
{
    /// <summary>A warning threshold was passed.</summary>
    public static Notice Of(Scope scope, LimitName name, long actual) => new(
        NoticeKind.Warning, scope, name, scope.Limits[name], scope.Limits.WarningOf(name), actual, default, default, 0);

    /// <summary>A scope's state was changed by the gate itself.</summary>
    public static Notice Of(Scope scope) => new(NoticeKind.State, scope, default, 0, 0, 0, default, default, 0);

    /// <summary>A breaker has another state.</summary>
    public static Notice Of(CircuitBreaker breaker, long backOffNs) => new(
        NoticeKind.Breaker, null, default, breaker.Threshold, 0, breaker.Actual, breaker.Cause, breaker.State, backOffNs);
}

/// <summary>What a notice is about.</summary>
public enum NoticeKind
{
    /// <summary>A warning threshold.</summary>
    Warning,

    /// <summary>A scope's trading state.</summary>
    State,

    /// <summary>A circuit breaker.</summary>
    Breaker,
}
