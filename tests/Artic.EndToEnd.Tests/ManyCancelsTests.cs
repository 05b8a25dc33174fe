using System.Text;
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

/// <summary>
/// The execution engine alone at a simulated venue that refuses what is above its rate, with the test in place of the risk
/// manager: a thousand orders rest, and are killed.
/// </summary>
public sealed class ManyCancelsTests
{
    private const int Orders = 1000;

    /// <summary>Less than a thousand orders and their thousand cancels weigh: some of these have to wait for the next minute.</summary>
    private const int WeightPerMinute = 1900;

    [Fact]
    public void A_thousand_orders_are_cancelled_in_their_order_and_never_above_the_venues_rate() =>
        Home.Story(home => KillAll(home, isStrategy: false));

    /// <summary>No request cancels those of a strategy at once, so some have to wait for the venue's next minute.</summary>
    [LongFact]
    public void The_thousand_orders_of_a_strategy_are_cancelled_one_by_one_and_never_above_the_venues_rate() =>
        Home.Story(home => KillAll(home, isStrategy: true));

    private static void KillAll(Home home, bool isStrategy)
    {
        ServiceRun run = new(home, "many");
        Directory.CreateDirectory(run.Paths.Logs);
        Venue venue = Venue.Start(
            home, out _, "--api-key", "key", "--secret-file", Path.Combine(run.Paths.RunFolder, "venue-secret"), "--max-seconds", "300",
            "--max-open-orders", $"{Orders}", "--weight-per-minute", $"{WeightPerMinute}");
        run.Configuration["venue"]!["order_api_url"] = $"ws://127.0.0.1:{venue.Port}/ws-api/v3?returnRateLimits=false";
        run.Configuration["venue"]!["order_weight_per_minute"] = WeightPerMinute;
        run.Paths.CreateFolders();
        using DoorbellTable doorbells = DoorbellTable.Open(run.Paths.Doorbells);
        using RecordWriter order = RecordWriter.Open(run.Paths, StreamId.Order, doorbells, 16 << 20);
        using RiskPage page = RiskPage.Open(run.Paths.ControlFolder);
        page.State = TradingState.Active;
        page.ControlGeneration = 1;
        page.LeaseExpiryNs = BootClock.NowNs() + 300_000_000_000;
        StartedProgram engine = run.StartServing("execution-engine");
        Deadline.Need("there is a session", 20, () => run.Value("execution-engine", "venue_session_ready") == 1);

        for (uint i = 1; i <= Orders; i++)
        {
            Say(order, RecordType.OrderApproved, Rest(i));
            Deadline.Need("the venue takes it", 20, () => run.Value("execution-engine", "orders_open") >= i);
        }

        Deadline.Need("all rest", 20, () => venue.OpenOrders() == Orders);
        if (isStrategy)
        {
            page.ControlGeneration = 2;
            Say(order, RecordType.ScopeKilled, new ScopeKilled { Scope = ScopeKind.Strategy, ScopeId = 1, KillGeneration = 1 });
        }
        else
        {
            StartedProgram kill = home.Cli("kill", "--run", "many", "--reason", "a drill");
            Assert.True(kill.WaitForEnd(0) == 0, $"{kill}");
        }

        Deadline.Need("none is open", 120, () => venue.OpenOrders() == 0 && run.Value("execution-engine", "orders_open") == 0);
        Assert.True(engine.IsRunning);
        ProcessSignal.Terminate(engine.ProcessNumber);
        Assert.Equal(0, engine.WaitForEnd(20));
        RequestSent[] cancels = [.. RunStreams.Read(run.Paths, StreamId.Wire, RecordType.RequestSent)
            .Select(record => record.As<RequestSent>()).Where(sent => sent.Kind is RequestKind.Cancel or RequestKind.CancelAll)];
        if (isStrategy)
        {
            // One that the venue has not answered within half a second is sent again: what counts is when each went first.
            long[] exposures = [.. cancels.DistinctBy(sent => sent.ClientOrderId)
                .Select(sent => Rest((uint)(sent.ClientOrderId & uint.MaxValue)).Quantity)];
            Assert.Equal(Orders, exposures.Length);
            Assert.Equal(exposures.OrderDescending(), exposures);
            Assert.InRange(cancels[^1].WrittenNs - cancels[0].WrittenNs, 1_000_000_000, 100_000_000_000);
            ScopeStopped stopped = Assert.Single(RunStreams.Read(run.Paths, StreamId.Execution, RecordType.ScopeStopped)).As<ScopeStopped>();
            Assert.Equal((1ul, (uint)Orders), (stopped.KillGeneration, stopped.OpenOrders));
        }
        else
        {
            Assert.Equal((RequestKind.CancelAll, 1u), (cancels[0].Kind, cancels[0].InstrumentId));
            Assert.Single(cancels, sent => sent.Kind == RequestKind.CancelAll);
        }

        Assert.DoesNotContain(
            RunStreams.Read(run.Paths, StreamId.Venue, RecordType.RawFrame),
            frame => Encoding.UTF8.GetString(frame.As<RawFrame>().Data.Span).Contains("-1003", StringComparison.Ordinal));
        Assert.Equal(
            Orders,
            RunStreams.Read(run.Paths, StreamId.Execution, RecordType.OrderEvent).Count(record => record.As<OrderEvent>().Status == OrderStatus.Canceled));
    }

    /// <summary>A buy far below the market, some larger than others.</summary>
    private static OrderApproved Rest(uint counter) => new()
    {
        ClientOrderId = (1UL << 32) | counter, InstanceId = 1, InstrumentId = 1, Side = Side.Buy, Type = OrderType.Limit,
        TimeInForce = TimeInForce.Gtc, Quantity = 100_000L * (1 + (counter % 9)), Price = 20_000_00000000L,
        ValidForNs = 5_000_000_000, ControlGeneration = 1,
    };

    private static void Say<T>(RecordWriter writer, RecordType type, T message)
        where T : Google.Protobuf.IMessage
    {
        writer.Append(type, message);
        writer.Commit(Clock.MonotonicNs());
    }
}
