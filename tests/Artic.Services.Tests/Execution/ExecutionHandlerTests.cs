using Artic.ExecutionEngine;
using Artic.Messaging.Records;
using Artic.Services.Tests.Support;
using Artic.Streams.Log;
using Artic.V1;

namespace Artic.Services.Tests.Execution;

public sealed class ExecutionHandlerTests
{
    [Fact]
    public void Has_SUBMITTED_on_record_before_the_request_leaves_and_follows_the_order_to_its_end()
    {
        using EngineFixture engine = new EngineFixture().Ready();
        ulong id = engine.Approve(1);
        Assert.Equal((RequestKind.Place, id), Assert.Single(engine.Sent));
        Assert.Equal(OrderStatus.Submitted, engine.LastStatus(id));
        engine.Report(id, "NEW", "NEW", 0);
        Assert.Equal(OrderStatus.Accepted, engine.LastStatus(id));
        engine.Report(id, "TRADE", "PARTIALLY_FILLED", 0.4m, 11, 0.4m);
        Assert.Equal(OrderStatus.PartiallyFilled, engine.LastStatus(id));
        engine.Report(id, "TRADE", "FILLED", 1, 12, 0.6m);
        Assert.Equal(OrderStatus.Filled, engine.LastStatus(id));
        Assert.Equal([Units.E8(0.4m), Units.E8(0.6m)], engine.Fills().Select(fill => fill.Quantity));
        Assert.Equal((1, 1, 1, 0), (
            engine.Handler.Totals.Submitted, engine.Handler.Totals.Filled, engine.Handler.Totals.PartiallyFilled,
            engine.Handler.OpenOrders));
        Assert.Single(engine.Sent);
    }

    [Fact]
    public void Applies_a_fill_once_though_reply_and_user_stream_both_tell_it()
    {
        using EngineFixture engine = new EngineFixture().Ready();
        ulong id = engine.Approve(1);
        engine.Report(id, "TRADE", "PARTIALLY_FILLED", 0.4m, 11, 0.4m);
        string fills = $"[{EngineFixture.Trade(11, 0.4m)},{EngineFixture.Trade(12, 0.6m)}]";
        engine.Answer($"p:{EngineFixture.Text(id)}", 200, engine.Order(id, "FILLED", 1, fills));
        engine.Report(id, "TRADE", "FILLED", 1, 12, 0.6m);
        Assert.Equal([11ul, 12ul], engine.Fills().Select(fill => fill.TradeId));
        Assert.Equal(OrderStatus.Filled, engine.LastStatus(id));
    }

    [Theory]
    [InlineData("kill", DenialCode.KillActive)]
    [InlineData("lease", DenialCode.LeaseExpired)]
    [InlineData("halted", DenialCode.StateHalted)]
    [InlineData("generation", DenialCode.GenerationOld)]
    [InlineData("session", DenialCode.SessionDown)]
    public void Denies_what_the_gate_forbids_and_sends_nothing(string what, DenialCode expected)
    {
        using EngineFixture engine = new EngineFixture().Ready();
        GateObserved gate = engine.Gate;
        _ = what switch
        {
            "kill" => (object)(gate.KillGeneration = 1),
            "lease" => gate.LeaseLeftNs = 0,
            "halted" => gate.State = (uint)TradingStateValue.Halted,
            "generation" => gate.ControlGeneration = 2,
            _ => gate.SessionReady = false,
        };
        ulong id = engine.Approve(1, change: approved => (approved.ControlGeneration, approved.KillGeneration) = (1, 0));
        OrderEvent denied = engine.Events().Single(each => each.ClientOrderId == id);
        Assert.Equal((OrderStatus.Denied, expected), (denied.Status, denied.Denial));
        Assert.Empty(engine.Sent);
        Assert.Equal(0, engine.Handler.Totals.Submitted);
    }

