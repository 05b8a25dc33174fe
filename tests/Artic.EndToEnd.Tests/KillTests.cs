using System.Text.Json;
using Artic.EndToEnd.Tests.Running;

namespace Artic.EndToEnd.Tests;

public sealed class KillTests
{
    private const int Halted = 3;

    [Fact]
    public void After_stopped_the_venue_accepts_no_order_and_the_demo_goes_on_halted() => Home.Story(home =>
    {
        Demo demo = Demo.StartTrading(home, "kill");
        NeedOpenOrder(demo);
        KillOutcome kill = KillOutcome.Kill(home, "x");

        Assert.False(kill.EngineEnded);
        kill.NeedNothingAcceptedAfter(demo, 2);
        NeedCanceledAndHalted(demo);
        long messages = demo.Value("market-data", "market_messages_total");
        Deadline.Need("the market goes on", 5, () => demo.Value("market-data", "market_messages_total") > messages);
        string history = File.ReadAllText(Path.Combine(home.Account, "kills.jsonl"));
        Assert.Contains($"\"by\":\"{Environment.UserName}\",\"reason\":\"x\"", history, StringComparison.Ordinal);

        DemoResult result = demo.End();
        result.NeedSoundBooks();
        Assert.Equal("halted", result.At("trading_state").GetString());
        Assert.Equal(0, result.Number("orders", "open"));
        kill.NeedNothingAcceptedAfter(demo, 0);
        OrderTrail.NeedEveryOrderOnRecordAndSentOnce(demo.Paths);
    });

    [Fact]
    public void A_killed_account_stays_halted_through_restarts_and_runs_until_it_is_resumed() => Home.Story(home =>
    {
        Demo demo = Demo.StartTrading(home, "first");
        KillOutcome kill = KillOutcome.Kill(home, "not today");
        foreach (string service in (string[])["risk-manager", "execution-engine"])
        {
            int before = demo.ProcessOf(service);
            ProcessSignal.Kill(before);
            demo.NeedRestart(service, before);
            kill.NeedNothingAcceptedAfter(demo, 2);
            Assert.Equal(Halted, demo.TradingState);
        }

        DemoResult first = demo.End();
        first.NeedSoundBooks();
        Assert.Equal("halted", first.At("trading_state").GetString());

        Demo second = Demo.Start(home, "second", "--seconds", "120");
        second.NeedServices();
        Deadline.Never("an order was accepted", 3, () => second.Venue.Accepted().Count > 0);
        Assert.Equal(Halted, second.TradingState);
        Assert.Equal(0, second.Value("execution-engine", "orders_submitted_total"));
        Assert.Contains("HALTED", second.Cli.ErrorText, StringComparison.Ordinal);
        Assert.Contains("not today", second.Cli.ErrorText, StringComparison.Ordinal);

        StartedProgram resume = home.Cli("resume", "--reason", "y");
        Assert.Equal(0, resume.WaitForEnd(0));
        second.NeedOrders(2);
        Assert.All(
            second.Venue.Accepted(),
            order => Assert.StartsWith("a2-", order.ClientOrderId, StringComparison.Ordinal));
        second.End().NeedSoundBooks();
        OrderTrail.NeedEveryOrderOnRecordAndSentOnce(second.Paths);
    });

    [Fact]
    public void A_hung_engine_is_ended_by_the_kill_and_its_orders_are_cancelled_by_the_next_one() => Home.Story(home =>
    {
        Demo demo = Demo.StartTrading(home, "hung-engine");
        NeedOpenOrder(demo);
        int engine = demo.ProcessOf("execution-engine");
        ProcessSignal.Stop(engine);
        KillOutcome kill = KillOutcome.Kill(home, "the engine hangs");

        Assert.True(kill.EngineEnded);
        kill.NeedNothingAcceptedAfter(demo, 2);
        demo.NeedRestart("execution-engine", engine);
        NeedCanceledAndHalted(demo);
        kill.NeedNothingAcceptedAfter(demo, 1);
        DemoResult result = demo.End();
        result.NeedSoundBooks();
        Assert.Equal(["execution-engine"], result.Restarts());
        OrderTrail.NeedEveryOrderOnRecordAndSentOnce(demo.Paths);
    });

