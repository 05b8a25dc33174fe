using System.Text.Json;
using System.Text.Json.Nodes;
using Artic.EndToEnd.Tests.Running;
using Artic.Messaging.Records;
using Artic.Streams.Log;
using Artic.V1;

namespace Artic.EndToEnd.Tests;

/// <summary>
/// Strategy instances of the catalog in real processes, at the simulated venue: 1 crosses averages, 2 asks a model, 3 follows the book
/// and only observes, 4 is a breakout, 5 is off.
/// </summary>
public sealed class InstanceTests
{
    private const double Seconds = 40;

    [Fact]
    public void Instances_observe_act_and_change_while_the_run_lives_and_the_record_gives_the_same_again() => Home.Story(home =>
    {
        TradingRun run = new(home, "instances", stallMs: 5000, configure: Configure);
        Need("the observed one wants something", () => Intents(run, 3).Exists(intent => intent.Observed));
        Need("it is denied", () => Denials(run, 3) > 0);
        Need("the breakout has said something", () => Signals(run, 4) > 0);
        Assert.Equal(["active", "active", "observe", "active", "off"], Modes(home));
        Assert.DoesNotContain(Approvals(run), approved => approved.InstanceId is 3 or 5);
        Assert.Empty(Intents(run, 5));

        // 1 leaves active: what it wants from there on is marked, and nothing of it is approved any more.
        Need("the crossover has traded", () => Approvals(run).Exists(approved => approved.InstanceId == 1));
        JsonElement answer = Say(home, 0, "instance", "mode", "1", "observe", "--run", "instances", "--reason", "looks odd", "--json")[0];
        Assert.Equal("""[{"id":1,"mode":"observe","generation":2}]""", answer.GetProperty("changed").GetRawText());
        Need("its orders are withdrawn", () => Cancels(run).Count == 1);
        int observed = Intents(run, 1).Count(intent => intent.Observed);
        Need("it thinks on", () => Intents(run, 1).Count(intent => intent.Observed) > observed);

        // 3 may act, and 5 is loaded, with a parameter of its own.
        _ = Say(home, 0, "instance", "mode", "3", "active", "--run", "instances", "--reason", "go", "--json");
        _ = Say(
            home, 0, "instance", "set", "5", "mode=observe", "parameters.length=3", "--run", "instances", "--reason", "have a look", "--json");
        Need("the book's order is at the venue", () => Submitted(run).Exists(order => order.InstanceId == 3));
        Need("the fifth thinks", () => Signals(run, 5) > 0);
        Need("the risk manager shows their modes and generations", () => ModesAtTheRiskManager(home) is
            ["strategy:1 observe 2", "strategy:2 active 1", "strategy:3 active 2", "strategy:4 active 1", "strategy:5 observe 2"]);
        Assert.Contains(
            "  strategy:5             observe, generation 2: what it wants is denied", home.Cli("risk", "--run", "instances").OutputText,
            StringComparison.Ordinal);

        // What cannot be is said at once, and changes nothing.
        StartedProgram refused = home.Cli(
            "instance", "set", "4", "parameters.lenght=9", "cooldown_ms=-1", "--run", "instances", "--reason", "x");
        Assert.Equal(1, refused.WaitForEnd(0));
        Assert.Contains("no parameter 'lenght'", refused.ErrorText, StringComparison.Ordinal);
        Assert.Contains("instance 4: cooldown_ms: must be 0 to 86400000", refused.ErrorText, StringComparison.Ordinal);
        string other = home.PathOf("other.json");
        File.WriteAllText(other, """{"strategies":[{"id":1,"name":"breakout","instrument":1,"order_quantity":"1","max_position":"1"}]}""");
        StartedProgram identity = home.Cli("instance", "apply", other, "--run", "instances", "--reason", "x");
        Assert.Equal(1, identity.WaitForEnd(0));
        Assert.Contains("never change", identity.ErrorText, StringComparison.Ordinal);

        // A bridge that dies comes back as its record says, not as its configuration does.
        run.Kill("signal-bridge");
        _ = run.StartAgain("signal-bridge");
        Need("the bridge is back", () => home.Cli("instance", "list", "--run", "instances").WaitForEnd(0) == 0);
        Need("it has its modes", () => Modes(home) is ["observe", "active", "active", "active", "observe"]);
        long before = Submitted(run).Count;
        Need("it trades on", () => Submitted(run).Count > before);
        Need("what it says has words", () => Shown(home, 3).TryGetProperty("last_signal", out JsonElement signal) &&
            signal.ValueKind == JsonValueKind.Object &&
            signal.GetProperty("detail").GetString()!.Contains("imbalance", StringComparison.Ordinal));
        run.End();

        long withdrawn = Assert.Single(Cancels(run)).Sequence;
        Assert.DoesNotContain(
            RunStreams.Read(run.Paths, StreamId.Order, RecordType.OrderApproved),
            record => record.As<OrderApproved>().InstanceId == 1 && record.Sequence > withdrawn);
        Assert.DoesNotContain(Submitted(run), order => order.InstanceId == 5);
        InstanceDeclared[] declared =
        [
            .. RunStreams.Read(run.Paths, StreamId.Instance, RecordType.InstanceDeclared).Select(record => record.As<InstanceDeclared>()),
        ];
        Assert.Equal(
            [(1u, 2ul, "looks odd"), (3u, 2ul, "go"), (5u, 2ul, "have a look")],
            declared[5..].Select(each => (each.InstanceId, each.Generation, each.Reason)));
        Assert.All(declared[..5], each => Assert.Equal("configuration", each.By));
        OrderTrail.NeedEveryOrderOnRecordAndSentOnce(run.Paths, run.Venue);
        Verification.NeedIdentical(home, run.Paths);
        NeedDetails(home);
    });

