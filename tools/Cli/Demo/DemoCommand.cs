using System.Globalization;
using System.Text.Json;
using Artic.Cli.Runs;
using Artic.Runs;
using Artic.Core.Time;
using Artic.Hosting.Accounts;
using Artic.Hosting.Options;
using Artic.Streams.Native;
using Artic.Streams.Waiting;

namespace Artic.Cli.Demo;

/// <summary>
/// The demo: a simulated venue and the five services in a new run folder, from the first tick to a summary in which
/// position and venue agree. Thread: the main thread.
/// </summary>
public sealed class DemoCommand(Installation installation, DemoOptions options)
{
    private const long StartTimeoutNs = 30_000_000_000;
    private const long WindDownNs = 8_000_000_000;
    private const long LookNs = 20_000_000;
    private const long ViewNs = 250_000_000;
    private const int StopMs = 5000;

    /// <summary>Runs it and gives the exit code.</summary>
    public int Execute()
    {
        List<string> violations = options.Violations();
        if (violations.Count > 0)
        {
            Console.Error.WriteLine("artic demo: these options cannot be:");
            violations.ForEach(violation => Console.Error.WriteLine($"  {violation}"));
            return 2;
        }

        using Interruption interruption = new();
        ThreadPlan plan = ThreadPlan.Choose(Enum.Parse<IdleStrategy>(options.Idle, ignoreCase: true));

        // Whatever is started from here inherits these cores; hot threads take their own.
        ThreadSettings.PinTo(plan.HouseCores);
        try
        {
            Dictionary<string, int> ports = [];
            for (int i = 0; i < OptionsRules.ServiceNames.Length; i++)
            {
                ports.Add(OptionsRules.ServiceNames[i], options.PortBase == 0 ? 0 : options.PortBase + i);
            }

            using AccountRun run = AccountRun.Create(installation, DemoConfiguration.AccountName, options.Run, "demo", ports);
            return Trade(run, plan);
        }
        catch (RunRefusedException refusal)
        {
            Console.Error.WriteLine($"artic demo: {refusal.Message}");
            return 1;
        }
    }

    private int Trade(AccountRun run, ThreadPlan plan)
    {
        using ChildProcess venue = StartVenue(run, out string readyFile);
        string? failure = null;
        if (!Poll.Until(() => File.Exists(readyFile) || !venue.IsRunning, StartTimeoutNs, LookNs) || !venue.IsRunning)
        {
            return Fail($"the simulated venue did not start:\n{venue.LogTail(5)}", venue, null);
        }

        int venuePort = ReadPort(readyFile);
        List<string> faults = run.Configure(DemoConfiguration.Make(installation, run, options, plan, venuePort));
        if (faults.Count > 0)
        {
            return Fail($"the configuration is not sound:\n{string.Join('\n', faults)}", venue, null);
        }

        Say($"run {run.Paths.RunFolder}");
        Say($"idle {plan.Idle.ToString().ToLowerInvariant()}: {plan.Why}; hot core {string.Join(",", plan.HotCores)}, all else on {string.Join(",", plan.HouseCores)}");
        using Supervisor supervisor = new([.. OptionsRules.ServiceNames.Select(name => run.Service(installation, name))]);
        using RunFigures figures = new(run.Paths);
        supervisor.Start();
        RunRecord.Begin(run, options.Source, plan.Idle.ToString().ToLowerInvariant(), supervisor.Children.Select(child => (child.Name, child.Binary)));
        Say("waiting for the book and for the session with the venue ...");
        bool ready = Poll.Until(
            () => Interruption.IsWanted || (failure = supervisor.Look()) != null || IsReady(figures), StartTimeoutNs, LookNs);
        if (failure != null || !ready)
        {
            failure ??= $"not ready within {StartTimeoutNs / 1_000_000_000} s: {NotReady(figures)}";
            return Fail(failure, venue, supervisor);
        }

        if (figures.Value("risk-manager", "trading_state") == 3)
        {
            LatchLine? last = run.Account.ReadHistory().Whole.LastKill;
            Say($"HALTED: the account '{DemoConfiguration.AccountName}' was killed by {last?.By} (\"{last?.Reason}\") and nobody has resumed it");
            Say("nothing will be traded until: ./artic resume --reason \"...\"");
        }

        foreach ((string scope, ScopeLatch latch) in run.Account.ReadHistory().Scopes.Where(each => each.Value.IsKilled))
        {
            Say($"KILLED: {scope}, by {latch.LastKill?.By} (\"{latch.LastKill?.Reason}\"), until: ./artic resume --scope {scope} --reason \"...\"");
        }

        long begin = Clock.MonotonicNs();
        using (SnapshotRounds rounds = new(installation, run.Paths, run.Options))
        {
            failure = Watch(supervisor, figures, venuePort, begin);
        }

        double seconds = (Clock.MonotonicNs() - begin) / 1e9;
        if (failure != null)
        {
            return Fail(failure, venue, supervisor);
        }

        foreach (ChildProcess child in supervisor.Children)
        {
            child.LookAtMap();
        }

        WindDown(supervisor, figures);
        DemoSummary summary = SummaryBuilder.Collect(figures, supervisor.Children, supervisor);
        summary.Run = run.Paths.RunFolder;
        summary.Seconds = Math.Round(seconds, 3);
        summary.Source = options.Source;
        summary.Idle = plan.Idle.ToString().ToLowerInvariant();
        supervisor.Stop(StopMs);
        venue.Terminate();
        _ = venue.WaitOrKill(StopMs);
        if (options.Json != null)
        {
            File.WriteAllText(options.Json, JsonSerializer.Serialize(summary, CliJson.Default.DemoSummary) + "\n");
        }

        RunRecord.End(run, json => JsonSerializer.Serialize(json, summary, CliJson.Default.DemoSummary));
        SummaryText.Print(summary);
        if (run.ArchiveFault() is { } fault)
        {
            Console.Error.WriteLine($"artic demo: {fault}");
            return 1;
        }

        return summary.Position.Breaks == 0 ? 0 : 1;
    }

