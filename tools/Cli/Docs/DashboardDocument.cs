using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Artic.Hosting.Metrics;

namespace Artic.Cli.Docs;

/// <summary>
/// A dashboard of Grafana, from the catalog of metrics: each panel that the metrics of a board name, with their units, meanings and
/// budgets. A histogram has two, its percentiles and its whole distribution.
/// </summary>
public static class DashboardDocument
{
    /// <summary>The data source that the dashboards ask; provisioned under this uid.</summary>
    public const string DataSource = "artic-prometheus";

    private const int Columns = 24;
    private const int ChartWidth = 12;
    private const int ChartHeight = 8;
    private const int StateWidth = 6;
    private const int StateHeight = 4;

    private static readonly JsonWriterOptions s_json = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>A board's heading.</summary>
    public static string TitleOf(MetricBoard board) => board == MetricBoard.MarketData ? "Market data" : board.ToString();

    /// <summary>Name of a board's file.</summary>
    public static string FileOf(MetricBoard board) => $"{SlugOf(board)}.json";

    /// <summary>The whole file.</summary>
    public static string Text(MetricBoard board)
    {
        JsonArray panels = [];
        int x = 0, y = 0, height = 0;
        foreach (MetricDefinition[] metrics in PanelsOf(board))
        {
            foreach (JsonObject panel in Draw(metrics))
            {
                bool isState = IsState(metrics[0]);
                (int wide, int high) = isState ? (StateWidth, StateHeight) : (ChartWidth, ChartHeight);
                if (x + wide > Columns || (height != 0 && high != height))
                {
                    (x, y) = (0, y + height);
                }

                height = high;
                panel["id"] = panels.Count + 1;
                panel["gridPos"] = new JsonObject { ["x"] = x, ["y"] = y, ["w"] = wide, ["h"] = high };
                panels.Add((JsonNode)panel);
                x += wide;
            }
        }

        JsonObject dashboard = new()
        {
            ["uid"] = $"artic-{SlugOf(board)}",
            ["title"] = $"Artic: {TitleOf(board)}",
            ["tags"] = new JsonArray("artic"),
            ["editable"] = false,
            ["schemaVersion"] = 39,
            ["refresh"] = "5s",
            ["time"] = new JsonObject { ["from"] = "now-15m", ["to"] = "now" },
            ["graphTooltip"] = 1,
            ["links"] = new JsonArray(new JsonObject
            {
                ["type"] = "dashboards", ["title"] = "Artic", ["tags"] = new JsonArray("artic"), ["keepTime"] = true, ["asDropdown"] = true,
            }),
            ["panels"] = panels,
        };
        using MemoryStream stream = new();
        using (Utf8JsonWriter json = new(stream, s_json))
        {
            dashboard.WriteTo(json);
        }

        return Encoding.UTF8.GetString(stream.ToArray()) + "\n";
    }

    /// <summary>States first: they are what one looks at first.</summary>
    private static IEnumerable<MetricDefinition[]> PanelsOf(MetricBoard board) => MetricCatalog.All
        .Where(metric => metric.Panel.Board == board)
        .GroupBy(metric => metric.Panel.Title)
        .Select(group => group.ToArray())
        .OrderBy(metrics => IsState(metrics[0]) ? 0 : 1);

    private static IEnumerable<JsonObject> Draw(MetricDefinition[] metrics)
    {
        if (metrics[0].Kind == MetricKind.Histogram)
        {
            yield return Percentiles(metrics[0]);
            yield return Heatmap(metrics[0]);
        }
        else
        {
            yield return Chart(metrics);
        }
    }

    private static JsonObject Chart(MetricDefinition[] metrics)
    {
        MetricDefinition first = metrics[0];
        JsonArray targets = [];
        foreach (MetricDefinition metric in metrics)
        {
            bool isOfMany = (metric.Owners & (metric.Owners - 1)) != 0;
            string legend = metrics.Length == 1 ? "{{service}}" : isOfMany ? $"{metric.Name} {{{{service}}}}" : metric.Name;
            targets.Add((JsonNode)Target(targets.Count, Query(metric), legend));
        }

        bool isState = IsState(first);
        JsonObject panel = Panel(isState ? "stat" : "timeseries", first, first.Panel.Title, targets);
        panel["description"] = string.Join("\n", metrics.Select(metric => $"{metric.Name}: {metric.Help}"));
        panel["fieldConfig"] = Fields(UnitOf(first), first.Budget, first.Meanings);
        panel["options"] = isState
            ? new JsonObject
            {
                ["colorMode"] = first.Meanings.Length == 0 ? "none" : "background", ["graphMode"] = "none", ["textMode"] = "value_and_name",
                ["reduceOptions"] = new JsonObject { ["calcs"] = new JsonArray("lastNotNull") },
            }
            : Legend();
        return panel;
    }

