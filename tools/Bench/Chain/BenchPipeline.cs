using System.Globalization;
using System.Text.Json;
using Artic.Bench.Figures;
using Artic.Bench.Venue;
using Artic.Hosting.Options;
using Artic.Runs;

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

    private HttpClient? _venue;

    /// <summary>Life of the risk manager's lease, and of an approval.</summary>
    public int LeaseMs { get; init; } = 1000;

    /// <summary>Connection string of the database that takes the rows, or null.</summary>
    public string? Database { get; init; }

    /// <summary>The venue waits for orders asleep: its core is for what is measured.</summary>
    public bool VenueSleeps { get; init; }

    /// <summary>Where the venue writes when it accepted each order, or null.</summary>
    public string? OrderTimesFile { get; init; }

    /// <summary>The venue and the services.</summary>
    public BenchChildren Children { get; } = new(run, isInterrupted);

    /// <summary>The counters of all services.</summary>
    public RunFigures Figures { get; } = new(run.Paths);

    /// <summary>Where the account's durable state lies.</summary>
    public string StateFolder => BenchConfiguration.StateFolder(run);

    /// <summary>Starts all and waits until they are ready to trade. Blocks.</summary>
    public void Start()
    {
        string readyFile = Path.Combine(run.Paths.RunFolder, "venue.json");
        List<string> arguments =
        [
            "venue", "--rate", Text(load.RatePerSecond), "--burst", Text(load.Burst), "--ticks", Text(load.Ticks),
            "--instruments", Text(load.Instruments), "--ready-file", readyFile, "--secret-file", run.SecretFile,
        ];
        if (VenueSleeps)
        {
            arguments.Add("--sleeps");
        }

        if (OrderTimesFile != null)
        {
            arguments.AddRange(["--order-times", OrderTimesFile]);
        }

        Children.Begin("venue", Environment.ProcessPath!, [.. arguments]);
        Children.WaitFor(() => File.Exists(readyFile), StartTimeoutNs, "the bench venue does not listen");
        int port = BenchConfiguration.ReadPort(readyFile);
        _venue = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}"), Timeout = TimeSpan.FromSeconds(5) };
        Configure(port);
        foreach (string service in OptionsRules.ServiceNames)
        {
            Children.Begin(service, installation.Binary($"artic-{service}"), "--run", run.Paths.RunFolder);
        }

        Children.WaitFor(IsReady, StartTimeoutNs, "the five processes are not ready");
    }

    /// <summary>Begins the ticks and gives the moment of the first (CLOCK_MONOTONIC).</summary>
    public long StartTicks()
    {
        using JsonDocument json = JsonDocument.Parse(Ask(HttpMethod.Post, "/bench/start"));
        return json.RootElement.GetProperty("start_ns").GetInt64();
    }

    /// <summary>How it goes at the venue.</summary>
    public VenueStatus VenueStatus() =>
        JsonSerializer.Deserialize(Ask(HttpMethod.Get, "/bench/status"), BenchJson.Default.VenueStatus)!;

    /// <inheritdoc/>
    public void Dispose()
    {
        Children.Dispose();
        Figures.Dispose();
        _venue?.Dispose();
    }

    private string Ask(HttpMethod method, string path)
    {
        try
        {
            using HttpResponseMessage answer = _venue!.Send(new HttpRequestMessage(method, path));
            using StreamReader body = new(answer.EnsureSuccessStatusCode().Content.ReadAsStream());
            return body.ReadToEnd();
        }
        catch (Exception error) when (error is HttpRequestException or OperationCanceledException)
        {
            throw new BenchFailedException($"the bench venue does not answer {path}: {error.Message}");
        }
    }

    private static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);

    private bool IsReady() =>
        Figures.Value("market-data", "market_instruments_live") == load.Instruments &&
        Figures.Value("execution-engine", "venue_session_ready") == 1 &&
        Figures.Value("risk-manager", "trading_state") == 1 &&
        Figures.Value("signal-bridge", "http_port") != 0 && Figures.Value("position-tracker", "http_port") != 0;

    private void Configure(int port)
    {
        PipelineOptions configuration = BenchConfiguration.Make(run, plan, port);

        // This venue has one connection for all, and no limits.
        configuration.Venue.SymbolsPerConnection = 65_535;
        configuration.Venue.RestWeightPerMinute = 1_000_000;
        configuration.Venue.OrderWeightPerMinute = 1_000_000_000;
        configuration.Risk.ApprovalMs = configuration.Risk.LeaseMs = LeaseMs;
        configuration.Database.Connection = Database ?? "";
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

        BenchConfiguration.Write(run, configuration);
    }
}
