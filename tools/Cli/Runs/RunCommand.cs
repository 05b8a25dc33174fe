using Artic.Core.Time;
using Artic.Hosting.Options;
using Artic.Runs;
using Artic.Streams.Native;
using Artic.Streams.Waiting;

namespace Artic.Cli.Runs;

/// <summary>
/// <c>artic run</c>: the services that a configuration names, in a new run folder, kept alive until somebody ends it. Thread:
/// the main thread.
/// </summary>
/// <param name="installation">Where programs, runs and accounts lie.</param>
/// <param name="configuration">The file.</param>
/// <param name="name">Name of the run, or null.</param>
/// <param name="seconds">It ends by itself after so long; 0: never.</param>
/// <param name="idle">How hot threads wait; null: cores, priorities and waiting are those of the file.</param>
public sealed class RunCommand(Installation installation, string configuration, string? name, int seconds, IdleStrategy? idle)
{
    private const long ReadyTimeoutNs = 30_000_000_000;
    private const long LookNs = 50_000_000;
    private const long LineNs = 5_000_000_000;
    private const int StopMs = 5000;

    /// <summary>Runs it and gives the exit code: 2 for a configuration that cannot be, 1 for a run that failed.</summary>
    public int Execute()
    {
        List<string> violations = [];
        PipelineOptions? options = RunConfiguration.Read(installation, configuration, violations);
        if (options == null)
        {
            Console.Error.WriteLine($"artic run: {configuration} cannot be:");
            violations.ForEach(violation => Console.Error.WriteLine($"  {violation}"));
            return 2;
        }

        using Interruption interruption = new();
        try
        {
            Dictionary<string, int> ports = options.Services.ToDictionary(service => service.Key, service => service.Value.HttpPort);
            using AccountRun run = AccountRun.Create(installation, options.Account, name, options.Venue.Market, ports);
            return Run(run, options);
        }
        catch (RunRefusedException refusal)
        {
            Console.Error.WriteLine($"artic run: {refusal.Message}");
            return 1;
        }
    }

    private int Run(AccountRun run, PipelineOptions options)
    {
        string waiting = "as configured";
        if (idle is { } asked)
        {
            ThreadPlan plan = ThreadPlan.Choose(asked);
            ThreadSettings.PinTo(plan.HouseCores);
            plan.Apply(options.Services);
            waiting = plan.Idle.ToString().ToLowerInvariant();
            Say($"idle {waiting}: {plan.Why}; hot core {string.Join(",", plan.HotCores)}, all else on {string.Join(",", plan.HouseCores)}");
        }

        List<string> violations = run.Configure(options);
        if (violations.Count > 0)
        {
            Console.Error.WriteLine($"artic run: {configuration} cannot be:\n  {string.Join("\n  ", violations)}");
            return 2;
        }

        string[] names = [.. OptionsRules.ServiceNames.Where(options.Services.ContainsKey)];
        Say($"run {run.Paths.RunFolder}: {string.Join(", ", names)}");
        if (!names.Contains("execution-engine"))
        {
            Say("nothing is traded: risk manager and execution engine are not in the configuration");
        }

        using Supervisor supervisor = new([.. names.Select(service => run.Service(installation, service))]);
        using RunFigures figures = new(run.Paths);
        supervisor.Start();
        RunRecord.Begin(run, $"{options.Venue.Market} at {options.Venue.MarketStreamUrl}", waiting, supervisor.Children.Select(child => (child.Name, child.Binary)));
        string? failure = null;
        bool isServing = Poll.Until(
            () => Interruption.IsWanted || (failure = supervisor.Look()) != null || names.All(service => figures.Value(service, "http_port") != 0),
            ReadyTimeoutNs, LookNs);
        failure ??= isServing ? null : $"a service has not answered within {ReadyTimeoutNs / 1_000_000_000} s; its log is in {run.Paths.Logs}";
        if (failure == null)
        {
            using SnapshotRounds rounds = new(installation, run.Paths, run.Options);
            failure = Watch(supervisor, figures, options);
        }

        supervisor.Stop(StopMs);
        RunRecord.End(run, json =>
        {
            json.WriteStartObject();
            json.WriteString("failure", failure);
            json.WriteNumber("restarts", supervisor.Restarts.Count);
            json.WriteEndObject();
        });
        failure ??= run.ArchiveFault();
        if (failure != null)
        {
            Console.Error.WriteLine($"artic run: {failure}");
        }

        return failure == null ? 0 : 1;
    }

    private string? Watch(Supervisor supervisor, RunFigures figures, PipelineOptions options)
    {
        long begin = Clock.MonotonicNs();
        long nextLine = 0;
        string? failure = null;
        while (failure == null && !Interruption.IsWanted && (seconds == 0 || Clock.MonotonicNs() - begin < seconds * 1_000_000_000L))
        {
            failure = supervisor.Look();
            long now = Clock.MonotonicNs();
            if (now >= nextLine)
            {
                nextLine = now + LineNs;
                Say(Line(figures, options, supervisor, (now - begin) / 1e9));
            }

            _ = Poll.Until(() => Interruption.IsWanted, LookNs, LookNs);
        }

        return failure;
    }

    private static string Line(RunFigures figures, PipelineOptions options, Supervisor supervisor, double seconds)
    {
        const string market = "market-data";
        string line =
            $"{seconds,8:0.0} s  books live {figures.Value(market, "market_instruments_live")} of {options.Instruments.Count}  " +
            $"{figures.Value(market, "market_messages_total")} messages  {figures.Value(market, "market_gaps_total")} gaps  " +
            $"{figures.Value(market, "market_resyncs_total")} resyncs  {figures.Value(market, "market_malformed_total")} malformed";
        return options.Services.ContainsKey("execution-engine")
            ? $"{line}  {figures.Value("execution-engine", "orders_submitted_total")} orders  {figures.Value("execution-engine", "orders_filled_total")} filled  {supervisor.Restarts.Count} restarts"
            : $"{line}  {supervisor.Restarts.Count} restarts";
    }

    private static void Say(string line) => Console.Error.WriteLine(line);
}