    [Fact]
    public void An_approval_is_good_up_to_its_last_nanosecond_and_is_never_sent_late()
    {
        using EngineFixture engine = new EngineFixture().Ready();
        _ = engine.Approve(1, ageNs: 50_000_000);
        Assert.Single(engine.Sent);
        ulong late = engine.Approve(2, ageNs: 50_000_001);
        Assert.Single(engine.Sent);
        Assert.Equal(DenialCode.ApprovalExpired, engine.Events().Last(each => each.ClientOrderId == late).Denial);
    }

    [Fact]
    public void The_same_approval_twice_is_sent_once()
    {
        using EngineFixture engine = new EngineFixture().Ready();
        ulong id = engine.Approve(1);
        _ = engine.Approve(1);
        Assert.Equal((RequestKind.Place, id), Assert.Single(engine.Sent));
    }

    [Fact]
    public void An_order_without_an_answer_is_asked_for_and_never_sent_again()
    {
        using EngineFixture engine = new EngineFixture().Ready().ClockBehind(0);
        ulong id = engine.Approve(1);
        engine.Pass(1050);
        Assert.Equal(OrderStatus.Submitted, engine.LastStatus(id));
        engine.Pass(1);
        Assert.Equal(OrderStatus.Unknown, engine.LastStatus(id));
        Assert.Contains((RequestKind.Status, id), engine.Sent);
        engine.Answer($"q:{EngineFixture.Text(id)}", 200, engine.Order(id, "NEW", 0));
        Assert.Equal(OrderStatus.Accepted, engine.LastStatus(id));
        Assert.Single(engine.Sent, each => each.Kind == RequestKind.Place);
    }

    [Fact]
    public void No_such_order_closes_it_only_when_the_window_of_the_request_has_passed()
    {
        using EngineFixture engine = new EngineFixture().Ready().ClockBehind(0);
        ulong id = engine.Approve(1);
        engine.Wire(RecordType.RequestSent, new RequestSent { Kind = RequestKind.Place, ClientOrderId = id, Failed = true });
        Assert.Equal(OrderStatus.Unknown, engine.LastStatus(id));
        engine.Refuse($"q:{EngineFixture.Text(id)}", 400, -2013);
        Assert.Equal(OrderStatus.Unknown, engine.LastStatus(id));
        engine.Pass(1051);
        engine.Refuse($"q:{EngineFixture.Text(id)}", 400, -2013);
        Assert.Equal(OrderStatus.Rejected, engine.LastStatus(id));
        Assert.Equal(-2013, engine.Events()[^1].VenueError);
        Assert.Equal(0, engine.Handler.OpenOrders);
    }

    [Fact]
    public void A_server_error_leaves_the_outcome_unknown_and_a_refusal_rejects()
    {
        using EngineFixture engine = new EngineFixture().Ready();
        ulong unknown = engine.Approve(1);
        engine.Refuse($"p:{EngineFixture.Text(unknown)}", 504, -1007);
        Assert.Equal(OrderStatus.Unknown, engine.LastStatus(unknown));
        ulong refused = engine.Approve(2);
        engine.Refuse($"p:{EngineFixture.Text(refused)}", 400, -2010);
        Assert.Equal((OrderStatus.Rejected, -2010), (engine.LastStatus(refused), engine.Events()[^1].VenueError));
    }

    [Fact]
    public void A_fill_that_was_missed_is_asked_for_by_trades_before_the_order_ends()
    {
        using EngineFixture engine = new EngineFixture().Ready();
        ulong id = engine.Approve(1);
        engine.Report(id, "NEW", "NEW", 0);
        engine.Answer($"q:{EngineFixture.Text(id)}", 200, engine.Order(id, "FILLED", 1));
        Assert.Contains((RequestKind.Trades, id), engine.Sent);
        Assert.NotEqual(OrderStatus.Filled, engine.LastStatus(id));
        engine.Answer(
            $"t:{EngineFixture.Text(id)}", 200,
            "[{\"symbol\":\"BTCUSDT\",\"id\":31,\"orderId\":77,\"price\":\"100.00\",\"qty\":\"1.0\",\"quoteQty\":\"100.0\"," +
            "\"commission\":\"0.001\",\"commissionAsset\":\"BTC\",\"time\":5,\"isBuyer\":true,\"isMaker\":true}]");
        Assert.Equal(OrderStatus.Filled, engine.LastStatus(id));
        Assert.Equal(31ul, Assert.Single(engine.Fills()).TradeId);
    }

