using Artic.Strategies.Volatility;
using static Artic.Strategies.Catalog.StrategyParameter;

namespace Artic.Strategies.Catalog;

/// <summary>Those that look at how much the price moves.</summary>
internal static class VolatilityStrategies
{
    public static StrategyDefinition[] All { get; } =
    [
        Of("atr_breakout", "with a bar that moves some average true ranges",
            [Bars("length", 14), Real("multiplier", 1.5, 0.01, 100, "average true ranges")],
            p => new TrueRangeBreakout((int)p[0], p[1])),
        Of("bollinger_squeeze", "with a close beyond a band soon after the bands were at their narrowest",
            [Bars("length", 20, 2), Real("deviations", 2, 0.1, 10, "width of the bands"),
                Bars("window", 100, help: "bars among whose widths the narrowest is"), Bars("memory", 10, help: "bars that a squeeze is remembered")],
            p => new BandSqueeze((int)p[0], p[1], (int)p[2], (int)p[3])),
        Of("keltner_bollinger", "with the momentum once the Bollinger bands leave the Keltner channel",
            [Bars("length", 20, 3), Real("deviations", 2, 0.1, 10, "width of the bands"),
                Real("multiplier", 1.5, 0.01, 100, "average true ranges of the channel")],
            p => new ChannelSqueeze((int)p[0], p[1], p[2])),
        Of("chandelier_exit", "turns when a close passes the chandelier stop",
            [Bars("length", 22), Real("multiplier", 3, 0.01, 100, "average true ranges")],
            p => new ChandelierSide((int)p[0], p[1])),
        Of("vwap_deviation", "against a close many deviations from the VWAP of some bars, in proportion",
            [Bars("length", 30, 2), Real("least", 1, 0, 10, "deviations below which there is none"),
                Real("full", 3, 0.1, 10, "deviations that give a whole position")],
            p => new VolumePriceDeviation((int)p[0], p[1], p[2])),
    ];

    private static StrategyDefinition Of(string name, string about, StrategyParameter[] parameters, Func<double[], Strategy> make) =>
        new(StrategyCategory.Volatility, name, about, parameters, make)
        {
            Orders = name == "vwap_deviation" ? [("least", "full")] : [],
        };
}
