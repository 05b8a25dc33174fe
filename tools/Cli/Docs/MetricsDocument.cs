using System.Text;
using Artic.Hosting.Metrics;

namespace Artic.Cli.Docs;

/// <summary>docs/metrics.md: every metric, from the catalog.</summary>
public static class MetricsDocument
{
    /// <summary>The whole file.</summary>
    public static string Text()
    {
        StringBuilder text = new();
        _ = text.Append(
            "# Metrics\n" +
            "Made by `./artic docs metrics > docs/metrics.md` of what the services themselves show; do not edit. Each service has its own at\n" +
            "`/metrics` (see [operations.md](operations.md)). Counters bear the label `service`; they go on over a restart within a run.\n");
        foreach (MetricBoard board in Enum.GetValues<MetricBoard>())
        {
            _ = text.Append($"\n## {DashboardDocument.TitleOf(board)}\n| metric | type | unit | of | says |\n|---|---|---|---|---|\n");
            foreach (MetricDefinition metric in MetricCatalog.All.Where(metric => metric.Panel.Board == board))
            {
                string budget = metric.Budget is { } most ? $" Budget: {(metric.Kind == MetricKind.Histogram ? "p99 " : "")}{most:0}." : "";
                string condition = metric.OnlyWith.Length == 0 ? "" : $" Only with {metric.OnlyWith}.";
                string owners = metric.Owners == MetricOwners.All ? "all" : string.Join(", ", MetricCatalog.ServicesOf(metric.Owners));
                _ = text.Append(
                    $"| `{metric.Name}` | {MetricCatalog.NameOf(metric.Kind)} | {UnitOf(metric.Unit)} | {owners} | {metric.Help}{budget}{condition} |\n");
            }
        }

        return text.ToString();
    }

    private static string UnitOf(MetricUnit unit) => unit switch
    {
        MetricUnit.Count or MetricUnit.Events => "pieces",
        MetricUnit.Flag => "0 or 1",
        MetricUnit.State => "number",
        MetricUnit.Bytes => "bytes",
        MetricUnit.Nanoseconds => "ns",
        MetricUnit.Microseconds => "µs",
        MetricUnit.Milliseconds => "ms",
        MetricUnit.Seconds => "s",
        MetricUnit.UtcSeconds => "s since 1970",
        MetricUnit.Usd => "quote asset",
        MetricUnit.Price => "price",
        _ => "base asset",
    };
}
