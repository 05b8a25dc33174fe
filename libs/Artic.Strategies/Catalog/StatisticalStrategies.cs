using Artic.Strategies.OrderFlow;
using Artic.Strategies.Statistics;
using static Artic.Strategies.Catalog.StrategyParameter;

namespace Artic.Strategies.Catalog;

/// <summary>Those that fit a model.</summary>
internal static class StatisticalStrategies
{
    public static StrategyDefinition[] All { get; } =
    [
        Of("linear_regression_channel", "against a close far from the regression line",
            [Bars("length", 50, 3), Real("deviations", 2, 0.1, 10, "residual deviations from the line")],
            p => new RegressionChannel((int)p[0], p[1])),
        Of("kalman_fair_value", "against a close that surprises a Kalman filter of the fair value",
            [Real("ratio", 0.01, 1e-8, 100, "variance of the fair value's steps over that of the noise"), Bars("length", 50, 2),
                Real("entry", 2, 0.1, 10, "deviations of the surprise")],
            p => new KalmanFairValue(p[0], (int)p[1], p[2])),
        Leaving("ornstein_uhlenbeck", "against the score of a fitted process that returns to its mean",
            [Bars("length", 60, 5), Real("exit", 0.5, 0, 10, "deviations to come out at"),
                Real("entry", 1.25, 0.1, 10, "deviations to go in at"), Real("half_life", 30, 0.1, 10_000, "longest half-life, bars")],
            p => new OrnsteinUhlenbeck((int)p[0], p[2], p[1], p[3])),
        Leaving("pairs_cointegration", "against the spread of two series that are cointegrated; trades the first alone, its hedge is a figure (pair)",
            [Bars("length", 100, 10), Real("exit", 0.5, 0, 10, "deviations to come out at"),
                Real("entry", 2, 0.1, 10, "deviations to go in at"), Real("critical", 3.34, 0, 100, "least size of the unit root statistic")],
            p => new PairsCointegration((int)p[0], p[2], p[1], p[3])),
        Of("order_book_imbalance", "with the smoothed imbalance of the book (books)",
            [Bars("length", 10, help: "books of the average"), Real("threshold", 0.3, 0, 0.99, "least imbalance, to both sides")],
            p => new BookPressure((int)p[0], p[1])),
    ];

    private static StrategyDefinition Of(string name, string about, StrategyParameter[] parameters, Func<double[], Strategy> make) =>
        new(StrategyCategory.Statistical, name, about, parameters, make);

    private static StrategyDefinition Leaving(string name, string about, StrategyParameter[] parameters, Func<double[], Strategy> make) =>
        new(StrategyCategory.Statistical, name, about, parameters, make) { Orders = [("exit", "entry")] };
}
