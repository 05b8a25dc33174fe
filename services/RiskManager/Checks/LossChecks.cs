using Artic.RiskManager.Losses;
using Artic.RiskManager.Scopes;
using Artic.V1;

namespace Artic.RiskManager.Checks;

/// <summary>
/// Whether enough has been lost: since midnight, within a window, from the best, in a row. What only reduces passes. Thread: the
/// loop's. Allocates nothing.
/// </summary>
public static class LossChecks
{
    /// <summary>The first that the order fails; unspecified: none.</summary>
    /// <param name="order">The order.</param>
    /// <param name="dayPnl">Result of the day of firm, account and venue, at scale 8.</param>
    public static DenialCode Run(OrderCheck order, long dayPnl) =>
        order.Reduces ? DenialCode.Unspecified
        : LossDaily(order, dayPnl) && order.Stands(DenialCode.LossDaily) ? DenialCode.LossDaily
        : LossRolling(order) && order.Stands(DenialCode.LossRolling) ? DenialCode.LossRolling
        : LossDrawdown(order) && order.Stands(DenialCode.LossDrawdown) ? DenialCode.LossDrawdown
        : LossStreak(order) && order.Stands(DenialCode.LossStreak) ? DenialCode.LossStreak
        : DenialCode.Unspecified;

    private static bool LossDaily(OrderCheck order, long dayPnl)
    {
        foreach (Scope scope in order.Scopes)
        {
            bool isOwn = scope.Kind is ScopeKind.Strategy or ScopeKind.Instrument;
            if (order.Reaches(scope, LimitName.MaxDailyLoss, isOwn ? scope.Losses.DayLoss : -dayPnl))
            {
                return true;
            }
        }

        return false;
    }

    private static bool LossRolling(OrderCheck order)
    {
        foreach (Scope scope in order.Scopes)
        {
            if (order.Reaches(scope, LimitName.MaxRollingLoss, scope.Losses.RollingLoss))
            {
                return true;
            }
        }

        return false;
    }

    private static bool LossDrawdown(OrderCheck order)
    {
        foreach (Scope scope in order.Scopes)
        {
            if (order.Reaches(scope, LimitName.MaxDrawdown, scope.Losses.Drawdown))
            {
                return true;
            }
        }

        return false;
    }

    private static bool LossStreak(OrderCheck order)
    {
        foreach (Scope scope in order.Scopes)
        {
            LossBook losses = scope.Losses;
            if (losses.CoolUntilNs > order.NowNs)
            {
                return order.Deny(losses.CoolUntilNs, order.NowNs, scope);
            }
        }

        return false;
    }
}
