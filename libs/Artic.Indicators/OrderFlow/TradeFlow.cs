using Artic.Indicators.Blocks;

namespace Artic.Indicators.OrderFlow;

/// <summary>
/// Trade-flow imbalance: quantity bought at the offer less sold at the bid over both, of the last trades, -1 to 1. Thread: one.
/// Allocates nothing after construction.
/// </summary>
public sealed class TradeFlow
{
    private readonly RollingSum _signed;
    private readonly RollingSum _all;

    /// <param name="trades">How many trades.</param>
    public TradeFlow(int trades)
    {
        _signed = new RollingSum(State, trades);
        _all = new RollingSum(State, trades);
    }

    /// <summary>All that it remembers.</summary>
    public StateRow State { get; } = new();

    /// <summary>NaN before so many trades were seen.</summary>
    public double Value => _all.IsFull ? (_all.Sum > 0 ? _signed.Sum / _all.Sum : 0) : double.NaN;

    /// <summary>Takes a trade; what is no positive number is passed over.</summary>
    public void Add(bool buyerWasAggressor, double quantity)
    {
        if (quantity > 0 && double.IsFinite(quantity))
        {
            _ = _signed.Add(buyerWasAggressor ? quantity : -quantity);
            _ = _all.Add(quantity);
        }
    }
}
