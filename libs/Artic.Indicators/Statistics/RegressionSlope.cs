using Artic.Indicators.Blocks;

namespace Artic.Indicators.Statistics;

/// <summary>Regression line through the last closes: rise a bar, where it is at bar 0, deviation of the closes (population), and R².</summary>
public sealed class RegressionSlope : Indicator
{
    private readonly LineFit _fit;

    /// <param name="length">Bars, at least 2.</param>
    public RegressionSlope(int length)
        : base(length, "slope", "intercept", "stdDev", "rSquared", "end") => _fit = new LineFit(State, length);

    /// <inheritdoc/>
    protected override void Update(in OhlcvBar bar)
    {
        _fit.Add(bar.Close);
        if (_fit.IsFull)
        {
            Set([_fit.Slope, _fit.Intercept, _fit.Deviation, _fit.RSquared, _fit.End]);
        }
    }
}
