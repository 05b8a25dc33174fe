using Artic.Indicators;
using Artic.Strategies.Catalog;

namespace Artic.Strategies.Tests;

/// <summary>Made series and the strategies that see them.</summary>
internal static class Series
{
    private const long MinuteNs = 60_000_000_000;
    private const long FirstNs = 1_700_006_400_000_000_000; // 2023-11-15T00:00:00Z

    /// <summary>Bars a minute that open at the close before and reach half a unit beyond open and close; volume 100.</summary>
    public static OhlcvBar[] Bars(params double[] closes) => Bars(closes, reach: 0.5);

    /// <summary>Bars whose four prices are one; volume 100.</summary>
    public static OhlcvBar[] Points(params double[] closes) =>
        [.. closes.Select((close, i) => new OhlcvBar(FirstNs + (i * MinuteNs), close, close, close, close, 100))];

    public static double[] Line(double first, double step, int count) => [.. Enumerable.Range(0, count).Select(i => first + (i * step))];

    public static double[] Repeat(double value, int count) => [.. Enumerable.Repeat(value, count)];

    public static Strategy Make(string name, params (string Name, double Value)[] parameters) =>
        StrategyCatalog.Find(name)!.Make(parameters.ToDictionary(each => each.Name, each => each.Value));

    /// <summary>The signal after the last of the bars.</summary>
    public static StrategySignal Last(string name, OhlcvBar[] bars, params (string Name, double Value)[] parameters) =>
        All(name, bars, parameters)[^1];

    /// <summary>The signals after each of the bars.</summary>
    public static StrategySignal[] All(string name, OhlcvBar[] bars, params (string Name, double Value)[] parameters)
    {
        BarStrategy strategy = (BarStrategy)Make(name, parameters);
        return Array.ConvertAll(bars, bar => strategy.Add(bar));
    }

    /// <summary>The values of the signals after each of the closes.</summary>
    public static double[] Values(string name, OhlcvBar[] bars, params (string Name, double Value)[] parameters) =>
        Array.ConvertAll(All(name, bars, parameters), signal => signal.Value);

    /// <summary>The signal of a pair after the last of both series.</summary>
    public static StrategySignal LastOfPair(
        string name, double[] first, double[] second, params (string Name, double Value)[] parameters)
    {
        PairStrategy strategy = (PairStrategy)Make(name, parameters);
        StrategySignal signal = default;
        foreach ((int i, OhlcvBar bar) in Points(first).Index())
        {
            strategy.Other = second[i];
            signal = strategy.Add(bar);
        }

        return signal;
    }

    private static OhlcvBar[] Bars(double[] closes, double reach)
    {
        OhlcvBar[] bars = new OhlcvBar[closes.Length];
        for (int i = 0; i < closes.Length; i++)
        {
            double open = i == 0 ? closes[0] : closes[i - 1];
            bars[i] = new OhlcvBar(
                FirstNs + (i * MinuteNs), open, Math.Max(open, closes[i]) + reach, Math.Min(open, closes[i]) - reach, closes[i], 100);
        }

        return bars;
    }
}
