using System.Globalization;
using Artic.EndToEnd.Tests.Running;
using Artic.Hosting;
using Artic.Streams.Log;

namespace Artic.EndToEnd.Tests;

/// <summary>Five services that trade, each as the user and in the sandbox of its unit for systemd.</summary>
public sealed class SandboxTests
{
    private const string KillCapability = "0000000000000020";
    private const string NoCapability = "0000000000000000";

    [SandboxFact]
    public void Services_trade_in_their_units_sandboxes_and_write_only_what_is_theirs() => Home.Story(home =>
    {
        SandboxedRun run = new(home, "sandboxed");
        foreach (string service in Repository.Services)
        {
            Dictionary<string, string> status = Status(run.ProcessOf(service));
            string user = SandboxedRun.UserOf(service).ToString(CultureInfo.InvariantCulture);
            Assert.Equal([user, user, user, user], status["Uid"].Split('\t'));
            Assert.Equal("1", status["NoNewPrivs"]);
            Assert.Equal("2", status["Seccomp"]);
            string capabilities = service == "risk-manager" ? KillCapability : NoCapability;
            Assert.Equal(capabilities, status["CapEff"]);
            Assert.Equal(capabilities, status["CapBnd"]);
        }

        Deadline.Need("a round of snapshots is written", 30, () =>
            Verification.Streams.All(stream => Directory.GetFiles(run.Paths.Snapshots(stream)).Length > 0));
        foreach (string service in Repository.Services)
        {
            string[] foreign = [.. run.Writable(service).Where(path => !IsTheirs(service, path, run.Paths, home))];
            Assert.True(foreign.Length == 0, $"{service} may write what is not its own: {string.Join(", ", foreign)}");
        }

        run.NeedAlive();
        run.End();
        Assert.False(Directory.Exists(run.Paths.HotFolder));
        Verification.NeedIdentical(home, run.Paths);
    });

    [SandboxFact]
    public void The_signal_bridges_user_cannot_write_the_order_stream() => Home.Story(home =>
    {
        SandboxedRun run = new(home, "sandboxed");
        string segment = Directory.GetFiles(run.Paths.HotStream(StreamId.Order)).First(path => char.IsDigit(Path.GetFileName(path)[0]));
        foreach (string path in (string[])
            [segment, run.Paths.HotStream(StreamId.Order) + "/another", run.Paths.ControlFolder + "/risk", run.Paths.ControlFolder + "/kill",
                home.PathOf("state/demo/kills.jsonl")])
        {
            StartedProgram forger = run.StartSandboxed("signal-bridge", "/bin/sh", "-c", $"printf x >> '{path}'");
            Assert.NotEqual(0, forger.WaitForEnd(20));
            Assert.Matches("Permission denied|Read-only file system", forger.ErrorText);
        }

        StartedProgram reader = run.StartSandboxed("signal-bridge", "/bin/sh", "-c", $"head -c 8 '{segment}' >/dev/null");
        Assert.Equal(0, reader.WaitForEnd(20));
        string token = run.TokenOf("signal-bridge");
        Assert.Equal(401, run.Http(HttpMethod.Post, "risk-manager", "/kill", token, """{"reason":"forged"}""").Status);
        run.End();
    });

    [SandboxFact]
    public void The_risk_manager_ends_an_engine_of_another_user_that_does_not_answer_a_kill() => Home.Story(home =>
    {
        SandboxedRun run = new(home, "sandboxed");
        int engine = run.ProcessOf("execution-engine");
        ProcessSignal.Stop(engine);
        Answer answer = run.Http(HttpMethod.Post, "risk-manager", "/kill", run.TokenOf("risk-manager"), """{"reason":"it hangs"}""");
        Assert.Contains("\"engine_ended\":true", answer.Body, StringComparison.Ordinal);
        Deadline.Need("the engine is gone", 5, () => ProcessSignal.State(engine) == 'Z');
        Assert.Contains("it hangs", File.ReadAllText(home.PathOf("state/demo/kills.jsonl")), StringComparison.Ordinal);
    });

    [SandboxFact]
    public void The_follower_of_traces_tells_orders_as_its_units_user_and_writes_nothing_but_its_position() => Home.Story(home =>
    {
        SandboxedRun run = new(home, "sandboxed");
        using OtlpListener collector = new();
        StartedProgram follower = run.StartSandboxed("traces", Repository.Binary("artic-cli"), "trace", "follow", "--otlp", collector.Address);
        Deadline.Need("traces come", 20, () =>
        {
            Assert.True(follower.IsRunning, $"{follower}");
            return collector.Orders.Length > 5;
        });
        string own = Path.Combine(run.Paths.RunFolder, "traces");
        Assert.Equal([own, Path.Combine(own, "position")], run.Writable("traces"));
        foreach (string hidden in (string[])["/dev/shm", home.PathOf("state")])
        {
            StartedProgram look = run.StartSandboxed("traces", "/bin/ls", hidden);
            Assert.NotEqual(0, look.WaitForEnd(20));
            Assert.Contains("Permission denied", look.ErrorText, StringComparison.Ordinal);
        }

        run.NeedAlive();
        run.End();
        Deadline.Need("it says that the run is told", 10, () => follower.ErrorText.Contains(" traces of ", StringComparison.Ordinal));
        Assert.Equal(collector.Orders.Distinct().Count(), collector.Orders.Length);
        Assert.Contains($"{collector.Orders.Length} traces of {collector.Orders.Length} orders", follower.ErrorText, StringComparison.Ordinal);
    });

    /// <summary>ARCHITECTURE.md, Users: what each may write.</summary>
    private static bool IsTheirs(string service, string path, RunPaths run, Home home)
    {
        bool isPage = Path.GetFileName(path) == "page" && path.StartsWith(run.HotFolder + "/streams/", StringComparison.Ordinal);
        string? stream = Enum.GetValues<StreamId>().Where(each => each != StreamId.None && ServiceRights.OwnerOf(each) == service)
            .SelectMany(each => new[] { run.HotStream(each), run.ArchiveStream(each) })
            .FirstOrDefault(folder => IsIn(folder, path));
        bool isShared = isPage || path == run.Doorbells || IsIn(run.Sockets, path) || path == run.Counters(service);
        bool isKiller = ServiceRights.MayKill(service) &&
            (path == run.ControlFolder + "/kill" || path == run.ControlFolder + "/scopes" || path == home.PathOf("state/demo/kills.jsonl") ||
                path == home.PathOf($"state/demo/kill.{service}"));
        bool isOwn = service switch
        {
            "risk-manager" => path == run.ControlFolder + "/risk" || path == home.PathOf("state/demo") || path == home.PathOf("state/demo/risk.json"),
            "execution-engine" => path == run.ControlFolder + "/engine",
            "signal-bridge" => path == run.RunFolder + "/models",
            _ => false,
        };
        return isShared || stream != null || isKiller || isOwn;
    }

    private static bool IsIn(string folder, string path) => path == folder || path.StartsWith(folder + "/", StringComparison.Ordinal);

    private static Dictionary<string, string> Status(int process) =>
        File.ReadLines($"/proc/{process}/status").Select(line => line.Split(":\t", 2)).Where(parts => parts.Length == 2)
            .ToDictionary(parts => parts[0], parts => parts[1].Trim());
}
