using Artic.RiskManager.Estimates;

namespace Artic.Services.Tests.Risk;

public sealed class ValueAtRiskEstimatorTests
{
    [Theory]
    [InlineData(0.95, 1.6448536270)]
    [InlineData(0.975, 1.9599639845)]
    [InlineData(0.99, 2.3263478740)]
    [InlineData(0.999, 3.0902323062)]
    public void Quantiles_of_the_normal_distribution(double probability, double expected) =>
        Assert.Equal(expected, ValueAtRiskEstimator.NormalQuantile(probability), 1e-7);

    [Fact]
    public void A_portfolio_that_is_hedged_is_at_no_risk_and_one_that_is_not_is_at_the_worst_of_its_results()
    {
        // Both rise and fall by a hundredth in turn; once by a tenth.
        ValueAtRiskEstimator estimator = new(instruments: 2, samples: 100, periodsOfHorizon: 4, confidence: 0.99);
        double price = 1e10;
        for (int i = 0; i <= 100; i++)
        {
            price *= i == 0 ? 1 : i == 50 ? 0.9 : i % 2 == 0 ? 0.99 : 1.01;
            Assert.False(estimator.IsKnown);
            estimator.Add([(long)price, (long)(price / 2)]);
        }

        Assert.True(estimator.IsKnown);
        long[] shares = new long[2];
        estimator.Compute([1000, -1000], shares, out long parametric, out long historical);
        Assert.InRange(parametric, 0, 1);
        Assert.InRange(historical, 0, 1);

        // Of 100 results at 99 % one may be worse: the second worst is a hundredth, times the root of four periods.
        estimator.Compute([1_000_000, 0], shares, out parametric, out historical);
        Assert.InRange(historical, 20_000, 20_001);

        // 99 squares of a hundredth and one of a tenth: 0.0141; times 2.326 and 2.
        double expected = 2.3263478740 * 2 * Math.Sqrt(((99 * 0.0001) + 0.01) / 100);
        Assert.InRange(parametric, (expected * 1_000_000) - 2, (expected * 1_000_000) + 2);
        Assert.Equal([(long)Math.Ceiling(expected * 10_000), (long)Math.Ceiling(expected * 10_000)], shares);
        estimator.Compute([-1_000_000, 0], shares, out _, out historical);
        Assert.InRange(historical, 20_000, 20_001);
    }
}
