using System.Text.Json;
using Artic.EndToEnd.Tests.Running;
using Artic.Messaging.Records;
using Artic.Streams.Log;
using Artic.V1;

namespace Artic.EndToEnd.Tests;

/// <summary>Trading states that a named person sets, and what outlives a run.</summary>
public sealed class StateTests
{
    private const double Seconds = 20;

    [Fact]
    public void A_state_wants_the_token_a_known_scope_a_name_and_a_reason() => Home.Story(home =>
    {
        Demo demo = Demo.StartTrading(home, "state-refused");
        const string Sound = """{"scope":"strategy:1","state":"halted","by":"ann","reason":"x"}""";
        Assert.Equal(401, demo.Http(HttpMethod.Post, "risk-manager", "/state", "not the token", Sound).Status);
        Assert.Equal(401, demo.Http(HttpMethod.Post, "risk-manager", "/state", null, Sound).Status);
        foreach ((string body, string code) in ((string, string)[])
            [("{", "MALFORMED"), ("null", "MALFORMED"), ("{}", "SCOPE_UNKNOWN"),
                ("""{"scope":"strategy:9","state":"halted","by":"ann","reason":"x"}""", "the scopes are firm, account, venue, strategy:1, strategy:2, instrument:BTCUSDT"),
                ("""{"scope":"strategy:1","state":"resting","by":"ann","reason":"x"}""", "STATE_UNKNOWN"),
                ("""{"scope":"strategy:1","state":"halted","by":" ","reason":"x"}""", "NAME_MISSING"),
                ("""{"scope":"strategy:1","state":"halted","by":"ann"}""", "REASON_MISSING"),
                ($$"""{"scope":"strategy:1","state":"halted","by":"{{new string('a', 65)}}","reason":"x"}""", "TEXT_TOO_LONG")])
        {
            Answer answer = demo.Http(HttpMethod.Post, "risk-manager", "/state", demo.Token, body);
            Assert.Equal(400, answer.Status);
            Assert.Contains(code, answer.Body, StringComparison.Ordinal);
        }

        Assert.Equal(404, demo.Get("execution-engine", "/state").Status);
        Assert.Equal(2, demo.Value("risk-manager", "commands_unauthorized_total"));
        demo.End().NeedSoundBooks();
        Assert.Empty(RunStreams.Read(demo.Paths, StreamId.Command, RecordType.ScopeStateCommand));
    });

    [Fact]
    public void A_state_is_in_effect_when_it_is_answered_holds_through_a_restart_and_ends_when_a_person_says_so() =>
        Home.Story(home =>
        {
            Demo demo = Demo.StartTrading(home, "state");
            JsonElement answer = Set(demo, "account", "halted");
            Assert.Equal(("state_set", "http-token: ann"), (answer.GetProperty("event").GetString(), answer.GetProperty("by").GetString()));
            Assert.Equal(3, demo.TradingState);
            int before = demo.ProcessOf("risk-manager");
            ProcessSignal.Kill(before);
            demo.NeedRestart("risk-manager", before);
            Deadline.Need("it is halted again", Seconds, () => demo.TradingState == 3);
            long approved = demo.Value("risk-manager", "orders_approved_total");
            long denied = demo.Value("risk-manager", "orders_denied_by_risk_total");
            Deadline.Need("an intent is denied", Seconds, () => demo.Value("risk-manager", "orders_denied_by_risk_total") > denied);
            Assert.Equal(approved, demo.Value("risk-manager", "orders_approved_total"));
            _ = Set(demo, "account", "active");
            demo.NeedOrders(1);
            demo.End().NeedSoundBooks();
            ScopeStateCommand[] commands =
                [.. RunStreams.Read(demo.Paths, StreamId.Command, RecordType.ScopeStateCommand).Select(record => record.As<ScopeStateCommand>())];
            Assert.Equal([TradingStateValue.Halted, TradingStateValue.Active], commands.Select(command => command.State));
            Assert.All(commands, command => Assert.Equal(("http-token: ann", "a drill"), (command.By, command.Reason)));
            Verification.NeedIdentical(home, demo.Paths);
        });

