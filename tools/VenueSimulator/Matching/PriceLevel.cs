namespace Artic.VenueSimulator.Matching;

/// <summary>All orders at one price, first come first.</summary>
public sealed class PriceLevel(long priceE8)
{
    /// <summary>Its price.</summary>
    public long PriceE8 { get; } = priceE8;

    /// <summary>The sum of what its orders have left.</summary>
    public long QuantityE8 { get; internal set; }

    internal BookOrder? First { get; private set; }

    internal BookOrder? Last { get; private set; }

    internal void Append(BookOrder order)
    {
        order.Level = this;
        order.Previous = Last;
        if (Last is null)
        {
            First = order;
        }
        else
        {
            Last.Next = order;
        }

        Last = order;
        QuantityE8 += order.RemainingE8;
    }

    internal void Unlink(BookOrder order)
    {
        if (order.Previous is null)
        {
            First = order.Next;
        }
        else
        {
            order.Previous.Next = order.Next;
        }

        if (order.Next is null)
        {
            Last = order.Previous;
        }
        else
        {
            order.Next.Previous = order.Previous;
        }

        order.Level = null;
        order.Previous = null;
        order.Next = null;
        QuantityE8 -= order.RemainingE8;
    }
}
