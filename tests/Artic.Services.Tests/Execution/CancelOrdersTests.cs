using Artic.V1;

namespace Artic.Services.Tests.Execution;

/// <summary>The engine when a strategy instance may not act any more.</summary>
public sealed class CancelOrdersTests
{
    [Fact]
    public void What_the_instance_has_open_is_cancelled_and_nothing_of_others()
    {
        using EngineFixture engine = new EngineFixture().Ready();
        ulong own = engine.Rest(1);
        ulong other = engine.Rest(2, instance: 2);
        engine.Sent.Clear();
        engine.CancelOrders(1);
        Assert.Equal([(RequestKind.Cancel, own)], engine.Sent);
        Assert.Equal((OrderStatus.PendingCancel, OrderStatus.Accepted), (engine.LastStatus(own), engine.LastStatus(other)));
        engine.Report(own, "CANCELED", "CANCELED", 0, original: EngineFixture.Text(own));
        Assert.Equal((OrderStatus.Canceled, 1), (engine.LastStatus(own), engine.Handler.OpenOrders));

        // It is not killed: what is approved for it later is sent.
        Assert.Equal(OrderStatus.Submitted, engine.LastStatus(engine.Approve(3)));
    }

    [Fact]
    public void An_order_that_is_still_on_its_way_is_cancelled_once_the_venue_has_it()
    {
        using EngineFixture engine = new EngineFixture().Ready();
        ulong underWay = engine.Approve(1);
        engine.Sent.Clear();
        engine.CancelOrders(1);
        Assert.Empty(engine.Sent);
        engine.Report(underWay, "NEW", "NEW", 0);
        engine.Pass(5);
        Assert.Equal([(RequestKind.Cancel, underWay)], engine.Sent.FindAll(each => each.Kind == RequestKind.Cancel));
        Assert.Equal(1, engine.Rebuild().OpenOrders);
    }
}