    [Fact]
    public void The_next_run_begins_with_the_limits_states_and_losses_of_the_last_even_where_that_was_killed() => Home.Story(home =>
    {
        Demo first = Demo.StartTrading(home, "first");
        Assert.Equal(0, home.Cli("limit", "first", "max_order_value", "4000", "--by", "ann", "--reason", "careful").WaitForEnd(0));
        Assert.Equal(0, home.Cli("limit", "first", "order_burst", "60", "--by", "bob", "--reason", "more").WaitForEnd(0));
        Assert.Equal(0, home.Cli("limit", "first", "max_position", "0.1", "--scope", "strategy:2", "--reason", "x").WaitForEnd(0));
        Assert.Equal(0, home.Cli("limit", "first", "max_position", "--reset", "--scope", "strategy:2", "--reason", "y").WaitForEnd(0));
        _ = Set(first, "strategy:1", "halted");
        Deadline.Need("something was lost and is kept", Seconds, () => DayPnlKept(home) != 0);

        // Nothing ends in order: what is kept is what was synced before.
        ProcessSignal.Kill(first.ProcessOf("risk-manager"));
        ProcessSignal.Kill(first.Cli.ProcessNumber);
        _ = first.Cli.WaitForEnd(Seconds);
        Deadline.Need("the services have ended with their supervisor", Seconds, () => !Directory.Exists($"/proc/{first.ProcessOf("risk-manager")}"));
        decimal lost = DayPnlKept(home);

        Demo second = Demo.StartTrading(home, "second");
        using JsonDocument risk = JsonDocument.Parse(second.Get("risk-manager", "/risk").Body);
        JsonElement limits = risk.RootElement.GetProperty("limits");
        Assert.Equal(("4000", 60), (limits.GetProperty("max_order_value").GetString(), limits.GetProperty("order_burst").GetInt32()));
        JsonElement strategy = risk.RootElement.GetProperty("scopes").EnumerateArray()
            .Single(scope => scope.GetProperty("scope").GetString() == "strategy:1");
        Assert.Equal("Halted", strategy.GetProperty("state").GetString());
        Assert.Contains("max_order_value is 4000, as zeromq-token: ann has set it (careful)", second.LogOf("risk-manager"), StringComparison.Ordinal);
        second.End().NeedSoundBooks();
        CarriedState carried = Assert.Single(RunStreams.Read(second.Paths, StreamId.Command, RecordType.CarriedState)).As<CarriedState>();
        Assert.Equal(
            [(LimitName.MaxOrderValue, "zeromq-token: ann", false, false), (LimitName.OrderBurst, "zeromq-token: bob", true, false)],
            carried.Limits.Select(limit => (limit.Name, limit.By, limit.Loosened, limit.Dropped)));
        Assert.Contains(carried.Losses, losses => losses.Scope == ScopeKind.Account && losses.Loss.Count > 0);
        Assert.Equal(
            (long)(lost * 100_000_000m),
            RunStreams.Read(second.Paths, StreamId.Command, RecordType.AccountState)[0].As<AccountState>().DayRealizedPnl);
        Assert.DoesNotContain(
            RunStreams.Read(second.Paths, StreamId.Order, RecordType.OrderApproved), record => record.As<OrderApproved>().InstanceId == 1);
        Verification.NeedIdentical(home, second.Paths);

        // Where the configuration's own value is another than it was, the configuration wins, loudly.
        string file = Path.Combine(home.Account, "risk.json");
        File.WriteAllText(file, File.ReadAllText(file).Replace("\"configured\":\"5000\"", "\"configured\":\"5001\"", StringComparison.Ordinal));
        Demo third = Demo.StartTrading(home, "third");
        Deadline.Need("it says so", Seconds, () => third.LogOf("risk-manager").Contains(
            "max_order_value: the value 4000 that zeromq-token: ann has set (careful) is dropped, for the configuration has changed it from 5001 to 5000",
            StringComparison.Ordinal));
        Assert.Contains("max_order_value              5000\n", home.Cli("limits", "third").OutputText, StringComparison.Ordinal);
        _ = third.End();
        CarriedLimit dropped = Assert.Single(
            RunStreams.Read(third.Paths, StreamId.Command, RecordType.CarriedState)[0].As<CarriedState>().Limits, limit => limit.Dropped);
        Assert.Equal((LimitName.MaxOrderValue, "account"), (dropped.Name, dropped.Target));
        Verification.NeedIdentical(home, third.Paths);

        File.WriteAllText(file, "{\"version\":1,");
        Demo fourth = Demo.Start(home, "fourth");
        Assert.NotEqual(0, fourth.Cli.WaitForEnd(Seconds));
        Assert.Contains($"{file} cannot be read", fourth.Cli.ErrorText, StringComparison.Ordinal);
        Assert.Contains("or move it away", fourth.Cli.ErrorText, StringComparison.Ordinal);
        File.Delete(file);
        Demo fifth = Demo.StartTrading(home, "fifth");
        fifth.End().NeedSoundBooks();
    });

