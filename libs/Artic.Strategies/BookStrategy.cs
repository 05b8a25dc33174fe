namespace Artic.Strategies;

/// <summary>A strategy of quotes and order books. What holds a quantity that is no number, or a negative one, is passed over. Thread: one.</summary>
public abstract class BookStrategy(int warmUp, params string[] figures) : Strategy(warmUp, figures)
{
    /// <summary>Takes the quantities at the best bid and the best offer, at any scale.</summary>
    public StrategySignal AddQuote(double bidQuantity, double askQuantity) => AddBook([bidQuantity], [askQuantity]);

    /// <summary>Takes the quantities of the best levels, best first, at any scale.</summary>
    public StrategySignal AddBook(ReadOnlySpan<double> bidQuantities, ReadOnlySpan<double> askQuantities) =>
        AreQuantities(bidQuantities) && AreQuantities(askQuantities)
            ? Count(Decide(bidQuantities, askQuantities))
            : new StrategySignal(0, SignalReason.PassedOver);

    /// <summary>Takes quantities that are numbers.</summary>
    protected abstract StrategySignal Decide(ReadOnlySpan<double> bidQuantities, ReadOnlySpan<double> askQuantities);

    private static bool AreQuantities(ReadOnlySpan<double> quantities)
    {
        foreach (double quantity in quantities)
        {
            if (!(quantity >= 0 && double.IsFinite(quantity)))
            {
                return false;
            }
        }

        return true;
    }
}
