using System.Globalization;
using System.Net;
using System.Text;
using Artic.Cli.Docs;
using Artic.Hosting.Metrics;

namespace Artic.Cli.Reports;

/// <summary>The dashboards as one page of HTML that needs nothing else: no script, no font, no other file. Thread: any.</summary>
public static class DashboardPage
{
    /// <summary>Lines of a legend; what is 0 all the time is folded up behind them.</summary>
    private const int MostLegend = 8;

    private const string Style = PageStyle.Text + """

        :root { --c0: #2f6fde; --c1: #c26a00; --c2: #1c8a4b; --c3: #b3368f; --c4: #0b8296; --c5: #7a52cc; --c6: #86701c; --c7: #c2372e; }
        @media (prefers-color-scheme: dark) { :root { --c0: #6ea3ff; --c1: #ffb454; --c2: #5fd38a; --c3: #ee86cc; --c4: #56cbdc; --c5: #b59aff; --c6: #d9c06a; --c7: #ff7b70; } }
        .s0 { --c: var(--c0); } .s1 { --c: var(--c1); } .s2 { --c: var(--c2); } .s3 { --c: var(--c3); } .s4 { --c: var(--c4); } .s5 { --c: var(--c5); } .s6 { --c: var(--c6); } .s7 { --c: var(--c7); }
        body { max-width: 1280px; font-size: 13px; } nav a { color: var(--mark); margin-right: 1rem; }
        .board { display: grid; grid-template-columns: repeat(24, minmax(0, 1fr)); gap: .7rem; }
        .panel { grid-column: span 12; border: 1px solid var(--line); border-radius: 8px; padding: .5rem .8rem; } .panel.value { grid-column: span 6; } .value + .panel:not(.value) { grid-column: 1 / span 12; }
        @media (max-width: 900px) { .panel, .value + .panel:not(.value) { grid-column: span 24; } .panel.value { grid-column: span 12; } }
        h3 { font-size: .95rem; margin: 0 0 .3rem; overflow-wrap: anywhere; } h3 span { font-weight: 400; color: var(--quiet); } .panel p { margin: .3rem 0; overflow-wrap: anywhere; }
        .line { fill: none; stroke: var(--c); stroke-width: 1.4; stroke-linecap: round; stroke-linejoin: round; } .dashed { stroke-dasharray: 5 3; } .budget { stroke: var(--bad); stroke-dasharray: 4 4; } .cell { fill: var(--mark); }
        .panel th, .panel td { padding: .1rem .4rem .1rem 0; border: 0; line-height: 1.35; overflow-wrap: anywhere; } i { display: inline-block; width: 14px; border-top: 3px solid var(--c); margin-right: .4rem; vertical-align: middle; } i.dashed { border-top-style: dashed; } i.budget { --c: var(--bad); border-top-style: dashed; }
        .state { font-size: 1.25rem; font-weight: 600; } .state small { display: block; font-size: .8rem; font-weight: 400; color: var(--quiet); } .state.good { color: var(--good); }
        summary { color: var(--quiet); }
        """;

    private static readonly CultureInfo s_culture = CultureInfo.InvariantCulture;

    /// <summary>The page.</summary>
    /// <param name="boards">Each board's panels with what Prometheus has for them.</param>
    /// <param name="range">The time.</param>
    public static string Write(IReadOnlyList<(MetricBoard Board, PanelAnswer[] Panels)> boards, in PrometheusRange range)
    {
        StringBuilder page = new();
        _ = page.Append(s_culture, $"<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\"><title>Artic dashboards</title><style>{Style}</style>")
            .Append(s_culture, $"<h1>Artic dashboards</h1><p>{Time(range.BeginS)} to {Time(range.EndS)} UTC, a point each {range.StepS} s, rates over {range.RateS} s.</p><nav>");
        foreach ((MetricBoard board, _) in boards)
        {
            _ = page.Append(s_culture, $"<a href=\"#{board}\">{DashboardDocument.TitleOf(board)}</a>");
        }

        _ = page.Append("</nav>");
        foreach ((MetricBoard board, PanelAnswer[] panels) in boards)
        {
            _ = page.Append(s_culture, $"<h2 id=\"{board}\">{DashboardDocument.TitleOf(board)}</h2><div class=\"board\">");
            foreach (PanelAnswer panel in panels)
            {
                Write(page, panel, range);
            }

            _ = page.Append("</div>");
        }

        return page.Append("</html>\n").ToString();
    }

