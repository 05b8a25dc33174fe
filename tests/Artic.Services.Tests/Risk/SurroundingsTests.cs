using Artic.Messaging.Records;
using Artic.Services.Tests.Support;
using Artic.V1;

namespace Artic.Services.Tests.Risk;

/// <summary>The venue's clock and the archive as limits of orders; the book is 100.00 / 100.02.</summary>
public sealed class SurroundingsTests : IDisposable
{
    private const long Ms = 1_000_000;

    private readonly RiskLoopBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public void A_clock_too_far_from_the_venues_denies_orders_until_it_is_near_again()
    {
        _bench.Set(LimitName.ClockOffsetMs, 100);
        Assert.Equal(DenialCode.Unspecified, _bench.Decide(1));
        Offset(-99 * Ms, Ms);
        Assert.Equal(DenialCode.Unspecified, _bench.Decide(1));
        Assert.Equal((100L, 100L), Warning(LimitName.ClockOffsetMs));
        Offset(-99 * Ms, Ms + 1);
        Assert.Equal(DenialCode.ClockOffset, _bench.Decide(1));
        OrderDenied denied = _bench.Handler.LastDenial;
        Assert.Equal(
            (LimitName.ClockOffsetMs, 100L, 101L, ScopeKind.Account), (denied.Name, denied.Limit, denied.Actual, denied.Scope));
        Offset(2 * Ms, Ms);
        Assert.Equal(DenialCode.Unspecified, _bench.Decide(1));
        _ = _bench.RunAgain();
    }

    [Fact]
    public void Too_much_that_waits_for_the_archive_denies_orders_while_nothing_is_halted()
    {
        _bench.Set(LimitName.ArchiveLagBytes, 1000);
        Lag(1000);
        Assert.Equal(DenialCode.Unspecified, _bench.Decide(1));
        Assert.Equal((1000L, 1000L), Warning(LimitName.ArchiveLagBytes));
        Lag(1001);
        Assert.Equal(DenialCode.ArchiveLag, _bench.Decide(1));
        Assert.Equal((TradingStateValue.Active, 1001L), (_bench.Handler.State.State, _bench.Handler.LastDenial.Actual));
        Lag(0);
        Assert.Equal(DenialCode.Unspecified, _bench.Decide(1));
        Lag(5000, isBehind: true);
        Assert.Equal(TradingStateReason.ArchiveBehind, _bench.Handler.State.Reason);
        _ = _bench.RunAgain();
    }

    private (long Limit, long Actual) Warning(LimitName name)
    {
        LimitWarning warning = Assert.Single(
            _bench.Said<LimitWarning>(RecordType.LimitWarning), said => said.Message.Name == name).Message;
        return (warning.Limit, warning.Actual);
    }

    private void Offset(long offsetNs, long errorNs) =>
        _bench.Execute(RecordType.ClockOffset, new ClockOffset { OffsetNs = offsetNs, ErrorNs = errorNs });

    private void Lag(long bytes, bool isBehind = false) =>
        _bench.Say(RecordType.ArchiveObserved, new ArchiveObserved { IsBehind = isBehind, LagBytes = bytes });
}
