using Artic.Indicators.Averages;
using Artic.Indicators.Statistics;

namespace Artic.Strategies.Statistics;

/// <summary>
/// Against the score of an Ornstein-Uhlenbeck process fitted to the last closes by regression of each on the one before: long from
/// -<c>entry</c> stationary deviations until -<c>exit</c>, short the other way round (Avellaneda, Lee 2010). Nothing where the fit does
/// not return to a mean, or not within the half-life.
/// </summary>
public sealed class OrnsteinUhlenbeck : BarStrategy
{
    private readonly Correlation _pairs;
    private readonly SimpleAverage _now;
    private readonly SimpleAverage _before;
    private readonly double _entry;
    private readonly double _exit;
    private readonly double _halfLife;
    private readonly int _close;
    private readonly int _position;

    /// <param name="length">Changes of the fit, at least 5.</param>
    /// <param name="entry">Deviations to go in at.</param>
    /// <param name="exit">Deviations to come out at.</param>
    /// <param name="halfLife">Longest half-life, bars.</param>
    public OrnsteinUhlenbeck(int length, double entry, double exit, double halfLife)
        : base(length + 1, "score", "mean", "half_life")
    {
        _pairs = Keep(new Correlation(length));
        _now = Keep(new SimpleAverage(length));
        _before = Keep(new SimpleAverage(length));
        (_entry, _exit, _halfLife) = (entry, exit, halfLife);
        _close = Take(1, double.NaN);
        _position = Take(1);
    }

    /// <inheritdoc/>
    protected override StrategySignal Decide(in OhlcvBar bar)
    {
        double before = Cell(_close);
        Cell(_close) = bar.Close;
        if (double.IsNaN(before))
        {
            return Against(double.NaN);
        }

        _pairs.Other = before;
        _ = _pairs.Add(bar);
        _ = _now.Add(bar);
        _ = _before.Add(Of(before));
        ReadOnlySpan<double> pairs = _pairs.Values;
        double slope = Moves(Math.Sqrt(pairs[2]), bar.Close) ? pairs[3] / pairs[2] : double.NaN;
        double halfLife = -Math.Log(2) / Math.Log(slope);
        if (!(slope is > 0 and < 1 && halfLife <= _halfLife))
        {
            Cell(_position) = 0;
            return double.IsNaN(slope)
                ? Against(double.NaN)
                : new StrategySignal(0, SignalReason.Filtered, double.NaN, double.NaN, halfLife);
        }

        double mean = (_now.Value - (slope * _before.Value)) / (1 - slope);
        double residual = Math.Max(0, pairs[1] - (slope * pairs[3]));
        double deviation = Math.Sqrt(residual / (1 - (slope * slope)));
        double score = Moves(deviation, bar.Close) ? (bar.Close - mean) / deviation : double.NaN;
        return Against(Revert(ref Cell(_position), score, _entry, _exit), score, mean, halfLife);
    }
}
