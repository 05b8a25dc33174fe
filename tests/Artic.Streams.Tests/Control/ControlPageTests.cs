using Artic.Streams.Control;

namespace Artic.Streams.Tests.Control;

public sealed class ControlPageTests : IDisposable
{
    private readonly TestRun _run = new();

    public void Dispose() => _run.Dispose();

    [Fact]
    public void A_page_that_nobody_wrote_gives_no_lease_and_no_state()
    {
        using RiskPage page = RiskPage.Open(_run.Paths.ControlFolder);
        Assert.Equal(0, page.LeaseExpiryNs);
        Assert.Equal(TradingState.Unknown, page.State);
        Assert.Equal(0, page.ControlGeneration);
        Assert.Equal(0, page.ResumedGeneration);
    }

    [Fact]
    public void What_the_risk_manager_writes_is_what_the_engine_reads()
    {
        using RiskPage written = RiskPage.Open(_run.Paths.ControlFolder);
        using RiskPage read = RiskPage.Open(_run.Paths.ControlFolder);
        written.LeaseExpiryNs = 11;
        written.State = TradingState.Reducing;
        written.ControlGeneration = 13;
        written.ResumedGeneration = 14;
        Assert.Equal(11, read.LeaseExpiryNs);
        Assert.Equal(TradingState.Reducing, read.State);
        Assert.Equal(13, read.ControlGeneration);
        Assert.Equal(14, read.ResumedGeneration);
    }

    [Fact]
    public void What_the_engine_writes_is_what_a_killer_reads()
    {
        using EnginePage written = EnginePage.Open(_run.Paths.ControlFolder);
        using EnginePage read = EnginePage.Open(_run.Paths.ControlFolder);
        written.ProcessNumber = 1;
        written.HeartbeatNs = 2;
        written.SeenKillGeneration = 3;
        written.StoppedKillGeneration = 4;
        written.LastRequestNs = 5;
        written.OpenOrders = 6;
        Assert.Equal(1, read.ProcessNumber);
        Assert.Equal(2, read.HeartbeatNs);
        Assert.Equal(3, read.SeenKillGeneration);
        Assert.Equal(4, read.StoppedKillGeneration);
        Assert.Equal(5, read.LastRequestNs);
        Assert.Equal(6, read.OpenOrders);
    }

    [Fact]
    public void The_three_pages_do_not_touch_each_other()
    {
        using KillWord word = KillWord.Open(_run.Paths.ControlFolder);
        using RiskPage risk = RiskPage.Open(_run.Paths.ControlFolder);
        using EnginePage engine = EnginePage.Open(_run.Paths.ControlFolder);
        word.RaiseTo(5);
        risk.LeaseExpiryNs = 6;
        engine.ProcessNumber = 7;
        Assert.Equal(5, word.Generation);
        Assert.Equal(6, risk.LeaseExpiryNs);
        Assert.Equal(7, engine.ProcessNumber);
    }
}
