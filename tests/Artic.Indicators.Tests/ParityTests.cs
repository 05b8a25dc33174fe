using System.Text.Json;
using Artic.Indicators.Catalog;

namespace Artic.Indicators.Tests;

/// <summary>Indicators beside the reference series of another library, over the whole series and from the first valid value on.</summary>
public sealed class ParityTests
{
    private const string Folder = "indicators/stock_indicators/results/";
    private const double Tolerance = 1e-9;

    [RecordedTheory(Folder + "sma.standard.json")]
    [InlineData("sma", "sma", "", "sma")]
    [InlineData("ema", "ema", "", "ema")]
    [InlineData("wma", "wma", "", "wma")]
    [InlineData("hma", "hma", "", "hma")]
    [InlineData("dema", "dema", "", "dema")]
    [InlineData("tema", "tema", "", "tema")]
    [InlineData("t3", "t3", "", "t3")]
    [InlineData("kama", "kama", "", "kama er")]
    [InlineData("alma", "alma", "", "alma")]
    [InlineData("smma", "smma", "", "smma")]
    [InlineData("vwma", "vwma", "", "vwma")]
    [InlineData("vwap", "vwap", "", "vwap")]
    [InlineData("epma", "epma", "", "epma")]
    [InlineData("ma_envelope", "ma-env", "", "centerline upperEnvelope lowerEnvelope")]
    [InlineData("dynamic", "dynamic", "", "dynamic")]
    [InlineData("macd", "macd", "", "macd signal histogram fastEma slowEma")]
    [InlineData("pvo", "pvo", "", "pvo signal histogram")]
    [InlineData("rsi", "rsi", "", "rsi")]
    [InlineData("stoch_rsi", "stoch-rsi", "", "stochRsi signal")]
    [InlineData("connors_rsi", "crsi", "", "connorsRsi rsi rsiStreak percentRank streak")]
    [InlineData("stochastic", "stoch", "", "k d j")]
    [InlineData("williams_r", "willr", "", "williamsR")]
    [InlineData("smi", "smi", "", "smi signal")]
    [InlineData("cci", "cci", "", "cci")]
    [InlineData("mfi", "mfi", "", "mfi")]
    [InlineData("roc", "roc", "", "roc momentum")]
    [InlineData("tsi", "tsi", "", "tsi signal")]
    [InlineData("trix", "trix", "", "trix ema3")]
    [InlineData("cmo", "cmo", "", "cmo")]
    [InlineData("uo", "uo", "", "ultimate")]
    [InlineData("awesome", "awesome", "", "oscillator normalized")]
    [InlineData("bop", "bop", "", "bop")]
    [InlineData("pmo", "pmo", "", "pmo signal")]
    [InlineData("stc", "stc", "", "stc")]
    [InlineData("fisher", "fisher", "", "fisher trigger")]
    [InlineData("adx", "adx", "", "adx pdi mdi dx adxr")]
    [InlineData("aroon", "aroon", "", "oscillator aroonUp aroonDown")]
    [InlineData("vortex", "vortex", "", "pvi nvi")]
    [InlineData("supertrend", "supertrend", "", "superTrend upperBand lowerBand")]
    [InlineData("psar", "psar", "", "sar isReversal")]
    [InlineData("ichimoku", "ichimoku", "", "tenkanSen kijunSen senkouSpanA senkouSpanB")]
    [InlineData("alligator", "alligator", "", "jaw teeth lips")]
    [InlineData("atr", "atr", "", "atr tr atrp")]
    [InlineData("bollinger", "bb", "", "sma upperBand lowerBand percentB zScore width")]
    [InlineData("keltner", "keltner", "", "centerline upperBand lowerBand width")]
    [InlineData("donchian", "donchian", "", "centerline upperBand lowerBand width")]
    [InlineData("starc", "starc", "", "centerline upperBand lowerBand")]
    [InlineData("chandelier", "chexit", "", "chandelierExit")]
    [InlineData("stddev", "stdev", "", "stdDev mean zScore")]
    [InlineData("chop", "chop", "", "chop")]
    [InlineData("ulcer", "ulcer", "", "ui")]
    [InlineData("obv", "obv", "", "obv")]
    [InlineData("adl", "adl", "", "adl moneyFlowMultiplier moneyFlowVolume")]
    [InlineData("chaikin_oscillator", "chaikin-osc", "", "oscillator adl")]
    [InlineData("cmf", "cmf", "", "cmf")]
    [InlineData("force", "force", "", "forceIndex")]
    [InlineData("kvo", "kvo", "", "oscillator signal")]
    [InlineData("elder_ray", "elder-ray", "", "ema bullPower bearPower")]
    [InlineData("slope", "slope", "", "slope intercept stdDev rSquared")]
    [InlineData("hurst", "hurst", "", "hurstExponent")]
    [InlineData("mean_errors", "sma-analysis", "", "mad mse mape")]
    [InlineData("rolling_pivots", "rolling-pivots", "", "pp s1 s2 s3 r1 r2 r3")]
    [InlineData("pivot_points", "pivot-points", "period=2", "pp s1 s2 s3 r1 r2 r3")]
    [InlineData("heikin_ashi", "heikinashi", "", "close open high low")]
    public void Every_value_agrees_with_the_reference_from_the_first_valid_one_on(
        string name, string reference, string parameters, string outputs)
    {
        Indicator indicator = IndicatorCatalog.Find(name)!.Make(Parse(parameters));
        string[] keys = outputs.Split(' ');
        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(SharedData.Find(Folder + reference + ".standard.json")!));
        JsonElement[] rows = [.. document.RootElement.EnumerateArray()];
        List<OhlcvBar> bars = Quotes.Read("default");
        Assert.Equal(rows.Length, bars.Count);
        double[] scales = Array.ConvertAll(keys, key => rows.Average(row => Math.Abs(Expected(row, key) is double.NaN ? 0 : Expected(row, key))));
        for (int i = 0; i < rows.Length; i++)
        {
            Assert.True(indicator.Add(bars[i]));
            for (int k = 0; k < keys.Length; k++)
            {
                double expected = Expected(rows[i], keys[k]);
                double actual = indicator.Values[indicator.Outputs.IndexOf(keys[k])];
                bool agrees = double.IsNaN(expected)
                    ? double.IsNaN(actual)
                    : Math.Abs(actual - expected) <= Tolerance * Math.Max(Math.Abs(expected), 0.01 * scales[k]);
                Assert.True(agrees, $"{name} {keys[k]} at {i}: {actual:R}, the reference has {expected:R}");
            }
        }
    }

    [RecordedFact(Folder + "zigzag-close.standard.json")]
    public void Turning_points_are_the_references_once_they_are_confirmed()
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(SharedData.Find(Folder + "zigzag-close.standard.json")!));
        List<(int Bar, double Price, double Type)> expected = [];
        foreach ((int i, JsonElement row) in document.RootElement.EnumerateArray().Index())
        {
            if (row.GetProperty("pointType").GetString() is { } type)
            {
                expected.Add((i, row.GetProperty("zigZag").GetDouble(), type == "H" ? 1 : -1));
            }
        }

        Indicator zigzag = IndicatorCatalog.Find("zigzag")!.Make(Parse("percent=5 closes=1"));
        List<(int Bar, double Price, double Type)> found = [];
        foreach ((int i, OhlcvBar bar) in Quotes.Read("default").Index())
        {
            _ = zigzag.Add(bar);
            (int, double, double) last = (i - (double.IsNaN(zigzag.Value) ? 0 : (int)zigzag.Values[2]), zigzag.Value, zigzag.Values[1]);
            if (!double.IsNaN(zigzag.Value) && (found.Count == 0 || found[^1] != last))
            {
                found.Add(last);
            }
        }

        // The reference leaves out the low that the series begins with.
        Assert.Equal(expected, found.Where(point => point.Bar >= expected[0].Bar));
    }

    [RecordedFact(Folder + "renko.standard.json")]
    public void Bricks_are_the_references()
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(SharedData.Find(Folder + "renko.standard.json")!));
        List<(double Open, double Close)> expected = [.. document.RootElement.EnumerateArray()
            .Select(row => (row.GetProperty("open").GetDouble(), row.GetProperty("close").GetDouble()))];
        Indicator renko = IndicatorCatalog.Find("renko")!.Make(Parse("brick=1"));
        List<(double Open, double Close)> found = [];
        foreach (OhlcvBar bar in Quotes.Read("default"))
        {
            _ = renko.Add(bar);
            double bricks = double.IsNaN(renko.Value) ? 0 : renko.Values[2];
            for (double left = Math.Abs(bricks) - 1; left >= 0; left--)
            {
                double back = left * Math.Sign(bricks);
                found.Add((renko.Values[1] - back, renko.Value - back));
            }
        }

        Assert.Equal(expected, found);
    }

    private static double Expected(JsonElement row, string key) =>
        !row.TryGetProperty(key, out JsonElement value) ? double.NaN
        : value.ValueKind switch
        {
            JsonValueKind.Number => value.GetDouble(),
            JsonValueKind.True => 1,
            JsonValueKind.False => 0,
            _ => double.NaN,
        };

    private static Dictionary<string, double> Parse(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries)
        .Select(each => each.Split('=')).ToDictionary(each => each[0], each => double.Parse(each[1], System.Globalization.CultureInfo.InvariantCulture));
}
