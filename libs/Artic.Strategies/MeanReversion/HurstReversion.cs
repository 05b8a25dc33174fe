using Artic.Indicators.Statistics;
using Artic.Indicators.Volatility;

namespace Artic.Strategies.MeanReversion;

/// <summary>
/// The z-score rule where the Hurst exponent of the returns is at most <c>most</c>: below a half, moves come back (Hurst 1951). Above it
/// there is no position. Rescaled ranges of short windows read too high, so a half is the cautious limit.
/// </summary>
public sealed class HurstReversion : BarStrategy
{
    private readonly HurstExponent _hurst;
    private readonly StandardDeviation _deviation;
    private readonly double _entry;
    private readonly double _exit;
    private readonly double _most;
    private readonly int _position;

    /// <param name="hurst">Returns of the exponent, at least 20.</param>
    /// <param name="length">Bars of the z-score.</param>
    /// <param name="entry">Deviations to go in at.</param>
    /// <param name="exit">Deviations to come out at.</param>
    /// <param name="most">Largest exponent.</param>
    public HurstReversion(int hurst, int length, double entry, double exit, double most)
        : base(Math.Max(hurst + 1, length), "z", "hurst")
    {
        _hurst = Keep(new HurstExponent(hurst));
        _deviation = Keep(new StandardDeviation(length));
        (_entry, _exit, _most) = (entry, exit, most);
        _position = Take(1);
    }

    /// <inheritdoc/>
    protected override StrategySignal Decide(in OhlcvBar bar)
    {
        _ = _hurst.Add(bar);
        _ = _deviation.Add(bar);
        double exponent = _hurst.Value;
        double score = Moves(_deviation.Value, _deviation.Values[1]) ? _deviation.Values[2] : double.NaN;
        if (!(exponent <= _most))
        {
            Cell(_position) = 0;
            SignalReason reason = double.IsNaN(exponent) ? SignalReason.Undefined : SignalReason.Filtered;
            return new StrategySignal(0, reason, score, exponent);
        }

        return Against(Revert(ref Cell(_position), score, _entry, _exit), score, exponent);
    }
}
