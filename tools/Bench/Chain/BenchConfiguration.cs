using System.Text.Json;
using Artic.Bench.Figures;
using Artic.Hosting.Options;
using Artic.Runs;

namespace Artic.Bench.Chain;

/// <summary>The configuration of a measured run.</summary>
public static class BenchConfiguration
{
    /// <summary>
    /// Without instruments and strategies. Every check runs; the limits are wide enough for one order a tick, also behind a stall of the
    /// machine.
    /// </summary>
    /// <param name="run">Whose folder it is.</param>
    /// <param name="plan">Which thread goes where.</param>
    /// <param name="port">The venue's, on loopback.</param>
    public static PipelineOptions Make(RunFolder run, ThreadPlan plan, int port)
    {
        PipelineOptions configuration = new()
        {
            Account = "bench",
            StateFolder = StateFolder(run),
            Epoch = 1,
            Venue = new VenueOptions
            {
                MarketStreamUrl = $"ws://127.0.0.1:{port}",
                RestUrl = $"http://127.0.0.1:{port}",
                OrderApiUrl = $"ws://127.0.0.1:{port}/ws-api/v3?returnRateLimits=false",
                ApiKey = run.ApiKey,
                SecretFile = run.SecretFile,
                ReceiveWindowMs = 1000,
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
            },
        };
        foreach (string service in OptionsRules.ServiceNames)
        {
            configuration.Services.Add(service, new ServiceOptions());
        }

        plan.Apply(configuration.Services);
        return configuration;
    }

    /// <summary>Where the account's durable state lies.</summary>
    public static string StateFolder(RunFolder run) => Path.Combine(run.Paths.RunFolder, "state");

    /// <summary>Writes it where the services look for it. Errors: <see cref="BenchFailedException"/> with all that is wrong with it.</summary>
    public static void Write(RunFolder run, PipelineOptions configuration)
    {
        List<string> violations = [];
        OptionsRules.Check(configuration, violations);
        if (violations.Count > 0)
        {
            throw new BenchFailedException($"the configuration is not sound:\n{string.Join('\n', violations)}");
        }

        File.WriteAllText(
            run.Paths.Configuration, JsonSerializer.Serialize(configuration, OptionsJson.Default.PipelineOptions));
    }

    /// <summary>The port that a venue has written.</summary>
    public static int ReadPort(string readyFile)
    {
        using JsonDocument ready = JsonDocument.Parse(File.ReadAllText(readyFile));
        return ready.RootElement.GetProperty("port").GetInt32();
    }
}
