namespace Artic.Core.Domain;

/// <summary>
/// Net position of one instrument with its cost: buys and sells offset each other at the average price of what is open.
/// All money is in price units times quantity units (the sum of both scales), in 128 bits, so that nothing is rounded
/// but the cost of a part that closes. Thread: one. Allocates nothing.
/// </summary>
public sealed class NetPosition
{
    /// <summary>Bought less sold, at the quantity scale.</summary>
    public long Quantity { get; private set; }

    /// <summary>What the open quantity cost.</summary>
    public Int128 Cost { get; private set; }

    /// <summary>What closed parts gained, before fees.</summary>
    public Int128 RealizedPnl { get; private set; }

    /// <summary>Average price of the open quantity, rounded to the price scale; 0 when flat.</summary>
    public long AveragePrice => Quantity == 0 ? 0 : (long)((Cost + (Quantity / 2)) / Quantity);

    /// <summary>What the open quantity gains at <paramref name="markPrice"/>.</summary>
    public Int128 UnrealizedPnl(long markPrice) => Math.BigMul(markPrice, Quantity) - Cost;

    /// <summary>Takes the position that another one had.</summary>
    public void Restore(long quantity, Int128 cost, Int128 realizedPnl)
    {
        Quantity = quantity;
        Cost = cost;
        RealizedPnl = realizedPnl;
    }

    /// <summary>Takes a trade of <paramref name="quantity"/> (positive) at <paramref name="price"/>.</summary>
    public void Apply(bool isBuy, long price, long quantity)
    {
        long signed = isBuy ? quantity : -quantity;
        bool opposite = Quantity != 0 && (Quantity > 0) != isBuy;
        if (opposite)
        {
            long closed = Math.Min(Math.Abs(Quantity), quantity);
            long closedSigned = Quantity > 0 ? closed : -closed;
            Int128 costOfClosed = closed == Math.Abs(Quantity) ? Cost : Cost * closed / Math.Abs(Quantity);
            RealizedPnl += Math.BigMul(price, closedSigned) - costOfClosed;
            Cost -= costOfClosed;
            Quantity -= closedSigned;
            signed += closedSigned;
        }

        Quantity += signed;
        Cost += Math.BigMul(price, signed);
    }
}
