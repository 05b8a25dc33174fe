using System.Xml.Linq;
using Artic.Cli.Docs;
using Artic.Cli.Reports;
using Artic.Hosting.Metrics;

namespace Artic.Cli.Tests.Reports;

public sealed class DashboardPageTests
{
    private const string Hostile = "<script>alert('\"&')</script>";

    private static readonly PrometheusRange s_range = new(1000, 1060);

    [Fact]
    public void A_chart_has_its_title_unit_budget_and_a_legend_with_the_last_and_the_largest_value()
    {
        DashboardPanel panel = new(DashboardKind.Chart, "Order out", "", "µs", [new("a", "p99")]) { Budget = 30, IsPercentiles = true };
        string page = Page(panel, Series([("", "")], (1000, 12), (1001, 1500), (1002, 20)));

        Assert.Contains("Order out</h3>", page, StringComparison.Ordinal);
        Assert.Contains("</i>p99<td class=\"n\">20 µs<td class=\"n\">1.5 ms", page, StringComparison.Ordinal);
        Assert.Contains("budget of p99<td><td class=\"n\">30 µs", page, StringComparison.Ordinal);
        Assert.Contains("class=\"budget\" x1", page, StringComparison.Ordinal);
        NeedDrawings(page, 1);
    }

    [Fact]
    public void A_line_breaks_where_nothing_was_scraped()
    {
        string page = Page(
            new(DashboardKind.Chart, "Up", "", "short", [new("up", "up")]), Series([], (1000, 1), (1001, 1), (1002, double.NaN), (1010, 2), (1011, 3)));
        string path = page[page.IndexOf("<path", StringComparison.Ordinal)..];
        Assert.Equal(2, path[..path.IndexOf("/>", StringComparison.Ordinal)].Count(letter => letter == 'M'));
    }

    [Fact]
    public void A_state_is_told_by_its_meaning()
    {
        DashboardPanel panel = new(DashboardKind.Value, "Kill", "", "none", [new("kill", "{{service}}")])
        {
            Meanings = [new(0, "none", true), new(1, "killed", false)],
        };
        string page = Page(panel, Series([("service", "execution-engine")], (1000, 0), (1001, 1)));
        Assert.Contains("<div class=\"state bad\">killed<small>execution-engine</small>", page, StringComparison.Ordinal);
    }

    [Fact]
    public void A_heatmap_shows_each_bucket_less_the_one_below()
    {
        DashboardPanel panel = new(DashboardKind.Heatmap, "Risk: distribution", "", "µs", [new("b", "{{le}}")]);
        string page = Page(
            panel, Series([("le", "+Inf")], (1000, 8)), Series([("le", "5")], (1000, 0)), Series([("le", "10")], (1000, 8)), Series([("le", Hostile)], (1000, 9)));
        Assert.Equal(2, page.Split("class=\"cell\"").Length);
        Assert.Contains("10 µs</text>", page, StringComparison.Ordinal);
        NeedDrawings(page, 1);

        Assert.Contains("no data: nothing was measured", Page(panel, Series([("le", "5")], (1000, 0))), StringComparison.Ordinal);
    }

