using System.CommandLine;
using Artic.Hosting.Metrics;

namespace Artic.Cli.Docs;

/// <summary><c>artic docs</c>: what is generated from the definitions of metrics.</summary>
public static class DocsCommands
{
    /// <summary>The command with its parts.</summary>
    public static Command Build()
    {
        Command metrics = new("metrics", "Print docs/metrics.md: every metric with type, unit, service and meaning.");
        metrics.SetAction(_ => Console.Write(MetricsDocument.Text()));
        Argument<string> folder = new("folder") { Description = "Where the files go; it is made where it is missing." };
        Command dashboards = new("dashboards", "Write the dashboards of Grafana: latency, trading, risk, market data, host.") { folder };
        dashboards.SetAction(parsed => WriteDashboards(parsed.GetValue(folder)!));
        return new Command("docs", "What is generated from the definitions of metrics.") { metrics, dashboards };
    }

    private static int WriteDashboards(string folder)
    {
        try
        {
            _ = Directory.CreateDirectory(folder);
            foreach (MetricBoard board in Enum.GetValues<MetricBoard>())
            {
                string path = Path.Combine(folder, DashboardDocument.FileOf(board));
                File.WriteAllText(path, DashboardDocument.Text(board));
                Console.WriteLine(path);
            }

            return 0;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine($"artic docs dashboards: {error.Message}");
            return 1;
        }
    }
}