    [Fact]
    public void An_account_snapshot_tells_how_many_orders_are_still_being_asked_for()
    {
        using EngineFixture engine = new EngineFixture().Ready();
        ulong id = engine.Approve(1);
        engine.Report(id, "NEW", "NEW", 0);
        Assert.Equal(0u, Unsettled());
        engine.Venue(RecordType.ConnectionChanged, new ConnectionChanged { State = ConnectionState.Disconnected });
        engine.Ready();
        Assert.Equal(1u, Unsettled());
        engine.Answer($"q:{EngineFixture.Text(id)}", 200, engine.Order(id, "FILLED", 1));
        Assert.Equal(1u, Unsettled());
        engine.Report(id, "TRADE", "FILLED", 1, 12, 1);
        Assert.Equal(0u, Unsettled());

        uint Unsettled()
        {
            engine.Answer("a:account", 200, "{\"balances\":[]}");
            return engine.Run.All<AccountSnapshot>(StreamId.Execution, RecordType.AccountSnapshot)[^1].UnsettledOrders;
        }
    }

    [Fact]
    public void A_lost_connection_makes_open_orders_unknown_and_the_next_one_asks_for_each()
    {
        using EngineFixture engine = new EngineFixture().Ready();
        ulong id = engine.Approve(1);
        engine.Report(id, "NEW", "NEW", 0);
        engine.Venue(RecordType.ConnectionChanged, new ConnectionChanged { State = ConnectionState.Disconnected });
        Assert.Equal(OrderStatus.Unknown, engine.LastStatus(id));
        engine.Ready();
        engine.Pass(600);
        Assert.Contains((RequestKind.Status, id), engine.Sent);
        Assert.DoesNotContain((RequestKind.Place, id), engine.Sent);
    }

    [Fact]
    public void A_resting_order_is_cancelled_when_it_expires_and_not_before()
    {
        using EngineFixture engine = new EngineFixture().Ready();
        ulong id = engine.Approve(1, expireAfterMs: 200);
        engine.Report(id, "NEW", "NEW", 0);
        engine.Pass(199);
        Assert.DoesNotContain((RequestKind.Cancel, id), engine.Sent);
        engine.Pass(1);
        Assert.Contains((RequestKind.Cancel, id), engine.Sent);
        Assert.Equal(OrderStatus.PendingCancel, engine.LastStatus(id));
        engine.Report(id, "CANCELED", "CANCELED", 0, original: EngineFixture.Text(id));
        Assert.Equal(OrderStatus.Canceled, engine.LastStatus(id));
    }

    [Fact]
    public void A_kill_cancels_what_is_open_and_has_stopped_when_the_last_request_is_answered()
    {
        using EngineFixture engine = new EngineFixture().Ready();
        ulong open = engine.Approve(1);
        engine.Report(open, "NEW", "NEW", 0);
        ulong underWay = engine.Approve(2);
        engine.Kill(1);
        Assert.Equal((RequestKind.CancelAll, 1ul), engine.Sent[^1]);
        Assert.Equal(OrderStatus.PendingCancel, engine.LastStatus(open));
        Assert.Equal((1ul, 0ul), (engine.Handler.Kills.Generation, engine.Handler.Kills.Stopped));
        engine.Report(underWay, "NEW", "NEW", 0);
        Assert.Equal(1ul, engine.Handler.Kills.Stopped);
        Assert.DoesNotContain((RequestKind.Cancel, underWay), engine.Sent);
        engine.Answer("x:1", 200, $"[{engine.Order(open, "CANCELED", 0)}]");
        Assert.Equal([(RequestKind.Cancel, underWay)], engine.Sent.Where(each => each.Kind == RequestKind.Cancel));
        Assert.Equal(1ul, engine.Run.All<SessionStatus>(StreamId.Execution, RecordType.SessionStatus)[^1].StoppedKillGeneration);
    }

