using System.Globalization;
using System.Xml.Linq;
using Artic.EndToEnd.Tests.Running;

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

    private static decimal Tile(string page, string name)
    {
        string before = page[..page.IndexOf($"</b><span>{name}</span>", StringComparison.Ordinal)];
        return decimal.Parse(before[(before.LastIndexOf('>') + 1)..], CultureInfo.InvariantCulture);
    }
}
