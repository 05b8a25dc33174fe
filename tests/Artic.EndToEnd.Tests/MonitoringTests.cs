using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Artic.EndToEnd.Tests.Running;
using Artic.Hosting.Metrics;

namespace Artic.EndToEnd.Tests;

/// <summary>A real Prometheus with the rules that we ship, and what the dashboards ask it, against the native processes.</summary>
public sealed partial class MonitoringTests
{
    private const int Rules = 29;

    /// <summary>Panels that are empty in a demo, which has neither tables nor inputs by ZeroMQ.</summary>
    private static readonly string[] s_withoutData =
    [
        "Database", "Rows into the tables", "Transactions", "Faults of the database", "Age of the tables",
        "Waiting by ZeroMQ", "Records by ZeroMQ", "Losses by ZeroMQ",
    ];

    /// <summary>Words of PromQL that stand where a metric could.</summary>
    private static readonly string[] s_words =
        ["sum", "by", "le", "rate", "increase", "histogram_quantile", "time", "or", "and", "count", "absent", "min", "changes", "up", "service"];

    [ProgramsFact("prometheus", "promtool")]
    public void Every_rule_is_sound_and_fires_when_it_should_and_not_when_it_should_not() => Home.Story(home =>
    {
        string folder = Path.Combine(Repository.Source, "deploy", "prometheus");
        _ = Prometheus.Check(home, "check", "config", Path.Combine(folder, "prometheus.yml"));
        _ = Prometheus.Check(home, ["check", "rules", .. Directory.GetFiles(Path.Combine(folder, "rules"))]);
        string[] tests = Directory.GetFiles(Path.Combine(folder, "tests"));
        _ = Prometheus.Check(home, ["test", "rules", .. tests]);

        string[] names = [.. Directory.GetFiles(Path.Combine(folder, "rules")).SelectMany(File.ReadAllLines)
            .Select(line => AlertLine().Match(line)).Where(match => match.Success).Select(match => match.Groups[1].Value)];
        Assert.Equal(Rules, names.Distinct().Count());
        string all = string.Concat(tests.Select(File.ReadAllText));
        Assert.All(names, name =>
        {
            Assert.Contains($"- name: {name} fires\n", all, StringComparison.Ordinal);
            Assert.Contains($"- name: {name} is silent\n", all, StringComparison.Ordinal);
        });
    });

    [ProgramsFact("prometheus", "promtool")]
    public void A_running_demo_shows_every_metric_and_every_rule_and_panel_finds_its_figures() => Home.Story(home =>
    {
        using PostgresCluster cluster = new();
        StartedProgram migrate = home.Cli("db", "migrate", "--database", cluster.Connection());
        Assert.True(migrate.WaitForEnd(0) == 0, $"{migrate}");
        Demo demo = Demo.StartTrading(home, "watched", "--database", cluster.Connection(), "--zmq", "position-tracker");
        Prometheus prometheus = Prometheus.Start(home, demo);
        NeedTheCatalog(demo);
        NeedRules(prometheus);
        NeedPanels(prometheus);
        _ = NeedPage(home, prometheus);
        demo.End().NeedSoundBooks();
    });

    [ProgramsFact("prometheus", "chromium")]
    public void The_page_of_the_dashboards_has_every_panel_and_a_browser_draws_it() => Home.Story(home =>
    {
        Demo demo = Demo.StartTrading(home, "drawn");
        Prometheus prometheus = Prometheus.Start(home, demo);
        demo.NeedOrders(2);
        string page = NeedPage(home, prometheus, s_withoutData);
        Assert.Contains("no data: shown only with a database", File.ReadAllText(page), StringComparison.Ordinal);

        string blank = home.PathOf("blank.html");
        File.WriteAllText(blank, "<!doctype html><title>blank</title>");
        Assert.InRange(Picture.BytesOf(home, page, 1280, 3000), 10 * Picture.BytesOf(home, blank, 1280, 3000), long.MaxValue);
        Assert.InRange(Picture.BytesOf(home, page, 480, 2000), 5 * Picture.BytesOf(home, blank, 480, 2000), long.MaxValue);
        demo.End().NeedSoundBooks();
    });

