using Artic.Streams.Steps;

namespace Artic.RiskManager.Rates;

/// <summary>
/// The orders of the last moments by what they want, so that the same once more is seen in one step. Where more orders than it
/// holds were approved within the window, it takes any other for a duplicate: that cannot be ruled out. Thread: the loop's.
/// Allocates nothing.
/// </summary>
public sealed class DuplicateTable
{
    private const int Most = 16_384;
    private const int Heads = 32_768;

    private readonly Entry[] _entries = new Entry[Most];
    private readonly long[] _heads = NewHeads();
    private long _first;
    private long _end;

    /// <summary>True where the same was taken within the window, or cannot be ruled out.</summary>
    public bool Contains(in OrderLikeness order, long windowNs, long nowNs)
    {
        Forget(windowNs, nowNs);
        if (windowNs == 0)
        {
            return false;
        }

        for (long at = _heads[HeadOf(order)]; at >= _first; at = _entries[at % Most].Before)
        {
            if (_entries[at % Most].Order == order)
            {
                return true;
            }
        }

        return _end - _first == Most;
    }

    /// <summary>Takes an order that was approved.</summary>
    public void Add(in OrderLikeness order, long windowNs, long nowNs)
    {
        Forget(windowNs, nowNs);
        if (windowNs > 0)
        {
            Add(order, nowNs);
        }
    }

    /// <summary>Writes the orders from the oldest on.</summary>
    public void Save(StateWriter state)
    {
        state.Section("duplicates");
        state.Write((int)(_end - _first));
        for (long at = _first; at < _end; at++)
        {
            Entry entry = _entries[at % Most];
            state.WriteAll(
            [
                entry.Order.InstanceId, entry.Order.InstrumentId, entry.Order.IsBuy ? 1 : 0, entry.Order.Price,
                entry.Order.Quantity, entry.TimeNs,
            ]);
        }
    }

    /// <summary>Takes the orders of another one, into an empty one.</summary>
    public void Load(StateReader state)
    {
        state.Section("duplicates");
        Span<long> numbers = stackalloc long[6];
        for (int left = state.ReadCount(Most); left > 0; left--)
        {
            state.ReadAll(numbers);
            Add(
                new OrderLikeness((uint)numbers[0], (uint)numbers[1], numbers[2] == 1, numbers[3], numbers[4]), numbers[5]);
        }
    }

    private static long[] NewHeads()
    {
        long[] heads = new long[Heads];
        Array.Fill(heads, -1);
        return heads;
    }

    private static int HeadOf(in OrderLikeness order)
    {
        // Multiplication by odd constants, then the upper bits: prices differ in their lower digits.
        unchecked
        {
            ulong hash = ((ulong)order.Price * 0x9E3779B97F4A7C15) ^ ((ulong)order.Quantity * 0xC2B2AE3D27D4EB4F) ^
                ((ulong)order.InstrumentId * 0x165667B19E3779F9) ^ (((ulong)order.InstanceId << 1) | (order.IsBuy ? 1UL : 0));
            return (int)((hash * 0x9E3779B97F4A7C15) >> 49);
        }
    }

    private void Add(in OrderLikeness order, long nowNs)
    {
        if (_end - _first == Most)
        {
            _first++;
        }

        int head = HeadOf(order);
        _entries[_end % Most] = new Entry(order, nowNs, _heads[head]);
        _heads[head] = _end++;
    }

    private void Forget(long windowNs, long nowNs)
    {
        while (_first < _end && nowNs - _entries[_first % Most].TimeNs >= windowNs)
        {
            _first++;
        }
    }

    private readonly record struct Entry(OrderLikeness Order, long TimeNs, long Before);
}

/// <summary>What makes two orders the same.</summary>
public readonly record struct OrderLikeness(uint InstanceId, uint InstrumentId, bool IsBuy, long Price, long Quantity);
