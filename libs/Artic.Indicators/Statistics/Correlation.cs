using Artic.Indicators.Blocks;

namespace Artic.Indicators.Statistics;

/// <summary>Pearson's correlation of two series of closes, with their variances and covariance (population).</summary>
public sealed class Correlation : PairIndicator
{
    private readonly Covariance _covariance;

    /// <param name="length">Bars.</param>
    public Correlation(int length)
        : base(length, "correlation", "varianceA", "varianceB", "covariance", "rSquared") => _covariance = new Covariance(State, length);

    /// <inheritdoc/>
    protected override void Update(double first, double second)
    {
        _covariance.Add(first, second);
        double correlation = _covariance.Correlation;
        Set([correlation, _covariance.FirstVariance, _covariance.SecondVariance, _covariance.Value, correlation * correlation]);
    }
}
