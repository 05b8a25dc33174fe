using Artic.ExecutionEngine.Orders;

namespace Artic.ExecutionEngine.Kills;

/// <summary>
/// In which order what is killed leaves the venue: whole instruments first, that with the largest open notional before the
/// others; then single orders, the largest exposure first. Equal ones go by their numbers, so that the same record gives the same
/// order. Thread: the loop's. Allocates nothing while no more orders are open than the ledger has room for.
/// </summary>
public sealed class CancelPlan
{
    private static readonly Comparison<OrderState> s_byExposure = static (one, other) =>
    {
        int byExposure = ExposureOf(other).CompareTo(ExposureOf(one));
        return byExposure != 0 ? byExposure : one.Approved.ClientOrderId.CompareTo(other.Approved.ClientOrderId);
    };

    private readonly Int128[] _notional;
    private readonly bool[] _isPlanned;
    private readonly int[] _places;
    private readonly Comparison<int> _byNotional;
    private OrderState[] _orders = new OrderState[OrderLedger.Capacity];
    private int _instrumentCount;
    private int _orderCount;

    /// <param name="instruments">How many instruments there are.</param>
    public CancelPlan(int instruments)
    {
        _notional = new Int128[instruments];
        _isPlanned = new bool[instruments];
        _places = new int[instruments];
        _byNotional = (one, other) =>
        {
            int byNotional = _notional[other].CompareTo(_notional[one]);
            return byNotional != 0 ? byNotional : one.CompareTo(other);
        };
    }

    /// <summary>Instruments of which all orders are cancelled at once, by their places, in their order.</summary>
    public ReadOnlySpan<int> Instruments => _places.AsSpan(0, _instrumentCount);

    /// <summary>Orders that are cancelled one by one, in their order.</summary>
    public ReadOnlySpan<OrderState> Orders => _orders.AsSpan(0, _orderCount);

    /// <summary>What an order may still trade, at its price.</summary>
    public static Int128 ExposureOf(OrderState order) =>
        (Int128)order.Approved.Price * (order.Approved.Quantity - order.FilledQuantity);

    /// <summary>Begins another plan.</summary>
    public void Clear()
    {
        Array.Clear(_notional);
        Array.Clear(_isPlanned);
        _instrumentCount = 0;
        _orderCount = 0;
    }

    /// <summary>An order goes with all of its instrument.</summary>
    public void AddToInstrument(int place, OrderState order)
    {
        if (!_isPlanned[place])
        {
            _isPlanned[place] = true;
            _places[_instrumentCount++] = place;
        }

        _notional[place] += ExposureOf(order);
    }

    /// <summary>An order goes by itself.</summary>
    public void Add(OrderState order)
    {
        if (_orderCount == _orders.Length)
        {
            Array.Resize(ref _orders, _orderCount * 2);
        }

        _orders[_orderCount++] = order;
    }

    /// <summary>Brings both into their order.</summary>
    public void Sort()
    {
        _places.AsSpan(0, _instrumentCount).Sort(_byNotional);
        _orders.AsSpan(0, _orderCount).Sort(s_byExposure);
    }
}
