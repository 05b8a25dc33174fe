using Artic.Indicators.Statistics;

namespace Artic.Strategies.Statistics;

/// <summary>
/// Long where the close is <c>deviations</c> residual deviations below the end of the regression line through the last closes, short
/// where it is as far above. A series that lies on its line gives nothing.
/// </summary>
public sealed class RegressionChannel : BarStrategy
{
    private readonly RegressionSlope _line;
    private readonly double _deviations;

    /// <param name="length">Bars, at least 3.</param>
    /// <param name="deviations">Residual deviations (population).</param>
    public RegressionChannel(int length, double deviations)
        : base(length, "score", "line", "deviation", "slope")
    {
        _line = Keep(new RegressionSlope(length));
        _deviations = deviations;
    }

    /// <inheritdoc/>
    protected override StrategySignal Decide(in OhlcvBar bar)
    {
        _ = _line.Add(bar);
        ReadOnlySpan<double> line = _line.Values;

        // 1 - R² of a straight series is rounding, whose root is larger by far: such a deviation is none.
        double rest = 1 - line[3];
        double deviation = rest > 1e-10 ? line[2] * Math.Sqrt(rest) : 0;
        double score = Moves(deviation, bar.Close) ? (bar.Close - line[4]) / deviation : double.NaN;
        double value = double.IsNaN(score) ? score : score <= -_deviations ? 1 : score >= _deviations ? -1 : 0;
        return Against(value, score, line[4], deviation, line[0]);
    }
}