    private static JsonObject Percentiles(MetricDefinition metric)
    {
        JsonArray targets = [];
        foreach ((string quantile, string legend) in (ReadOnlySpan<(string, string)>)[("0.5", "p50"), ("0.99", "p99"), ("0.999", "p99.9")])
        {
            targets.Add((JsonNode)Target(
                targets.Count, $"histogram_quantile({quantile}, sum by (le) (rate({metric.Name}_bucket[$__rate_interval])))", legend));
        }

        JsonObject panel = Panel("timeseries", metric, metric.Panel.Title, targets);
        panel["fieldConfig"] = Fields(UnitOf(metric), metric.Budget, []);
        panel["options"] = Legend();
        return panel;
    }

    private static JsonObject Heatmap(MetricDefinition metric)
    {
        JsonObject target = Target(0, $"sum by (le) (increase({metric.Name}_bucket[$__rate_interval]))", "{{le}}");
        target["format"] = "heatmap";
        JsonObject panel = Panel("heatmap", metric, $"{metric.Panel.Title}: distribution", new JsonArray(target));
        panel["options"] = new JsonObject
        {
            ["calculate"] = false,
            ["yAxis"] = new JsonObject { ["unit"] = UnitOf(metric) },
            ["color"] = new JsonObject { ["mode"] = "scheme", ["scheme"] = "Spectral", ["steps"] = 64 },
            ["cellGap"] = 1,
            ["legend"] = new JsonObject { ["show"] = true },
            ["tooltip"] = new JsonObject { ["mode"] = "single", ["yHistogram"] = true },
        };
        return panel;
    }

    private static JsonObject Panel(string type, MetricDefinition metric, string title, JsonArray targets) => new()
    {
        ["type"] = type,
        ["title"] = title,
        ["description"] = metric.Help,
        ["datasource"] = Source(),
        ["targets"] = targets,
    };

    private static JsonObject Target(int number, string query, string legend) => new()
    {
        ["refId"] = ((char)('A' + number)).ToString(),
        ["datasource"] = Source(),
        ["expr"] = query,
        ["legendFormat"] = legend,
    };

    private static JsonObject Source() => new() { ["type"] = "prometheus", ["uid"] = DataSource };

    private static JsonObject Legend() => new()
    {
        ["legend"] = new JsonObject
        {
            ["displayMode"] = "table", ["placement"] = "bottom", ["showLegend"] = true, ["calcs"] = new JsonArray("lastNotNull", "max"),
        },
        ["tooltip"] = new JsonObject { ["mode"] = "multi", ["sort"] = "desc" },
    };

    private static JsonObject Fields(string unit, double? budget, MetricMeaning[] meanings)
    {
        JsonArray steps = new(new JsonObject { ["color"] = "green", ["value"] = null });
        if (budget is { } most)
        {
            steps.Add((JsonNode)new JsonObject { ["color"] = "red", ["value"] = most });
        }

        JsonObject defaults = new()
        {
            ["unit"] = unit,
            ["custom"] = new JsonObject { ["thresholdsStyle"] = new JsonObject { ["mode"] = budget == null ? "off" : "dashed" } },
            ["thresholds"] = new JsonObject { ["mode"] = "absolute", ["steps"] = steps },
        };
        if (meanings.Length > 0)
        {
            JsonObject words = [];
            foreach (MetricMeaning meaning in meanings)
            {
                words[meaning.Value.ToString(System.Globalization.CultureInfo.InvariantCulture)] =
                    new JsonObject { ["text"] = meaning.Text, ["color"] = meaning.IsGood ? "green" : "red", ["index"] = words.Count };
            }

            defaults["mappings"] = new JsonArray(new JsonObject { ["type"] = "value", ["options"] = words });
        }

        return new JsonObject { ["defaults"] = defaults, ["overrides"] = new JsonArray() };
    }

    private static bool IsState(MetricDefinition metric) => metric.Unit is MetricUnit.State or MetricUnit.Flag;

    private static string Query(MetricDefinition metric) => (metric.Kind, metric.Unit) switch
    {
        (MetricKind.Counter, MetricUnit.Events) => $"increase({metric.Name}[5m])",
        (MetricKind.Counter, _) => $"rate({metric.Name}[$__rate_interval])",
        (_, MetricUnit.UtcSeconds) => $"time() - {metric.Name}",
        _ => metric.Name,
    };

    private static string UnitOf(MetricDefinition metric) => (metric.Kind, metric.Unit) switch
    {
        (MetricKind.Counter, MetricUnit.Count) => "cps",
        (MetricKind.Counter, MetricUnit.Bytes) => "Bps",
        (MetricKind.Counter, MetricUnit.Seconds) => "percentunit",
        (_, MetricUnit.Bytes) => "bytes",
        (_, MetricUnit.Nanoseconds) => "ns",
        (_, MetricUnit.Microseconds) => "µs",
        (_, MetricUnit.Milliseconds) => "ms",
        (_, MetricUnit.Seconds or MetricUnit.UtcSeconds) => "s",
        (_, MetricUnit.Usd) => "currencyUSD",
        (_, MetricUnit.State or MetricUnit.Flag or MetricUnit.Price or MetricUnit.Quantity) => "none",
        _ => "short",
    };

    private static string SlugOf(MetricBoard board) => board switch
    {
        MetricBoard.Latency => "latency",
        MetricBoard.Trading => "trading",
        MetricBoard.Risk => "risk",
        MetricBoard.MarketData => "market-data",
        _ => "host",
    };
}