    private static void Write(StringBuilder page, PanelAnswer answer, in PrometheusRange range)
    {
        DashboardPanel panel = answer.Panel;
        bool isValue = panel.Kind == DashboardKind.Value;
        string unit = UnitText.NameOf(panel.Unit);
        _ = page.Append(s_culture, $"<section class=\"panel{(isValue ? " value" : "")}\"><h3 title=\"{Text(panel.Description)}\">{Text(panel.Title)}{(unit.Length > 0 ? $" <span>{unit}</span>" : "")}</h3>");
        if (answer.Missing.Length > 0)
        {
            _ = page.Append(s_culture, $"<p>no data: {Text(answer.Missing)}</p>");
        }
        else if (isValue)
        {
            Values(page, answer);
        }
        else if (panel.Kind == DashboardKind.Heatmap)
        {
            _ = page.Append(PanelCharts.Heatmap(answer.Series, range, panel.Unit))
                .Append(s_culture, $"<p>The stronger the colour, the more within {range.RateS} s.</p>");
        }
        else
        {
            _ = page.Append(PanelCharts.Lines(answer.Series, range, panel.Budget, panel.Unit));
            Legend(page, answer);
        }

        if (answer.Words.Length > 0)
        {
            _ = page.Append(s_culture, $"<p>Prometheus says: {Text(answer.Words)}</p>");
        }

        _ = page.Append("</section>");
    }

    /// <summary>A single one in large; several, line by line.</summary>
    private static void Values(StringBuilder page, PanelAnswer answer)
    {
        if (answer.Series is [PanelSeries only])
        {
            _ = page.Append(s_culture, $"<div class=\"state{ClassOf(answer.Panel, only.Last)}\">{Words(answer.Panel, only.Last)}<small>{Text(only.Name)}</small></div>");
            return;
        }

        _ = page.Append("<table>");
        foreach (PanelSeries each in answer.Series)
        {
            _ = page.Append(s_culture, $"<tr><td>{Text(each.Name)}<td class=\"n{ClassOf(answer.Panel, each.Last)}\">{Words(answer.Panel, each.Last)}");
        }

        _ = page.Append("</table>");
    }

    private static MetricMeaning? Meaning(DashboardPanel panel, double value) => Array.Find(panel.Meanings, each => each.Value == value);

    private static string Words(DashboardPanel panel, double value) =>
        Text(Meaning(panel, value)?.Text ?? value.ToString("0.###", s_culture));

    private static string ClassOf(DashboardPanel panel, double value) => Meaning(panel, value) switch
    {
        { IsGood: true } => " good",
        { IsGood: false } => " bad",
        _ => "",
    };

    /// <summary>The last and the largest value of each line. Where there are many, those that were 0 all the time come folded up.</summary>
    private static void Legend(StringBuilder page, PanelAnswer answer)
    {
        int[] lines = [.. Enumerable.Range(0, answer.Series.Length)];
        int[] idle = lines.Length > MostLegend ? Array.FindAll(lines, i => answer.Series[i].Values.All(value => value == 0)) : [];
        _ = page.Append("<table>").Append(idle.Length == lines.Length ? "" : "<tr><th><th class=\"n\">last<th class=\"n\">max");
        foreach (int i in lines.Except(idle))
        {
            Line(i);
        }

        if (answer.Panel.Budget is { } budget)
        {
            _ = page.Append(s_culture, $"<tr><td><i class=\"budget\"></i>budget{(answer.Panel.IsPercentiles ? " of p99" : "")}<td><td class=\"n\">{UnitText.Of(budget, answer.Panel.Unit)}");
        }

        _ = page.Append("</table>");
        if (idle.Length > 0)
        {
            _ = page.Append(s_culture, $"<details><summary>{(idle.Length == lines.Length ? "all" : "the other")} {idle.Length}: 0 all the time</summary><table>");
            foreach (int i in idle)
            {
                Line(i);
            }

            _ = page.Append("</table></details>");
        }

        void Line(int i)
        {
            PanelSeries each = answer.Series[i];
            _ = page.Append(s_culture, $"<tr><td><i class=\"{PanelCharts.ClassOf(i)}\"></i>{Text(each.Name)}<td class=\"n\">{UnitText.Of(each.Last, answer.Panel.Unit)}<td class=\"n\">{UnitText.Of(each.Values.Max(), answer.Panel.Unit)}");
        }
    }

    private static string Time(long s) => DateTime.UnixEpoch.AddSeconds(s).ToString("yyyy-MM-dd HH:mm:ss", s_culture);

    private static string Text(string text) => WebUtility.HtmlEncode(text);
}