    [Fact]
    public void A_kill_needs_no_answer_of_a_hung_risk_manager() => Home.Story(home =>
    {
        Demo demo = Demo.StartTrading(home, "hung-risk");
        NeedOpenOrder(demo);
        int risk = demo.ProcessOf("risk-manager");
        ProcessSignal.Stop(risk);
        KillOutcome kill = KillOutcome.Kill(home, "the risk manager hangs");

        Assert.False(kill.EngineEnded);
        Deadline.Need("open orders are cancelled", 5, () => demo.Venue.OpenOrders() == 0);
        kill.NeedNothingAcceptedAfter(demo, 1);
        ProcessSignal.Continue(risk);
        kill.NeedNothingAcceptedAfter(demo, 2);
        NeedCanceledAndHalted(demo);
        demo.End().NeedSoundBooks();
    });

    [Fact]
    public void A_kill_needs_no_risk_manager() => Home.Story(home =>
    {
        Demo demo = Demo.StartTrading(home, "dead-risk");
        NeedOpenOrder(demo);
        int risk = demo.ProcessOf("risk-manager");

        // With its supervisor standing still the risk manager stays dead.
        ProcessSignal.Stop(demo.Cli.ProcessNumber);
        ProcessSignal.Kill(risk);
        KillOutcome kill = KillOutcome.Kill(home, "the risk manager is dead");

        Assert.False(kill.EngineEnded);
        Deadline.Need("open orders are cancelled", 5, () => demo.Venue.OpenOrders() == 0);
        kill.NeedNothingAcceptedAfter(demo, 1);
        ProcessSignal.Continue(demo.Cli.ProcessNumber);
        demo.NeedRestart("risk-manager", risk);
        kill.NeedNothingAcceptedAfter(demo, 2);
        NeedCanceledAndHalted(demo);
        demo.End().NeedSoundBooks();
    });

    /// <summary>So that the kill has something to cancel.</summary>
    private static void NeedOpenOrder(Demo demo) =>
        Deadline.Need("an order rests at the venue", 20, () => demo.Venue.OpenOrders() > 0);

    private static void NeedCanceledAndHalted(Demo demo)
    {
        Deadline.Need("open orders are cancelled", 5, () =>
            demo.Venue.OpenOrders() == 0 && demo.Value("execution-engine", "orders_open") == 0);
        Deadline.Need("the trading state is HALTED", 5, () => demo.TradingState == Halted);
        Assert.True(demo.Cli.IsRunning, "the demo has ended");
    }

    /// <summary>What <c>artic kill</c> said, and when.</summary>
    private sealed record KillOutcome(long StoppedUtcNs, bool EngineEnded)
    {
        /// <summary>Kills the current run of the home; fails the test without both acknowledgements.</summary>
        public static KillOutcome Kill(Home home, string reason)
        {
            StartedProgram kill = home.Cli("kill", "--reason", reason, "--json");
            Assert.Equal(0, kill.WaitForEnd(0));
            Line[] lines = kill.Output;
            Assert.True(lines.Length == 2, $"two lines are promised: {kill}");
            using JsonDocument latched = JsonDocument.Parse(lines[0].Text);
            using JsonDocument stopped = JsonDocument.Parse(lines[1].Text);
            Assert.Equal("latched", latched.RootElement.GetProperty("event").GetString());
            Assert.Equal("stopped", stopped.RootElement.GetProperty("event").GetString());
            Assert.True(
                latched.RootElement.GetProperty("latched_us").GetInt64() <=
                stopped.RootElement.GetProperty("stopped_us").GetInt64());
            bool ended = stopped.RootElement.GetProperty("engine_ended").GetBoolean();
            return new KillOutcome(lines[1].ReadAtUtcNs, ended);
        }

        /// <summary>Fails the test where the venue accepted an order after <c>stopped</c>, or now does.</summary>
        public void NeedNothingAcceptedAfter(Demo demo, double seconds) =>
            Deadline.Never(
                "the venue accepted an order after 'stopped'", seconds,
                () => demo.Venue.Accepted().Exists(order => order.AtNs > StoppedUtcNs));
    }
}
