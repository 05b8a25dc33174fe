using System.Globalization;
using Artic.Bench.Chain;
using Artic.Bench.Figures;
using Artic.Core.Time;
using Artic.Streams.Native;

namespace Artic.Bench.Risk;

/// <summary>
/// <c>artic bench risk</c>: the risk manager's gate with all its checks and limits at every scope, many instruments and many open
/// orders; between two decisions a quote, a fill or an end. Thread: the main thread, pinned.
/// </summary>
public sealed class RiskBenchCommand(RiskBenchOptions options)
{
    private const int WarmDecisions = 200_000;
    private const string Inside =
        "each decision: all checks of the intent and, where it passes, counting it (open orders, exposure, balance, rates, duplicates, value at risk); one clock read; not: decoding and records";

    /// <summary>Runs it and gives the exit code.</summary>
    public int Execute()
    {
        if (BenchOptions.AreRefused("risk", options.Violations()))
        {
            return 2;
        }

        try
        {
            RiskBenchReport report = Measure();
            Print(report);
            ReportFile.Write(report, options.Json, BenchJson.Default.RiskBenchReport);

            return 0;
        }
        catch (BenchFailedException failure)
        {
            Console.Error.WriteLine($"artic bench risk: {failure.Message}");
            return 1;
        }
    }

    private RiskBenchReport Measure()
    {
        int core = ThreadSettings.AllowedCores()[^1];
        _ = ThreadSettings.TryPin(core);
        RiskBenchReport report = new()
        {
            Machine = Machine.Look(), Core = core, Measured = Inside, Seed = options.Seed, Instruments = options.Instruments,
            OpenOrders = options.OpenOrders, Decisions = options.Decisions,
        };
        RiskLoad load = new(options.Instruments, options.OpenOrders, options.Seed);
        long[] decisions = new long[options.Decisions];
        long[] updates = new long[options.Decisions];
        for (int i = 0; i < WarmDecisions; i++)
        {
            load.Update();
            load.Prepare();
            _ = load.Decide();
        }

        GC.Collect();
        long allocated = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < decisions.Length; i++)
        {
            long begin = Clock.MonotonicNs();
            load.Update();
            updates[i] = Clock.MonotonicNs() - begin;
            load.Prepare();
            begin = Clock.MonotonicNs();
            bool isApproved = load.Decide();
            decisions[i] = Clock.MonotonicNs() - begin;
            report.Approved += isApproved ? 1 : 0;
        }

        report.AllocBytes = GC.GetAllocatedBytesForCurrentThread() - allocated;
        if (load.OpenOrders < options.OpenOrders || report.Approved < decisions.Length / 2)
        {
            throw new BenchFailedException(
                $"{load.OpenOrders} orders are open and {report.Approved} of {decisions.Length} were approved: the load is not what it should be (last {load.LastCode})");
        }

        Latency decision = Latency.Of(decisions);
        Latency update = Latency.Of(updates);
        (report.P50Us, report.P99Us, report.P999Us, report.MaxUs) = (decision.P50Us, decision.P99Us, decision.P999Us, decision.MaxUs);
        (report.UpdateP50Us, report.UpdateP99Us) = (update.P50Us, update.P99Us);
        return report;
    }

    private static void Print(RiskBenchReport report)
    {
        CultureInfo culture = CultureInfo.InvariantCulture;
        Console.WriteLine(string.Create(culture, $"{report.Machine.Cpu}, core {report.Core}; seed {report.Seed}, {report.Instruments} instruments, {report.OpenOrders} open orders, {report.Decisions} decisions, {report.Approved} of them approvals"));
        Console.WriteLine(string.Create(culture, $"decision   p50 {report.P50Us:0.000} µs, p99 {report.P99Us:0.000} µs, p99.9 {report.P999Us:0.000} µs, max {report.MaxUs:0.0} µs"));
        Console.WriteLine(string.Create(culture, $"update     p50 {report.UpdateP50Us:0.000} µs, p99 {report.UpdateP99Us:0.000} µs (a fill, an end and a quote)"));
        Console.WriteLine(string.Create(culture, $"allocated  {report.AllocBytes} bytes"));
    }
}