    [Fact]
    public void A_kill_has_stopped_when_an_unanswered_request_has_outlived_its_window()
    {
        using EngineFixture engine = new EngineFixture().Ready().ClockBehind(0);
        _ = engine.Approve(1);
        engine.Kill(1);
        engine.Pass(1050);
        Assert.Equal(0ul, engine.Handler.Kills.Stopped);
        engine.Pass(1);
        Assert.Equal(1ul, engine.Handler.Kills.Stopped);
    }

    [Theory]
    [InlineData(400, 1450)]
    [InlineData(1000, 2050)]
    [InlineData(5000, 2050)]
    public void A_venue_whose_clock_is_behind_takes_a_request_for_so_much_longer(long behindMs, long windowMs)
    {
        using EngineFixture engine = new EngineFixture().Ready().ClockBehind(behindMs);
        ulong id = engine.Approve(1);
        engine.Kill(1);
        engine.Pass(windowMs);
        Assert.Equal(OrderStatus.Submitted, engine.LastStatus(id));
        Assert.Equal(0ul, engine.Handler.Kills.Stopped);
        engine.Pass(1);
        Assert.Equal(OrderStatus.Unknown, engine.LastStatus(id));
        Assert.Equal(1ul, engine.Handler.Kills.Stopped);
        _ = engine.Rebuild();
    }

    [Fact]
    public void Until_the_venues_clock_is_known_it_may_be_as_far_behind_as_the_venue_bears()
    {
        using EngineFixture engine = new EngineFixture().Ready();
        _ = engine.Approve(1);
        engine.Kill(1);
        engine.Pass(2050);
        Assert.Equal(0ul, engine.Handler.Kills.Stopped);
        engine.Pass(1);
        Assert.Equal(1ul, engine.Handler.Kills.Stopped);
    }

    [Fact]
    public void A_request_that_the_last_look_held_back_ends_as_denied_and_was_never_submitted()
    {
        using EngineFixture engine = new EngineFixture().Ready();
        ulong id = engine.Approve(1);
        engine.Wire(RecordType.RequestWithheld, new RequestWithheld { ClientOrderId = id, Code = DenialCode.KillActive });
        Assert.Equal((OrderStatus.Denied, DenialCode.KillActive), (engine.LastStatus(id), engine.Events()[^1].Denial));
        Assert.Equal((0, 1), (engine.Handler.Totals.Submitted, engine.Handler.Totals.Denied));
    }

    [Theory]
    [InlineData("garbage")]
    [InlineData("{\"id\":\"p:a5-1\",\"status\":\"200\"}")]
    [InlineData("{\"id\":\"p:a5-1\",\"status\":200,\"result\":{\"executedQty\":\"-1\"}}")]
    [InlineData("{\"id\":\"p:a5-1\",\"status\":200,\"result\":{\"fills\":[{\"price\":\"1\",\"qty\":\"0\"}]}}")]
    public void Counts_a_malformed_frame_and_changes_nothing(string text)
    {
        using EngineFixture engine = new EngineFixture().Ready();
        ulong id = engine.Approve(1);
        engine.Frame(text);
        Assert.Equal(1, engine.Handler.Totals.Malformed);
        Assert.Equal(OrderStatus.Submitted, engine.LastStatus(id));
    }

    [Fact]
    public void A_restart_rebuilds_the_same_orders_and_totals_from_the_record()
    {
        using EngineFixture engine = new EngineFixture().Ready();
        ulong first = engine.Approve(1);
        engine.Report(first, "TRADE", "PARTIALLY_FILLED", 0.4m, 11, 0.4m);
        _ = engine.Approve(2);
        engine.Kill(3);
        engine.Pass(30);
        ExecutionHandler again = engine.Rebuild();
        Assert.Equal(
            (engine.Handler.OpenOrders, engine.Handler.Totals.Submitted, engine.Handler.Totals.Fills, engine.Handler.Kills.Generation),
            (again.OpenOrders, again.Totals.Submitted, again.Totals.Fills, again.Kills.Generation));
        Assert.Equal(2, again.OpenOrders);
    }
}
