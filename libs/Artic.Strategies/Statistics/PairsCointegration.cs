using Artic.Indicators.Averages;
using Artic.Indicators.Statistics;

namespace Artic.Strategies.Statistics;

/// <summary>
/// Against the spread of two series (Engle, Granger 1987): the first is regressed on the second over the last bars, and what is left is
/// sold at <c>entry</c> deviations above 0 and bought as far below, until <c>exit</c>. The signal is of the first series; the hedge is
/// -beta of the second. It goes in only where the Dickey-Fuller statistic of the spreads before is at most -<c>critical</c> (MacKinnon
/// 2010: 3.34 at 5 per cent for two series; each spread is of the fit of its own bar, so it is a guide, no exact test). The
/// statistic has no lagged differences: closes that bounce between bid and ask pass it far too often (a quarter of the bars of
/// unrelated series and more), so the series want to be mids.
/// </summary>
public sealed class PairsCointegration : PairStrategy
{
    private readonly Correlation _pairs;
    private readonly SimpleAverage _first;
    private readonly SimpleAverage _second;
    private readonly Correlation _spreads;
    private readonly double _length;
    private readonly double _entry;
    private readonly double _exit;
    private readonly double _critical;
    private readonly int _before;
    private readonly int _position;

    /// <param name="length">Bars of the fit, and changes of the spread, at least 10.</param>
    /// <param name="entry">Deviations to go in at.</param>
    /// <param name="exit">Deviations to come out at.</param>
    /// <param name="critical">Least size of the statistic.</param>
    public PairsCointegration(int length, double entry, double exit, double critical)
        : base((2 * length) + 1, "score", "beta", "statistic")
    {
        _pairs = Keep(new Correlation(length));
        _first = Keep(new SimpleAverage(length));
        _second = Keep(new SimpleAverage(length));
        _spreads = Keep(new Correlation(length));
        (_length, _entry, _exit, _critical) = (length, entry, exit, critical);
        _before = Take(1, double.NaN);
        _position = Take(1);
    }

    /// <inheritdoc/>
    protected override StrategySignal Decide(in OhlcvBar bar)
    {
        _pairs.Other = Other;
        _ = _pairs.Add(bar);
        _ = _first.Add(bar);
        _ = _second.Add(Of(Other));
        ReadOnlySpan<double> pairs = _pairs.Values;
        ref double position = ref Cell(_position);
        double beta = Moves(Math.Sqrt(pairs[2]), Other) ? pairs[3] / pairs[2] : double.NaN;
        double deviation = Math.Sqrt(Math.Max(0, pairs[1] - (beta * pairs[3])));
        double spread = bar.Close - _first.Value - (beta * (Other - _second.Value));
        double before = Cell(_before);
        Cell(_before) = spread;
        if (!double.IsFinite(spread) || !Moves(deviation, bar.Close * 1e3))
        {
            // Series that are one another's multiples leave rounding alone.
            position = 0;
            Cell(_before) = double.NaN;
            return Against(double.NaN, double.NaN, beta, double.NaN);
        }

        // The spread in hand may be the very shock that is to be traded: what it was like before decides whether it will return.
        double statistic = UnitRootStatistic();
        _spreads.Other = before;
        _ = _spreads.Add(Of(spread));
        double score = spread / deviation;
        bool returns = statistic <= -_critical;
        if (double.IsNaN(statistic))
        {
            position = 0;
            return Against(double.NaN, score, beta, statistic);
        }

        _ = Revert(ref position, score, returns ? _entry : double.PositiveInfinity, _exit);
        return position == 0 && !returns
            ? new StrategySignal(0, SignalReason.Filtered, score, beta, statistic)
            : Against(position, score, beta, statistic);
    }

    /// <summary>Dickey-Fuller with a constant: how many standard errors the regression of each spread on the one before is below 1.</summary>
    private double UnitRootStatistic()
    {
        ReadOnlySpan<double> spreads = _spreads.Values;
        double slope = spreads[3] / spreads[2];
        double residual = _length * (spreads[1] - (slope * spreads[3])) / (_length - 2);
        return (slope - 1) / Math.Sqrt(Math.Max(0, residual) / (_length * spreads[2]));
    }
}
