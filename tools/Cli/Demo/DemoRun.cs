using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Artic.Core.Time;
using Artic.Hosting.Accounts;
using Artic.Hosting.Options;
using Artic.Runs;
using Artic.Streams.Log;

namespace Artic.Cli.Demo;

/// <summary>
/// The folder, keys and configuration of one demo run. Owner of the account's lock until disposed.
/// Errors: <see cref="RunRefusedException"/> where folder, account or a port is in use.
/// </summary>
public sealed class DemoRun : IDisposable
{
    /// <summary>The demo's account.</summary>
    public const string AccountName = "demo";

    private readonly RunFolder _folder;
    private readonly FileStream _lock;

    private DemoRun(RunFolder folder, FileStream ownership, AccountFolder account)
    {
        _folder = folder;
        _lock = ownership;
        Account = account;
    }

    /// <summary>Where it lies.</summary>
    public RunPaths Paths => _folder.Paths;

    /// <summary>The account's durable state.</summary>
    public AccountFolder Account { get; }

    /// <summary>The configuration, once there is one.</summary>
    public PipelineOptions Options { get; private set; } = new();

    /// <summary>The account's key at the simulated venue.</summary>
    public string ApiKey => _folder.ApiKey;

    /// <summary>File with its secret.</summary>
    public string SecretFile => _folder.SecretFile;

    /// <summary>Makes the run's folder and takes the account.</summary>
    public static DemoRun Create(Installation installation, DemoOptions options)
    {
        DateTimeOffset now = DateTimeOffset.FromUnixTimeMilliseconds(Clock.UtcNs() / 1_000_000);
        string name = options.Run ?? $"{now:yyyyMMdd-HHmmss-fff}-demo";
        string folder = Path.Combine(installation.Runs, name);
        RunFolder.CheckFree(folder);
        CheckPorts(options.PortBase);
        string accountFolder = Path.Combine(installation.State, AccountName);
        AccountFolder account = new(accountFolder);
        FileStream ownership;
        try
        {
            ownership = new FileStream(
                Path.Combine(accountFolder, "run.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            throw new RunRefusedException(
                $"the account '{AccountName}' is traded by another run ({installation.FindRun(null)}); stop that one first");
        }

        DemoRun run = new(RunFolder.Create(folder), ownership, account);
        File.WriteAllText(Path.Combine(installation.Runs, "current"), name);
        return run;
    }

    /// <summary>Writes the configuration and gives the violations of it, none in a sound installation.</summary>
    public List<string> Configure(Installation installation, DemoOptions options, ThreadPlan plan, int venuePort)
    {
        PipelineOptions configuration = new()
        {
            Account = AccountName,
            StateFolder = Path.Combine(installation.State, AccountName),
            Epoch = Account.TakeEpoch(),
            Venue = new VenueOptions
            {
                Market = options.Language,
                MarketStreamUrl = $"ws://127.0.0.1:{venuePort}",
                RestUrl = $"http://127.0.0.1:{venuePort}",
                OrderApiUrl = $"ws://127.0.0.1:{venuePort}/ws-api/v3?returnRateLimits=false",
                ApiKey = ApiKey,
                SecretFile = SecretFile,
                ReceiveWindowMs = 1000,
            },
            Instruments = [new InstrumentOptions { Id = 1, Symbol = "BTCUSDT", BaseAsset = "BTC", QuoteAsset = "USDT" }],
            MarketData = new MarketDataOptions { BarMs = 250 },
            Strategies =
            [
                new StrategyOptions
                {
                    Id = 1, Name = "ema_crossover", Instrument = 1, OrderQuantity = "0.01", MaxPosition = "0.03",
                },
                new StrategyOptions
                {
                    Id = 2, Name = "onnx", Instrument = 1, OrderQuantity = "0.01", MaxPosition = "0.04",
                    Threshold = 0.5, ExpireAfterMs = 400, CooldownMs = 20,
                    Model = options.Model ?? Path.Combine(installation.Home, "models", "microprice.onnx"),
                },
            ],
            Snapshots = new SnapshotOptions { EveryS = options.SnapshotEvery },
            Risk = new RiskOptions
            {
                MaxOrderValue = "5000",
                MaxOrderQuantity = "0.05",
                PriceCollarBps = 50,
                MaxPosition = "0.2",
                OrdersPerSecond = 50,
                OrderBurst = 50,
                MaxDailyLoss = "5000",
            },
        };
        for (int i = 0; i < OptionsRules.ServiceNames.Length; i++)
        {
            string name = OptionsRules.ServiceNames[i];
            configuration.Services.Add(name, new ServiceOptions
            {
                HttpPort = options.PortBase == 0 ? 0 : options.PortBase + i,
                Transport = options.Zmq.Contains(name) ? ServiceInputs.ZeroMq : ServiceInputs.SharedMemory,
            });
        }

        plan.Apply(configuration.Services);
        List<string> violations = [];
        OptionsRules.Check(configuration, violations);
        Options = configuration;
        File.WriteAllText(
            Paths.Configuration, JsonSerializer.Serialize(configuration, OptionsJson.Default.PipelineOptions));
        return violations;
    }

    /// <summary>Streams that the disk would not take whole, none in a sound run. After the services have ended.</summary>
    public List<string> Unarchived() => _folder.Unarchived();

    /// <summary>
    /// Lets go of the account and of the run's memory; the folder on disk stays, and so does memory that is the only copy
    /// of a record.
    /// </summary>
    public void Dispose()
    {
        _folder.KeepsMemory = Unarchived().Count > 0;
        _folder.Dispose();
        _lock.Dispose();
    }

    private static void CheckPorts(int first)
    {
        for (int i = 0; first != 0 && i < OptionsRules.ServiceNames.Length; i++)
        {
            try
            {
                using TcpListener probe = new(IPAddress.Loopback, first + i);
                probe.Start();
            }
            catch (SocketException)
            {
                throw new RunRefusedException(
                    $"port {first + i} on 127.0.0.1 ({OptionsRules.ServiceNames[i]}) is already in use; " +
                    "choose others with --port-base, or --port-base 0 for any");
            }
        }
    }
}
