using System.Text.Json.Nodes;
using Artic.EndToEnd.Tests.Running;
using Artic.EndToEnd.Tests.Venues;
using Artic.Hosting.Options;
using Artic.Hosting.Publishing;
using Artic.Hosting.Verification;
using Artic.Messaging.ZeroMq;
using Artic.Streams.Log;

namespace Artic.EndToEnd.Tests;

/// <summary>Runs whose services take their inputs by ZeroMQ in place of shared memory.</summary>
public sealed class TransportTests
{
    private const double OrderSeconds = 30;
    private const double StopSeconds = 30;
    private const int PortsOfARun = 2 * 11;

    private static readonly string[] s_mirroring = [.. Repository.Services.Skip(1)];

    [Fact]
    public void A_run_with_every_input_by_ZeroMQ_trades_through_crashes_and_is_the_same_when_it_is_run_again() =>
        Home.Story(home =>
    {
        Demo demo = Demo.StartTrading(home, "by-zeromq", ["--zmq", .. s_mirroring]);
        demo.NeedOrders(2);
        foreach (string service in (string[])["position-tracker", "market-data", "signal-bridge", "risk-manager"])
        {
            int before = demo.ProcessOf(service);
            ProcessSignal.Kill(before);
            demo.NeedRestart(service, before);
        }

        demo.NeedOrders(3);
        DemoResult result = demo.End();
        result.NeedSoundBooks();
        Verification.NeedIdentical(home, demo.Paths);
        OrderTrail.NeedEveryOrderOnRecordAndSentOnce(demo.Paths);
        foreach (string service in s_mirroring)
        {
            foreach (StreamId stream in ServiceInputs.FromOthers(service))
            {
                NeedCopy(demo.Paths, stream, demo.Paths.MirrorsOf(service));
            }
        }
    });

