using Artic.Strategies.MeanReversion;
using static Artic.Strategies.Catalog.StrategyParameter;

namespace Artic.Strategies.Catalog;

/// <summary>Those that go against a move.</summary>
internal static class MeanReversionStrategies
{
    public static StrategyDefinition[] All { get; } =
    [
        Leaving("z_score", "against a close that is many deviations from its mean, until it is back",
            [Bars("length", 20, 2), Exit(0.5), Entry(2)], p => new ScoreReversion((int)p[0], p[2], p[1])),
        Of("bollinger_reversion", "against a close beyond a Bollinger band, until the middle",
            [Bars("length", 20, 2), Real("deviations", 2, 0.1, 10, "width of the bands")],
            p => new BandReversion((int)p[0], p[1])),
        Bounded("rsi_signal", "against an extreme RSI", [Bars("length", 14), Low(30), High(70)],
            p => new StrengthReversion((int)p[0], p[1], p[2])),
        Bounded("stochastic_signal", "against extreme %K and %D, once %K turns past %D",
            [Bars("length", 14), Bars("signal", 3), Bars("smooth", 3), Low(20), High(80)],
            p => new StochasticReversion((int)p[0], (int)p[1], (int)p[2], p[3], p[4])),
        Of("range_sr", "long at the support of a range, short at its resistance, nothing beyond",
            [Bars("length", 50), Real("zone", 10, 0.1, 49, "near a side, in per cent of the range")],
            p => new RangeReversion((int)p[0], p[1])),
        new(StrategyCategory.MeanReversion, "williams_r", "against an extreme Williams %R",
            [Bars("length", 14, 2), Real("low", -80, -100, 0, "oversold below"), Real("high", -20, -100, 0, "overbought above")],
            p => new WilliamsReversion((int)p[0], p[1], p[2])) { Orders = [("low", "high")] },
        Of("cci", "against an extreme commodity channel index",
            [Bars("length", 20, 2), Real("threshold", 100, 1, 1000, "extreme from here, to both sides")],
            p => new ChannelIndexReversion((int)p[0], p[1])),
        Of("cmo", "against an extreme Chande momentum",
            [Bars("length", 14), Real("threshold", 50, 1, 100, "extreme from here, to both sides")],
            p => new ChandeReversion((int)p[0], p[1])),
        new(StrategyCategory.MeanReversion, "ultimate_oscillator", "against an extreme ultimate oscillator",
            [Bars("short", 7), Bars("middle", 14), Bars("long", 28), Low(30), High(70)],
            p => new UltimateReversion((int)p[0], (int)p[1], (int)p[2], p[3], p[4]))
        {
            Orders = [("short", "middle"), ("middle", "long"), ("low", "high")],
        },
        Of("dpo", "against an extreme detrended price",
            [Bars("length", 20, 4), Entry(1.5)], p => new DetrendedReversion((int)p[0], p[1])),
        Of("vwap_reversion", "against a close far from the day's VWAP, until it is back",
            [Real("distance", 0.5, 0.001, 100, "distance in per cent"), Flag("daily", true, "the VWAP begins anew each UTC day")],
            p => new VolumePriceReversion(p[0], p[1] == 1)),
        Of("twap_deviation", "against the distance from the time weighted mean price, in proportion to it",
            [Bars("length", 60), Real("full", 1, 0.001, 100, "distance in per cent that gives a whole position")],
            p => new TimePriceDeviation((int)p[0], p[1])),
        Leaving("hurst_mean_reversion", "the z-score rule where the Hurst exponent says that moves come back",
            [Bars("hurst", 100, 20, "returns of the Hurst exponent"), Bars("length", 20, 2), Exit(0.5), Entry(1.5),
                Real("most", 0.5, 0, 1, "largest Hurst exponent")],
            p => new HurstReversion((int)p[0], (int)p[1], p[3], p[2], p[4])),
    ];

    private static StrategyParameter Entry(double standard) => Real("entry", standard, 0.1, 10, "deviations to go in at");

    private static StrategyParameter Exit(double standard) => Real("exit", standard, 0, 10, "deviations to come out at");

    private static StrategyParameter Low(double standard) => Real("low", standard, 0, 100, "oversold below");

    private static StrategyParameter High(double standard) => Real("high", standard, 0, 100, "overbought above");

    private static StrategyDefinition Of(string name, string about, StrategyParameter[] parameters, Func<double[], Strategy> make) =>
        new(StrategyCategory.MeanReversion, name, about, parameters, make);

    private static StrategyDefinition Leaving(string name, string about, StrategyParameter[] parameters, Func<double[], Strategy> make) =>
        new(StrategyCategory.MeanReversion, name, about, parameters, make) { Orders = [("exit", "entry")] };

    private static StrategyDefinition Bounded(string name, string about, StrategyParameter[] parameters, Func<double[], Strategy> make) =>
        new(StrategyCategory.MeanReversion, name, about, parameters, make) { Orders = [("low", "high")] };
}
