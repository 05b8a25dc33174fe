using Artic.Core.Time;
using Artic.EndToEnd.Tests.Running;

namespace Artic.EndToEnd.Tests;

public sealed class LeaseTests
{
    private const long LapseNs = 200_000_000;

    [Fact]
    public void Without_a_risk_manager_that_moves_no_order_leaves() => Home.Story(home =>
    {
        Demo demo = Demo.StartTrading(home, "lease");
        demo.NeedOrders(3);
        int risk = demo.ProcessOf("risk-manager");
        Signal.Stop(risk);
        long lapsed = Clock.UtcNs() + LapseNs;
        Deadline.Never(
            "the venue accepted an order without a lease", 5,
            () => demo.Venue.Accepted().Exists(order => order.AtNs > lapsed));

        Signal.Continue(risk);
        demo.NeedOrders(2);
        Assert.Equal(risk, demo.ProcessOf("risk-manager"));
        demo.End().NeedSoundBooks();
        OrderTrail.NeedEveryOrderOnRecordAndSentOnce(demo.Paths);
    });
}
