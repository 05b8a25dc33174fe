using Artic.Indicators.Averages;
using Artic.Indicators.Volatility;

namespace Artic.Strategies.Momentum;

/// <summary>
/// HalfTrend (Everget): turns up where the mean of the lows is above the lowest of the highs since the trend turned down and the
/// close above the high before, and down the other way round. Before its first turn it says nothing, where the original says up.
/// </summary>
public sealed class HalfTrend : BarStrategy
{
    private readonly DonchianChannel _range;
    private readonly SimpleAverage _highs;
    private readonly SimpleAverage _lows;
    private readonly int _at;

    /// <param name="amplitude">Bars of ranges and means, at least 2.</param>
    public HalfTrend(int amplitude)
        : base(amplitude + 1, "high_mean", "low_mean", "highest_low", "lowest_high")
    {
        _range = Keep(new DonchianChannel(amplitude - 1));
        _highs = Keep(new SimpleAverage(amplitude));
        _lows = Keep(new SimpleAverage(amplitude));
        _at = Take(1);
        _ = Take(4, double.NaN);
    }

    /// <inheritdoc/>
    protected override StrategySignal Decide(in OhlcvBar bar)
    {
        _ = _range.Add(bar);
        _ = _highs.Add(Of(bar.High));
        _ = _lows.Add(Of(bar.Low));
        ref double trend = ref Cell(_at);
        ref double highestLow = ref Cell(_at + 1);
        ref double lowestHigh = ref Cell(_at + 2);
        double highBefore = Cell(_at + 3);
        double lowBefore = Cell(_at + 4);
        (Cell(_at + 3), Cell(_at + 4)) = (bar.High, bar.Low);
        double highest = Math.Max(_range.Values[1], bar.High);
        double lowest = Math.Min(_range.Values[2], bar.Low);
        if (double.IsNaN(highest))
        {
            return Along(double.NaN);
        }

        (highestLow, lowestHigh) = double.IsNaN(highestLow)
            ? (lowBefore, highBefore)
            : (Math.Max(highestLow, lowest), Math.Min(lowestHigh, highest));
        if (trend <= 0 && _lows.Value > lowestHigh && bar.Close > highBefore)
        {
            (trend, highestLow, lowestHigh) = (1, lowest, highest);
        }
        else if (trend >= 0 && _highs.Value < highestLow && bar.Close < lowBefore)
        {
            (trend, highestLow, lowestHigh) = (-1, lowest, highest);
        }

        return Along(trend, _highs.Value, _lows.Value, highestLow, lowestHigh);
    }
}