    [Fact]
    public void Words_of_a_server_are_text_and_absurd_values_are_drawn_or_left_out()
    {
        DashboardPanel panel = new(DashboardKind.Chart, "Up", "", "s", [new("up", "{{name}}")]);
        string page = Page(panel, Series([("name", Hostile)], (1000, 1e99), (1001, -1e99), (1002, double.MaxValue), (1003, 1e-300)));

        Assert.DoesNotContain("<script", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("NaN", page, StringComparison.Ordinal);
        NeedDrawings(page, 1);
    }

    [Fact]
    public void Of_many_lines_those_that_were_0_are_folded_up()
    {
        PrometheusSeries[] series =
            [.. Enumerable.Range(0, 12).Select(i => Series([("name", $"line {i}")], (1000, i == 3 ? 1 : 0)))];
        string page = Page(new(DashboardKind.Chart, "Refused", "", "short", [new("r", "{{name}}")]), series);
        Assert.Contains("the other 11: 0 all the time", page, StringComparison.Ordinal);
        Assert.True(
            page.IndexOf("line 3", StringComparison.Ordinal) < page.IndexOf("<details>", StringComparison.Ordinal), page);
    }

    [Theory]
    [InlineData("bytes", 300e6, "200 MiB")]
    [InlineData("s", 80, "1 min")]
    [InlineData("s", 0.3, "200 ms")]
    public void The_grid_is_round_in_the_unit_of_its_labels(string unit, double value, string label) => Assert.Contains(
        $">{label}</text>", Page(new(DashboardKind.Chart, "Memory", "", unit, [new("m", "m")]), Series([], (1000, 0), (1001, value))), StringComparison.Ordinal);

    [Fact]
    public void No_two_lines_of_the_grid_bear_the_same_label()
    {
        string page = Page(
            new(DashboardKind.Chart, "Free", "", "bytes", [new("f", "f")]), Series([], (1000, 77.92e9), (1001, 77.91e9)));
        string[] labels = [.. page.Split("text-anchor=\"end\">").Skip(1).Select(part => part[..part.IndexOf('<', StringComparison.Ordinal)])];
        Assert.Equal(labels.Distinct(), labels);
        Assert.Contains("0", labels);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(0, 3)]
    [InlineData(-26.5, 0.1)]
    [InlineData(60_000.12, 60_001.9)]
    [InlineData(-1e99, 1e99)]
    [InlineData(0, 1e-9)]
    [InlineData(1e16, 1.0000000000000002e16)]
    public void Round_values_lie_about_what_is_drawn(double low, double high)
    {
        double[] values = SvgAxes.Round(low, high);
        Assert.InRange(values.Length, 2, 11);
        Assert.True(values[0] <= low + (1e-6 * Math.Abs(low)) && values[^1] >= high - (1e-6 * Math.Abs(high)), string.Join(' ', values));
        Assert.Equal(values.Distinct().Order(), values);
    }

    [Theory]
    [InlineData(0, "µs", "0")]
    [InlineData(999.96, "µs", "1 ms")]
    [InlineData(90, "s", "1.5 min")]
    [InlineData(67108864, "bytes", "64 MiB")]
    [InlineData(0.051389, "cps", "0.0514 /s")]
    [InlineData(1_837_000, "cps", "1.837M /s")]
    [InlineData(-72.5, "currencyUSD", "-$72.50")]
    [InlineData(60_012.34, "none", "60,012.34")]
    [InlineData(0.256, "percentunit", "25.6 %")]
    [InlineData(12_300, "short", "12.3k")]
    public void Values_bear_their_units(double value, string unit, string text) => Assert.Equal(text, UnitText.Of(value, unit));

    [Theory]
    [InlineData("90s", 90L)]
    [InlineData("15m", 900L)]
    [InlineData("2d", 172_800L)]
    [InlineData("0s", null)]
    [InlineData("m", null)]
    [InlineData("-1h", null)]
    [InlineData("15", null)]
    [InlineData("4294967295d", null)]
    public void A_duration_is_a_number_with_its_unit(string text, long? seconds) => Assert.Equal(seconds, DashboardCommand.SecondsOf(text));

    private static PrometheusSeries Series((string Name, string Value)[] labels, params (double, double)[] points) =>
        new(labels.ToDictionary(label => label.Name, label => label.Value), points);

    private static string Page(DashboardPanel panel, params PrometheusSeries[] series) =>
        DashboardPage.Write([(MetricBoard.Risk, [PanelAnswer.Of(panel, [new PrometheusAnswer(series, "", false)])])], s_range);

    private static void NeedDrawings(string page, int count)
    {
        string[] drawings = [.. page.Split("<svg").Skip(1).Select(part => "<svg" + part[..(part.IndexOf("</svg>", StringComparison.Ordinal) + 6)])];
        Assert.Equal(count, drawings.Length);
        Assert.All(drawings, drawing => Assert.Equal("svg", XElement.Parse(drawing).Name.LocalName));
    }
}
