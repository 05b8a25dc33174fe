using Artic.RiskManager.Exposure;
using Artic.RiskManager.Scopes;
using Artic.V1;

namespace Artic.RiskManager.Checks;

/// <summary>How many and how fast. Cancels always pass; where there were too many, nothing new is sent. Thread: the loop's.</summary>
public static class RateChecks
{
    /// <summary>The first that the order fails; unspecified: none.</summary>
    public static DenialCode Run(OrderCheck order) =>
        OrderCount(order) && (order.Books.Open.IsFull || order.Stands(DenialCode.OrderCount)) ? DenialCode.OrderCount
        : OrderRate(order) && order.Stands(DenialCode.OrderRate) ? DenialCode.OrderRate
        : CancelRate(order) && order.Stands(DenialCode.CancelRate) ? DenialCode.CancelRate
        : OrderToTrade(order) && order.Stands(DenialCode.OrderToTrade) ? DenialCode.OrderToTrade
        : DenialCode.Unspecified;

    private static bool OrderCount(OrderCheck order)
    {
        OpenOrders open = order.Books.Open;
        if (open.IsFull)
        {
            return order.Deny(OpenOrders.Most, open.Count);
        }

        foreach (Scope scope in order.Scopes)
        {
            if (order.IsAboveOwn(scope, LimitName.MaxOpenOrders, scope.OpenOrders + 1))
            {
                return true;
            }
        }

        return false;
    }

    private static bool OrderRate(OrderCheck order)
    {
        foreach (Scope scope in order.Scopes)
        {
            if (!scope.Orders.HasOne(order.NowNs))
            {
                return order.Deny(scope.Limits[LimitName.OrdersPerSecond], 0, scope);
            }
        }

        return false;
    }

    private static bool CancelRate(OrderCheck order)
    {
        foreach (Scope scope in order.Scopes)
        {
            if (!scope.Cancels.HasOne(order.NowNs))
            {
                return order.Deny(scope.Limits[LimitName.CancelsPerSecond], 0, scope);
            }
        }

        return false;
    }

    private static bool OrderToTrade(OrderCheck order)
    {
        long free = order.Books.Limits[LimitName.OrderToTradeFreeOrders];
        foreach (Scope scope in order.Scopes)
        {
            long orders = scope.OrdersInWindow.At(order.NowNs) + 1;
            if (orders <= free)
            {
                continue;
            }

            long trades = Math.Max(1, scope.TradesInWindow.At(order.NowNs));
            if (order.IsAboveOwn(scope, LimitName.OrderToTradeRatio, (orders + trades - 1) / trades))
            {
                return true;
            }
        }

        return false;
    }
}
