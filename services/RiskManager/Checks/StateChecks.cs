using Artic.RiskManager.Scopes;
using Artic.V1;

namespace Artic.RiskManager.Checks;

/// <summary>Whether anything may be sent here and now. Thread: the loop's. Allocates nothing.</summary>
public static class StateChecks
{
    /// <summary>The first that the order fails; unspecified: none.</summary>
    /// <param name="order">The order.</param>
    /// <param name="state">What holds for everything.</param>
    /// <param name="originNs">When the market event behind it was received; 0: none.</param>
    public static DenialCode Run(OrderCheck order, TradingStateValue state, long originNs)
    {
        DenialCode restricted = Restricted(order);
        if (restricted != DenialCode.Unspecified)
        {
            return restricted;
        }

        DenialCode halted = State(order, state);
        return halted != DenialCode.Unspecified ? halted
            : IntentExpired(order, originNs) ? DenialCode.IntentExpired
            : HoursClosed(order) && order.Stands(DenialCode.HoursClosed) ? DenialCode.HoursClosed
            : ClockStep(order) && order.Stands(DenialCode.ClockStep) ? DenialCode.ClockStep
            : ClockOffset(order) && order.Stands(DenialCode.ClockOffset) ? DenialCode.ClockOffset
            : ArchiveLag(order) ? DenialCode.ArchiveLag
            : BreakerOpen(order) ? DenialCode.BreakerOpen
            : DenialCode.Unspecified;
    }

    private static DenialCode Restricted(OrderCheck order)
    {
        foreach (Scope scope in order.Scopes)
        {
            if (scope.IsRestricted)
            {
                _ = order.Deny(0, 0, scope);
                return scope.Kind switch
                {
                    ScopeKind.Strategy => DenialCode.StrategyRestricted,
                    ScopeKind.Instrument => DenialCode.InstrumentRestricted,
                    ScopeKind.Venue => DenialCode.VenueRestricted,
                    _ => DenialCode.AccountRestricted,
                };
            }
        }

        return DenialCode.Unspecified;
    }

    private static bool StrategyDisabled(OrderCheck order) =>
        order.IsAbove(order.Scopes, LimitName.MaxExecutions, order.Strategy.Executions) ||
        (order.Strategy.IsDisabled && order.Deny(0, order.Strategy.Executions, order.Strategy.Scope));

    /// <summary>The worst of the states that apply decides.</summary>
    private static DenialCode State(OrderCheck order, TradingStateValue whole)
    {
        if (StrategyDisabled(order))
        {
            return DenialCode.StrategyDisabled;
        }

        TradingStateValue worst = whole == TradingStateValue.Unspecified ? TradingStateValue.Halted : whole;
        Scope? decider = null;
        foreach (Scope scope in order.Scopes)
        {
            if (scope.IsKilled)
            {
                _ = order.Deny(0, 0, scope);
                return DenialCode.KillLatched;
            }

            if (scope.State > worst)
            {
                worst = scope.State;
                decider = scope;
            }
        }

        if (worst == TradingStateValue.Active || (worst == TradingStateValue.Reducing && order.Reduces))
        {
            return DenialCode.Unspecified;
        }

        _ = order.Deny(0, 0, decider);
        return worst == TradingStateValue.Reducing ? DenialCode.StateReducing : DenialCode.StateHalted;
    }

    private static bool IntentExpired(OrderCheck order, long originNs) =>
        originNs > 0 && order.NowNs - originNs > order.Books.ApprovalNs &&
        order.Deny(order.Books.ApprovalNs, order.NowNs - originNs);

    private static bool HoursClosed(OrderCheck order)
    {
        long utcNs = order.Books.Clock.UtcNs(order.NowNs);
        foreach (Scope scope in order.Scopes)
        {
            if (!scope.IsOpen(utcNs))
            {
                return order.Deny(0, utcNs, scope);
            }
        }

        return false;
    }

    private static bool ClockStep(OrderCheck order)
    {
        long stepNs = order.Books.Clock.StepNs(order.NowNs);
        long limitNs = order.Books.Limits.Ns(LimitName.ClockStepMs);
        return stepNs > limitNs && order.Deny(limitNs, stepNs);
    }

    private static bool ClockOffset(OrderCheck order) => order.IsAboveOwn(
        order.Books.Scopes.Account, LimitName.ClockOffsetMs, order.Books.Surroundings.ClockOffsetMs);

    private static bool ArchiveLag(OrderCheck order) => order.IsAboveOwn(
        order.Books.Scopes.Account, LimitName.ArchiveLagBytes, order.Books.Surroundings.ArchiveLagBytes);

    private static bool BreakerOpen(OrderCheck order) =>
        !order.Reduces && order.Books.Breakers.Worst(out Breakers.CircuitBreaker breaker) == BreakerState.Open &&
        order.Deny(breaker.Threshold, breaker.Actual);
}
