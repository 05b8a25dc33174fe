namespace Artic.RiskManager.Exposure;

/// <summary>
/// The best price of own orders on each side of each instrument: a pairing heap through the orders themselves. Adding is one
/// step, taking away some in the mean. Thread: the loop's. Allocates nothing.
/// </summary>
/// <param name="orders">All orders by their index.</param>
public sealed class OwnPrices(OpenOrder[] orders)
{
    /// <summary>The best own price on a side; null: there is no order.</summary>
    public long? Best(InstrumentRisk instrument, bool ofBuys)
    {
        int root = ofBuys ? instrument.BestOwnBuy : instrument.BestOwnSell;
        return root < 0 ? null : orders[root].Price;
    }

    /// <summary>Takes an order in.</summary>
    public void Add(OpenOrder order)
    {
        order.Child = order.Next = order.Previous = -1;
        SetRoot(order, Merge(Root(order), order.Index));
    }

    /// <summary>Takes an order out.</summary>
    public void Remove(OpenOrder order)
    {
        int root = Root(order);
        int below = MergePairs(order.Child);
        if (root != order.Index)
        {
            OpenOrder previous = orders[order.Previous];
            if (previous.Child == order.Index)
            {
                previous.Child = order.Next;
            }
            else
            {
                previous.Next = order.Next;
            }

            if (order.Next >= 0)
            {
                orders[order.Next].Previous = order.Previous;
            }

            below = Merge(root, below);
        }

        order.Child = order.Next = order.Previous = -1;
        SetRoot(order, below);
    }

    private static int Root(OpenOrder order) => order.IsBuy ? order.Instrument.BestOwnBuy : order.Instrument.BestOwnSell;

    private static void SetRoot(OpenOrder order, int root)
    {
        if (order.IsBuy)
        {
            order.Instrument.BestOwnBuy = root;
        }
        else
        {
            order.Instrument.BestOwnSell = root;
        }
    }

    /// <summary>Two heaps, either of which may be none, as one.</summary>
    private int Merge(int one, int other)
    {
        if (one < 0 || other < 0)
        {
            return Math.Max(one, other);
        }

        OpenOrder upper = orders[one];
        OpenOrder lower = orders[other];
        if (upper.IsBuy ? lower.Price > upper.Price : lower.Price < upper.Price)
        {
            (upper, lower) = (lower, upper);
        }

        lower.Next = upper.Child;
        if (lower.Next >= 0)
        {
            orders[lower.Next].Previous = lower.Index;
        }

        lower.Previous = upper.Index;
        upper.Child = lower.Index;
        upper.Next = upper.Previous = -1;
        return upper.Index;
    }

    /// <summary>Sisters in pairs, from the first to the last; then the pairs, from the last to the first.</summary>
    private int MergePairs(int first)
    {
        int pairs = -1;
        while (first >= 0)
        {
            int second = orders[first].Next;
            int rest = second < 0 ? -1 : orders[second].Next;
            orders[first].Next = orders[first].Previous = -1;
            if (second >= 0)
            {
                orders[second].Next = orders[second].Previous = -1;
            }

            int merged = Merge(first, second);
            orders[merged].Next = pairs;
            pairs = merged;
            first = rest;
        }

        int heap = -1;
        while (pairs >= 0)
        {
            int next = orders[pairs].Next;
            orders[pairs].Next = -1;
            heap = Merge(heap, pairs);
            pairs = next;
        }

        return heap;
    }
}
