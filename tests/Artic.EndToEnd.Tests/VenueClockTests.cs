using Artic.Core.Time;
using Artic.EndToEnd.Tests.Running;
using Artic.EndToEnd.Tests.Venues;
using Artic.Messaging.Records;
using Artic.Streams.Control;
using Artic.Streams.Log;
using Artic.Streams.Native;
using Artic.Streams.Waiting;
using Artic.V1;

namespace Artic.EndToEnd.Tests;

/// <summary>The execution engine alone at a simulated venue whose clock is behind, with the test in place of the risk manager.</summary>
public sealed class VenueClockTests
{
    private const int BehindMs = 900;
    private const long MillisecondNs = 1_000_000;

    [Fact]
    public void Stopped_is_not_said_while_a_venue_that_is_behind_may_still_accept() => Home.Story(home =>
    {
        ServiceRun run = new(home, "behind");
        Directory.CreateDirectory(run.Paths.Logs);
        Venue venue = Venue.Start(
            home, out StartedProgram venueProgram, "--api-key", "key", "--secret-file", Path.Combine(run.Paths.RunFolder, "venue-secret"),
            "--max-seconds", "120", "--clock-behind-ms", $"{BehindMs}");
        run.Configuration["venue"]!["order_api_url"] = $"ws://127.0.0.1:{venue.Port}/ws-api/v3?returnRateLimits=false";
        run.Paths.CreateFolders();
        using DoorbellTable doorbells = DoorbellTable.Open(run.Paths.Doorbells);
        using RecordWriter order = RecordWriter.Open(run.Paths, StreamId.Order, doorbells, 16 << 20);
        using RiskPage risk = RiskPage.Open(run.Paths.ControlFolder);
        using EnginePage page = EnginePage.Open(run.Paths.ControlFolder);
        using KillWord kill = KillWord.Open(run.Paths.ControlFolder);
        risk.State = TradingState.Active;
        risk.ControlGeneration = 1;
        risk.LeaseExpiryNs = BootClock.NowNs() + (120_000 * MillisecondNs);
        StartedProgram engine = run.StartServing("execution-engine");
        Deadline.Need("there is a session", 20, () => run.Value("execution-engine", "venue_session_ready") == 1);
        Deadline.Need(
            "the venue's clock is known", 20,
            () => page.VenueBehindNs is >= BehindMs * MillisecondNs and < 1000 * MillisecondNs);

        // The order lies in the venue's socket when the kill comes, and is older than its window by this machine's clock when read.
        ProcessSignal.Stop(venueProgram.ProcessNumber);
        order.Append(RecordType.OrderApproved, new OrderApproved
        {
            ClientOrderId = (1UL << 32) | 1, InstanceId = 1, InstrumentId = 1, Side = Side.Buy, Type = OrderType.Limit,
            TimeInForce = TimeInForce.Gtc, Quantity = 100_000, Price = 20_000_00000000L, ValidForNs = 5_000 * MillisecondNs,
            ControlGeneration = 1,
        });
        order.Commit(Clock.MonotonicNs());
        Deadline.Need("it is sent", 20, () => run.Value("execution-engine", "orders_open") == 1 && page.LastRequestNs > 0);
        long generation = kill.Raise(0);
        Deadline.Need("the kill is seen", 20, () => page.SeenKillGeneration == generation);
        long lateNs = page.LastRequestNs + (1_300 * MillisecondNs);
        Deadline.Need("the window has passed", 20, () => page.StoppedKillGeneration == generation || BootClock.NowNs() >= lateNs);
        Assert.NotEqual(generation, page.StoppedKillGeneration);

        ProcessSignal.Continue(venueProgram.ProcessNumber);
        Deadline.Need("it is stopped", 20, () => page.StoppedKillGeneration == generation);
        Deadline.Need("the order that was accepted is cancelled", 20, () => venue.Accepted().Count == 1 && venue.OpenOrders() == 0);
        ProcessSignal.Terminate(engine.ProcessNumber);
        Assert.Equal(0, engine.WaitForEnd(20));
    });
}
