using Artic.Messaging.Records;
using Artic.Streams.Steps;
using Artic.V1;

namespace Artic.RiskManager.Overrides;

/// <summary>
/// The last orders that were denied, by the sequences of their denials: as many as a person may still name. Thread: the loop's.
/// Allocates nothing after construction.
/// </summary>
public sealed class DeniedOrders
{
    /// <summary>So many are kept.</summary>
    public const int Kept = 256;

    private readonly DeniedOrder[] _orders = new DeniedOrder[Kept];
    private int _next;

    /// <summary>None yet.</summary>
    public DeniedOrders()
    {
        for (int i = 0; i < Kept; i++)
        {
            _orders[i] = new DeniedOrder();
        }
    }

    /// <summary>Keeps one, in the place of the oldest.</summary>
    public void Add(long sequence, OrderIntent intent, DenialCode code)
    {
        DeniedOrder order = _orders[_next];
        _next = (_next + 1) % Kept;
        order.Sequence = sequence;
        order.Code = code;
        order.IsUsed = false;
        order.Intent.InstanceId = intent.InstanceId;
        order.Intent.InstrumentId = intent.InstrumentId;
        order.Intent.Side = intent.Side;
        order.Intent.Type = intent.Type;
        order.Intent.TimeInForce = intent.TimeInForce;
        order.Intent.Quantity = intent.Quantity;
        order.Intent.Price = intent.Price;
        order.Intent.ExpireAfterMs = intent.ExpireAfterMs;
    }

    /// <summary>The order of this denial, or null.</summary>
    public DeniedOrder? Find(long sequence) =>
        sequence > 0 ? Array.Find(_orders, order => order.Sequence == sequence) : null;

    /// <summary>Writes all of them.</summary>
    public void Save(StateWriter state)
    {
        state.Section("denied orders");
        state.Write(_next);
        foreach (DeniedOrder order in _orders)
        {
            state.Write(order.Sequence);
            state.Write((int)order.Code);
            state.Write(order.IsUsed);
            state.WriteMessage(order.Intent);
        }
    }

    /// <summary>Takes what another one held.</summary>
    public void Load(StateReader state)
    {
        state.Section("denied orders");
        _next = state.ReadCount(Kept - 1);
        foreach (DeniedOrder order in _orders)
        {
            order.Sequence = state.ReadInt64();
            order.Code = (DenialCode)state.ReadInt32();
            order.IsUsed = state.ReadBoolean();
            state.ReadMessage(order.Intent);
        }
    }
}
