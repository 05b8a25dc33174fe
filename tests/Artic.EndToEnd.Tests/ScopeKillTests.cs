using System.Text.Json;
using System.Text.Json.Nodes;
using Artic.Core.Time;
using Artic.EndToEnd.Tests.Running;
using Artic.Messaging.Records;
using Artic.Streams.Log;
using Artic.V1;

namespace Artic.EndToEnd.Tests;

/// <summary>
/// Kills of parts, kills by signal, positions that are closed, and resumes by two persons, in real processes. The demo has two
/// strategy instances in one instrument.
/// </summary>
public sealed class ScopeKillTests
{
    private const int Active = 1;
    private const int Halted = 3;
    private const double Seconds = 20;

    [Fact]
    public void A_killed_strategy_stays_killed_through_crashes_and_the_next_run_while_the_other_trades() => Home.Story(home =>
    {
        Demo demo = Demo.StartTrading(home, "first");
        NeedOrdersOf(demo, 1, 0);
        JsonElement[] answers = Say(home, 0, "kill", "--scope", "strategy:1", "--reason", "not this one", "--json");
        long stopped = Clock.MonotonicNs();
        Assert.Equal(["latched", "stopped"], answers.Select(EventOf));
        Assert.All(answers, answer => Assert.Equal("strategy:1", answer.GetProperty("scope").GetString()));
        Assert.All(answers, answer => Assert.False(answer.GetProperty("widened").GetBoolean()));
        Assert.Equal(Active, demo.TradingState);
        NeedOrdersOf(demo, 2, stopped);
        foreach (string service in (string[])["risk-manager", "execution-engine"])
        {
            int before = demo.ProcessOf(service);
            ProcessSignal.Kill(before);
            demo.NeedRestart(service, before);
            NeedOrdersOf(demo, 2, Clock.MonotonicNs());
        }

        // A state that is set does not lift it.
        Answer state = demo.Http(
            HttpMethod.Post, "risk-manager", "/state", demo.Token,
            """{"scope":"strategy:1","state":"active","by":"ann","reason":"x"}""");
        Assert.Equal(400, state.Status);
        Assert.Contains("SCOPE_KILLED", state.Body, StringComparison.Ordinal);
        Assert.DoesNotContain(Submitted(demo), order => order.InstanceId == 1 && order.AtNs > stopped);
        demo.End().NeedSoundBooks();
        OrderTrail.NeedEveryOrderOnRecordAndSentOnce(demo.Paths);
        Verification.NeedIdentical(home, demo.Paths);

        Demo second = Demo.StartTrading(home, "second");
        NeedOrdersOf(second, 2, 0);
        second.NeedOrders(3);
        Assert.DoesNotContain(Submitted(second), order => order.InstanceId == 1);
        StartedProgram whole = home.Cli("resume", "--reason", "of everything");
        Assert.Equal(0, whole.WaitForEnd(0));
        Assert.Contains("still killed: strategy:1", whole.OutputText, StringComparison.Ordinal);
        StartedProgram resume = home.Cli("resume", "--scope", "strategy:1", "--reason", "seen to");
        Assert.Equal(0, resume.WaitForEnd(0));
        Assert.Contains($"by {Environment.UserName}", resume.OutputText, StringComparison.Ordinal);
        NeedOrdersOf(second, 1, 0);
        second.End().NeedSoundBooks();
        ResumeCommand record = RunStreams.Read(second.Paths, StreamId.Command, RecordType.ResumeCommand)[^1].As<ResumeCommand>();
        Assert.Equal((ScopeKind.Strategy, 1u, "seen to"), (record.Scope, record.ScopeId, record.Reason));
    });

