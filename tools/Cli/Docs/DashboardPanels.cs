using Artic.Hosting.Metrics;

namespace Artic.Cli.Docs;

/// <summary>
/// The panels of a dashboard, from the catalog of metrics: each that the metrics of a board name, with their units, meanings and
/// budgets. A histogram has two, its percentiles and its whole distribution.
/// </summary>
public static class DashboardPanels
{
    /// <summary>What Grafana, and the report, put in a window's place: long enough for four scrapes.</summary>
    public const string RateInterval = "$__rate_interval";

    /// <summary>Those of a board; states first: they are what one looks at first.</summary>
    public static IEnumerable<DashboardPanel> Of(MetricBoard board) => MetricCatalog.All
        .Where(metric => metric.Panel.Board == board)
        .GroupBy(metric => metric.Panel.Title)
        .Select(group => group.ToArray())
        .OrderBy(metrics => IsState(metrics[0]) ? 0 : 1)
        .SelectMany(Draw);

    private static DashboardPanel[] Draw(MetricDefinition[] metrics) =>
        metrics[0].Kind == MetricKind.Histogram ? [Percentiles(metrics[0]), Heatmap(metrics[0])] : [Values(metrics)];

    private static DashboardPanel Values(MetricDefinition[] metrics)
    {
        MetricDefinition first = metrics[0];
        return new DashboardPanel(
            IsState(first) ? DashboardKind.Value : DashboardKind.Chart, first.Panel.Title,
            string.Join("\n", metrics.Select(metric => $"{metric.Name}: {metric.Help}")), UnitOf(first),
            [.. metrics.Select(metric => new DashboardQuery(Query(metric), LegendOf(metric, metrics.Length)))])
        {
            Budget = first.Budget, Meanings = first.Meanings, OnlyWith = first.OnlyWith,
        };
    }

    private static DashboardPanel Percentiles(MetricDefinition metric)
    {
        string buckets = $"sum by (le) (rate({metric.Name}_bucket[{RateInterval}]))";
        return new DashboardPanel(
            DashboardKind.Chart, metric.Panel.Title, metric.Help, UnitOf(metric),
            [
                new($"histogram_quantile(0.5, {buckets})", "p50"), new($"histogram_quantile(0.99, {buckets})", "p99"),
                new($"histogram_quantile(0.999, {buckets})", "p99.9"),
            ])
        {
            Budget = metric.Budget, IsPercentiles = true, OnlyWith = metric.OnlyWith,
        };
    }

    private static DashboardPanel Heatmap(MetricDefinition metric) => new(
        DashboardKind.Heatmap, $"{metric.Panel.Title}: distribution", metric.Help, UnitOf(metric),
        [new($"sum by (le) (increase({metric.Name}_bucket[{RateInterval}]))", "{{le}}")])
    {
        OnlyWith = metric.OnlyWith,
    };

    private static string LegendOf(MetricDefinition metric, int metrics)
    {
        bool isOfMany = (metric.Owners & (metric.Owners - 1)) != 0;
        return metrics == 1 ? "{{service}}" : isOfMany ? $"{metric.Name} {{{{service}}}}" : metric.Name;
    }

    private static bool IsState(MetricDefinition metric) => metric.Unit is MetricUnit.State or MetricUnit.Flag;

    private static string Query(MetricDefinition metric) => (metric.Kind, metric.Unit) switch
    {
        (MetricKind.Counter, MetricUnit.Events) => $"increase({metric.Name}[5m])",
        (MetricKind.Counter, _) => $"rate({metric.Name}[{RateInterval}])",
        (_, MetricUnit.UtcSeconds) => $"time() - {metric.Name}",
        _ => metric.IsDrawnNegative ? $"-{metric.Name}" : metric.Name,
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
}
