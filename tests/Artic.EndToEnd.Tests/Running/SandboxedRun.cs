using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Artic.EndToEnd.Tests.Venues;
using Artic.Streams.Log;

namespace Artic.EndToEnd.Tests.Running;

/// <summary>
/// A trading run as systemd has it: <c>artic keep</c> makes it, and each service runs as its unit's user, in its unit's sandbox. The
/// users are numbers of the test's own; /var/lib/artic is the home.
/// </summary>
internal sealed class SandboxedRun : Run
{
    private const double StartSeconds = 40;
    private const int FirstUser = 61_001;
    private const int ReaderGroup = 61_000;
    private const int KillerGroup = 61_010;
    private const int TracesUser = 61_020;

    private readonly Home _home;
    private readonly StartedProgram _keeper;
    private readonly StartedProgram _venue;
    private readonly Dictionary<string, StartedProgram> _services = [];

    /// <summary>Starts venue, keeper and services; waits until the venue has accepted an order.</summary>
    public SandboxedRun(Home home, string run)
        : base(new RunPaths(Path.Combine(home.Runs, run)))
    {
        _home = home;
        File.SetUnixFileMode(home.Folder, (UnixFileMode)0b111_101_101);
        foreach (string folder in (string[])["etc", "keep", "credentials"])
        {
            _ = Directory.CreateDirectory(home.PathOf(folder));
        }

        WriteAccounts();
        string secret = home.PathOf("venue-secret");
        File.WriteAllText(secret, "secret-of-a-test");
        Venue = Venue.Start(home, out _venue, "--api-key", "key", "--secret-file", secret, "--max-seconds", "300");
        string configuration = home.PathOf("pipeline.json");
        File.WriteAllText(configuration, Configuration(home, Venue.Port).ToJsonString());
        _keeper = StartSandboxed(
            "run", Repository.Binary("artic-cli"), "keep", configuration, "--run", run, "--idle", "park", "--folder", home.PathOf("keep"),
            "--etc", home.PathOf("etc"));
        Deadline.Need("the run is made", StartSeconds, () =>
        {
            Assert.True(_keeper.IsRunning, _keeper.ToString());
            return File.Exists(home.PathOf("keep/run.env"));
        });
        Assert.Equal($"ARTIC_RUN={Paths.RunFolder}\n", File.ReadAllText(home.PathOf("keep/run.env")));
        foreach (string service in Repository.Services)
        {
            WriteCredentials(service, secret);
            _services[service] = StartSandboxed(service, Repository.Binary($"artic-{service}"), "--run", Paths.RunFolder);
        }

        Deadline.Need("the venue has accepted an order", StartSeconds, () =>
        {
            NeedAlive();
            return Venue.Accepted().Count > 0;
        });
    }

    /// <summary>The venue.</summary>
    public Venue Venue { get; }

    /// <summary>The number of a service's user.</summary>
    public static int UserOf(string service) => FirstUser + Array.IndexOf(Repository.Services, service);

    /// <summary>The token of a service's commands.</summary>
    public string TokenOf(string service) => File.ReadAllText(Paths.TokenOf(service)).Trim();

    /// <summary>Fails the test where a service has ended.</summary>
    public void NeedAlive() =>
        Assert.All(_services, service => Assert.True(service.Value.IsRunning, $"{service.Key} has ended: {service.Value}"));

    /// <summary>Starts a program as the unit of a service would.</summary>
    public StartedProgram StartSandboxed(string service, params string[] command) => _home.StartProgram(
        "/usr/bin/env",
        [
            $"CREDENTIALS_DIRECTORY={CredentialsOf(service)}", Home.Python, "-B", Repository.SourceFile("tests/Artic.EndToEnd.Tests/Running/unit_sandbox.py"),
            Repository.SourceFile($"deploy/systemd/artic-{service}.service"), "--etc", _home.PathOf("etc"), "--place",
            $"/var/lib/artic={_home.Folder}", "--place", $"/run/artic={_home.PathOf("keep")}", "--place", $"/opt/artic={Repository.Root}",
            "--", .. command,
        ]);

    /// <summary>What <c>test -w</c> says, as the unit's user in the unit's sandbox, of every file of run and account.</summary>
    public string[] Writable(string service)
    {
        const string script =
            "import os,sys\n" +
            "for top in sys.argv[1:]:\n" +
            "  for folder, _, files in os.walk(top):\n" +
            "    for path in [folder] + [os.path.join(folder, name) for name in files]:\n" +
            "      if os.access(path, os.W_OK, effective_ids=True): print(path)\n";
        StartedProgram walk = StartSandboxed(
            service, Home.Python, "-c", script, Paths.HotFolder, Paths.RunFolder, _home.PathOf("state"), _home.PathOf("keep"));
        Assert.True(walk.WaitForEnd(30) == 0, walk.ToString());
        return [.. walk.Output.Select(line => line.Text)];
    }