    [Fact]
    public void A_limit_that_the_disk_refuses_to_keep_holds_in_this_run_and_the_asker_is_told() => Home.Story(home =>
    {
        Demo demo = Demo.StartTrading(home, "unkept");
        string inTheWay = Path.Combine(home.Account, "risk.json.new");
        Deadline.Need("nothing is being written", Seconds, () =>
        {
            File.Delete(inTheWay);
            return Directory.CreateDirectory(inTheWay).Exists;
        });
        StartedProgram set = home.Cli("limit", "unkept", "max_order_value", "4000", "--reason", "careful");
        Assert.Equal(1, set.WaitForEnd(0));
        Assert.Contains("LIMIT_NOT_KEPT: it holds in this run", set.ErrorText, StringComparison.Ordinal);
        Assert.Contains("max_order_value              4000\n", home.Cli("limits", "unkept").OutputText, StringComparison.Ordinal);
        demo.NeedOrders(1);
        Directory.Delete(inTheWay);
        Assert.Equal(0, home.Cli("limit", "unkept", "max_order_value", "3000", "--reason", "careful").WaitForEnd(0));
        demo.End().NeedSoundBooks();
        Assert.Contains("\"value\":\"3000\"", File.ReadAllText(Path.Combine(home.Account, "risk.json")), StringComparison.Ordinal);
    });

    [Fact]
    public void Those_without_the_token_are_told_to_wait_after_a_burst_and_a_kill_with_it_is_not() => Home.Story(home =>
    {
        Demo demo = Demo.StartTrading(home, "guesses");
        int[] answers = [.. Enumerable.Range(0, 30).Select(_ => demo.Http(HttpMethod.Post, "risk-manager", "/limit", "guess", "{}").Status)];
        Assert.All(answers[..10], status => Assert.Equal(401, status));
        Assert.Contains(429, answers);
        Assert.Equal(30, demo.Value("risk-manager", "commands_unauthorized_total"));
        Assert.Equal(answers.Count(status => status == 429), demo.Value("risk-manager", "commands_rate_limited_total"));
        Assert.Equal(200, demo.Http(HttpMethod.Post, "risk-manager", "/kill", demo.Token, """{"reason":"now"}""").Status);
        Assert.Equal(3, demo.TradingState);
        _ = demo.End();
    });

    private static JsonElement Set(Demo demo, string scope, string state)
    {
        Answer answer = demo.Http(
            HttpMethod.Post, "risk-manager", "/state", demo.Token,
            $$"""{"scope":"{{scope}}","state":"{{state}}","by":"ann","reason":"a drill"}""");
        Assert.True(answer.Status == 200, answer.Body);
        return JsonDocument.Parse(answer.Body).RootElement;
    }

    private static decimal DayPnlKept(Home home)
    {
        string file = Path.Combine(home.Account, "risk.json");
        if (!File.Exists(file))
        {
            return 0;
        }

        using JsonDocument kept = JsonDocument.Parse(File.ReadAllText(file));
        return kept.RootElement.GetProperty("day_pnl").GetInt64() / 100_000_000m;
    }
}