    [Fact]
    public void A_signal_bridge_and_a_position_tracker_in_folders_of_their_own_take_part_by_tcp_with_keys() =>
        Home.Story(home =>
    {
        ZmqCurveKeys keys = ZmqCurveKeys.Generate();
        ZmqCurveKeys podKeys = ZmqCurveKeys.Generate();
        string podSecret = home.PathOf("pod-secret");
        string secret = home.PathOf("curve-secret");
        File.WriteAllText(podSecret, podKeys.Secret);
        File.WriteAllText(secret, keys.Secret);
        ServiceRun main = new(home, "apart");
        ServiceRun bridge = new(home, "apart", "bridge");
        ServiceRun tracker = new(home, "apart", "tracker");
        int port = FreePorts.InARow(PortsOfARun);

        // The bridge's signals come back to the risk manager by its own sockets; all else of it is as in any run.
        main.Configuration["publish"] = Publish(secret, port, podKeys.Public);
        main.Configuration["services"]!["risk-manager"]!["transport"] = "zmq";
        main.Configuration["services"]!["risk-manager"]!["inputs"] = new JsonObject
        {
            ["signal"] = new JsonObject
            {
                ["publisher"] = $"ipc://{bridge.Paths.Sockets}/signal.pub",
                ["replay"] = $"ipc://{bridge.Paths.Sockets}/signal.replay",
            },
        };
        Venue accepted = Venue.Start(
            home, out StartedProgram venue, "--api-key", "key", "--secret-file", Path.Combine(main.Paths.RunFolder, "venue-secret"),
            "--max-seconds", "300");
        foreach ((ServiceRun run, string service) in ((ServiceRun, string)[])[(bridge, "signal-bridge"), (tracker, "position-tracker")])
        {
            run.Configuration["publish"] = new JsonObject { ["curve_secret_file"] = podSecret };
            run.Configuration["services"]![service]!["transport"] = "zmq";
            run.Configuration["services"]![service]!["inputs"] = new JsonObject
            {
                ["market"] = Input(port, StreamId.Market, keys.Public),
                ["execution"] = Input(port, StreamId.Execution, keys.Public),
            };
        }

        (ServiceRun Run, string Service)[] all =
        [
            (main, "market-data"), (bridge, "signal-bridge"), (main, "risk-manager"), (main, "execution-engine"),
            (tracker, "position-tracker"),
        ];
        Dictionary<string, StartedProgram> programs = [];
        foreach ((ServiceRun run, string service) in all)
        {
            Point(run.Configuration, accepted.Port, home);
            programs.Add(service, run.Start(service));
        }

        Deadline.Need("five orders", OrderSeconds, () => AreAlive(programs) && accepted.Accepted().Count >= 5);

        // A pod dies and is started again.
        ProcessSignal.Kill(programs["position-tracker"].ProcessNumber);
        _ = programs["position-tracker"].WaitForEnd(StopSeconds);
        programs["position-tracker"] = tracker.Start("position-tracker");
        int before = accepted.Accepted().Count;
        Deadline.Need("two orders more", OrderSeconds, () => AreAlive(programs) && accepted.Accepted().Count >= before + 2);
        Stop(programs, "signal-bridge");
        Deadline.Need("no order is open", StopSeconds, () => main.Value("execution-engine", "orders_open") == 0);
        long fills = main.Value("execution-engine", "fills_total");
        long checks = tracker.Value("position-tracker", "position_checks_total");
        Deadline.Need("the books are compared", StopSeconds, () =>
            tracker.Value("position-tracker", "position_fills_total") == fills &&
            tracker.Value("position-tracker", "position_checks_total") >= checks + 2);
        Assert.Equal(0, tracker.Value("position-tracker", "position_breaks_total"));
        Assert.Equal(0, tracker.Value("position-tracker", "mirror_refused_total"));
        Assert.Equal(200, tracker.Get("position-tracker", "/ready").Status);
        foreach (string service in (string[])["market-data", "risk-manager", "execution-engine"])
        {
            Stop(programs, service);
        }

        // Without the others it says what it lacks.
        Deadline.Need("the tracker misses its inputs", 10, () => tracker.Get("position-tracker", "/ready").Status == 503);
        Assert.Contains("nothing is heard of the owner of", tracker.Get("position-tracker", "/ready").Body, StringComparison.Ordinal);
        Stop(programs, "position-tracker");
        ProcessSignal.Terminate(venue.ProcessNumber);
        _ = venue.WaitForEnd(StopSeconds);

        foreach ((ServiceRun run, string service) in all)
        {
            NeedIdentical(home, run.Paths, service);
        }

        NeedCopy(main.Paths, StreamId.Market, tracker.Paths.MirrorsOf("position-tracker"));
        NeedCopy(main.Paths, StreamId.Execution, tracker.Paths.MirrorsOf("position-tracker"));
        NeedCopy(main.Paths, StreamId.Market, bridge.Paths.MirrorsOf("signal-bridge"));
        NeedCopy(main.Paths, StreamId.Execution, bridge.Paths.MirrorsOf("signal-bridge"));
        NeedCopy(bridge.Paths, StreamId.Signal, main.Paths.MirrorsOf("risk-manager"));
    });

    [Fact]
    public void Risk_manager_and_engine_on_two_hosts_are_refused_with_the_reason() => Home.Story(home =>
    {
        ServiceRun run = new(home, "two-hosts");
        JsonNode engine = run.Configuration["services"]!["execution-engine"]!;
        engine["transport"] = "zmq";
        engine["inputs"] = new JsonObject { ["order"] = Input(20_000, StreamId.Order, ZmqCurveKeys.Generate().Public) };
        StartedProgram program = run.Start("execution-engine");
        Assert.Equal(2, program.WaitForEnd(StopSeconds));
        Assert.Contains(
            "services.execution-engine.inputs.order: must be left out: risk manager and execution engine share one host and " +
            "one run folder, for kill, lease and trading state are pages in its memory",
            program.ErrorText, StringComparison.Ordinal);
    });

