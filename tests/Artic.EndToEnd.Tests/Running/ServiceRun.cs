using System.Text.Json.Nodes;
using Artic.Hosting.Options;
using Artic.Streams.Log;

namespace Artic.EndToEnd.Tests.Running;

/// <summary>A run folder made by hand, in which single services are started without a supervisor.</summary>
internal sealed class ServiceRun : Run
{
    private readonly Home _home;

    /// <param name="home">Where it lies.</param>
    /// <param name="run">Its name.</param>
    /// <param name="host">Its machine or pod, with runs of its own; null: that of all.</param>
    public ServiceRun(Home home, string run, string? host = null)
        : base(new RunPaths(Path.Combine(host == null ? home.Runs : home.RunsOf(host), run)))
    {
        _home = home;
        _ = Directory.CreateDirectory(Paths.RunFolder);
        File.WriteAllText(Path.Combine(Paths.RunFolder, "token"), "token-of-a-test");
        string secret = Path.Combine(Paths.RunFolder, "venue-secret");
        File.WriteAllText(secret, "secret-of-a-test");
        Configuration = JsonNode.Parse($$"""
            {
              "account": "demo", "state_folder": "{{home.Account}}", "epoch": 1,
              "venue": {
                "market_stream_url": "ws://127.0.0.1:1", "rest_url": "http://127.0.0.1:1",
                "order_api_url": "ws://127.0.0.1:1/ws-api/v3", "api_key": "key", "secret_file": "{{secret}}",
                "receive_window_ms": 1000
              },
              "instruments": [{ "id": 1, "symbol": "BTCUSDT", "base_asset": "BTC", "quote_asset": "USDT" }],
              "market_data": { "bar_ms": 250, "silence_ms": 1000 },
              "strategies": [
                { "id": 1, "name": "ema_crossover", "instrument": 1, "order_quantity": "0.01", "max_position": "0.03",
                  "parameters": { "fast": 3, "slow": 8 } }
              ],
              "risk": {
                "max_order_value": "5000", "max_order_quantity": "0.05", "price_collar_bps": 50, "max_position": "0.2",
                "orders_per_second": 50, "order_burst": 50, "max_daily_loss": "5000", "max_rolling_loss": "5000",
                "max_drawdown": "5000", "max_gross_exposure": "50000", "max_net_exposure": "50000",
                "max_value_at_risk": "50000"
              },
              "services": {}
            }
            """)!.AsObject();
        foreach (string service in OptionsRules.ServiceNames)
        {
            Configuration["services"]![service] = new JsonObject { ["http_port"] = 0, ["idle"] = "park" };
        }
    }

    /// <summary>The configuration as the services will read it; it may be spoilt before the start.</summary>
    public JsonObject Configuration { get; }

    /// <summary>Writes the configuration and starts a service; does not wait.</summary>
    public StartedProgram Start(string service)
    {
        Write();
        return _home.Start($"artic-{service}", "--run", Paths.RunFolder);
    }

    /// <summary>The same, with its log in the run's folder, as a supervisor has it.</summary>
    public StartedProgram StartLogged(string service)
    {
        Write();
        return _home.StartLogged(Path.Combine(Paths.Logs, $"{service}.log"), $"artic-{service}", "--run", Paths.RunFolder);
    }

    /// <summary>Starts a service and waits until it serves.</summary>
    public StartedProgram StartServing(string service)
    {
        StartedProgram program = Start(service);
        Deadline.Need($"{service} serves", 20, () =>
        {
            Assert.True(program.IsRunning, $"{service} has ended");
            return ProcessOf(service) != 0;
        });
        return program;
    }

    /// <summary>Writes the configuration, by rename: a service that was started a moment ago may be reading it.</summary>
    public void Write()
    {
        string next = Paths.Configuration + ".next";
        File.WriteAllText(next, Configuration.ToJsonString());
        File.Move(next, Paths.Configuration, overwrite: true);
    }
}
