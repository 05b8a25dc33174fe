using Artic.Indicators.Volatility;

namespace Artic.Strategies.Volatility;

/// <summary>Long after a bar whose close rose by <c>multiplier</c> average true ranges of the bars before it, short after such a fall; for that bar alone.</summary>
public sealed class TrueRangeBreakout : BarStrategy
{
    private readonly AverageTrueRange _range;
    private readonly double _multiplier;
    private readonly int _close;

    /// <param name="length">Bars of the average true range.</param>
    /// <param name="multiplier">Average true ranges.</param>
    public TrueRangeBreakout(int length, double multiplier)
        : base(length + 2, "change", "distance")
    {
        _range = Keep(new AverageTrueRange(length));
        _multiplier = multiplier;
        _close = Take(1, double.NaN);
    }

    /// <inheritdoc/>
    protected override StrategySignal Decide(in OhlcvBar bar)
    {
        double change = bar.Close - Cell(_close);
        double distance = _multiplier * _range.Value;
        Cell(_close) = bar.Close;
        _ = _range.Add(bar);
        return Broken(
            double.IsNaN(change + distance) ? double.NaN : change > distance ? 1 : change < -distance ? -1 : 0, change, distance);
    }
}
