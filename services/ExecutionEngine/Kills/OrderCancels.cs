using Artic.ExecutionEngine.Orders;
using Artic.Streams.Steps;
using Artic.V1;

namespace Artic.ExecutionEngine.Kills;

/// <summary>
/// Decides which cancels leave: what expires, and what a kill touches. Of an instrument that is killed whole the venue is asked
/// to cancel all at once; what remains, and what is only a strategy's, goes one by one, all within the venue's rate. Thread: the
/// loop's. Allocates nothing in steady state.
/// </summary>
public sealed class OrderCancels
{
    /// <summary>An answer that has not come by then is not waited for.</summary>
    private const long AnswerNs = 500_000_000;

    private readonly OrderLedger _ledger;
    private readonly KillState _kills;
    private readonly RequestBudget _budget;
    private readonly List<VenueAction> _actions;
    private readonly Func<uint, int> _placeOf;
    private readonly uint[] _instrumentIds;
    private readonly CancelPlan _plan;
    private readonly long[] _askedGeneration;
    private readonly long[] _askedNs;

    /// <param name="ledger">The orders.</param>
    /// <param name="kills">What is killed.</param>
    /// <param name="budget">The venue's rate.</param>
    /// <param name="actions">Where requests go.</param>
    /// <param name="instrumentIds">The instruments, by their places.</param>
    /// <param name="placeOf">The place of an instrument.</param>
    public OrderCancels(
        OrderLedger ledger, KillState kills, RequestBudget budget, List<VenueAction> actions, uint[] instrumentIds,
        Func<uint, int> placeOf)
    {
        _ledger = ledger;
        _kills = kills;
        _budget = budget;
        _actions = actions;
        _instrumentIds = instrumentIds;
        _placeOf = placeOf;
        _plan = new CancelPlan(instrumentIds.Length);
        _askedGeneration = new long[instrumentIds.Length];
        _askedNs = new long[instrumentIds.Length];
    }

    /// <summary>The order's cancel may leave, as far as it is known to be open and none is under way.</summary>
    public static bool CanCancel(OrderState order) =>
        !order.CancelRequested && order.Status is (OrderStatus.Accepted or OrderStatus.PartiallyFilled);

    /// <summary>Cancels an order. True where its state is to be said; false where it has to wait.</summary>
    public bool TryCancel(OrderState order, long nowNs)
    {
        if (!CanCancel(order) || !_budget.TrySpend(RequestKind.Cancel, nowNs))
        {
            return false;
        }

        Mark(order, nowNs);
        _actions.Add(new VenueAction(RequestKind.Cancel, order));
        return true;
    }

    /// <summary>An order that is killed goes by itself, unless all of its instrument is being cancelled.</summary>
    public bool IsLeftToInstrument(OrderState order, long nowNs)
    {
        int place = _placeOf(order.Approved.InstrumentId);
        return _askedNs[place] != 0 && nowNs - _askedNs[place] < AnswerNs;
    }

    /// <summary>Cancels as much of what is killed as may go now; each order that it marks is said by <paramref name="say"/>.</summary>
    public void CancelKilled(long nowNs, StepOutput output, Action<OrderState, StepOutput> say)
    {
        _plan.Clear();
        for (int i = 0; i < _ledger.OpenCount; i++)
        {
            OrderState order = _ledger.OpenAt(i);
            if (!_kills.Touches(order.Approved))
            {
                continue;
            }

            int place = _placeOf(order.Approved.InstrumentId);
            long whole = (long)_kills.WholeInstrument(order.Approved.InstrumentId);
            if (whole > _askedGeneration[place])
            {
                _plan.AddToInstrument(place, order);
            }
            else if (CanCancel(order) && !IsLeftToInstrument(order, nowNs))
            {
                _plan.Add(order);
            }
        }

        _plan.Sort();
        foreach (int place in _plan.Instruments)
        {
            if (!_budget.TrySpend(RequestKind.CancelAll, nowNs))
            {
                return;
            }

            CancelAll(place, nowNs, output, say);
        }

        foreach (OrderState order in _plan.Orders)
        {
            if (!TryCancel(order, nowNs))
            {
                return;
            }

            say(order, output);
        }
    }

    /// <summary>
    /// The venue has cancelled all orders of an instrument, or refused to: in that case each goes by itself, as does what the
    /// venue does not report soon.
    /// </summary>
    public void OnAllAnswer(uint instrumentId, bool good)
    {
        int place = _placeOf(instrumentId);
        if (place < 0)
        {
            return;
        }

        _askedNs[place] = 0;
        for (int i = 0; i < _ledger.OpenCount && !good; i++)
        {
            OrderState order = _ledger.OpenAt(i);
            if (order.Approved.InstrumentId == instrumentId && order.Status == OrderStatus.PendingCancel)
            {
                order.CancelRequested = false;
                order.Status = order.FilledQuantity > 0 ? OrderStatus.PartiallyFilled : OrderStatus.Accepted;
            }
        }
    }

    /// <summary>Whatever was under way is not known any more.</summary>
    public void Forget()
    {
        Array.Clear(_askedNs);
        Array.Clear(_askedGeneration);
    }

    /// <summary>Writes what was asked.</summary>
    public void Save(StateWriter state)
    {
        state.Section("cancels");
        state.WriteAll(_askedGeneration);
        state.WriteAll(_askedNs);
    }

    /// <summary>Takes what another one had asked.</summary>
    public void Load(StateReader state)
    {
        state.Section("cancels");
        state.ReadAll(_askedGeneration);
        state.ReadAll(_askedNs);
    }

    private static void Mark(OrderState order, long nowNs)
    {
        order.CancelRequested = true;
        order.LastAskedNs = nowNs;
        order.Status = OrderStatus.PendingCancel;
    }

    private void CancelAll(int place, long nowNs, StepOutput output, Action<OrderState, StepOutput> say)
    {
        uint instrumentId = _instrumentIds[place];
        _askedGeneration[place] = (long)_kills.WholeInstrument(instrumentId);
        _askedNs[place] = nowNs;
        _actions.Add(new VenueAction(RequestKind.CancelAll, null, instrumentId));
        for (int i = 0; i < _ledger.OpenCount; i++)
        {
            OrderState order = _ledger.OpenAt(i);
            if (order.Approved.InstrumentId == instrumentId && CanCancel(order) && _kills.Touches(order.Approved))
            {
                Mark(order, nowNs);
                say(order, output);
            }
        }
    }
}
