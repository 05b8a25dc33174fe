using Artic.Core.Time;
using Artic.EndToEnd.Tests.Running;
using Artic.Messaging.Records;
using Artic.Streams.Log;
using Artic.V1;

namespace Artic.EndToEnd.Tests;

public sealed class LeaseTests
{
    private const long LapseNs = 200_000_000;
    private const double LapseSeconds = LapseNs / 1e9;

    [Fact]
    public void Without_a_risk_manager_that_moves_no_order_leaves() => Home.Story(home =>
    {
        Demo demo = Demo.StartTrading(home, "lease");
        demo.NeedOrders(3);
        int risk = demo.ProcessOf("risk-manager");
        ProcessSignal.Stop(risk);
        NeedNothingAcceptedAfter(demo, Clock.UtcNs() + LapseNs, 5);

        ProcessSignal.Continue(risk);
        demo.NeedOrders(2);
        Assert.Equal(risk, demo.ProcessOf("risk-manager"));
        demo.End().NeedSoundBooks();
        OrderTrail.NeedEveryOrderOnRecordAndSentOnce(demo.Paths);
    });

    [Fact]
    public void An_approval_that_waited_while_the_lease_lapsed_is_denied_for_good() => Home.Story(home =>
    {
        Demo demo = Demo.StartTrading(home, "backlog");
        int engine = demo.ProcessOf("execution-engine");
        int risk = demo.ProcessOf("risk-manager");
        ProcessSignal.Stop(engine);
        int approved = Approved(demo).Count;
        Deadline.Need("an approval waits for the engine", 20, () => Approved(demo).Count > approved);
        ProcessSignal.Stop(risk);
        Deadline.Pass(LapseSeconds);
        long continued = Clock.UtcNs();
        ProcessSignal.Continue(engine);

        NeedNothingAcceptedAfter(demo, continued, 2);
        HashSet<ulong> backlog = [.. Approved(demo).Skip(approved).Select(order => order.ClientOrderId)];
        ProcessSignal.Continue(risk);
        demo.NeedOrders(2);
        demo.End().NeedSoundBooks();
        List<OrderEvent> events = [.. RunStreams.Read(demo.Paths, StreamId.Execution, RecordType.OrderEvent)
            .Select(record => record.As<OrderEvent>()).Where(order => backlog.Contains(order.ClientOrderId))];
        Assert.NotEmpty(events);
        Assert.All(events, order => Assert.True(
            order.Status == OrderStatus.Denied &&
            order.Denial is DenialCode.LeaseExpired or DenialCode.ApprovalExpired, $"{order}"));
    });

    private static List<OrderApproved> Approved(Demo demo) =>
        [.. RunStreams.Read(demo.Paths, StreamId.Order, RecordType.OrderApproved).Select(r => r.As<OrderApproved>())];

    private static void NeedNothingAcceptedAfter(Demo demo, long utcNs, double seconds) =>
        Deadline.Never(
            "the venue accepted an order without a lease", seconds,
            () => demo.Venue.Accepted().Exists(order => order.AtNs > utcNs));
}
