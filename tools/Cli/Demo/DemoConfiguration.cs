using Artic.Cli.Runs;
using Artic.Hosting.Options;
using Artic.Runs;

namespace Artic.Cli.Demo;

/// <summary>What the demo trades, and how.</summary>
public static class DemoConfiguration
{
    /// <summary>The demo's account.</summary>
    public const string AccountName = "demo";

    /// <summary>The configuration of a demo run at the simulated venue.</summary>
    public static PipelineOptions Make(Installation installation, AccountRun run, DemoOptions options, ThreadPlan plan, int venuePort)
    {
        PipelineOptions configuration = new()
        {
            Account = AccountName,
            StateFolder = Path.Combine(installation.State, AccountName),
            Venue = new VenueOptions
            {
                Market = options.Language,
                MarketStreamUrl = $"ws://127.0.0.1:{venuePort}",
                RestUrl = $"http://127.0.0.1:{venuePort}",
                OrderApiUrl = $"ws://127.0.0.1:{venuePort}/ws-api/v3?returnRateLimits=false",
                ApiKey = run.ApiKey,
                SecretFile = run.SecretFile,
                ReceiveWindowMs = 1000,
            },
            Instruments = [new InstrumentOptions { Id = 1, Symbol = "BTCUSDT", BaseAsset = "BTC", QuoteAsset = "USDT" }],
            MarketData = new MarketDataOptions { BarMs = 250 },
            Strategies =
            [
                new StrategyOptions
                {
                    Id = 1, Name = "ema_crossover", Instrument = 1, OrderQuantity = "0.01", MaxPosition = "0.03",
                    Parameters = new Dictionary<string, double> { ["fast"] = 3, ["slow"] = 8 },
                },
                new StrategyOptions
                {
                    Id = 2, Name = "onnx", Instrument = 1, OrderQuantity = "0.01", MaxPosition = "0.04",
                    Threshold = 0.5, ExpireAfterMs = 400, CooldownMs = 20,
                    Model = options.Model ?? Path.Combine(installation.Models, "microprice.onnx"),
                },
            ],
            Snapshots = new SnapshotOptions { EveryS = options.SnapshotEvery },
            Database = new DatabaseOptions { Connection = options.Database ?? "" },
            Risk = new RiskOptions
            {
                MaxOrderValue = "5000",
                MaxOrderQuantity = "0.05",
                PriceCollarBps = 50,
                MaxPosition = "0.2",
                OrdersPerSecond = 50,
                OrderBurst = 50,
                MaxDailyLoss = "5000",
                MaxRollingLoss = "5000",
                MaxDrawdown = "5000",
                MaxGrossExposure = "50000",
                MaxNetExposure = "50000",
                MaxValueAtRisk = "50000",
                MaxExecutions = 1_000_000,

                // The demo pays its fees: nearly every trade of it loses.
                MaxLosingStreak = 1_000_000,
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
        return configuration;
    }
}
