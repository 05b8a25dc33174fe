using System.Globalization;
using Artic.Cli.Demo;
using Artic.Hosting.Metrics;
using Artic.Runs;
using Artic.Streams.Counters;
using Artic.Streams.Log;

namespace Artic.Cli.Commands;

/// <summary><c>artic stat</c>: every counter and histogram of a live run, from the mapped files.</summary>
public static class StatCommand
{
    /// <summary>Prints them.</summary>
    public static int Execute(Installation installation, string? runName)
    {
        string? folder = installation.FindRun(runName);
        if (folder == null || !Directory.Exists(new RunPaths(folder).HotFolder))
        {
            Console.Error.WriteLine("artic stat: no run is live");
            return 1;
        }

        using RunFigures figures = new(new RunPaths(folder));
        foreach ((string service, CountersFile file) in figures.All())
        {
            Console.WriteLine(service);
            foreach ((string name, long value) in file.Counters())
            {
                // In the unit of the metric, as /metrics has it.
                double divisor = MetricCatalog.Find(name)?.Divisor ?? 1;
                string shown = divisor > 1 ? (value / divisor).ToString("0.########", CultureInfo.InvariantCulture) : $"{value}";
                Console.WriteLine($"  {name,-44} {shown,16}");
            }

            foreach ((string name, Core.Histogram.LatencyHistogram histogram) in file.Histograms())
            {
                LatencySummary latency = SummaryBuilder.Percentiles(histogram);
                Console.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"  {name,-44} p50 {latency.P50:0.0} µs, p99 {latency.P99:0.0} µs, max {latency.Max:0.0} µs, {latency.Count}"));
            }
        }

        return 0;
    }
}
