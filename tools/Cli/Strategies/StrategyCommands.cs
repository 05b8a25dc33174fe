using System.CommandLine;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Artic.Cli.Indicators;
using Artic.Indicators;
using Artic.Strategies;
using Artic.Strategies.Catalog;

namespace Artic.Cli.Strategies;

/// <summary>
/// <c>artic strategy</c>: the catalog, and a strategy of it over a file of bars, as an instance sees them, so that a researcher can
/// hold it against his own. Exit code 0: all was read; 1: a file could not be read; 2: the options cannot be.
/// </summary>
public static class StrategyCommands
{
    /// <summary>The command with its parts.</summary>
    public static Command Build()
    {
        Argument<string> name = new("name") { Description = "Its standard name; 'artic strategy list' has them all." };
        Option<string[]> parameters = new("--param") { Description = "A parameter, such as fast=5; may be given again." };
        Option<string> input = new("--input") { Description = "Bars: CSV with timestamp,open,high,low,close,volume.", Required = true };
        Option<string?> other = new("--other") { Description = "Bars of the second instrument, line by line beside the first (pairs)." };
        Option<bool> asJson = new("--json") { Description = "One JSON object a line." };
        Command list = new("list", "All strategies, a line each.") { asJson };
        list.SetAction(parsed => List(parsed.GetValue(asJson)));
        Command describe = new("describe", "A strategy with its parameters, their defaults and ranges.") { name, asJson };
        describe.SetAction(parsed => Describe(parsed.GetValue(name)!, parsed.GetValue(asJson)));
        Command run = new("run", "Run a strategy over a file of bars: its signal, and why, for each bar.")
        {
            name, parameters, input, other, asJson,
        };
        run.SetAction(parsed => Run(
            parsed.GetValue(name)!, parsed.GetValue(parameters) ?? [], parsed.GetValue(input)!, parsed.GetValue(other),
            parsed.GetValue(asJson)));
        return new Command("strategy", "The catalog of strategies, and one of them over a file of bars.") { list, describe, run };
    }

    private static int List(bool asJson)
    {
        foreach (StrategyDefinition each in StrategyCatalog.All)
        {
            Console.WriteLine(asJson ? ToJson(each) : $"{each.Name,-26} {Kind(each),-15} {each.About}");
        }

        return 0;
    }

