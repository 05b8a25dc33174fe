using System.Globalization;
using System.Text;
using Artic.Core.Domain;
using Artic.Strategies.Catalog;
using Artic.V1;

namespace Artic.Hosting.Options;

/// <summary>What the strategy instances of a configuration must satisfy.</summary>
public static class StrategyRules
{
    /// <summary>Asks a model.</summary>
    public const string Onnx = "onnx";

    /// <summary>Asks a model and measures.</summary>
    public const string Probe = "probe";

    /// <summary>The modes, by the numbers of the schema less 1.</summary>
    public static readonly string[] Modes = ["off", "observe", "active"];

    /// <summary>A mode as people write it; nothing where it is none of them.</summary>
    public static string NameOf(InstanceMode mode) => mode is >= InstanceMode.Off and <= InstanceMode.Active ? Modes[(int)mode - 1] : "";

    /// <summary>The sizings, by the numbers of the schema less 1.</summary>
    public static readonly string[] Sizings = ["fixed", "fraction", "kelly", "volatility"];

    /// <summary>The sessions, by their bits.</summary>
    public static readonly string[] Sessions = ["asia", "europe", "america"];

    /// <summary>The weekdays, by their bits.</summary>
    public static readonly string[] Weekdays = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"];

    /// <summary>The bars that an instance lives on.</summary>
    public static BarOptions BarsOf(StrategyOptions strategy, MarketDataOptions market) =>
        strategy.Bars ?? new BarOptions { Kind = "time", Ms = market.BarMs };

    /// <summary>Appends a line for each violation: its path, what was found, what is wanted.</summary>
    public static void Check(PipelineOptions options, List<string> violations)
    {
        HashSet<int> ids = [];
        for (int i = 0; i < options.Strategies.Count; i++)
        {
            Check(options, options.Strategies[i], $"strategies.{i}", ids, violations);
        }
    }