    [Fact]
    public void A_killed_instrument_has_its_orders_cancelled_by_one_request_and_an_unknown_scope_stops_nothing() => Home.Story(home =>
    {
        Demo demo = Demo.StartTrading(home, "instrument");
        StartedProgram unknown = home.Cli("kill", "--scope", "strategy:3", "--reason", "x");
        Assert.Equal(2, unknown.WaitForEnd(0));
        Assert.Contains(
            "SCOPE_UNKNOWN: 'strategy:3'; the scopes are firm, account, venue, strategy:1, strategy:2, instrument:BTCUSDT",
            unknown.ErrorText, StringComparison.Ordinal);
        foreach (string body in (string[])["""{"scope":"BTCUSDT"}""", """{"scope":7}""", """{"scope":["strategy:1"]}"""])
        {
            foreach (string service in (string[])["risk-manager", "execution-engine"])
            {
                Answer refused = demo.Http(HttpMethod.Post, service, "/kill", demo.Token, body);
                Assert.Equal(400, refused.Status);
                Assert.Contains("the scopes are firm, account, venue, strategy:1", refused.Body, StringComparison.Ordinal);
            }
        }

        demo.NeedOrders(1);
        Deadline.Need("an order rests at the venue", Seconds, () => demo.Venue.OpenOrders() > 0);
        string[] lines = demo.Http(
            HttpMethod.Post, "execution-engine", "/kill", demo.Token, """{"scope":"instrument:BTCUSDT","reason":"by http"}""")
            .Body.Split('\n');
        long stopped = Clock.UtcNs();
        Assert.Equal(["latched", "stopped"], lines.Take(2).Select(line => EventOf(JsonDocument.Parse(line).RootElement)));
        Deadline.Need("open orders are cancelled", 5, () => demo.Venue.OpenOrders() == 0);
        Deadline.Never(
            "the venue accepted an order after 'stopped'", 2,
            () => demo.Venue.Accepted().Exists(order => order.AtNs > stopped));
        Assert.Equal(Active, demo.TradingState);
        Answer resume = demo.Http(
            HttpMethod.Post, "risk-manager", "/resume", demo.Token, """{"scope":"instrument:BTCUSDT","reason":"over"}""");
        Assert.Equal(200, resume.Status);
        Assert.Contains("\"event\":\"resumed\"", resume.Body, StringComparison.Ordinal);
        demo.NeedOrders(2);
        demo.End().NeedSoundBooks();
        List<StreamRecord> sent = RunStreams.Read(demo.Paths, StreamId.Wire, RecordType.RequestSent);
        Assert.Contains(sent, request => request.As<RequestSent>() is { Kind: RequestKind.CancelAll, InstrumentId: 1 });
        Verification.NeedIdentical(home, demo.Paths);
    });

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Without_a_risk_manager_that_moves_the_kill_of_a_part_stops_everything_and_says_so(bool isDead) => Home.Story(home =>
    {
        Demo demo = Demo.StartTrading(home, "widened");
        int risk = demo.ProcessOf("risk-manager");
        if (isDead)
        {
            // With its supervisor standing still the risk manager stays dead.
            ProcessSignal.Stop(demo.Cli.ProcessNumber);
            ProcessSignal.Kill(risk);
        }
        else
        {
            ProcessSignal.Stop(risk);
        }

        JsonElement[] answers = Say(home, 3, "kill", "--scope", "strategy:1", "--flatten", "--reason", "a drill", "--json");
        long stopped = Clock.UtcNs();
        Assert.Equal(["latched", "stopped", "flattened"], answers.Select(EventOf));
        Assert.True(answers[1].GetProperty("widened").GetBoolean());
        Assert.Equal("RISK_MANAGER_SILENT", answers[1].GetProperty("widened_why").GetString());
        Assert.Equal("WIDENED", answers[2].GetProperty("outcome").GetString());
        ProcessSignal.Continue(isDead ? demo.Cli.ProcessNumber : risk);
        Deadline.Need("the trading state is HALTED", Seconds, () => demo.TradingState == Halted);
        Deadline.Need("open orders are cancelled", Seconds, () => demo.Venue.OpenOrders() == 0);
        Assert.DoesNotContain(demo.Venue.Accepted(), order => order.AtNs > stopped);
        demo.End().NeedSoundBooks();
        Verification.NeedIdentical(home, demo.Paths);
    });

