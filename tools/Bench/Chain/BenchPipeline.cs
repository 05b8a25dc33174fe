using System.Globalization;
using System.Text.Json;
using Artic.Bench.Figures;
using Artic.Bench.Venue;
using Artic.Hosting.Options;
using Artic.Runs;
using Artic.Streams.Waiting;

namespace Artic.Bench.Chain;

/// <summary>
/// The bench venue and the five native processes in a run's folder, for a measurement to do with as it likes. Owner of the
/// processes: they end with it. Thread: the main thread, whose end ends them too. Errors:
/// <see cref="BenchFailedException"/> with the end of the log of whoever failed.
/// </summary>
/// <param name="installation">Where the binaries are.</param>
/// <param name="run">Whose folder it is.</param>
/// <param name="load">What the venue sends.</param>
/// <param name="plan">Which thread goes where.</param>
/// <param name="isInterrupted">Somebody wants it to end.</param>
public sealed class BenchPipeline(
    Installation installation, RunFolder run, ChainLoad load, ThreadPlan plan, Func<bool> isInterrupted) : IDisposable
{
    private const long StartTimeoutNs = 60_000_000_000;
    private const long LookNs = 5_000_000;
    private const int StopMs = 5000;

    private readonly List<ChildProcess> _children = [];
    private HttpClient? _venue;

    /// <summary>Life of the risk manager's lease, and of an approval.</summary>
    public int LeaseMs { get; init; } = 1000;

    /// <summary>Connection string of the database that takes the rows, or null.</summary>
    public string? Database { get; init; }

    /// <summary>Where the venue writes when it accepted each order, or null.</summary>
    public string? OrderTimesFile { get; init; }

    /// <summary>The counters of all services.</summary>
    public RunFigures Figures { get; } = new(run.Paths);

    /// <summary>Where the account's durable state lies.</summary>
    public string StateFolder => Path.Combine(run.Paths.RunFolder, "state");

    /// <summary>Starts all and waits until they are ready to trade. Blocks.</summary>
    public void Start()
    {
        string readyFile = Path.Combine(run.Paths.RunFolder, "venue.json");
        List<string> arguments =
        [
            "venue", "--rate", Text(load.RatePerSecond), "--burst", Text(load.Burst), "--ticks", Text(load.Ticks),
            "--instruments", Text(load.Instruments), "--ready-file", readyFile, "--secret-file", run.SecretFile,
        ];
        if (OrderTimesFile != null)
        {
            arguments.AddRange(["--order-times", OrderTimesFile]);
        }

        Begin("venue", Environment.ProcessPath!, [.. arguments]);
        WaitFor(() => File.Exists(readyFile), StartTimeoutNs, "the bench venue does not listen");
        int port;
        using (JsonDocument ready = JsonDocument.Parse(File.ReadAllText(readyFile)))
        {
            port = ready.RootElement.GetProperty("port").GetInt32();
        }

        _venue = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}"), Timeout = TimeSpan.FromSeconds(5) };
        Configure(port);
        foreach (string service in OptionsRules.ServiceNames)
        {
            Begin(service, installation.Binary($"artic-{service}"), ["--run", run.Paths.RunFolder]);
        }

        WaitFor(IsReady, StartTimeoutNs, "the five processes are not ready");
    }

    /// <summary>Begins the ticks and gives the moment of the first (CLOCK_MONOTONIC).</summary>
    public long StartTicks()
    {
        using HttpResponseMessage answer = _venue!.Send(new HttpRequestMessage(HttpMethod.Post, "/bench/start"));
        using JsonDocument json = JsonDocument.Parse(answer.EnsureSuccessStatusCode().Content.ReadAsStream());
        return json.RootElement.GetProperty("start_ns").GetInt64();
    }

    /// <summary>How it goes at the venue.</summary>
    public VenueStatus VenueStatus()
    {
        using HttpResponseMessage answer = _venue!.Send(new HttpRequestMessage(HttpMethod.Get, "/bench/status"));
        return JsonSerializer.Deserialize(answer.Content.ReadAsStream(), BenchJson.Default.VenueStatus)!;
    }

    /// <summary>The process of a service.</summary>
    public ChildProcess Service(string name) => _children.Find(child => child.Name == name)!;

    /// <summary>Waits, and looks after the children meanwhile: one that ends ends the measurement.</summary>
    public void WaitFor(Func<bool> condition, long timeoutNs, string failure)
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

    /// <summary>Ends the services, then the venue: their last words go to one that is still there.</summary>
    public void Stop()
    {
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

    /// <inheritdoc/>
    public void Dispose()
    {
        Stop();
        Figures.Dispose();
        _venue?.Dispose();
    }

    private static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);

    private void Begin(string name, string binary, string[] arguments)
    {
        ChildProcess child = new(name, binary, arguments, Path.Combine(run.Paths.Logs, $"{name}.log"));
        _children.Add(child);
        child.Start();
    }

    private bool IsReady() =>
        Figures.Value("market-data", "market_instruments_live") == load.Instruments &&
        Figures.Value("execution-engine", "venue_session_ready") == 1 &&
        Figures.Value("risk-manager", "trading_state") == 1 &&
        Figures.Value("signal-bridge", "http_port") != 0 && Figures.Value("position-tracker", "http_port") != 0;

    /// <summary>
    /// Every check runs; the limits are wide enough for one order a tick, also behind a stall of the machine.
    /// </summary>
    private void Configure(int port)
    {
        PipelineOptions configuration = new()
        {
            Account = "bench",
            StateFolder = StateFolder,
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
                OrderWeightPerMinute = 1_000_000_000,
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
                ApprovalMs = LeaseMs,
                LeaseMs = LeaseMs,
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

        configuration.Database.Connection = Database ?? "";
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
}
