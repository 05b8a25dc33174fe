using Artic.Indicators.Volatility;

namespace Artic.Strategies.MeanReversion;

/// <summary>
/// Long where the close is <c>entry</c> deviations (population) below its mean, until it is within <c>exit</c> of it; short the
/// other way round. The close in hand is part of mean and deviation.
/// </summary>
public sealed class ScoreReversion : BarStrategy
{
    private readonly StandardDeviation _deviation;
    private readonly double _entry;
    private readonly double _exit;
    private readonly int _position;

    /// <param name="length">Bars.</param>
    /// <param name="entry">Deviations to go in at.</param>
    /// <param name="exit">Deviations to come out at.</param>
    public ScoreReversion(int length, double entry, double exit)
        : base(length, "z", "mean", "deviation")
    {
        _deviation = Keep(new StandardDeviation(length));
        (_entry, _exit) = (entry, exit);
        _position = Take(1);
    }

    /// <inheritdoc/>
    protected override StrategySignal Decide(in OhlcvBar bar)
    {
        _ = _deviation.Add(bar);
        ReadOnlySpan<double> lines = _deviation.Values;
        double score = Moves(lines[0], lines[1]) ? lines[2] : double.NaN;
        return Against(Revert(ref Cell(_position), score, _entry, _exit), score, lines[1], lines[0]);
    }
}
