using Artic.Indicators.Blocks;

namespace Artic.Indicators.Volatility;

/// <summary>Deviation (population) and mean of the closes, and how many deviations the last one is off.</summary>
public sealed class StandardDeviation : Indicator
{
    private readonly Moments _moments;

    /// <param name="length">Bars.</param>
    public StandardDeviation(int length)
        : base(length, "stdDev", "mean", "zScore") => _moments = new Moments(State, length);

    /// <inheritdoc/>
    protected override void Update(in OhlcvBar bar)
    {
        _moments.Add(bar.Close);
        Set(_moments.Deviation, _moments.Mean, (bar.Close - _moments.Mean) / _moments.Deviation);
    }
}
