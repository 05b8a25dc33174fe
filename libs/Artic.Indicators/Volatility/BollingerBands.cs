using Artic.Indicators.Blocks;

namespace Artic.Indicators.Volatility;

/// <summary>Bollinger Bands: mean and so many deviations (population) of the closes; %B, z-score and width.</summary>
public sealed class BollingerBands : Indicator
{
    private readonly Moments _moments;
    private readonly double _deviations;

    /// <param name="length">Bars.</param>
    /// <param name="deviations">Deviations to each side.</param>
    public BollingerBands(int length, double deviations)
        : base(length, "sma", "upperBand", "lowerBand", "percentB", "zScore", "width")
    {
        _moments = new Moments(State, length);
        _deviations = deviations;
    }

    /// <inheritdoc/>
    protected override void Update(in OhlcvBar bar)
    {
        _moments.Add(bar.Close);
        double mean = _moments.Mean;
        double deviation = _moments.Deviation;
        double upper = mean + (_deviations * deviation);
        double lower = mean - (_deviations * deviation);
        Set([
            mean, upper, lower, (bar.Close - lower) / (upper - lower), (bar.Close - mean) / deviation, (upper - lower) / mean,
        ]);
    }
}