    [Fact]
    public void A_signal_to_the_engine_kills_everything() => Home.Story(home =>
    {
        Demo demo = Demo.StartTrading(home, "signal");
        int engine = demo.ProcessOf("execution-engine");
        ProcessSignal.UserOne(engine);
        Deadline.Need("the trading state is HALTED", Seconds, () => demo.TradingState == Halted);
        Deadline.Need("open orders are cancelled", Seconds, () => demo.Venue.OpenOrders() == 0);
        Assert.Equal(engine, demo.ProcessOf("execution-engine"));
        Assert.Contains(
            "\"by\":\"signal\",\"reason\":\"SIGUSR1\"", File.ReadAllText(Path.Combine(home.Account, "kills.jsonl")),
            StringComparison.Ordinal);
        demo.End().NeedSoundBooks();
    });

    [Fact]
    public void A_kill_that_flattens_ends_with_nothing_held_by_the_venues_own_word() => Home.Story(home =>
    {
        Demo demo = Demo.StartTrading(home, "flat");
        Deadline.Need("a position is held", 40, () => Held(demo) != 0);
        JsonElement[] answers = Say(home, 0, "kill", "--flatten", "--reason", "home for the day", "--json");
        Assert.Equal(["latched", "stopped", "flattened"], answers.Select(EventOf));
        Assert.True(answers[2].GetProperty("flat").GetBoolean(), $"{answers[2]}");
        Assert.Equal("FLAT", answers[2].GetProperty("outcome").GetString());
        Assert.Equal(0, demo.Venue.NetQuantity());
        Deadline.Need("the tracker has it too", 5, () => Held(demo) == 0);
        Assert.Equal(Halted, demo.TradingState);
        long orders = answers[2].GetProperty("orders").GetInt64();
        Assert.Equal(orders, demo.Value("execution-engine", "orders_flatten_total"));
        demo.End().NeedSoundBooks();
        OrderTrail.NeedEveryOrderOnRecordAndSentOnce(demo.Paths);
        List<OrderEvent> flattening = [.. RunStreams.Read(demo.Paths, StreamId.Execution, RecordType.OrderEvent)
            .Select(record => record.As<OrderEvent>()).Where(order => order.FlattenGeneration == 1)];
        Assert.Equal(orders, flattening.Select(order => order.ClientOrderId).Distinct().Count());
        FlattenEnded ended = Assert.Single(RunStreams.Read(demo.Paths, StreamId.Order, RecordType.FlattenEnded)).As<FlattenEnded>();
        Assert.Equal((FlattenOutcome.Flat, (uint)orders), (ended.Outcome, ended.Orders));
        Verification.NeedIdentical(home, demo.Paths);
    });

    [Fact]
    public void A_strategy_that_is_flattened_holds_nothing_while_the_other_trades_on() => Home.Story(home =>
    {
        Demo demo = Demo.StartTrading(home, "part");
        Deadline.Need("strategy 2 holds something", 40, () => HeldBy(demo, 2) != 0);
        JsonElement[] answers = Say(home, 0, "kill", "--scope", "strategy:2", "--flatten", "--reason", "enough", "--json");
        Assert.Equal("FLAT", answers[2].GetProperty("outcome").GetString());
        Assert.False(answers[1].GetProperty("widened").GetBoolean());
        Assert.Equal(0, HeldBy(demo, 2));
        NeedOrdersOf(demo, 1, Clock.MonotonicNs());
        Assert.Equal(0, HeldBy(demo, 2));
        Assert.Equal(Active, demo.TradingState);
        demo.End().NeedSoundBooks();
        OrderTrail.NeedEveryOrderOnRecordAndSentOnce(demo.Paths);
        Verification.NeedIdentical(home, demo.Paths);
    });

