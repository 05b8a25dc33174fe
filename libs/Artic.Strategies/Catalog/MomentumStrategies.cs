using Artic.Strategies.Momentum;
using static Artic.Strategies.Catalog.StrategyParameter;

namespace Artic.Strategies.Catalog;

/// <summary>Those that go with a move.</summary>
internal static class MomentumStrategies
{
    public static StrategyDefinition[] All { get; } =
    [
        Of("simple_momentum", "with the change over some bars, in proportion to it",
            [Bars("length", 20), Real("full", 5, 0.001, 1000, "change in per cent that gives a whole position")],
            p => new SimpleMomentum((int)p[0], p[1])),
        Of("dual_momentum", "with what has risen by itself and against another series (pair)",
            [Bars("length", 60), Real("hurdle", 0, 0, 1000, "change in per cent that counts as none")],
            p => new DualMomentum((int)p[0], p[1])),
        Of("breakout", "with a close beyond the range of the bars before",
            [Bars("length", 20), Real("buffer", 0, 0, 100, "distance beyond the range in per cent of it")],
            p => new RangeBreakout((int)p[0], p[1])),
        new(StrategyCategory.Momentum, "donchian_channel", "turtle rule: in at a long channel, out at a short one",
            [Bars("exit", 10), Bars("entry", 20)], p => new TurtleChannel((int)p[1], (int)p[0])) { Orders = [("exit", "entry")] },
        Crossing("ma_crossover", "fast against slow simple average", [Bars("fast", 10), Bars("slow", 30)],
            p => new SimpleCrossover((int)p[0], (int)p[1])),
        Crossing("ema_crossover", "fast against slow exponential average", [Bars("fast", 12), Bars("slow", 26)],
            p => new ExponentialCrossover((int)p[0], (int)p[1])),
        Crossing("macd_signal", "MACD against its signal line", [Bars("fast", 12), Bars("slow", 26), Bars("signal", 9)],
            p => new ConvergenceSignal((int)p[0], (int)p[1], (int)p[2])),
        Of("supertrend", "side of the SuperTrend line",
            [Bars("length", 10), Real("multiplier", 3, 0.01, 100, "average true ranges")],
            p => new SuperTrendSide((int)p[0], p[1])),
        Of("half_trend", "side of the HalfTrend", [Bars("amplitude", 2, 2)], p => new HalfTrend((int)p[0])),
        Of("parabolic_sar", "side of the parabolic stop",
            [Real("step", 0.02, 0.0001, 1, "acceleration and its steps"), Real("most", 0.2, 0.0001, 1, "largest acceleration")],
            p => new ParabolicSide(p[0], p[1])),
        new(StrategyCategory.Momentum, "ichimoku_signal", "beyond the cloud, with the conversion line on the same side of the base line",
            [Bars("tenkan", 9), Bars("kijun", 26), Bars("senkou", 52)], p => new IchimokuSignal((int)p[0], (int)p[1], (int)p[2]))
        {
            Orders = [("tenkan", "kijun"), ("kijun", "senkou")],
        },
        Of("heikin_ashi_trend", "with Heikin-Ashi bars of one colour", [Bars("confirm", 3)], p => new HeikinAshiTrend((int)p[0])),
        Of("renko_trend", "with Renko bricks of one direction",
            [Real("brick", 1, 0.001, 100, "size of a brick in per cent (logarithmic)"), Bars("confirm", 2, help: "bricks")],
            p => new RenkoTrend(p[0], (int)p[1])),
        Of("trix", "sign of the triple exponential rate of change", [Bars("length", 15)], p => new TripleRateSign((int)p[0])),
        Of("adx_filter", "direction of the directional movement where the trend is strong",
            [Bars("length", 14, 2), Real("threshold", 25, 0, 100, "least ADX")], p => new DirectionalFilter((int)p[0], p[1])),
    ];

    private static StrategyDefinition Of(string name, string about, StrategyParameter[] parameters, Func<double[], Strategy> make) =>
        new(StrategyCategory.Momentum, name, about, parameters, make);

    private static StrategyDefinition Crossing(
        string name, string about, StrategyParameter[] parameters, Func<double[], Strategy> make) =>
        new(StrategyCategory.Momentum, name, about, parameters, make) { Orders = [("fast", "slow")] };
}
