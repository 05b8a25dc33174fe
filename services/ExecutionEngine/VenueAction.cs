using Artic.ExecutionEngine.Orders;
using Artic.V1;

namespace Artic.ExecutionEngine;

/// <summary>A request that a step has decided on; it leaves after the step was committed.</summary>
/// <param name="Kind">Which request.</param>
/// <param name="Order">About which order; null for the account's and for those of an instrument.</param>
/// <param name="InstrumentId">About all orders of which instrument; 0: of none.</param>
public readonly record struct VenueAction(RequestKind Kind, OrderState? Order, uint InstrumentId = 0);
