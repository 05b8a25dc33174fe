using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Artic.Hosting.Metrics;

namespace Artic.Cli.Docs;

/// <summary>A dashboard of Grafana, from its panels.</summary>
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
        foreach (DashboardPanel panel in DashboardPanels.Of(board))
        {
            (int wide, int high) = panel.Kind == DashboardKind.Value ? (StateWidth, StateHeight) : (ChartWidth, ChartHeight);
            if (x + wide > Columns || (height != 0 && high != height))
            {
                (x, y) = (0, y + height);
            }

            height = high;
            JsonObject drawn = Draw(panel);
            drawn["id"] = panels.Count + 1;
            drawn["gridPos"] = new JsonObject { ["x"] = x, ["y"] = y, ["w"] = wide, ["h"] = high };
            panels.Add((JsonNode)drawn);
            x += wide;
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

    private static JsonObject Draw(DashboardPanel panel)
    {
        JsonArray targets = [];
        foreach (DashboardQuery query in panel.Queries)
        {
            targets.Add((JsonNode)Target(targets.Count, query));
        }

        JsonObject drawn = new()
        {
            ["type"] = panel.Kind switch
            {
                DashboardKind.Value => "stat",
                DashboardKind.Chart => "timeseries",
                _ => "heatmap",
            },
            ["title"] = panel.Title,
            ["description"] = panel.Description,
            ["datasource"] = Source(),
            ["targets"] = targets,
        };
        if (panel.Kind == DashboardKind.Heatmap)
        {
            targets[0]!["format"] = "heatmap";
        }
        else
        {
            drawn["fieldConfig"] = Fields(panel);
        }

        drawn["options"] = panel.Kind switch
        {
            DashboardKind.Value => LastValue(panel),
            DashboardKind.Chart => Legend(),
            _ => Buckets(panel),
        };
        return drawn;
    }

    private static JsonObject LastValue(DashboardPanel panel) => new()
    {
        ["colorMode"] = panel.Meanings.Length == 0 ? "none" : "background", ["graphMode"] = "none", ["textMode"] = "value_and_name",
        ["reduceOptions"] = new JsonObject { ["calcs"] = new JsonArray("lastNotNull") },
    };

    private static JsonObject Buckets(DashboardPanel panel) => new()
    {
        ["calculate"] = false,
        ["yAxis"] = new JsonObject { ["unit"] = panel.Unit },
        ["color"] = new JsonObject { ["mode"] = "scheme", ["scheme"] = "Spectral", ["steps"] = 64 },
        ["cellGap"] = 1,
        ["legend"] = new JsonObject { ["show"] = true },
        ["tooltip"] = new JsonObject { ["mode"] = "single", ["yHistogram"] = true },
    };

    private static JsonObject Target(int number, DashboardQuery query) => new()
    {
        ["refId"] = ((char)('A' + number)).ToString(),
        ["datasource"] = Source(),
        ["expr"] = query.Expression,
        ["legendFormat"] = query.Legend,
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

    private static JsonObject Fields(DashboardPanel panel)
    {
        JsonArray steps = new(new JsonObject { ["color"] = "green", ["value"] = null });
        if (panel.Budget is { } most)
        {
            steps.Add((JsonNode)new JsonObject { ["color"] = "red", ["value"] = most });
        }

        JsonObject defaults = new()
        {
            ["unit"] = panel.Unit,
            ["custom"] = new JsonObject { ["thresholdsStyle"] = new JsonObject { ["mode"] = panel.Budget == null ? "off" : "dashed" } },
            ["thresholds"] = new JsonObject { ["mode"] = "absolute", ["steps"] = steps },
        };
        if (panel.Meanings.Length > 0)
        {
            JsonObject words = [];
            foreach (MetricMeaning meaning in panel.Meanings)
            {
                words[meaning.Value.ToString(System.Globalization.CultureInfo.InvariantCulture)] =
                    new JsonObject { ["text"] = meaning.Text, ["color"] = ColourOf(meaning), ["index"] = words.Count };
            }

            defaults["mappings"] = new JsonArray(new JsonObject { ["type"] = "value", ["options"] = words });
        }

        return new JsonObject { ["defaults"] = defaults, ["overrides"] = new JsonArray() };
    }

    private static string ColourOf(MetricMeaning meaning) => meaning.IsGood switch
    {
        true => "green",
        false => "red",
        null => "blue",
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
