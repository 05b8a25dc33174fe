using Artic.Indicators.Averages;
using Artic.Indicators.OrderFlow;

namespace Artic.Strategies.OrderFlow;

/// <summary>
/// With the imbalance of the book, each level weighing half as much as the one before, smoothed exponentially: its value where it is at
/// least <c>threshold</c> to either side, nothing within (Cont, Kukanov, Stoikov 2014). An empty book counts as balanced.
/// </summary>
public sealed class BookPressure : BookStrategy
{
    private readonly ExponentialAverage _imbalance;
    private readonly double _threshold;

    /// <param name="length">Books of the average.</param>
    /// <param name="threshold">Least imbalance, 0 to 1.</param>
    public BookPressure(int length, double threshold)
        : base(length, "imbalance", "threshold")
    {
        _imbalance = Keep(new ExponentialAverage(length));
        _threshold = threshold;
    }

    /// <inheritdoc/>
    protected override StrategySignal Decide(ReadOnlySpan<double> bidQuantities, ReadOnlySpan<double> askQuantities)
    {
        _ = _imbalance.Add(Of(BookImbalance.Of(bidQuantities, askQuantities)));
        double imbalance = _imbalance.Value;
        double value = Math.Abs(imbalance) < _threshold ? 0 : imbalance;
        return Pressed(value, imbalance, _threshold);
    }
}
