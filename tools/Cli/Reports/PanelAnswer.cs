using System.Text.RegularExpressions;
using Artic.Cli.Docs;

namespace Artic.Cli.Reports;

/// <summary>A panel with what Prometheus has for it.</summary>
/// <param name="Panel">The panel.</param>
/// <param name="Series">Each has a value at least.</param>
/// <param name="Words">What Prometheus said besides; empty: nothing.</param>
/// <param name="Missing">Why there is nothing to see; empty: there is.</param>
public sealed partial record PanelAnswer(DashboardPanel Panel, PanelSeries[] Series, string Words, string Missing)
{
    /// <summary>Puts the answers to the panel's queries together, in their order.</summary>
    public static PanelAnswer Of(DashboardPanel panel, PrometheusAnswer[] answers)
    {
        List<PanelSeries> series = [];
        for (int i = 0; i < answers.Length; i++)
        {
            foreach (PrometheusSeries each in answers[i].Series)
            {
                PanelSeries drawn = new(
                    NameOf(panel.Queries[i].Legend, each.Labels),
                    [.. each.Points.Select(point => (point.S, PanelSeries.Drawn(point.Value)))]);
                if (drawn.Values.Any())
                {
                    series.Add(drawn);
                }
            }
        }

        string words = string.Join("; ", answers.Select(answer => answer.Words).Where(word => word.Length > 0).Distinct());
        bool isEmpty = panel.Kind == DashboardKind.Heatmap ? !series.Exists(each => each.Values.Any(value => value > 0)) : series.Count == 0;
        string missing = !isEmpty ? ""
            : Array.Exists(answers, answer => answer.IsRefused) ? "Prometheus refused the query"
            : Array.Exists(answers, answer => answer.Series.Length > 0) ? "nothing was measured in this time"
            : panel.OnlyWith.Length > 0 ? $"shown only with {panel.OnlyWith}"
            : "Prometheus has scraped nothing of the kind in this time";
        return new PanelAnswer(panel, [.. series], words, missing);
    }

    private static string NameOf(string legend, IReadOnlyDictionary<string, string> labels) =>
        Label().Replace(legend, match => labels.GetValueOrDefault(match.Groups[1].Value, ""));

    [GeneratedRegex(@"\{\{(\w+)\}\}")]
    private static partial Regex Label();
}