    private static int Describe(string name, bool asJson)
    {
        if (StrategyCatalog.Find(name) is not { } definition)
        {
            return Unknown(name);
        }

        if (asJson)
        {
            Console.WriteLine(ToJson(definition));
            return 0;
        }

        Console.WriteLine($"{definition.Name}: {definition.About}");
        Console.WriteLine(
            $"{Kind(definition)}; takes {InputOf(definition)}{(definition.NeedsVolume ? " with volume" : "")}; its first signal can be at " +
            $"input {definition.WarmUp} with these defaults");
        foreach (StrategyParameter parameter in definition.Parameters)
        {
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"  {parameter.Name,-12} {parameter.Default,10}  {TypeOf(parameter)}, {parameter.Lowest} to {parameter.Highest}: {parameter.Help}"));
        }

        Console.WriteLine($"figures: {string.Join(", ", definition.Make().Figures.ToArray())}");
        return 0;
    }

    private static int Run(string name, string[] parameters, string input, string? other, bool asJson)
    {
        if (StrategyCatalog.Find(name) is not { } definition)
        {
            return Unknown(name);
        }

        BarStrategy? strategy;
        try
        {
            strategy = definition.Make(ParameterText.Read(parameters)) as BarStrategy;
        }
        catch (Exception fault) when (fault is ArgumentException or FormatException)
        {
            return Refuse(fault.Message);
        }

        if (strategy == null)
        {
            return Refuse($"{name} takes books, and a file of bars has none");
        }

        if (strategy is PairStrategy != (other != null))
        {
            return Refuse(other == null ? $"{name} wants a second instrument: --other FILE" : $"{name} has one instrument: no --other");
        }

        try
        {
            return Run(strategy, input, other, asJson);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            Console.Error.WriteLine($"artic strategy: {error.Message}");
            return 1;
        }
    }

    private static int Run(BarStrategy strategy, string input, string? other, bool asJson)
    {
        using QuoteCsv quotes = new(input);
        using QuoteCsv? second = other == null ? null : new QuoteCsv(other);
        if (!asJson)
        {
            Console.WriteLine("timestamp,signal,detail");
        }

        bool hasVolume = false;
        int passedOver = 0;
        int firstLine = 0;
        while (quotes.TryRead(out OhlcvBar bar, out string time))
        {
            if (strategy is PairStrategy pair)
            {
                pair.Other = second!.TryRead(out OhlcvBar beside, out _) ? beside.Close : double.NaN;
            }

            hasVolume |= bar.Volume > 0;
            StrategySignal signal = strategy.Add(bar);
            bool isTaken = signal.Reason != SignalReason.PassedOver;
            firstLine = isTaken || firstLine > 0 ? firstLine : quotes.Line;
            passedOver += isTaken ? 0 : 1;
            Console.WriteLine(asJson
                ? ToJson(strategy, signal, time)
                : string.Create(CultureInfo.InvariantCulture, $"{time},{signal.Value:R},\"{strategy.Describe(signal)}\""));
        }

        if (passedOver > 0)
        {
            Console.Error.WriteLine(
                $"artic strategy: {passedOver} lines hold what is no number or no time and were passed over, the first is line {firstLine} of {input}");
        }

        if (strategy.NeedsVolume && !hasVolume)
        {
            Console.Error.WriteLine($"artic strategy: this strategy needs volumes, and {input} has none");
            return 1;
        }

        return 0;
    }

    private static string ToJson(BarStrategy strategy, in StrategySignal signal, string time)
    {
        using MemoryStream text = new();
        using Utf8JsonWriter json = new(text);
        json.WriteStartObject();
        json.WriteString("timestamp", time);
        json.WriteNumber("signal", signal.Value);
        json.WriteString("detail", strategy.Describe(signal));
        ReadOnlySpan<double> values = [signal.First, signal.Second, signal.Third, signal.Fourth];
        json.WriteStartObject("figures");
        for (int i = 0; i < strategy.Figures.Length; i++)
        {
            // What has no value yet is absent: JSON has no other word for it.
            if (double.IsFinite(values[i]))
            {
                json.WriteNumber(strategy.Figures[i], values[i]);
            }
        }

        json.WriteEndObject();
        json.WriteEndObject();
        json.Flush();
        return Encoding.UTF8.GetString(text.ToArray());
    }

    private static string ToJson(StrategyDefinition definition)
    {
        using MemoryStream text = new();
        using Utf8JsonWriter json = new(text);
        json.WriteStartObject();
        json.WriteString("name", definition.Name);
        json.WriteString("category", Kind(definition));
        json.WriteString("about", definition.About);
        json.WriteString("input", InputOf(definition));
        json.WriteBoolean("needs_volume", definition.NeedsVolume);
        json.WriteNumber("warm_up", definition.WarmUp);
        json.WriteStartArray("figures");
        foreach (string figure in definition.Make().Figures)
        {
            json.WriteStringValue(figure);
        }

        json.WriteEndArray();
        json.WriteStartArray("parameters");
        foreach (StrategyParameter parameter in definition.Parameters)
        {
            json.WriteStartObject();
            json.WriteString("name", parameter.Name);
            json.WriteString("type", TypeOf(parameter));
            json.WriteNumber("default", parameter.Default);
            json.WriteNumber("lowest", parameter.Lowest);
            json.WriteNumber("highest", parameter.Highest);
            json.WriteString("help", parameter.Help);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.Flush();
        return Encoding.UTF8.GetString(text.ToArray());
    }

    private static string Kind(StrategyDefinition definition) => definition.Category switch
    {
        StrategyCategory.Momentum => "momentum",
        StrategyCategory.MeanReversion => "mean reversion",
        StrategyCategory.Volatility => "volatility",
        StrategyCategory.Volume => "volume",
        _ => "statistical",
    };

    private static string InputOf(StrategyDefinition definition) => definition.Input switch
    {
        StrategyInput.Book => "books",
        StrategyInput.Pair => "bars of two instruments",
        _ => "bars",
    };

    private static string TypeOf(StrategyParameter parameter) => parameter.Type switch
    {
        ParameterType.Whole => "whole",
        ParameterType.Flag => "flag",
        _ => "real",
    };

    private static int Unknown(string name) =>
        Refuse($"there is no strategy '{name}'; known: {string.Join(", ", StrategyCatalog.All.Select(each => each.Name))}");

    private static int Refuse(string why)
    {
        foreach (string line in why.Split('\n'))
        {
            Console.Error.WriteLine($"artic strategy: {line}");
        }

        return 2;
    }
}