    /// <summary>Ends services and keeper in order; each must end well.</summary>
    public void End()
    {
        Stop("signal-bridge", _services["signal-bridge"]);
        Deadline.Need("no order is open", StartSeconds, () => Value("execution-engine", "orders_open") == 0);
        foreach ((string service, StartedProgram program) in _services)
        {
            if (service != "signal-bridge")
            {
                Stop(service, program);
            }
        }

        ProcessSignal.Terminate(KeeperProcess());
        Assert.True(_keeper.WaitForEnd(StartSeconds) == 0, _keeper.ToString());
        ProcessSignal.Terminate(_venue.ProcessNumber);
        _ = _venue.WaitForEnd(StartSeconds);
    }

    /// <summary>The keeper itself, which the program that made its sandbox waits for.</summary>
    private int KeeperProcess()
    {
        int process = _keeper.ProcessNumber;
        while (File.ReadAllText($"/proc/{process}/comm").Trim() != "artic-cli")
        {
            process = int.Parse(File.ReadAllText($"/proc/{process}/task/{process}/children").Trim(), CultureInfo.InvariantCulture);
        }

        return process;
    }

    private void Stop(string service, StartedProgram program)
    {
        ProcessSignal.Terminate(ProcessOf(service));
        Assert.True(program.WaitForEnd(StartSeconds) == 0, program.ToString());
    }

    private void WriteAccounts()
    {
        List<string> users = ["root:x:0:0:root:/root:/bin/sh"];
        users.AddRange(Repository.Services.Select(service => $"artic-{service}:x:{UserOf(service)}:{UserOf(service)}::/nonexistent:/usr/sbin/nologin"));
        users.Add($"artic-traces:x:{TracesUser}:{TracesUser}::/nonexistent:/usr/sbin/nologin");
        File.WriteAllLines(_home.PathOf("etc/passwd"), users);
        File.WriteAllLines(_home.PathOf("etc/group"), ["root:x:0:", $"artic:x:{ReaderGroup}:", $"artic-control:x:{KillerGroup}:"]);
    }

    /// <summary>As systemd hands them out: a folder that only the service's user reads.</summary>
    private void WriteCredentials(string service, string secret)
    {
        string folder = CredentialsOf(service);
        _ = Directory.CreateDirectory(folder);
        File.Copy(_home.PathOf($"keep/tokens/{service}"), Path.Combine(folder, "token"));
        if (service == "execution-engine")
        {
            File.Copy(secret, Path.Combine(folder, "venue-secret"));
        }

        using Process chown = Process.Start("chown", ["-R", UserOf(service).ToString(CultureInfo.InvariantCulture), folder]);
        chown.WaitForExit();
        using Process chmod = Process.Start("chmod", ["-R", "u=rX,go=", folder]);
        chmod.WaitForExit();
    }

    private string CredentialsOf(string service) => _home.PathOf($"credentials/{service}");

    private static JsonObject Configuration(Home home, int venuePort)
    {
        JsonObject configuration = JsonNode.Parse($$"""
            {
              "account": "demo",
              "venue": {
                "market_stream_url": "ws://127.0.0.1:{{venuePort}}", "rest_url": "http://127.0.0.1:{{venuePort}}",
                "order_api_url": "ws://127.0.0.1:{{venuePort}}/ws-api/v3?returnRateLimits=false", "api_key": "key",
                "secret_file": "credential:venue-secret", "receive_window_ms": 1000
              },
              "instruments": [{ "id": 1, "symbol": "BTCUSDT", "base_asset": "BTC", "quote_asset": "USDT" }],
              "market_data": { "bar_ms": 250 },
              "strategies": [
                { "id": 1, "name": "ema_crossover", "instrument": 1, "order_quantity": "0.01", "max_position": "0.03",
                  "parameters": { "fast": 3, "slow": 8 } },
                { "id": 2, "name": "onnx", "instrument": 1, "order_quantity": "0.01", "max_position": "0.04", "threshold": 0.5,
                  "expire_after_ms": 400, "cooldown_ms": 20, "model": "{{home.PathOf("models/microprice.onnx")}}" }
              ],
              "risk": {
                "max_order_value": "5000", "max_order_quantity": "0.05", "price_collar_bps": 50, "max_position": "0.2",
                "orders_per_second": 50, "order_burst": 50, "max_daily_loss": "5000", "max_rolling_loss": "5000",
                "max_drawdown": "5000", "max_gross_exposure": "50000", "max_net_exposure": "50000", "max_value_at_risk": "50000"
              },
              "snapshots": { "every_s": 3 },
              "services": {}
            }
            """)!.AsObject();
        foreach (string service in Repository.Services)
        {
            configuration["services"]![service] = new JsonObject { ["http_port"] = 0, ["idle"] = "park" };
        }

        return configuration;
    }
}
