namespace Artic.Indicators.OrderFlow;

/// <summary>Micro-price: the middle weighted by the quantities of the other sides (Gatheral, Oomen 2010). No state.</summary>
public static class MicroPrice
{
    /// <summary>The plain middle where there is no quantity.</summary>
    public static double Of(double bidPrice, double bidQuantity, double askPrice, double askQuantity)
    {
        double both = bidQuantity + askQuantity;
        return both > 0 ? ((bidPrice * askQuantity) + (askPrice * bidQuantity)) / both : (bidPrice + askPrice) / 2;
    }
}
