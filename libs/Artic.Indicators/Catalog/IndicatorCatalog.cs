using Artic.Indicators.Averages;
using Artic.Indicators.Bars;
using Artic.Indicators.Levels;
using Artic.Indicators.Momentum;
using Artic.Indicators.Statistics;
using Artic.Indicators.Trend;
using Artic.Indicators.Volatility;
using Artic.Indicators.Volume;

namespace Artic.Indicators.Catalog;

/// <summary>All indicators of bars by their standard names. Thread: any.</summary>
public static class IndicatorCatalog
{
    private const int MostBars = 100_000;

    private static readonly IndicatorDefinition[] s_all =
    [
        Of("sma", "simple moving average", [Bars("length", 20)], p => new SimpleAverage(I(p[0]))),
        Of("ema", "exponential moving average", [Bars("length", 20)], p => new ExponentialAverage(I(p[0]))),
        Of("wma", "linearly weighted moving average", [Bars("length", 14)], p => new WeightedAverage(I(p[0]))),
        Of("hma", "Hull moving average", [Bars("length", 14, 2)], p => new HullAverage(I(p[0]))),
        Of("dema", "double exponential moving average", [Bars("length", 14)], p => new DoubleExponentialAverage(I(p[0]))),
        Of("tema", "triple exponential moving average", [Bars("length", 20)], p => new TripleExponentialAverage(I(p[0]))),
        Of("t3", "Tillson's moving average", [Bars("length", 5), Real("factor", 0.7, 0.01, 10, "volume factor")],
            p => new TillsonAverage(I(p[0]), p[1])),
        Of("kama", "Kaufman's adaptive moving average", [Bars("length", 10), Bars("fast", 2), Bars("slow", 30)],
            p => new AdaptiveAverage(I(p[0]), I(p[1]), I(p[2]))),
        Of("alma", "Arnaud Legoux moving average",
            [Bars("length", 9, 2), Real("offset", 0.85, 0, 1, "where the bell's middle is"), Real("sigma", 6, 0.1, 100, "how narrow the bell is")],
            p => new ArnaudLegouxAverage(I(p[0]), p[1], p[2])),
        Of("smma", "Wilder's smoothed moving average (RMA)", [Bars("length", 20)], p => new WilderAverage(I(p[0]))),
        Of("vwma", "volume weighted moving average", [Bars("length", 14)], p => new VolumeWeightedAverage(I(p[0]))),
        Of("vwap", "volume weighted average price", [Flag("daily", "begins anew each UTC day")], p => new VolumeWeightedPrice(p[0] == 1)),
        Of("epma", "endpoint moving average (least squares)", [Bars("length", 10, 2)], p => new EndpointAverage(I(p[0]))),
        Of("ma_envelope", "moving average envelope", [Bars("length", 20), Real("percent", 2.5, 0.001, 100, "distance in per cent")],
            p => new AverageEnvelope(I(p[0]), p[1])),
        Of("dynamic", "McGinley Dynamic", [Bars("length", 14), Real("factor", 0.6, 0.01, 10, "smoothing")],
            p => new DynamicAverage(I(p[0]), p[1])),
        Of("macd", "moving average convergence/divergence", [Bars("fast", 12), Bars("slow", 26), Bars("signal", 9)],
            p => new ConvergenceDivergence(I(p[0]), I(p[1]), I(p[2]))),
        Of("ppo", "percentage price oscillator", [Bars("fast", 12), Bars("slow", 26), Bars("signal", 9)],
            p => new PercentageOscillator(I(p[0]), I(p[1]), I(p[2]), ofVolume: false)),
        Of("pvo", "percentage volume oscillator", [Bars("fast", 12), Bars("slow", 26), Bars("signal", 9)],
            p => new PercentageOscillator(I(p[0]), I(p[1]), I(p[2]), ofVolume: true)),
        Of("rsi", "relative strength index (Wilder)", [Bars("length", 14)], p => new RelativeStrength(I(p[0]))),
        Of("stoch_rsi", "stochastic RSI", [Bars("strength", 14), Bars("length", 14), Bars("signal", 3), Bars("smooth", 1)],
            p => new StochasticStrength(I(p[0]), I(p[1]), I(p[2]), I(p[3]))),
        Of("connors_rsi", "Connors RSI", [Bars("strength", 3), Bars("streak", 2), Bars("rank", 100, 2)],
            p => new ConnorsStrength(I(p[0]), I(p[1]), I(p[2]))),
        Of("stochastic", "stochastic oscillator", [Bars("length", 14), Bars("signal", 3), Bars("smooth", 3)],
            p => new Stochastic(I(p[0]), I(p[1]), I(p[2]))),
        Of("williams_r", "Williams %R", [Bars("length", 14)], p => new WilliamsRange(I(p[0]))),
        Of("smi", "stochastic momentum index", [Bars("length", 13), Bars("first", 25), Bars("second", 2), Bars("signal", 3)],
            p => new StochasticMomentum(I(p[0]), I(p[1]), I(p[2]), I(p[3]))),
        Of("cci", "commodity channel index", [Bars("length", 20)], p => new CommodityChannel(I(p[0]))),
        Of("mfi", "money flow index", [Bars("length", 14)], p => new MoneyFlowIndex(I(p[0]))),
        Of("roc", "rate of change and momentum", [Bars("length", 14)], p => new RateOfChange(I(p[0]))),
        Of("tsi", "true strength index", [Bars("length", 25), Bars("smooth", 13), Bars("signal", 7)],
            p => new TrueStrength(I(p[0]), I(p[1]), I(p[2]))),
        Of("trix", "rate of change of a triple EMA", [Bars("length", 14)], p => new TripleRate(I(p[0]))),
        Of("cmo", "Chande momentum oscillator", [Bars("length", 14)], p => new ChandeMomentum(I(p[0]))),
        Of("uo", "ultimate oscillator", [Bars("short", 7), Bars("middle", 14), Bars("long", 28)],
            p => new UltimateOscillator(I(p[0]), I(p[1]), I(p[2]))),
        Of("awesome", "Awesome Oscillator and Accelerator (AO, AC)", [Bars("fast", 5), Bars("slow", 34)],
            p => new AwesomeOscillator(I(p[0]), I(p[1]))),
        Of("bop", "balance of power", [Bars("length", 14)], p => new BalanceOfPower(I(p[0]))),
        Of("pmo", "price momentum oscillator", [Bars("length", 35, 3), Bars("smooth", 20, 3), Bars("signal", 10)],
            p => new PriceMomentum(I(p[0]), I(p[1]), I(p[2]))),
        Of("stc", "Schaff trend cycle", [Bars("cycle", 10), Bars("fast", 23), Bars("slow", 50)],
            p => new SchaffCycle(I(p[0]), I(p[1]), I(p[2]))),
        Of("fisher", "Fisher transform", [Bars("length", 10)], p => new FisherTransform(I(p[0]))),
        Of("adx", "directional movement (ADX, DMI)", [Bars("length", 14, 2)], p => new DirectionalMovement(I(p[0]))),
        Of("aroon", "Aroon", [Bars("length", 25)], p => new Aroon(I(p[0]))),
        Of("vortex", "Vortex", [Bars("length", 14)], p => new Vortex(I(p[0]))),
        Of("supertrend", "SuperTrend", [Bars("length", 10), Real("multiplier", 3, 0.01, 100, "average true ranges")],
            p => new SuperTrend(I(p[0]), p[1])),
        Of("psar", "parabolic stop and reverse",
            [Real("step", 0.02, 0.0001, 1, "acceleration and its steps"), Real("most", 0.2, 0.0001, 1, "largest acceleration")],
            p => new ParabolicStop(p[0], p[1])),
        Of("ichimoku", "Ichimoku Kinko Hyo", [Bars("tenkan", 9), Bars("kijun", 26), Bars("senkou", 52)],
            p => new Ichimoku(I(p[0]), I(p[1]), I(p[2]))),
        Of("alligator", "Williams Alligator",
            [Bars("jaw", 13), Bars("jaw_shift", 8), Bars("teeth", 8), Bars("teeth_shift", 5), Bars("lips", 5), Bars("lips_shift", 3)],
            p => new Alligator(I(p[0]), I(p[1]), I(p[2]), I(p[3]), I(p[4]), I(p[5]))),
        Of("atr", "average true range (TR, ATR, NATR)", [Bars("length", 14)], p => new AverageTrueRange(I(p[0]))),
        Of("bollinger", "Bollinger Bands (%B, width)", [Bars("length", 20, 2), Real("deviations", 2, 0.01, 100, "deviations")],
            p => new BollingerBands(I(p[0]), p[1])),
        Of("keltner", "Keltner channel", [Bars("length", 20), Real("multiplier", 2, 0.01, 100, "average true ranges"), Bars("range", 10)],
            p => new KeltnerChannel(I(p[0]), p[1], I(p[2]))),
        Of("donchian", "Donchian channel", [Bars("length", 20)], p => new DonchianChannel(I(p[0]))),
        Of("starc", "STARC bands", [Bars("length", 5), Real("multiplier", 2, 0.01, 100, "average true ranges"), Bars("range", 10)],
            p => new StarcBands(I(p[0]), p[1], I(p[2]))),
        Of("chandelier", "Chandelier exit", [Bars("length", 22), Real("multiplier", 3, 0.01, 100, "average true ranges")],
            p => new ChandelierExit(I(p[0]), p[1])),
        Of("stddev", "standard deviation and z-score", [Bars("length", 14, 2)], p => new StandardDeviation(I(p[0]))),
        Of("chop", "choppiness index", [Bars("length", 14, 2)], p => new Choppiness(I(p[0]))),
        Of("ulcer", "ulcer index", [Bars("length", 14)], p => new UlcerIndex(I(p[0]))),
        Of("realised_volatility", "realised volatility of log returns",
            [Bars("length", 20), Real("bars_per_year", 525_600, 1, 1e9, "to scale by; one-minute bars have 525600")],
            p => new RealisedVolatility(I(p[0]), p[1])),
        Of("obv", "on-balance volume", [], _ => new OnBalanceVolume()),
        Of("adl", "accumulation/distribution line", [], _ => new AccumulationDistribution()),
        Of("chaikin_oscillator", "Chaikin oscillator", [Bars("fast", 3), Bars("slow", 10)], p => new ChaikinOscillator(I(p[0]), I(p[1]))),
        Of("cmf", "Chaikin money flow", [Bars("length", 20)], p => new ChaikinMoneyFlow(I(p[0]))),
        Of("force", "force index", [Bars("length", 2)], p => new ForceIndex(I(p[0]))),
        Of("kvo", "Klinger volume oscillator", [Bars("fast", 34), Bars("slow", 55), Bars("signal", 13)],
            p => new KlingerOscillator(I(p[0]), I(p[1]), I(p[2]))),
        Of("elder_ray", "Elder-Ray", [Bars("length", 13)], p => new ElderRay(I(p[0]))),
        Of("slope", "linear regression slope", [Bars("length", 14, 2)], p => new RegressionSlope(I(p[0]))),
        Of("mean_errors", "mean absolute and square errors", [Bars("length", 20)], p => new MeanErrors(I(p[0]))),
        Of("hurst", "Hurst exponent", [Bars("length", 100, 20)], p => new HurstExponent(I(p[0]))),
        Of("correlation", "correlation with another series", [Bars("length", 20, 2)], p => new Correlation(I(p[0]))),
        Of("beta", "beta to another series", [Bars("length", 50, 2)], p => new Beta(I(p[0]))),
        Of("rolling_pivots", "pivot points of the last bars", [Bars("length", 20)], p => new RollingPivots(I(p[0]))),
        Of("pivot_points", "pivot points of calendar periods",
            [new IndicatorParameter("period", 0, 0, 2, IsWhole: true, "0 days, 1 weeks, 2 months (UTC)")], p => new PivotPoints((PivotPeriod)I(p[0]))),
        Of("zigzag", "confirmed turning points",
            [Real("percent", 5, 0.001, 99, "how far back a turn goes"), Flag("closes", "of closes instead of highs and lows")],
            p => new ZigZag(p[0], p[1] == 1)),
        Of("fractal", "Williams fractals", [Bars("span", 2)], p => new FractalPoints(I(p[0]))),
        Of("heikin_ashi", "Heikin-Ashi bars", [], _ => new HeikinAshi()),
        Of("renko", "Renko bricks of closes", [Real("brick", 1, 1e-12, 1e12, "size in price")], p => new Renko(p[0])),
    ];

    /// <summary>All of them.</summary>
    public static IReadOnlyList<IndicatorDefinition> All => s_all;

    /// <summary>The indicator of this name; null: there is none.</summary>
    public static IndicatorDefinition? Find(string name) => Array.Find(s_all, each => each.Name == name);

    private static IndicatorDefinition Of(
        string name, string about, IndicatorParameter[] parameters, Func<double[], Indicator> make) => new(name, about, parameters, make);

    private static IndicatorParameter Bars(string name, int standard, int lowest = 1) =>
        new(name, standard, lowest, MostBars, IsWhole: true, "bars");

    private static IndicatorParameter Real(string name, double standard, double lowest, double highest, string help) =>
        new(name, standard, lowest, highest, IsWhole: false, help);

    private static IndicatorParameter Flag(string name, string help) => new(name, 0, 0, 1, IsWhole: true, $"1: {help}");

    private static int I(double value) => (int)value;
}
