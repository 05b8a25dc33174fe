using Artic.Indicators.Volatility;

namespace Artic.Strategies.MeanReversion;

/// <summary>Long from a close below the lower Bollinger band until one at the mean, short from one above the upper band (Bollinger 2001).</summary>
public sealed class BandReversion : BarStrategy
{
    private readonly BollingerBands _bands;
    private readonly double _deviations;
    private readonly int _position;

    /// <param name="length">Bars.</param>
    /// <param name="deviations">Deviations (population) from the mean to a band.</param>
    public BandReversion(int length, double deviations)
        : base(length, "close", "middle", "upper", "lower")
    {
        _bands = Keep(new BollingerBands(length, deviations));
        _deviations = deviations;
        _position = Take(1);
    }

    /// <inheritdoc/>
    protected override StrategySignal Decide(in OhlcvBar bar)
    {
        _ = _bands.Add(bar);
        ReadOnlySpan<double> lines = _bands.Values;
        double score = Moves(lines[1] - lines[0], lines[0]) ? lines[4] : double.NaN;
        double position = Revert(ref Cell(_position), score, _deviations, exit: 0);
        return Against(position, bar.Close, lines[0], lines[1], lines[2]);
    }
}
