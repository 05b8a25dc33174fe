using Artic.Streams.Steps;
using Artic.V1;

namespace Artic.ExecutionEngine.Orders;

/// <summary>
/// All orders that are not over, and the last that are, by client order id. Thread: the loop's. Allocates nothing until
/// more than <see cref="Capacity"/> orders are open.
/// </summary>
public sealed class OrderLedger
{
    /// <summary>Orders for which there is memory from the start.</summary>
    public const int Capacity = 16_384;

    private const int FinishedKept = 4096;

    /// <summary>More than the risk manager ever lets be open; beyond it a saved state is no use.</summary>
    private const int MaxOpen = 1 << 20;

    private readonly Dictionary<ulong, OrderState> _byId = new(Capacity + FinishedKept);
    private readonly List<OrderState> _open = new(Capacity);
    private readonly Stack<OrderState> _free = new(Capacity);
    private readonly OrderState?[] _finished = new OrderState?[FinishedKept];
    private int _finishedAt;

    /// <summary>Makes the memory.</summary>
    public OrderLedger()
    {
        for (int i = 0; i < Capacity; i++)
        {
            _free.Push(new OrderState());
        }
    }

    /// <summary>Number of orders that are not over.</summary>
    public int OpenCount => _open.Count;

    /// <summary>The open order at a place.</summary>
    public OrderState OpenAt(int index) => _open[index];

    /// <summary>Counts the open orders of which the venue may have filled more than is known here, by the instrument's number.</summary>
    public void CountUnsettled(Span<uint> byInstrument)
    {
        byInstrument.Clear();
        foreach (OrderState order in _open)
        {
            if (order.IsUnsettled && order.Approved.InstrumentId < (uint)byInstrument.Length)
            {
                byInstrument[(int)order.Approved.InstrumentId]++;
            }
        }
    }

    /// <summary>An order that is open or was so until lately; null for a foreign or forgotten one.</summary>
    public OrderState? Find(ulong clientOrderId) => _byId.GetValueOrDefault(clientOrderId);

    /// <summary>Takes a new order in.</summary>
    public OrderState Add(OrderApproved approved, long originNs, long nowNs)
    {
        OrderState order = _free.TryPop(out OrderState? free) ? free : new OrderState();
        order.Begin(approved, originNs, nowNs);
        _byId.Add(approved.ClientOrderId, order);
        _open.Add(order);
        return order;
    }

    /// <summary>Writes the open orders in their order, and the finished ones that are remembered.</summary>
    public void Save(StateWriter state)
    {
        state.Section("orders");
        state.Write(_open.Count);
        foreach (OrderState order in _open)
        {
            order.Save(state);
        }

        state.Section("finished orders");
        state.Write(_finishedAt);
        foreach (OrderState? order in _finished)
        {
            state.Write(order != null);
            order?.Save(state);
        }
    }

    /// <summary>Takes the orders that another one held. Before the first order of its own.</summary>
    public void Load(StateReader state)
    {
        state.Section("orders");
        for (int left = state.ReadCount(MaxOpen); left > 0; left--)
        {
            _open.Add(LoadOrder(state));
        }

        state.Section("finished orders");
        _finishedAt = state.ReadCount(FinishedKept - 1);
        for (int i = 0; i < FinishedKept; i++)
        {
            _finished[i] = state.ReadBoolean() ? LoadOrder(state) : null;
        }
    }

    /// <summary>Ends an order; it is remembered for a while, for what comes late.</summary>
    public void Finish(OrderState order, OrderStatus status)
    {
        order.Status = status;
        if (!_open.Remove(order))
        {
            return;
        }

        OrderState? forgotten = _finished[_finishedAt];
        if (forgotten != null)
        {
            _ = _byId.Remove(forgotten.Approved.ClientOrderId);
            _free.Push(forgotten);
        }

        _finished[_finishedAt] = order;
        _finishedAt = (_finishedAt + 1) % FinishedKept;
    }

    private OrderState LoadOrder(StateReader state)
    {
        OrderState order = _free.TryPop(out OrderState? free) ? free : new OrderState();
        order.Load(state);
        _byId[order.Approved.ClientOrderId] = order;
        return order;
    }
}
