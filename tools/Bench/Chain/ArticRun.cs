using Artic.Bench.Figures;
using Artic.Bench.Pace;
using Artic.Bench.Tables;
using Artic.Core.Time;
using Artic.Hosting.Options;
using Artic.Runs;
using Artic.Streams.Waiting;

namespace Artic.Bench.Chain;

/// <summary>
/// One run of the five native processes against the bench venue, in a run folder of its own that is removed once its
/// record was read. Thread: the main thread, whose end ends the children. Errors: <see cref="BenchFailedException"/> with
/// the end of the log of whoever failed; nothing is left running.
/// </summary>
public sealed class ArticRun(Installation installation, ChainLoad load, ThreadPlan plan, Func<bool> isInterrupted)
{
    private const long SettleTimeoutNs = 10_000_000_000;
    private const long LookNs = 5_000_000;

    /// <summary>Connection string of a database: the run has its rows there and is asked for its metrics each second; null: neither.</summary>
    public string? Database { get; init; }

    /// <summary>The venue waits for orders asleep: its core is for what is measured.</summary>
    public bool VenueSleeps { get; init; }

    /// <summary>Brought into the tables while the ticks come; null: nothing.</summary>
    public Backlog? Backlog { get; init; }

    /// <summary>Runs it. Blocks for as long as the load lasts.</summary>
    public ArticResult Execute() => BenchFolder.Measure(installation, Measure);

    private ArticResult Measure(RunFolder run)
    {
        using BenchPipeline pipeline = new(installation, run, load, plan, isInterrupted) { Database = Database, VenueSleeps = VenueSleeps };
        pipeline.Start();
        RunFigures figures = pipeline.Figures;
        using MetricsReader? reader = Database == null ? null : new MetricsReader(figures);
        long begin = Clock.MonotonicNs();
        long rowsBefore = figures.Value("position-tracker", "database_rows_total");
        TickSchedule schedule = new(pipeline.StartTicks(), load.RatePerSecond, load.Burst);
        long end = schedule.IntendedNs(load.Ticks);
        Backlog?.Start();
        pipeline.Children.WaitFor(() => Clock.MonotonicNs() >= end, end - Clock.MonotonicNs() + SettleTimeoutNs, "the ticks do not end");
        double backlogRowsPerSecond = Backlog?.Stop().PerSecond ?? 0;
        bool settled = Poll.Until(() => IsSettled(figures) || isInterrupted(), SettleTimeoutNs, LookNs);
        VenueStatus told = pipeline.VenueStatus();
        if (!settled || told.Failure != null)
        {
            throw new BenchFailedException(
                $"the path did not keep up with {load.RatePerSecond} ticks/s: of {told.Sent} ticks sent, {Shortfall(figures)}" +
                (told.Failure != null ? $"; {told.Failure}" : ""));
        }

        if (told.Refused > 0)
        {
            throw new BenchFailedException($"the venue refused {told.Refused} requests");
        }

        Dictionary<string, long> collections = [];
        foreach (string service in OptionsRules.ServiceNames)
        {
            collections.Add(service, figures.Value(service, "gc_collections_total"));
        }

        long rows = figures.Value("position-tracker", "database_rows_total") - rowsBefore;
        double seconds = (Clock.MonotonicNs() - begin) / 1e9;
        string shortfall = Shortfall(figures);
        pipeline.Children.Stop();
        ArticResult result;
        try
        {
            result = ArticResult.Of(TickPath.Read(run.Paths, load), load, schedule);
        }
        catch (BenchFailedException failure)
        {
            throw new BenchFailedException($"{failure.Message} ({shortfall})");
        }

        result.Venue = told;
        result.RowsPerSecond = rows / seconds;
        result.BacklogRowsPerSecond = backlogRowsPerSecond;
        result.MetricsPages = reader?.Pages ?? 0;
        foreach ((string service, long count) in collections)
        {
            result.GcCollections.Add(service, count);
        }

        return result;
    }

    /// <summary>Every tick came in, and every order of a tick is over.</summary>
    private bool IsSettled(RunFigures figures)
    {
        long intents = figures.Value("signal-bridge", "order_intents_total");
        return figures.Value("market-data", "market_messages_total") == load.Ticks &&
            intents >= load.Ticks - load.WarmUpTicks &&
            figures.Value("execution-engine", "orders_submitted_total") == intents &&
            figures.Value("execution-engine", "orders_open") == 0;
    }

    private static string Shortfall(RunFigures figures) =>
        $"frames {figures.Value("market-data", "market_messages_total")}, " +
        $"intents {figures.Value("signal-bridge", "order_intents_total")}, " +
        $"approved {figures.Value("risk-manager", "orders_approved_total")}, " +
        $"denied by risk {figures.Value("risk-manager", "orders_denied_by_risk_total")} " +
        $"(last code {figures.Value("risk-manager", "risk_last_denial_code")}), " +
        $"submitted {figures.Value("execution-engine", "orders_submitted_total")}, " +
        $"denied in all {figures.Value("execution-engine", "orders_denied_total")}, " +
        $"open {figures.Value("execution-engine", "orders_open")}";
}