    [Fact]
    public void A_strategy_runs_over_a_file_of_bars_and_the_catalog_describes_itself() => Home.Story(home =>
    {
        string bars = home.PathOf("bars.csv");
        File.WriteAllLines(bars, ["timestamp,open,high,low,close,volume", .. Enumerable.Range(0, 6).Select(i => $"{1_700_000_000 + i},1,9,1,{1 + i},1")]);
        JsonElement[] lines = Say(
            home, 0, "strategy", "run", "ema_crossover", "--param", "fast=1", "--param", "slow=2", "--input", bars, "--json");
        Assert.Equal([0.0, 1, 1, 1, 1, 1], lines.Select(line => line.GetProperty("signal").GetDouble()));
        Assert.Equal("long 1: trend up, fast 2, slow 1.5", lines[1].GetProperty("detail").GetString());
        Assert.Equal(42, Say(home, 0, "strategy", "list", "--json").Length);
        JsonElement described = Say(home, 0, "strategy", "describe", "ema_crossover", "--json")[0];
        Assert.Equal("""["fast","slow"]""", described.GetProperty("figures").GetRawText());
        StartedProgram unknown = home.Cli("strategy", "run", "ema_crossover", "--param", "fats=1", "--input", bars);
        Assert.Equal(2, unknown.WaitForEnd(0));
        Assert.Contains("no parameter 'fats'; known: fast, slow", unknown.ErrorText, StringComparison.Ordinal);
    });

    [PythonFact]
    public void Python_sees_instances_and_changes_them() => Home.Story(home =>
    {
        Demo demo = Demo.StartTrading(home, "python");
        StartedProgram changed = home.StartPython("instances.py", demo.Paths.RunFolder, "2", "observe", "from Python");
        Assert.True(changed.WaitForEnd(30) == 0, $"{changed}");
        Assert.Matches(@"^1 ema_crossover active -?[0-9.]+ ", changed.Output[0].Text);
        Assert.Matches(@"^2 onnx observe ", changed.Output[1].Text);
        StartedProgram refused = home.StartPython("instances.py", demo.Paths.RunFolder, "2", "asleep", "x");
        Assert.Equal(1, refused.WaitForEnd(30));
        Assert.Contains("'asleep' is none of off, observe, active", refused.ErrorText, StringComparison.Ordinal);
        StartedProgram details = home.StartPython("instances.py", demo.Paths.RunFolder);
        Assert.Equal(0, details.WaitForEnd(30));
        demo.End().NeedSoundBooks();
        InstanceDeclared declared =
            RunStreams.Read(demo.Paths, StreamId.Instance, RecordType.InstanceDeclared)[^1].As<InstanceDeclared>();
        Assert.Equal((2u, InstanceMode.Observe, "from Python"), (declared.InstanceId, declared.Mode, declared.Reason));
        Verification.NeedIdentical(home, demo.Paths);
    });

