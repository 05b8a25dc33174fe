using Artic.Indicators.Blocks;

namespace Artic.Indicators.Statistics;

/// <summary>Beta of the first series to the second: covariance of their returns over the variance of the second's (population).</summary>
public sealed class Beta : PairIndicator
{
    private readonly Covariance _covariance;
    private readonly int _at;

    /// <param name="length">Returns, one less than bars.</param>
    public Beta(int length)
        : base(length + 1, "beta", "returnsEval", "returnsMrkt")
    {
        _covariance = new Covariance(State, length);
        _at = State.Take(2, double.NaN);
    }

    /// <inheritdoc/>
    protected override void Update(double first, double second)
    {
        double ofFirst = ReturnOf(0, first);
        double ofSecond = ReturnOf(1, second);
        if (double.IsNaN(ofFirst))
        {
            Set(double.NaN, 0, 0);
            return;
        }

        _covariance.Add(ofFirst, ofSecond);
        Set(_covariance.Value / _covariance.SecondVariance, ofFirst, ofSecond);
    }

    private double ReturnOf(int i, double close)
    {
        double before = State[_at + i];
        State[_at + i] = close;
        return before == 0 ? 0 : (close / before) - 1;
    }
}
