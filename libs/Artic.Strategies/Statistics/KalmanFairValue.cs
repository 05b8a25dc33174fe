using Artic.Indicators.Averages;

namespace Artic.Strategies.Statistics;

/// <summary>
/// Long where the close is <c>entry</c> deviations below the fair value that a Kalman filter expected, short where it is as far above.
/// The model is a fair value that walks and a price that is noise about it (local level, Durbin, Koopman 2012), with the ratio of the
/// two variances given; the surprise is measured by the exponential root mean square of those before it.
/// </summary>
public sealed class KalmanFairValue : BarStrategy
{
    private readonly ExponentialAverage _squares;
    private readonly double _ratio;
    private readonly double _entry;
    private readonly int _level;
    private readonly int _variance;

    /// <param name="ratio">Variance of the fair value's steps over that of the noise.</param>
    /// <param name="length">Surprises of the deviation.</param>
    /// <param name="entry">Deviations.</param>
    public KalmanFairValue(double ratio, int length, double entry)
        : base(length + 2, "surprise", "fair", "deviation")
    {
        _squares = Keep(new ExponentialAverage(length));
        (_ratio, _entry) = (ratio, entry);
        _level = Take(1, double.NaN);
        _variance = Take(1, 1);
    }

    /// <inheritdoc/>
    protected override StrategySignal Decide(in OhlcvBar bar)
    {
        ref double level = ref Cell(_level);
        ref double variance = ref Cell(_variance);
        if (double.IsNaN(level))
        {
            level = bar.Close;
            return Against(double.NaN);
        }

        double fair = level;
        double surprise = bar.Close - fair;
        double deviation = Math.Sqrt(_squares.Value);
        _ = _squares.Add(Of(surprise * surprise));
        double predicted = variance + _ratio;
        double gain = predicted / (predicted + 1);
        level += gain * surprise;
        variance = (1 - gain) * predicted;
        double score = Moves(deviation, bar.Close) ? surprise / deviation : double.NaN;
        return Against(double.IsNaN(score) ? score : score <= -_entry ? 1 : score >= _entry ? -1 : 0, score, fair, deviation);
    }
}