    private static void Point(JsonObject configuration, int venuePort, Home home)
    {
        JsonNode venue = configuration["venue"]!;
        venue["market_stream_url"] = $"ws://127.0.0.1:{venuePort}";
        venue["rest_url"] = $"http://127.0.0.1:{venuePort}";
        venue["order_api_url"] = $"ws://127.0.0.1:{venuePort}/ws-api/v3?returnRateLimits=false";
        JsonArray strategies = configuration["strategies"]!.AsArray();
        if (strategies.Count == 1)
        {
            strategies.Add(JsonNode.Parse($$"""
                {
                  "id": 2, "name": "onnx", "instrument": 1, "order_quantity": "0.01", "max_position": "0.04",
                  "threshold": 0.5, "expire_after_ms": 400, "cooldown_ms": 20,
                  "model": "{{home.PathOf("models/microprice.onnx")}}"
                }
                """));
        }
    }

    private static JsonObject Publish(string secretFile, int port, string client) => new()
    {
        ["tcp_host"] = "127.0.0.1", ["tcp_port_base"] = port, ["curve_secret_file"] = secretFile,
        ["curve_clients"] = new JsonArray(client),
    };

    private static JsonObject Input(int port, StreamId stream, string serverKey) => new()
    {
        ["publisher"] = $"tcp://127.0.0.1:{TcpPublishing.PublisherPort(port, stream)}",
        ["replay"] = $"tcp://127.0.0.1:{TcpPublishing.ReplayPort(port, stream)}",
        ["server_key"] = serverKey,
    };

    private static bool AreAlive(Dictionary<string, StartedProgram> programs)
    {
        Assert.All(programs, program => Assert.True(program.Value.IsRunning, $"{program.Key} has ended: {program.Value}"));
        return true;
    }

    private static void Stop(Dictionary<string, StartedProgram> programs, string service)
    {
        ProcessSignal.Terminate(programs[service].ProcessNumber);
        int exit = programs[service].WaitForEnd(StopSeconds);
        Assert.True(exit == 0, $"{service} ended with {exit}: {programs[service]}");
        _ = programs.Remove(service);
    }

    private static void NeedIdentical(Home home, RunPaths paths, string service)
    {
        StartedProgram verify = home.Start($"artic-{service}", "--run", paths.RunFolder, "--verify");
        Assert.True(verify.WaitForEnd(StopSeconds) == 0, $"{verify}");
        VerificationResult result = VerificationResult.TryParse(verify.OutputText)!;
        Assert.True(result is { Identical: true, Inputs: > 0, Records: > 0 }, $"{service}: {result.ToJson()}");
    }

    /// <summary>A copy has the stream's records from the first on, each with every byte, and has some.</summary>
    private static void NeedCopy(RunPaths owner, StreamId stream, RunPaths copies)
    {
        using RecordReader original = new(owner, stream);
        using RecordReader copy = new(copies, stream);
        while (copy.TryRead(out Artic.Streams.Log.Record copied))
        {
            Assert.True(
                original.TryRead(out Artic.Streams.Log.Record published),
                $"the copy of {stream} goes on after {original.LastSequence}, where the stream ends");
            Assert.Equal(
                (published.Header.Sequence, published.Header.Type, published.Header.Flags, published.Header.PublishedNs),
                (copied.Header.Sequence, copied.Header.Type, copied.Header.Flags, copied.Header.PublishedNs));
            Assert.Equal(
                (published.Header.OriginNs, published.Header.CauseStream, published.Header.CauseSequence, published.Header.InstrumentId),
                (copied.Header.OriginNs, copied.Header.CauseStream, copied.Header.CauseSequence, copied.Header.InstrumentId));
            Assert.True(published.Payload.SequenceEqual(copied.Payload), $"record {copied.Header.Sequence} of {stream} differs");
        }

        Assert.True(copy.LastSequence > 0, $"the copy of {stream} is empty");
    }
}