    /// <summary>Looks after the processes and shows the run until its time is up; gives a failure.</summary>
    private string? Watch(Supervisor supervisor, RunFigures figures, int venuePort, long begin)
    {
        long end = begin + (options.Seconds * 1_000_000_000L);
        using VenueStatus venue = new(venuePort);
        using LiveView view = LiveView.Start(options.Headless, figures, supervisor, begin, options.Seconds);
        long nextView = 0;
        string? failure = null;
        _ = Poll.Until(
            () =>
            {
                failure = supervisor.Look();
                long now = Clock.MonotonicNs();
                if (now >= nextView)
                {
                    nextView = now + ViewNs;
                    view.Refresh();
                }

                return failure != null || Interruption.IsWanted || now >= end || (options.Replay != null && venue.IsFinished(now));
            },
            (options.Seconds + 5) * 1_000_000_000L, LookNs);
        view.Refresh();
        return failure;
    }

    /// <summary>No new signals; what is open fills or expires; then one more comparison with the venue.</summary>
    private static void WindDown(Supervisor supervisor, RunFigures figures)
    {
        ChildProcess bridge = supervisor.Children.First(child => child.Name == "signal-bridge");
        bridge.Terminate();
        _ = bridge.WaitOrKill(StopMs);
        _ = Poll.Until(() => figures.Value("execution-engine", "orders_open") == 0, WindDownNs, LookNs);
        long checks = figures.Value("position-tracker", "position_checks_total");
        _ = Poll.Until(() => figures.Value("position-tracker", "position_checks_total") >= checks + 2, WindDownNs, LookNs);
    }

    private ChildProcess StartVenue(AccountRun run, out string readyFile)
    {
        readyFile = Path.Combine(run.Paths.RunFolder, "venue.json");
        List<string> arguments =
        [
            "--port", "0", "--ready-file", readyFile, "--api-key", run.ApiKey, "--secret-file", run.SecretFile,
            "--log", Path.Combine(run.Paths.Logs, "venue.jsonl"), "--max-seconds", $"{options.Seconds + 120}",
        ];
        if (options.Replay != null)
        {
            arguments.AddRange(["--replay", Path.GetFullPath(options.Replay)]);
        }

        if (options.Venue == DemoOptions.BinanceVenue)
        {
            arguments.AddRange(["--mirror", options.MarketUrl, "--mirror-rest", options.RestUrl]);
        }

        if (options.Seed is { } seed)
        {
            arguments.AddRange(["--seed", $"{seed}"]);
        }

        if (options.Speed is { } speed)
        {
            arguments.AddRange(["--speed", speed.ToString(CultureInfo.InvariantCulture)]);
        }

        foreach (string option in options.VenueArguments)
        {
            arguments.AddRange(option.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        }

        ChildProcess venue = new(
            "venue", installation.Binary("artic-venue"), [.. arguments], Path.Combine(run.Paths.Logs, "venue.log"));
        venue.Start();
        return venue;
    }

    private static bool IsReady(RunFigures figures) =>
        figures.Value("market-data", "market_instruments_live") > 0 &&
        figures.Value("execution-engine", "venue_session_ready") == 1 &&
        figures.Value("risk-manager", "trading_state") != 0 &&
        figures.Value("signal-bridge", "http_port") != 0 && figures.Value("position-tracker", "http_port") != 0;

    private static string NotReady(RunFigures figures) =>
        figures.Value("market-data", "market_instruments_live") == 0 ? "no book is live"
        : figures.Value("execution-engine", "venue_session_ready") != 1 ? "no session with the venue"
        : "a service has not answered";

    private static int ReadPort(string readyFile)
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(readyFile));
        return document.RootElement.GetProperty("port").GetInt32();
    }

    private static int Fail(string failure, ChildProcess venue, Supervisor? supervisor)
    {
        Console.Error.WriteLine($"artic demo: {failure}");
        supervisor?.Stop(StopMs);
        venue.Terminate();
        _ = venue.WaitOrKill(StopMs);
        return 1;
    }

    private static void Say(string line) => Console.Error.WriteLine(line);
}
