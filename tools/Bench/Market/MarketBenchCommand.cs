using System.Globalization;
using Artic.Bench.Chain;
using Artic.Bench.Figures;
using Artic.Runs;
using Artic.Streams.Native;
using Artic.Streams.Waiting;

namespace Artic.Bench.Market;

/// <summary>
/// <c>artic bench market</c>: the market data service alone, with as many instruments as asked for or over a capture: its latency and its
/// memory. Thread: the main thread.
/// </summary>
public sealed class MarketBenchCommand(Installation installation, MarketBenchOptions options)
{
    private const string Inside =
        "of every frame that led to a record while all instruments were live: clock after the receive that completed it to the commit of the last record; not: the venue and the socket";

    /// <summary>Runs it and gives the exit code.</summary>
    public int Execute()
    {
        if (BenchOptions.AreRefused("market", options.Violations()))
        {
            return 2;
        }

        using Interruption interruption = new();
        ThreadPlan plan = ThreadPlan.Choose(Enum.Parse<IdleStrategy>(options.Idle, ignoreCase: true));
        MarketBenchReport report = new()
        {
            Machine = Machine.Look(), Idle = plan.Idle.ToString().ToLowerInvariant(), Measured = Inside,
        };

        // Whatever is started from here inherits these cores; the hot thread takes its own.
        ThreadSettings.PinTo(plan.HouseCores);
        MarketRun run = new(installation, options, plan, () => Interruption.IsWanted);
        try
        {
            foreach (int instruments in options.Replay == null ? options.Instruments : [1])
            {
                Console.Error.WriteLine(string.Create(
                    CultureInfo.InvariantCulture, $"{instruments} instruments, {options.Seconds} s once all are live{(instruments > 100 ? " (a snapshot of each within the venue's limits)" : "")}"));
                report.Runs.Add(run.Execute(instruments));
                Print(report.Runs[^1]);
            }
        }
        catch (Exception failure) when (failure is BenchFailedException or RunRefusedException)
        {
            Console.Error.WriteLine($"artic bench market: {failure.Message}");
            return 1;
        }

        ReportFile.Write(report, options.Json, BenchJson.Default.MarketBenchReport);
        return 0;
    }

    private static void Print(MarketFigures run)
    {
        CultureInfo culture = CultureInfo.InvariantCulture;
        Console.WriteLine(string.Create(culture, $"{run.Instruments} instruments on {run.Connections} connections, live after {run.SecondsToLive:0.0} s; {run.FramesPerSecond:0} frames/s"));
        Console.WriteLine(string.Create(culture, $"  frame to record  p50 {run.Latency.P50Us:0.0}  p99 {run.Latency.P99Us:0.0}  p99.9 {run.Latency.P999Us:0.0}  max {run.Latency.MaxUs:0.0} µs"));
        Console.WriteLine(string.Create(culture, $"  memory           {run.PrivateMb:0.0} MB of its own, {run.SharedMb:0.0} MB of streams and files; {run.GcCollections} collections, {run.Gaps} gaps"));
    }
}
