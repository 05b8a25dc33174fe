namespace Artic.Indicators.OrderFlow;

/// <summary>
/// Order-book imbalance: quantity bid less quantity offered over both, -1 to 1, of the best price or of several levels (Cont,
/// Kukanov, Stoikov 2014). 0 where there is nothing. Thread: one; no state.
/// </summary>
public static class BookImbalance
{
    /// <summary>Of quantities at any scale.</summary>
    public static double Of(double bidQuantity, double askQuantity)
    {
        double both = bidQuantity + askQuantity;
        return both > 0 ? (bidQuantity - askQuantity) / both : 0;
    }

    /// <summary>Of the best levels, each weighing half as much as the one before.</summary>
    public static double Of(ReadOnlySpan<double> bidQuantities, ReadOnlySpan<double> askQuantities)
    {
        double bids = 0;
        double asks = 0;
        double weight = 1;
        for (int i = 0; i < Math.Max(bidQuantities.Length, askQuantities.Length); i++)
        {
            bids += i < bidQuantities.Length ? weight * bidQuantities[i] : 0;
            asks += i < askQuantities.Length ? weight * askQuantities[i] : 0;
            weight /= 2;
        }

        return Of(bids, asks);
    }
}
