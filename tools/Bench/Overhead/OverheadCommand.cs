using System.Globalization;
using Artic.Bench.Chain;
using Artic.Bench.Figures;
using Artic.Bench.Tables;
using Artic.Runs;
using Artic.Streams.Native;
using Artic.Streams.Waiting;

namespace Artic.Bench.Overhead;

/// <summary>
/// <c>artic bench overhead</c>: the chain with all that watches it against the chain alone, in pairs whose order turns, so that what the
/// machine's neighbours do touches both alike. The rows stay in the database, each run as one of its own. Thread: the main thread.
/// </summary>
public sealed class OverheadCommand(Installation installation, OverheadOptions options)
{
    private static readonly string[] s_path = ["market-data", "signal-bridge", "risk-manager", "execution-engine"];

    /// <summary>Runs it and gives the exit code.</summary>
    public int Execute()
    {
        if (BenchOptions.AreRefused("overhead", options.Violations()))
        {
            return 2;
        }

        using Interruption interruption = new();
        OverheadReport report = new()
        {
            Machine = Machine.Look(), Rate = options.Rate, Pairs = options.Pairs, Backlog = options.Backlog,
        };
        ThreadPlan plan = ThreadPlan.Choose(IdleStrategy.Auto);

        // Whatever is started from here inherits these cores; hot threads take their own.
        ThreadSettings.PinTo(plan.HouseCores);
        try
        {
            Measure(report, plan);
        }
        catch (Exception failure) when (failure is BenchFailedException or RunRefusedException or IOException)
        {
            Console.Error.WriteLine($"artic bench overhead: {failure.Message}");
            return 1;
        }

        Print(report);
        ReportFile.Write(report, options.Json, BenchJson.Default.OverheadReport);

        return 0;
    }

    private void Measure(OverheadReport report, ThreadPlan plan)
    {
        ChainLoad load = new(options.Rate, options.Seconds, Instruments: 1, Burst: 1);
        List<ArticResult> on = [];
        List<ArticResult> off = [];
        for (int pair = 1; pair <= options.Pairs; pair++)
        {
            foreach (bool isOn in (bool[])[pair % 2 == 1, pair % 2 == 0])
            {
                using RecordedOrders? orders = isOn && options.Backlog > 0 ? new RecordedOrders(options.Backlog) : null;
                using Backlog? backlog = orders == null ? null : new Backlog(orders, options.Database);
                ArticRun run = new(installation, load, plan, () => Interruption.IsWanted)
                {
                    Database = isOn ? options.Database : null,
                    Backlog = backlog,
                    VenueSleeps = true,
                };
                ArticResult result = run.Execute();
                (isOn ? on : off).Add(result);
                report.GcCollectionsOnPath += s_path.Sum(service => result.GcCollections[service]);
                report.Pages += result.MetricsPages;
                Console.Error.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"pair {pair} of {options.Pairs}: {(isOn ? "on " : "off")}  p50 {result.TickToOrder.P50Us,6:F1}  p99 {result.TickToOrder.P99Us,6:F1} µs{(isOn ? $"  {result.RowsPerSecond:F0} rows/s{Besides(result.BacklogRowsPerSecond)}" : "")}"));
            }
        }

        report.On = Latency.Median([.. on.Select(run => run.TickToOrder)]);
        report.Off = Latency.Median([.. off.Select(run => run.TickToOrder)]);
        report.P50OnOverOff = Ratio.Of([.. on.Zip(off, (with, without) => with.TickToOrder.P50Us / without.TickToOrder.P50Us)]);
        report.P99OnOverOff = Ratio.Of([.. on.Zip(off, (with, without) => with.TickToOrder.P99Us / without.TickToOrder.P99Us)]);
        report.RowsPerSecond = Math.Round(Latency.Middle(on.Select(run => run.RowsPerSecond)));
        report.BacklogRowsPerSecond = Math.Round(Latency.Middle(on.Select(run => run.BacklogRowsPerSecond)));
    }

    private static string Besides(double backlogRowsPerSecond) => backlogRowsPerSecond > 0
        ? string.Create(CultureInfo.InvariantCulture, $" and {backlogRowsPerSecond:F0} of the backlog")
        : "";

    private static void Print(OverheadReport report)
    {
        CultureInfo culture = CultureInfo.InvariantCulture;
        Console.WriteLine(string.Create(culture, $"{report.Machine.Cpu}: {report.Pairs} pairs at {report.Rate} ticks/s (medians)"));
        Console.WriteLine(string.Create(culture, $"all on   p50 {report.On.P50Us,6:F1}  p99 {report.On.P99Us,6:F1} µs   {report.RowsPerSecond:F0} rows/s{Besides(report.BacklogRowsPerSecond)}, {report.Pages} pages of metrics"));
        Console.WriteLine(string.Create(culture, $"all off  p50 {report.Off.P50Us,6:F1}  p99 {report.Off.P99Us,6:F1} µs"));
        Line("p50", report.P50OnOverOff);
        Line("p99", report.P99OnOverOff);
        Console.WriteLine($"collections on the path: {report.GcCollectionsOnPath}");

        void Line(string name, Ratio ratio) => Console.WriteLine(string.Create(
            culture, $"on/off {name}  {ratio.Median:F3}  ({ratio.Low:F3} to {ratio.High:F3}, {ratio.Confidence * 100:F1} % interval)"));
    }
}