    [Fact]
    public void Two_named_persons_resume_and_neither_the_runs_token_nor_one_of_them_twice() => Home.Story(home =>
    {
        string[] tokens = ["ann", "bob"];
        foreach (string name in tokens)
        {
            File.WriteAllText(home.PathOf(name), $"the-token-of-{name}\n");
        }

        TradingRun run = new(home, "two", stallMs: 5000, configure: configuration => configuration["kill"] = new JsonObject
        {
            ["resume_persons"] = 2, ["tokens"] = new JsonObject { ["ann"] = home.PathOf("ann"), ["bob"] = home.PathOf("bob") },
        });
        const string Reason = """{"reason":"seen to"}""";
        Assert.Equal(200, run.Post("execution-engine", "/kill", "the-token-of-bob", Reason).Status);
        run.NeedState(active: false, Seconds);
        Answer nobody = run.Post("risk-manager", "/resume", run.Token, Reason);
        Assert.Equal(400, nobody.Status);
        Assert.Contains("NAME_NEEDED", nobody.Body, StringComparison.Ordinal);
        Assert.Equal(401, run.Post("risk-manager", "/resume", "the-token-of-eve", Reason).Status);
        for (int i = 0; i < 2; i++)
        {
            Answer first = run.Post("risk-manager", "/resume", "the-token-of-ann", Reason);
            Assert.Contains("\"event\":\"resume_requested\"", first.Body, StringComparison.Ordinal);
            Assert.Contains("a second person, not ann", first.Body, StringComparison.Ordinal);
        }

        run.Restart("risk-manager");

        // What is resumed before its loop has begun is part of the account's state that it begins with, and no command.
        Deadline.Need("the new one has begun", Seconds, () => RunStreams.Read(run.Paths, StreamId.Command, RecordType.AccountState).Count == 2);
        run.NeedState(active: false, Seconds);
        Answer second = run.Post("risk-manager", "/resume", "the-token-of-bob", Reason);
        Assert.Contains("\"event\":\"resumed\"", second.Body, StringComparison.Ordinal);
        Assert.Contains("\"by\":\"ann and bob\"", second.Body, StringComparison.Ordinal);
        run.NeedState(active: true, Seconds);
        run.NeedOrders(1);
        run.End();
        string history = File.ReadAllText(Path.Combine(home.Account, "kills.jsonl"));
        Assert.Contains("\"event\":\"kill\",\"generation\":1,\"by\":\"bob\"", history, StringComparison.Ordinal);
        Assert.Equal(
            "ann and bob",
            RunStreams.Read(run.Paths, StreamId.Command, RecordType.ResumeCommand)[^1].As<ResumeCommand>().By);
    });

    private static long Held(Demo demo) => demo.Value("position-tracker", "position_quantity");

    /// <summary>What a strategy has bought less what it has sold, by its fills on record.</summary>
    private static long HeldBy(Demo demo, uint instance) =>
        RunStreams.Read(demo.Paths, StreamId.Execution, RecordType.Fill).Select(record => record.As<Fill>())
            .Where(fill => fill.InstanceId == instance).Sum(fill => fill.Side == Side.Buy ? fill.Quantity : -fill.Quantity);

    private static string? EventOf(JsonElement answer) => answer.GetProperty("event").GetString();

    private static JsonElement[] Say(Home home, int exit, params string[] arguments)
    {
        StartedProgram program = home.Start("artic-cli", arguments);
        int ended = program.WaitForEnd(60);
        Assert.True(ended == exit, $"{program}");
        return [.. program.Output.Select(line => JsonDocument.Parse(line.Text).RootElement)];
    }

    private static List<(uint InstanceId, long AtNs)> Submitted(Demo demo) =>
        [.. RunStreams.Read(demo.Paths, StreamId.Execution, RecordType.OrderEvent)
            .Where(record => record.As<OrderEvent>().Status == OrderStatus.Submitted)
            .Select(record => (record.As<OrderEvent>().InstanceId, record.PublishedNs))];

    private static void NeedOrdersOf(Demo demo, uint instance, long afterNs) => Deadline.Need(
        $"strategy {instance} sends an order", 40,
        () => Submitted(demo).Exists(order => order.InstanceId == instance && order.AtNs > afterNs));
}
