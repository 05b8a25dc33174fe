using Artic.Indicators.Averages;
using Artic.Indicators.Momentum;
using Artic.Indicators.Volatility;

namespace Artic.Strategies.MeanReversion;

/// <summary>
/// Long while the detrended price is <c>entry</c> of its deviations below 0, short while it is as much above. The detrended price is
/// the close of half a length and one bar before, less the simple average now (Achelis 1995), so it speaks of the cycle, late.
/// </summary>
public sealed class DetrendedReversion : BarStrategy
{
    private readonly SimpleAverage _average;
    private readonly RateOfChange _change;
    private readonly StandardDeviation _cycle;
    private readonly double _entry;

    /// <param name="length">Bars of the average, at least 4; values of the deviation.</param>
    /// <param name="entry">Deviations from 0.</param>
    public DetrendedReversion(int length, double entry)
        : base((2 * length) - 1, "dpo", "deviation")
    {
        _average = Keep(new SimpleAverage(length));
        _change = Keep(new RateOfChange((length / 2) + 1));
        _cycle = Keep(new StandardDeviation(length));
        _entry = entry;
    }

    /// <inheritdoc/>
    protected override StrategySignal Decide(in OhlcvBar bar)
    {
        _ = _average.Add(bar);
        _ = _change.Add(bar);
        double detrended = bar.Close - _change.Values[1] - _average.Value;
        if (!_cycle.Add(Of(detrended)) || !Moves(_cycle.Value, bar.Close))
        {
            return Against(double.NaN, detrended, _cycle.Value);
        }

        double score = detrended / _cycle.Value;
        return Against(score < -_entry ? 1 : score > _entry ? -1 : 0, detrended, _cycle.Value);
    }
}