    private static void Check(
        PipelineOptions options, StrategyOptions strategy, string at, HashSet<int> ids, List<string> violations)
    {
        bool isModel = strategy.Name is Onnx or Probe;
        StrategyDefinition? definition = StrategyCatalog.Find(strategy.Name);
        Need(strategy.Id >= 1 && ids.Add(strategy.Id), "id", "must be 1 or more and its own");
        Need(
            isModel || definition != null, "name",
            $"'{strategy.Name}' is none of {Onnx}, {Probe}, {string.Join(", ", StrategyCatalog.All.Select(each => each.Name))}");
        Need(IsInstrument(strategy.Instrument), "instrument", $"{strategy.Instrument} is not among the instruments");
        bool isPair = definition?.Input == StrategyInput.Pair;
        Need(
            isPair || strategy.OtherInstrument == 0, "other_instrument", $"{strategy.Name} has one instrument");
        Need(
            !isPair || (IsInstrument(strategy.OtherInstrument) && strategy.OtherInstrument != strategy.Instrument),
            "other_instrument", $"{strategy.Name} needs a second instrument, another one of the instruments");
        Need(Array.IndexOf(Modes, strategy.Mode) >= 0, "mode", $"'{strategy.Mode}' is none of {string.Join(", ", Modes)}");
        Positive(strategy.OrderQuantity, "order_quantity");
        Positive(strategy.MaxPosition, "max_position");
        Need(!isModel || strategy.Model.Length > 0, "model", "is missing");
        Need(isModel || strategy.Model.Length == 0, "model", $"{strategy.Name} asks no model");
        Need(strategy.Threshold is > 0 and < 1, "threshold", "must be between 0 and 1");
        Need(strategy.ExpireAfterMs is >= 0 and <= 86_400_000, "expire_after_ms", "must be 0 to 86400000");
        Need(strategy.CooldownMs is >= 0 and <= 86_400_000, "cooldown_ms", "must be 0 to 86400000");
        Parameters();
        Bars();
        Sizing();
        Filter();

        void Parameters()
        {
            Need(!isModel || strategy.Parameters.Count == 0, "parameters", $"{strategy.Name} has none");
            try
            {
                _ = definition?.Make(strategy.Parameters);
            }
            catch (ArgumentException refused)
            {
                foreach (string fault in refused.Message.Split('\n'))
                {
                    Need(false, "parameters", fault);
                }
            }
        }

        void Bars()
        {
            BarOptions bars = BarsOf(strategy, options.MarketData);
            bool isStandard = bars is { Kind: "time", Trades: 0, Quantity: "" } && bars.Ms == options.MarketData.BarMs;
            Need(
                isStandard || options.MarketData.Bars.Exists(each => each.Kind == bars.Kind && each.Ms == bars.Ms &&
                    each.Trades == bars.Trades && QuantityOf(each) == QuantityOf(bars)),
                "bars", "is none of the market's: market_data.bar_ms and market_data.bars say which there are");
            Need(
                definition is not { NeedsVolume: true } || bars.Kind != "volume", "bars",
                $"{strategy.Name} needs volumes, and all volume bars have the same");
            Need(!isPair || bars.Kind == "time", "bars", $"{strategy.Name} needs time bars: those of two instruments have to match");
        }

        void Sizing()
        {
            if (strategy.Sizing is not { } sizing)
            {
                return;
            }

            bool isKnown = Array.IndexOf(Sizings, sizing.Kind) >= 0;
            Need(isKnown, "sizing.kind", $"'{sizing.Kind}' is none of {string.Join(", ", Sizings)}");
            Need(strategy.Name != Probe, "sizing", "a probe is always of order_quantity");
            if (!isKnown)
            {
                return;
            }

            if (sizing.Kind == "fixed")
            {
                Positive(sizing.Quantity, "sizing.quantity");
            }
            else
            {
                Positive(sizing.Equity, "sizing.equity");
            }

            Need(sizing.Kind != "fraction" || sizing.Fraction is > 0 and <= 10, "sizing.fraction", "must be above 0, 10 at most");
            Need(
                sizing.Kind != "kelly" || sizing.WinProbability is >= 0 and <= 1, "sizing.win_probability", "must be 0 to 1");
            Need(
                sizing.Kind != "kelly" || sizing.WinOverLoss is > 0 and <= 1000, "sizing.win_over_loss", "must be above 0, 1000 at most");
            Need(sizing.Share is > 0 and <= 1, "sizing.share", "must be above 0, 1 at most");
            Need(sizing.Cap is > 0 and <= 1, "sizing.cap", "must be above 0, 1 at most");
            Need(sizing.Kind != "volatility" || sizing.Target is > 0 and <= 100, "sizing.target", "must be above 0, 100 at most");
            Need(sizing.Length is >= 2 and <= 10_000, "sizing.length", "must be 2 to 10000");
            Need(sizing.MostLeverage is > 0 and <= 100, "sizing.most_leverage", "must be above 0, 100 at most");
            Need(
                sizing.Kind != "volatility" || BarsOf(strategy, options.MarketData).Kind == "time", "sizing.kind",
                "volatility is that of a year: it needs time bars");
        }

        void Filter()
        {
            Names(strategy.Filter?.Sessions, Sessions, "filter.sessions");
            Names(strategy.Filter?.Weekdays, Weekdays, "filter.weekdays");
        }

        void Names(List<string>? names, string[] known, string path)
        {
            for (int i = 0; i < (names?.Count ?? 0); i++)
            {
                Need(
                    Array.IndexOf(known, names![i]) >= 0, $"{path}.{i.ToString(CultureInfo.InvariantCulture)}",
                    $"'{names[i]}' is none of {string.Join(", ", known)}");
            }
        }

        static long QuantityOf(BarOptions bars) =>
            FixedPoint.TryParse(Encoding.ASCII.GetBytes(bars.Quantity), OptionsRules.Scale, out long quantity) ? quantity : 0;

        bool IsInstrument(int id) => options.Instruments.Exists(each => each.Id == id);

        void Positive(string text, string path) =>
            Need(
                FixedPoint.TryParse(Encoding.ASCII.GetBytes(text), OptionsRules.Scale, out long value) && value > 0, path,
                text.Length == 0 ? "is missing; there is no unlimited"
                    : $"'{text}' is not a decimal above 0 with at most {OptionsRules.Scale} places");

        void Need(bool condition, string path, string what)
        {
            if (!condition)
            {
                violations.Add($"{at}.{path}: {what}");
            }
        }
    }
}
