using System.Globalization;
using System.Text.Json;
using Artic.Bench.Figures;
using Artic.Bench.Pace;
using Artic.Bench.Venue;
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
    private const long StartTimeoutNs = 60_000_000_000;
    private const long SettleTimeoutNs = 10_000_000_000;
    private const long LookNs = 5_000_000;
    private const int StopMs = 5000;

    private readonly List<ChildProcess> _children = [];

    /// <summary>Runs it. Blocks for as long as the load lasts.</summary>
    public ArticResult Execute()
    {
        string name = $"bench-{Clock.UtcNs() / 1_000_000}-{Environment.ProcessId}";
        string folder = Path.Combine(installation.Runs, name);
        ArticResult result;
        using (RunFolder run = RunFolder.Create(folder))
        {
            try
            {
                result = Measure(run);
            }
            catch (BenchFailedException failure)
            {
                throw new BenchFailedException($"{failure.Message}\nits folder is left for a look: {folder}");
            }
            finally
            {
                Stop();
            }
        }

        Directory.Delete(folder, recursive: true);
        return result;
    }

    private ArticResult Measure(RunFolder run)
    {
        string readyFile = Path.Combine(run.Paths.RunFolder, "venue.json");
        _ = Begin(run, "venue", Environment.ProcessPath!,
        [
            "venue", "--rate", Text(load.RatePerSecond), "--burst", Text(load.Burst), "--ticks", Text(load.Ticks),
            "--instruments", Text(load.Instruments), "--ready-file", readyFile, "--secret-file", run.SecretFile,
        ]);
        WaitFor(() => File.Exists(readyFile), StartTimeoutNs, "the bench venue does not listen");
        int port;
        using (JsonDocument ready = JsonDocument.Parse(File.ReadAllText(readyFile)))
        {
            port = ready.RootElement.GetProperty("port").GetInt32();
        }

        Configure(run, port);
        foreach (string service in OptionsRules.ServiceNames)
        {
            _ = Begin(run, service, installation.Binary($"artic-{service}"), ["--run", run.Paths.RunFolder]);
        }

        using RunFigures figures = new(run.Paths);
        WaitFor(() => IsReady(figures), StartTimeoutNs, "the five processes are not ready");
        using HttpClient client = new() { BaseAddress = new Uri($"http://127.0.0.1:{port}"), Timeout = TimeSpan.FromSeconds(5) };
        TickSchedule schedule = new(Start(client), load.RatePerSecond, load.Burst);
        long end = schedule.IntendedNs(load.Ticks);
        WaitFor(() => Clock.MonotonicNs() >= end, end - Clock.MonotonicNs() + SettleTimeoutNs, "the ticks do not end");
        bool settled = Poll.Until(() => IsSettled(figures) || isInterrupted(), SettleTimeoutNs, LookNs);
        VenueStatus told = Status(client);
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

        string shortfall = Shortfall(figures);
        Stop();
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
        foreach ((string service, long count) in collections)
        {
            result.GcCollections.Add(service, count);
        }

        return result;
    }

    private ChildProcess Begin(RunFolder run, string name, string binary, string[] arguments)
    {
        ChildProcess child = new(name, binary, arguments, Path.Combine(run.Paths.Logs, $"{name}.log"));
        _children.Add(child);
        child.Start();
        return child;
    }

    /// <summary>Waits, and looks after the children meanwhile: one that ends ends the measurement.</summary>
    private void WaitFor(Func<bool> condition, long timeoutNs, string failure)
    {
        ChildProcess? dead = null;
        bool holds = Poll.Until(
            () => isInterrupted() || (dead = _children.Find(child => !child.IsRunning)) != null || condition(),
            timeoutNs, LookNs);
        if (isInterrupted())
        {
            throw new BenchFailedException("interrupted");
        }

        if (dead != null)
        {
            throw new BenchFailedException($"{dead.Name} ended (exit {dead.ExitCode}); the end of its log:\n{dead.LogTail(5)}");
        }

        if (!holds)
        {
            string tails = string.Join('\n', _children.ConvertAll(child => $"{child.Name}: {child.LogTail(1)}"));
            throw new BenchFailedException($"{failure} within {timeoutNs / 1_000_000_000} s\n{tails}");
        }
    }

    private bool IsReady(RunFigures figures) =>
        figures.Value("market-data", "market_instruments_live") == load.Instruments &&
        figures.Value("execution-engine", "venue_session_ready") == 1 &&
        figures.Value("risk-manager", "trading_state") == 1 &&
        figures.Value("signal-bridge", "http_port") != 0 && figures.Value("position-tracker", "http_port") != 0;

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

    private static long Start(HttpClient client)
    {
        using HttpResponseMessage answer = client.Send(new HttpRequestMessage(HttpMethod.Post, "/bench/start"));
        using JsonDocument json = JsonDocument.Parse(answer.EnsureSuccessStatusCode().Content.ReadAsStream());
        return json.RootElement.GetProperty("start_ns").GetInt64();
    }

    private static VenueStatus Status(HttpClient client)
    {
        using HttpResponseMessage answer = client.Send(new HttpRequestMessage(HttpMethod.Get, "/bench/status"));
        return JsonSerializer.Deserialize(answer.Content.ReadAsStream(), BenchJson.Default.VenueStatus)!;
    }

    /// <summary>
    /// Every check runs; the limits are wide enough for one order a tick, also behind a stall of the machine.
    /// </summary>
    private void Configure(RunFolder run, int port)
    {
        PipelineOptions configuration = new()
        {
            Account = "bench",
            StateFolder = Path.Combine(run.Paths.RunFolder, "state"),
            Epoch = 1,
            Venue = new Artic.Hosting.Options.VenueOptions
            {
                MarketStreamUrl = $"ws://127.0.0.1:{port}",
                RestUrl = $"http://127.0.0.1:{port}",
                OrderApiUrl = $"ws://127.0.0.1:{port}/ws-api/v3?returnRateLimits=false",
                ApiKey = run.ApiKey,
                SecretFile = run.SecretFile,
                ReceiveWindowMs = 1000,

                // This venue has one connection for all, and no limits.
                SymbolsPerConnection = 65_535,
                RestWeightPerMinute = 1_000_000,
            },
            MarketData = new MarketDataOptions { BarMs = 250, SilenceMs = 60_000 },
            Risk = new RiskOptions
            {
                MaxOrderValue = "5000",
                MaxOrderQuantity = "0.05",
                PriceCollarBps = 50,
                MaxPosition = "1000",
                OrdersPerSecond = 100_000,
                OrderBurst = 100_000,
                MaxDailyLoss = "1000000",
                MaxRollingLoss = "1000000",
                MaxDrawdown = "1000000",
                MaxGrossExposure = "100000000",
                MaxNetExposure = "100000000",
                MaxValueAtRisk = "100000000",
                MaxOpenOrders = 16_384,
                CancelsPerSecond = 100_000,
                CancelBurst = 100_000,
                OrderToTradeRatio = 1_000_000,
                OrderToTradeFreeOrders = 1_000_000_000,
                MaxExecutions = 1_000_000_000,

                // The probe wants the same order again wherever the quote has not moved.
                DuplicateWindowMs = 0,
                StaleQuoteMs = 60_000,
                ApprovalMs = 1000,
                LeaseMs = 1000,
            },
        };
        for (int i = 0; i < load.Instruments; i++)
        {
            configuration.Instruments.Add(new InstrumentOptions
            {
                Id = i + 1, Symbol = BenchInstrument.Symbol(i), BaseAsset = BenchInstrument.BaseAsset,
                QuoteAsset = BenchInstrument.QuoteAsset,
            });
            configuration.Strategies.Add(new StrategyOptions
            {
                Id = i + 1, Name = "probe", Instrument = i + 1, OrderQuantity = "0.01", MaxPosition = "1",
                Model = Path.Combine(installation.Home, "models", "microprice.onnx"),
            });
        }

        foreach (string service in OptionsRules.ServiceNames)
        {
            configuration.Services.Add(service, new ServiceOptions());
        }

        plan.Apply(configuration.Services);
        List<string> violations = [];
        OptionsRules.Check(configuration, violations);
        if (violations.Count > 0)
        {
            throw new BenchFailedException($"the configuration is not sound:\n{string.Join('\n', violations)}");
        }

        File.WriteAllText(
            run.Paths.Configuration, JsonSerializer.Serialize(configuration, OptionsJson.Default.PipelineOptions));
    }

    private void Stop()
    {
        // The services first: their last words go to a venue that is still there.
        for (int i = _children.Count - 1; i >= 0; i--)
        {
            _children[i].Terminate();
        }

        foreach (ChildProcess child in _children)
        {
            _ = child.WaitOrKill(StopMs);
            child.Dispose();
        }

        _children.Clear();
    }

    private static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);
}