    private static void Configure(JsonObject configuration)
    {
        JsonArray strategies = configuration["strategies"]!.AsArray();
        foreach (string each in (string[])
        [
            """
            { "id": 3, "name": "order_book_imbalance", "instrument": 1, "order_quantity": "0.01", "max_position": "0.02", "mode": "observe",
              "parameters": { "length": 1, "threshold": 0.05 }, "cooldown_ms": 200 }
            """,
            """
            { "id": 4, "name": "breakout", "instrument": 1, "order_quantity": "0.01", "max_position": "0.02", "parameters": { "length": 2 },
              "sizing": { "kind": "fraction", "equity": "10000", "fraction": 0.1 }, "filter": { "sessions": [], "weekdays": [] } }
            """,
            """
            { "id": 5, "name": "simple_momentum", "instrument": 1, "order_quantity": "0.01", "max_position": "0.02", "mode": "off" }
            """,
        ])
        {
            strategies.Add(JsonNode.Parse(each));
        }
    }

    private static void Need(string what, Func<bool> holds) => Deadline.Need(what, Seconds, holds);

    private static List<OrderIntent> Intents(TradingRun run, uint instance) =>
        [.. RunStreams.Read(run.Paths, StreamId.Signal, RecordType.OrderIntent).Select(record => record.As<OrderIntent>())
            .Where(intent => intent.InstanceId == instance)];

    private static int Signals(TradingRun run, uint instance) =>
        RunStreams.Read(run.Paths, StreamId.Signal, RecordType.Signal).Count(record => record.As<Signal>().InstanceId == instance);

    private static int Denials(TradingRun run, uint instance) =>
        RunStreams.Read(run.Paths, StreamId.Order, RecordType.OrderDenied).Select(record => record.As<OrderDenied>())
            .Count(denied => denied.InstanceId == instance && denied.Code == DenialCode.InstanceNotActive);

    private static List<OrderApproved> Approvals(TradingRun run) =>
        [.. RunStreams.Read(run.Paths, StreamId.Order, RecordType.OrderApproved).Select(record => record.As<OrderApproved>())];

    private static List<StreamRecord> Cancels(TradingRun run) => RunStreams.Read(run.Paths, StreamId.Order, RecordType.CancelOrders);

    private static List<OrderEvent> Submitted(TradingRun run) =>
        [.. RunStreams.Read(run.Paths, StreamId.Execution, RecordType.OrderEvent).Select(record => record.As<OrderEvent>())
            .Where(order => order.Status == OrderStatus.Submitted)];

    private static string[] Modes(Home home) =>
        [.. Say(home, 0, "instance", "list", "--run", "instances", "--json").Select(each => each.GetProperty("mode").GetString()!)];

    private static string[] ModesAtTheRiskManager(Home home) =>
    [
        .. Say(home, 0, "risk", "--run", "instances", "--json")[0].GetProperty("scopes").EnumerateArray()
            .Where(scope => scope.TryGetProperty("mode", out _))
            .Select(scope => $"{scope.GetProperty("scope")} {scope.GetProperty("mode")} {scope.GetProperty("generation")}"),
    ];

    private static JsonElement Shown(Home home, int id) =>
        Say(home, 0, "instance", "show", $"{id}", "--run", "instances", "--json")[0];

    /// <summary>Of a finished run the record alone gives the words, by the names of its configuration.</summary>
    private static void NeedDetails(Home home)
    {
        JsonElement[] signals = Say(home, 0, "stream", "cat", "instances", "signal", "--type", "signal");
        Dictionary<uint, string> details = [];
        foreach (JsonElement signal in signals)
        {
            details[signal.GetProperty("message").GetProperty("instance_id").GetUInt32()] = signal.GetProperty("detail").GetString()!;
        }

        Assert.Contains("fast ", details[1], StringComparison.Ordinal);
        Assert.Contains("model, down ", details[2], StringComparison.Ordinal);
        Assert.Contains("imbalance ", details[3], StringComparison.Ordinal);
    }

    private static JsonElement[] Say(Home home, int exit, params string[] arguments)
    {
        StartedProgram program = home.Start("artic-cli", arguments);
        int ended = program.WaitForEnd(60);
        Assert.True(ended == exit, $"{program}");
        return [.. program.Output.Select(line => JsonDocument.Parse(line.Text).RootElement)];
    }
}
