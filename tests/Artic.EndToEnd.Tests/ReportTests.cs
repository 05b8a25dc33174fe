using System.Globalization;
using System.Xml.Linq;
using Artic.EndToEnd.Tests.Running;
using Artic.Messaging.Records;
using Artic.Streams.Log;
using Artic.V1;

namespace Artic.EndToEnd.Tests;

public sealed class ReportTests
{
    [Fact]
    public void A_page_about_a_run_says_what_the_run_has_done_and_needs_nothing_else() => Home.Story(home =>
    {
        Demo demo = Demo.Start(home, "told", "--seconds", "10");
        DemoResult result = demo.Wait(80);
        string output = home.PathOf("page.html");
        StartedProgram report = home.Cli("report", "run", "told", "--output", output);
        Assert.True(report.WaitForEnd(0) == 0, $"{report}");
        Assert.Equal($"{output}\n", report.OutputText);
        string page = File.ReadAllText(output);

        // Nothing is fetched, nothing is run.
        Assert.DoesNotContain("<script", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("http", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("NaN", page, StringComparison.Ordinal);
        Assert.Equal(result.Number("orders", "fills"), Tile(page, "fills"));
        Assert.True(Tile(page, "orders") >= result.Number("orders", "submitted"), page);
        Assert.Equal(0, Tile(page, "breaks with the venue"));
        Assert.Contains("trading state ACTIVE", page, StringComparison.Ordinal);
        Assert.Contains("BTCUSDT", page, StringComparison.Ordinal);
        string[] charts = [.. page.Split("<svg").Skip(1).Select(part => "<svg" + part[..(part.IndexOf("</svg>", StringComparison.Ordinal) + 6)])];
        Assert.Equal(3, charts.Length);
        Assert.All(charts, chart => Assert.Equal("svg", XElement.Parse(chart).Name.LocalName));

        StartedProgram unknown = home.Cli("report", "run", "never");
        Assert.Equal(2, unknown.WaitForEnd(0));
        Assert.Contains("there is no run 'never'", unknown.ErrorText, StringComparison.Ordinal);
    });

    [Fact]
    public void A_denial_of_the_risk_manager_is_told_once_though_the_engine_repeats_it() => Home.Story(home =>
    {
        Demo demo = Demo.StartTrading(home, "denied");
        demo.NeedOrders(1);
        Assert.Equal(0, home.Cli("kill", "--run", "denied", "--reason", "a test").WaitForEnd(20));
        Deadline.Need("intents are denied", 60, () => RunStreams.Read(demo.Paths, StreamId.Order, RecordType.OrderDenied).Count >= 3);
        _ = demo.End();
        string output = home.PathOf("page.html");
        Assert.Equal(0, home.Cli("report", "run", "denied", "--output", output).WaitForEnd(0));

        string page = File.ReadAllText(output);
        List<StreamRecord> events = RunStreams.Read(demo.Paths, StreamId.Execution, RecordType.OrderEvent);
        List<ulong> orders = [.. events.Select(record => record.As<OrderEvent>().ClientOrderId).Where(id => id > 0).Distinct()];
        int byEngine = events.Count(record => record.As<OrderEvent>() is { ClientOrderId: > 0, Denial: not DenialCode.Unspecified });
        Assert.Equal(RunStreams.Read(demo.Paths, StreamId.Order, RecordType.OrderDenied).Count + byEngine, Tile(page, "denials"));
        Assert.Equal(orders.Count, Tile(page, "orders"));
    });

    [Fact]
    public void Dashboards_of_a_Prometheus_that_is_not_there_say_so_and_what_to_do() => Home.Story(home =>
    {
        string page = home.PathOf("page.html");
        StartedProgram report = home.Cli("report", "dashboards", "--prometheus", "http://127.0.0.1:1", "--out", page);
        Assert.Equal(1, report.WaitForEnd(0));
        Assert.Contains("there is no Prometheus at http://127.0.0.1:1", report.ErrorText, StringComparison.Ordinal);
        Assert.Contains("name another with --prometheus", report.ErrorText, StringComparison.Ordinal);
        Assert.False(File.Exists(page));

        NeedRefused("--prometheus must be an address", "127.0.0.1:9090");
        NeedRefused("--last must be a number", "http://127.0.0.1:1", "--last", "soon");
        NeedRefused("--from must be before the end", "http://127.0.0.1:1", "--from", "2026-03-02T15:00:00Z", "--to", "2026-03-02T14:00:00Z");
        NeedRefused("not both", "http://127.0.0.1:1", "--from", "2026-03-02T14:00:00Z", "--last", "1h");

        void NeedRefused(string why, params string[] options)
        {
            StartedProgram refused = home.Cli(["report", "dashboards", "--prometheus", .. options]);
            Assert.Equal(2, refused.WaitForEnd(0));
            Assert.Contains(why, refused.ErrorText, StringComparison.Ordinal);
        }
    });

    private static decimal Tile(string page, string name)
    {
        string before = page[..page.IndexOf($"</b><span>{name}</span>", StringComparison.Ordinal)];
        return decimal.Parse(before[(before.LastIndexOf('>') + 1)..], CultureInfo.InvariantCulture);
    }
}