    [ProgramsFact("prometheus", "promtool")]
    public void A_risk_manager_that_stands_still_and_a_kill_raise_their_alarms_and_nothing_does_before() => Home.Story(home =>
    {
        Demo demo = Demo.StartTrading(home, "alarmed");
        Prometheus prometheus = Prometheus.Start(home, demo);
        Assert.Empty(prometheus.Query("ALERTS{severity=\"critical\"}"));

        int risk = demo.ProcessOf("risk-manager");
        ProcessSignal.Stop(risk);
        NeedAlarm("ArticLeaseLapsed");
        ProcessSignal.Continue(risk);
        demo.NeedOrders(1);

        StartedProgram kill = home.Cli("kill", "--reason", "to see who hears it");
        Assert.True(kill.WaitForEnd(0) == 0, $"{kill}");
        NeedAlarm("ArticKillLatched");
        NeedAlarm("ArticTradingHalted");
        StartedProgram resume = home.Cli("resume", "--reason", "heard");
        Assert.True(resume.WaitForEnd(0) == 0, $"{resume}");
        Deadline.Need("the alarm of the kill ends", 20, () => prometheus.Query("ALERTS{alertname=\"ArticKillLatched\"}").Count == 0);
        demo.End().NeedSoundBooks();

        void NeedAlarm(string name) => Deadline.Need(
            $"{name} fires", 40, () => prometheus.Query($"ALERTS{{alertname=\"{name}\",alertstate=\"firing\"}}").Count > 0);
    });

    [Fact]
    public void The_dashboards_and_the_list_of_metrics_are_those_that_the_command_writes() => Home.Story(home =>
    {
        string folder = home.PathOf("dashboards");
        StartedProgram dashboards = home.Cli("docs", "dashboards", folder);
        Assert.True(dashboards.WaitForEnd(0) == 0, $"{dashboards}");
        string committed = Path.Combine(Repository.Source, "deploy", "grafana", "dashboards");
        Assert.Equal(
            Directory.GetFiles(committed).Select(Path.GetFileName).Order(), Directory.GetFiles(folder).Select(Path.GetFileName).Order());
        Assert.All(Directory.GetFiles(folder), file =>
            Assert.Equal(File.ReadAllText(file), File.ReadAllText(Path.Combine(committed, Path.GetFileName(file)))));
        StartedProgram metrics = home.Cli("docs", "metrics");
        Assert.Equal(metrics.OutputText, File.ReadAllText(Path.Combine(Repository.Source, "docs", "metrics.md")));
    });

