using System.CommandLine;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Artic.Indicators;
using Artic.Indicators.Catalog;
using Artic.Indicators.Statistics;

namespace Artic.Cli.Indicators;

/// <summary>
/// <c>artic indicator</c>: an indicator of the catalog over a file of bars, as a strategy sees it, so that a researcher can hold it
/// against his own. Exit code 0: all was read; 1: a file could not be read or written; 2: the options cannot be.
/// </summary>
public static class IndicatorCommands
{
    /// <summary>The command with its parts.</summary>
    public static Command Build()
    {
        Argument<string> name = new("name") { Description = "Its standard name; 'artic indicator list' has them all." };
        Option<string[]> parameters = new("--param") { Description = "A parameter, such as length=20; may be given again." };
        Option<string> input = new("--input") { Description = "Bars: CSV with timestamp,open,high,low,close,volume.", Required = true };
        Option<string?> other = new("--other") { Description = "Bars of the second series, line by line beside the first (correlation, beta)." };
        Option<string?> output = new("--output") { Description = "Where the values go, CSV; the terminal where it is left out." };
        Option<bool> asJson = new("--json") { Description = "One JSON object a line." };
        Command list = new("list", "All indicators with their parameters.") { asJson };
        list.SetAction(parsed => List(parsed.GetValue(asJson)));
        Command indicator = new(
            "indicator",
            "Run an indicator over a file of bars: a line for each bar, a column for each output, empty while there is no value.")
        {
            name, parameters, input, other, output, list,
        };
        indicator.SetAction(parsed => Run(
            parsed.GetValue(name)!, parsed.GetValue(parameters) ?? [], parsed.GetValue(input)!, parsed.GetValue(other),
            parsed.GetValue(output)));
        return indicator;
    }

    private static int List(bool asJson)
    {
        foreach (IndicatorDefinition each in IndicatorCatalog.All)
        {
            if (asJson)
            {
                Console.WriteLine(ToJson(each));
                continue;
            }

            string parameters = string.Join(
                ' ', each.Parameters.Select(parameter => string.Create(CultureInfo.InvariantCulture, $"{parameter.Name}={parameter.Default}")));
            Console.WriteLine($"{each.Name,-20} {each.About}{(parameters.Length > 0 ? $"  ({parameters})" : "")}");
        }

        return 0;
    }

    private static string ToJson(IndicatorDefinition definition)
    {
        using MemoryStream text = new();
        using Utf8JsonWriter json = new(text);
        json.WriteStartObject();
        json.WriteString("name", definition.Name);
        json.WriteString("about", definition.About);
        json.WriteNumber("warm_up", definition.Make().WarmUp);
        json.WriteStartArray("outputs");
        foreach (string output in definition.Make().Outputs)
        {
            json.WriteStringValue(output);
        }

        json.WriteEndArray();
        json.WriteStartArray("parameters");
        foreach (IndicatorParameter parameter in definition.Parameters)
        {
            json.WriteStartObject();
            json.WriteString("name", parameter.Name);
            json.WriteNumber("default", parameter.Default);
            json.WriteNumber("lowest", parameter.Lowest);
            json.WriteNumber("highest", parameter.Highest);
            json.WriteBoolean("whole", parameter.IsWhole);
            json.WriteString("help", parameter.Help);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.Flush();
        return Encoding.UTF8.GetString(text.ToArray());
    }

    private static int Run(string name, string[] parameters, string input, string? other, string? output)
    {
        if (IndicatorCatalog.Find(name) is not { } definition)
        {
            return Refuse($"there is no indicator '{name}'; known: {string.Join(", ", IndicatorCatalog.All.Select(each => each.Name))}");
        }

        Indicator indicator;
        try
        {
            indicator = definition.Make(ParameterText.Read(parameters));
        }
        catch (Exception fault) when (fault is ArgumentException or FormatException)
        {
            return Refuse(fault.Message);
        }

        if (indicator is PairIndicator != (other != null))
        {
            return Refuse(other == null ? $"{name} wants a second series: --other FILE" : $"{name} has one series: no --other");
        }

        try
        {
            return Run(indicator, input, other, output);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            Console.Error.WriteLine($"artic indicator: {error.Message}");
            return 1;
        }
    }

    private static int Run(Indicator indicator, string input, string? other, string? output)
    {
        using QuoteCsv quotes = new(input);
        using QuoteCsv? second = other == null ? null : new QuoteCsv(other);
        using StreamWriter? file = output == null ? null : new StreamWriter(output);
        TextWriter to = file ?? Console.Out;
        to.WriteLine($"timestamp,{string.Join(',', indicator.Outputs.ToArray())}");
        int passedOver = 0;
        int firstLine = 0;
        StringBuilder line = new();
        while (quotes.TryRead(out OhlcvBar bar, out string time))
        {
            if (indicator is PairIndicator pair)
            {
                pair.Other = second!.TryRead(out OhlcvBar beside, out _) ? beside.Close : double.NaN;
            }

            bool isTaken = indicator.Add(bar);
            firstLine = isTaken || firstLine > 0 ? firstLine : quotes.Line;
            passedOver += isTaken ? 0 : 1;
            line.Clear().Append(time);
            foreach (double value in indicator.Values)
            {
                line.Append(',').Append(
                    isTaken && !double.IsNaN(value) ? value.ToString("R", CultureInfo.InvariantCulture) : "");
            }

            to.WriteLine(line);
        }

        if (passedOver > 0)
        {
            Console.Error.WriteLine(
                $"artic indicator: {passedOver} lines hold what is no number or no time and were passed over, the first is line {firstLine} of {input}");
        }

        return 0;
    }

    private static int Refuse(string why)
    {
        foreach (string line in why.Split('\n'))
        {
            Console.Error.WriteLine($"artic indicator: {line}");
        }

        return 2;
    }
}
