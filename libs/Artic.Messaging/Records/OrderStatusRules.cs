using Artic.V1;

namespace Artic.Messaging.Records;

/// <summary>What all processes must agree on about order states. Thread: any.</summary>
public static class OrderStatusRules
{
    /// <summary>Nothing more can happen to the order: it counts against no limit and holds nobody up.</summary>
    public static bool IsFinal(this OrderStatus status) =>
        status is OrderStatus.Denied or OrderStatus.Filled or OrderStatus.Canceled or OrderStatus.Expired
            or OrderStatus.Rejected;
}