    /// <summary>Each service shows what the catalog says that it shows, by type, and nothing else.</summary>
    private static void NeedTheCatalog(Demo demo)
    {
        List<string> wrong = [];
        foreach (string service in Repository.Services)
        {
            IReadOnlyDictionary<string, string> shown = MetricsText.Parse(demo.Get(service, "/metrics").Body).Types;
            MetricDefinition[] defined = [.. MetricCatalog.All.Where(metric => MetricCatalog.ServicesOf(metric.Owners).Contains(service))];

            // In this demo the position tracker alone has a database and takes its inputs by ZeroMQ.
            wrong.AddRange(defined
                .Where(metric => metric.OnlyWith.Length == 0 || service == "position-tracker")
                .Where(metric => shown.GetValueOrDefault(metric.Name) != MetricCatalog.NameOf(metric.Kind))
                .Select(metric => $"{service} does not show the {MetricCatalog.NameOf(metric.Kind)} {metric.Name}"));
            wrong.AddRange(shown.Keys.Except(defined.Select(metric => metric.Name)).Select(name => $"{service} shows {name}"));
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    private static void NeedRules(Prometheus prometheus)
    {
        JsonElement[] rules = [];
        Deadline.Need("every rule was evaluated", 15, () =>
        {
            rules = prometheus.Rules();
            return Array.TrueForAll(rules, rule => rule.GetProperty("health").GetString() != "unknown");
        });
        Assert.Equal(Rules, rules.Length);
        string runbooks = File.ReadAllText(Path.Combine(Repository.Source, "docs", "runbooks.md"));
        Assert.All(rules, rule =>
        {
            string name = rule.GetProperty("name").GetString()!;
            Assert.Equal("ok", rule.GetProperty("health").GetString());
            Assert.Contains(rule.GetProperty("labels").GetProperty("severity").GetString(), (string[])["critical", "warning", "info"]);
            JsonElement annotations = rule.GetProperty("annotations");
            Assert.NotEmpty(annotations.GetProperty("summary").GetString()!);
            Assert.NotEmpty(annotations.GetProperty("description").GetString()!);

            // An anchor is its heading in lower case.
            Assert.Equal($"docs/runbooks.md#{name.ToLowerInvariant()}", annotations.GetProperty("runbook").GetString());
            Assert.Contains($"\n### {name}\n", runbooks, StringComparison.Ordinal);
            NeedExported(prometheus, name, rule.GetProperty("query").GetString()!);
        });
        Assert.Equal(
            ["critical", "info", "warning"],
            rules.Select(rule => rule.GetProperty("labels").GetProperty("severity").GetString()).Distinct().Order());
        Assert.Equal(Rules, Regex.Count(runbooks, "^### ", RegexOptions.Multiline));
    }

    /// <summary>All queries of all panels give figures: a demo shows each metric from its start, with 0 where nothing happened.</summary>
    private static void NeedPanels(Prometheus prometheus)
    {
        int panels = 0;
        foreach (string file in Directory.GetFiles(Path.Combine(Repository.Source, "deploy", "grafana", "dashboards")))
        {
            using JsonDocument dashboard = JsonDocument.Parse(File.ReadAllText(file));
            foreach (JsonElement panel in dashboard.RootElement.GetProperty("panels").EnumerateArray())
            {
                panels++;
                string title = $"{Path.GetFileName(file)}: {panel.GetProperty("title")}";
                bool isHeatmap = panel.GetProperty("type").GetString() == "heatmap";
                Assert.True(isHeatmap || panel.GetProperty("fieldConfig").GetProperty("defaults").GetProperty("unit").GetString() is { Length: > 0 }, title);
                foreach (JsonElement target in panel.GetProperty("targets").EnumerateArray())
                {
                    string query = target.GetProperty("expr").GetString()!;
                    Assert.NotEmpty(target.GetProperty("legendFormat").GetString()!);
                    NeedExported(prometheus, title, query);
                    string asked = query.Replace("$__rate_interval", "30s", StringComparison.Ordinal);

                    // A percentile is a number once two scrapes have seen something between them.
                    Deadline.Need($"{title}: figures for {asked}", 15, () =>
                        prometheus.Query(asked) is { Count: > 0 } found && found.TrueForAll(series => !double.IsNaN(series.Value)));
                }
            }
        }

        Assert.True(panels > 40, $"{panels} panels");
    }

    /// <summary>The page of the dashboards, once all panels but those named have data: a rate has some after two scrapes.</summary>
    private static string NeedPage(Home home, Prometheus prometheus, params string[] without)
    {
        string page = "";
        Deadline.Need("every panel has data that may have some", 20, () => EmptyPanels(page = Page(home, prometheus)).SequenceEqual(without.Order()));
        return page;
    }

    /// <summary>The page that the command makes of the last minutes.</summary>
    private static string Page(Home home, Prometheus prometheus)
    {
        string page = home.PathOf("dashboards.html");
        StartedProgram report = home.Cli("report", "dashboards", "--prometheus", $"{prometheus.Address}", "--last", "2m", "--out", page);
        Assert.True(report.WaitForEnd(0) == 0, $"{report}");
        Assert.Equal($"{page}\n", report.OutputText);
        string text = File.ReadAllText(page);
        Assert.DoesNotContain("<script", text, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("://", text, StringComparison.Ordinal);
        return page;
    }

    /// <summary>Titles of the panels that say that they have no data, in order; fails the test where a panel is missing.</summary>
    private static IEnumerable<string> EmptyPanels(string page)
    {
        string[] panels = [.. File.ReadAllText(page).Split("<section class=\"panel").Skip(1)];
        string[] titles = [.. panels.Select(panel => WebUtility.HtmlDecode(PanelTitle().Match(panel).Groups[1].Value).Trim())];
        List<string> defined = [];
        foreach (string file in Directory.GetFiles(Path.Combine(Repository.Source, "deploy", "grafana", "dashboards")))
        {
            using JsonDocument dashboard = JsonDocument.Parse(File.ReadAllText(file));
            defined.AddRange(dashboard.RootElement.GetProperty("panels").EnumerateArray().Select(panel => panel.GetProperty("title").GetString()!));
        }

        Assert.Equal(defined.Order(), titles.Order());
        return titles.Where((_, i) => panels[i].Contains("<p>no data: ", StringComparison.Ordinal)).Order();
    }

    private static void NeedExported(Prometheus prometheus, string where, string query)
    {
        string bare = Labels().Replace(query, "");
        foreach (string name in MetricName().Matches(bare).Select(match => match.Value).Except(s_words))
        {
            string metric = name.EndsWith("_bucket", StringComparison.Ordinal) ? name[..^"_bucket".Length] : name;
            Assert.True(MetricCatalog.Find(metric) != null, $"{where}: the catalog does not have {metric}");
            Assert.True(prometheus.Query(name).Count > 0, $"{where}: no service shows {name}");
        }
    }

    [GeneratedRegex(@"^\s+- alert: (\w+)$")]
    private static partial Regex AlertLine();

    [GeneratedRegex(@"\{[^}]*\}|\[[^\]]*\]")]
    private static partial Regex Labels();

    [GeneratedRegex(@"<h3[^>]*>([^<]*)")]
    private static partial Regex PanelTitle();

    [GeneratedRegex(@"\b[a-z][a-z_]*[a-z]\b")]
    private static partial Regex MetricName();
}
