using Artic.ExecutionEngine.Kills;
using Artic.ExecutionEngine.Orders;
using Artic.V1;

namespace Artic.ExecutionEngine;

/// <summary>
/// Whether an approval is taken, by what the gate looked like on record. Thread: the loop's. Allocates nothing.
/// </summary>
/// <param name="gate">The gate as it was seen last.</param>
/// <param name="ledger">The orders.</param>
/// <param name="kills">What is killed.</param>
/// <param name="positions">What is held.</param>
/// <param name="budget">The venue's rate.</param>
/// <param name="placeOf">The place of an instrument, or -1.</param>
public sealed class ApprovalGate(
    GateObserved gate, OrderLedger ledger, KillState kills, PositionBook positions, RequestBudget budget, Func<uint, int> placeOf)
{
    /// <summary>Why it is not taken; unspecified: it is, and the weight of its request is spent.</summary>
    /// <param name="approved">What was approved.</param>
    /// <param name="approvedNs">When.</param>
    /// <param name="sessionReady">The account's events arrive.</param>
    /// <param name="nowNs">Now, by the records.</param>
    public DenialCode Look(OrderApproved approved, long approvedNs, bool sessionReady, long nowNs)
    {
        bool flattens = approved.FlattenGeneration > 0;
        if ((!flattens && gate.KillGeneration > gate.ResumedGeneration) || approved.KillGeneration < gate.KillGeneration)
        {
            return DenialCode.KillActive;
        }

        if (gate.LeaseLeftNs <= 0)
        {
            return DenialCode.LeaseExpired;
        }

        TradingStateValue state = (TradingStateValue)gate.State;
        if (state is not (TradingStateValue.Active or TradingStateValue.Reducing) &&
            !(flattens && state == TradingStateValue.Halted))
        {
            return DenialCode.StateHalted;
        }

        if (approved.ControlGeneration != gate.ControlGeneration)
        {
            return DenialCode.GenerationOld;
        }

        if (gate.NowNs - approvedNs > approved.ValidForNs)
        {
            return DenialCode.ApprovalExpired;
        }

        if (!gate.SessionReady || !sessionReady)
        {
            return DenialCode.SessionDown;
        }

        if (ledger.Find(approved.ClientOrderId) != null || placeOf(approved.InstrumentId) < 0)
        {
            return DenialCode.Duplicate;
        }

        DenialCode killed = flattens ? LookAtFlatten(approved)
            : kills.Touches(approved) ? DenialCode.KillActive
            : DenialCode.Unspecified;
        return killed != DenialCode.Unspecified ? killed
            : budget.TrySpend(RequestKind.Place, nowNs) ? DenialCode.Unspecified
            : DenialCode.VenueRate;
    }

    /// <summary>What flattens leaves only under its very kill, and only if it reduces, with all others of its kind that are open.</summary>
    private DenialCode LookAtFlatten(OrderApproved approved)
    {
        if (!kills.Flattens(approved) || !kills.HasStoppedFor(approved))
        {
            return DenialCode.FlattenOver;
        }

        int place = placeOf(approved.InstrumentId);
        long position = approved.FlattenScope == ScopeKind.Strategy
            ? positions.OfStrategy(approved.FlattenScopeId, place)
            : positions.OfInstrument(place);
        long left = Math.Abs(position);
        for (int i = 0; i < ledger.OpenCount; i++)
        {
            OrderState open = ledger.OpenAt(i);
            left -= open.Approved.InstrumentId == approved.InstrumentId && open.Approved.FlattenGeneration > 0
                ? open.Approved.Quantity - open.FilledQuantity
                : 0;
        }

        bool isIts = approved.FlattenScope switch
        {
            ScopeKind.Strategy => approved.InstanceId == approved.FlattenScopeId,
            ScopeKind.Instrument => approved.InstrumentId == approved.FlattenScopeId,
            _ => true,
        };
        return isIts && position != 0 && position > 0 == (approved.Side == Side.Sell) && approved.Quantity <= left
            ? DenialCode.Unspecified
            : DenialCode.FlattenNotReducing;
    }
}
