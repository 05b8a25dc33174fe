using Artic.Strategies.Volume;
using static Artic.Strategies.Catalog.StrategyParameter;

namespace Artic.Strategies.Catalog;

/// <summary>Those that look at how much is traded.</summary>
internal static class VolumeStrategies
{
    public static StrategyDefinition[] All { get; } =
    [
        Of("obv_trend", "on-balance volume against its average", [Bars("length", 20, 2)], p => new BalanceTrend((int)p[0])),
        new(StrategyCategory.Volume, "money_flow", "against an extreme money flow index",
            [Bars("length", 14), Real("low", 20, 0, 100, "oversold below"), Real("high", 80, 0, 100, "overbought above")],
            p => new MoneyFlowReversion((int)p[0], p[1], p[2])) { Orders = [("low", "high")] },
        Of("chaikin_flow", "with the Chaikin money flow",
            [Bars("length", 20), Real("threshold", 0.05, 0, 1, "least flow, to both sides")],
            p => new ChaikinPressure((int)p[0], p[1])),
        Of("volume_breakout", "with a close beyond the range of the bars before, on much volume",
            [Bars("length", 20), Real("multiplier", 2, 0.01, 100, "times the mean volume of the bars before")],
            p => new VolumeBreakout((int)p[0], p[1])),
    ];

    private static StrategyDefinition Of(string name, string about, StrategyParameter[] parameters, Func<double[], Strategy> make) =>
        new(StrategyCategory.Volume, name, about, parameters, make);
}
