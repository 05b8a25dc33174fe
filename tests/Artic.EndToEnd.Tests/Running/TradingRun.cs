using System.Text.Json.Nodes;
using Artic.EndToEnd.Tests.Venues;
using Artic.Streams.Log;

namespace Artic.EndToEnd.Tests.Running;

/// <summary>
/// A run made by hand whose five services trade at a simulated venue, without a supervisor: its folder may lie on a disk
/// of the test's own, and its logs lie there with it, as a supervisor has them.
/// </summary>
internal sealed class TradingRun
{
    private const double StartSeconds = 40;
    private const double OrderSeconds = 30;
    private const double StopSeconds = 30;
    private const int Active = 1;
    private const int Halted = 3;

    private readonly Home _home;
    private readonly ServiceRun _run;
    private readonly Dictionary<string, StartedProgram> _services = [];
    private readonly StartedProgram _venue;

    /// <summary>Starts venue and services; waits until the venue has accepted an order.</summary>
    /// <param name="home">Where it lies.</param>
    /// <param name="run">Its name.</param>
    /// <param name="stallMs">A disk that refuses for so long stops trading.</param>
    /// <param name="keptBytes">As much of the archive of the market's streams is kept; 0: all.</param>
    /// <param name="keptHours">So long the archive of the market's streams is kept; 0: for ever.</param>
    /// <param name="configure">What else the configuration says.</param>
    public TradingRun(
        Home home, string run, int stallMs, long keptBytes = 0, int keptHours = 0, Action<JsonObject>? configure = null)
    {
        _home = home;
        _run = new ServiceRun(home, run);
        _ = Directory.CreateDirectory(Paths.Logs);
        Venue = Venue.Start(
            home, out _venue, "--api-key", "key", "--secret-file", Path.Combine(Paths.RunFolder, "venue-secret"), "--max-seconds", "300");
        Configure(Venue.Port, stallMs, keptBytes, keptHours);
        configure?.Invoke(_run.Configuration);
        foreach (string service in Repository.Services)
        {
            _services.Add(service, _run.StartLogged(service));
        }

        NeedOrders(1);
    }

    /// <summary>Where it lies.</summary>
    public RunPaths Paths => _run.Paths;

    /// <summary>The venue.</summary>
    public Venue Venue { get; }

    /// <summary>The run's token.</summary>
    public string Token => _run.Token;

    /// <summary>Asks a service for what changes something.</summary>
    public Answer Post(string service, string path, string token, string body) =>
        _run.Http(HttpMethod.Post, service, path, token, body);

    /// <summary>A counter of a service.</summary>
    public long Value(string service, string counter) => _run.Value(service, counter);

    /// <summary>Waits until the venue has accepted so many orders more than it has now.</summary>
    public void NeedOrders(int more)
    {
        int before = Venue.Accepted().Count;
        Deadline.Need($"{more} orders more than {before}", OrderSeconds, () =>
        {
            NeedAlive();
            return Venue.Accepted().Count >= before + more;
        });
    }

    /// <summary>Waits until the trading state is ACTIVE or HALTED.</summary>
    public void NeedState(bool active, double seconds) => Deadline.Need(
        $"the trading state is {(active ? "ACTIVE" : "HALTED")}", seconds, () =>
        {
            NeedAlive();
            return _run.Value("risk-manager", "trading_state") == (active ? Active : Halted);
        });

    /// <summary>Kills a service (SIGKILL) and starts it again; waits until it serves.</summary>
    public void Restart(string service)
    {
        Kill(service);
        StartedProgram after = StartAgain(service);
        Deadline.Need($"{service} serves again", StartSeconds, () =>
        {
            NeedAlive();
            return _run.ProcessOf(service) == after.ProcessNumber;
        });
    }

    /// <summary>Kills a service (SIGKILL) and leaves it.</summary>
    public void Kill(string service)
    {
        ProcessSignal.Kill(_services[service].ProcessNumber);
        _ = _services[service].WaitForEnd(StopSeconds);
    }

    /// <summary>Starts a service that has ended; does not wait.</summary>
    public StartedProgram StartAgain(string service) => _services[service] = _run.StartLogged(service);

    /// <summary>Fails the test where a process has ended.</summary>
    public void NeedAlive() =>
        Assert.All(_services, service => Assert.True(service.Value.IsRunning, $"{service.Key} has ended: {service.Value}"));

    /// <summary>A service's log.</summary>
    public string LogOf(string service) => File.ReadAllText(Path.Combine(Paths.Logs, $"{service}.log"));

    /// <summary>Ends it as a supervisor does: no new signals, then everything; each must end well.</summary>
    /// <param name="except">A service that has ended already.</param>
    public void End(string? except = null)
    {
        Stop("signal-bridge");
        Deadline.Need("no order is open", StopSeconds, () => _run.Value("execution-engine", "orders_open") == 0);
        foreach (string service in Repository.Services.Where(name => name != "signal-bridge" && name != except))
        {
            Stop(service);
        }

        ProcessSignal.Terminate(_venue.ProcessNumber);
        _ = _venue.WaitForEnd(StopSeconds);
    }

    private void Stop(string service)
    {
        ProcessSignal.Terminate(_services[service].ProcessNumber);
        int exit = _services[service].WaitForEnd(StopSeconds);
        Assert.True(exit == 0, $"{service} ended with {exit}: {LogOf(service)}");
    }

    private void Configure(int venuePort, int stallMs, long keptBytes, int keptHours)
    {
        JsonObject configuration = _run.Configuration;
        JsonNode venue = configuration["venue"]!;
        venue["market_stream_url"] = $"ws://127.0.0.1:{venuePort}";
        venue["rest_url"] = $"http://127.0.0.1:{venuePort}";
        venue["order_api_url"] = $"ws://127.0.0.1:{venuePort}/ws-api/v3?returnRateLimits=false";
        configuration["streams"] = new JsonObject { ["archive_stall_ms"] = stallMs };
        configuration["retention"] = new JsonObject { ["bytes"] = keptBytes, ["hours"] = keptHours };
        configuration["strategies"]!.AsArray().Add(JsonNode.Parse($$"""
            {
              "id": 2, "name": "onnx", "instrument": 1, "order_quantity": "0.01", "max_position": "0.04",
              "threshold": 0.5, "expire_after_ms": 400, "cooldown_ms": 20,
              "model": "{{_home.PathOf("models/microprice.onnx")}}"
            }
            """));
    }
}
