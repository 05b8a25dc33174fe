using Artic.ExecutionEngine;
using Artic.Messaging.Records;
using Artic.Services.Tests.Support;
using Artic.Streams.Log;
using Artic.V1;

namespace Artic.Services.Tests.Execution;

/// <summary>Open orders here against those at the venue.</summary>
public sealed class OpenOrderComparisonTests
{
    private static readonly (RequestKind Kind, ulong Instrument) s_asked = (RequestKind.OpenOrders, 1);

    [Fact]
    public void A_new_session_begins_with_a_comparison_and_what_agrees_is_compared_again_after_five_minutes()
    {
        using EngineFixture engine = new EngineFixture().Ready();
        ulong id = engine.Rest(1);
        engine.Pass(1);
        Assert.Single(engine.Sent, s_asked);
        engine.Answer("o:1", 200, $"[{There(id)}]");
        OpenOrdersCompared compared = Assert.Single(Compared(engine));
        Assert.Equal((1u, 1u, 0u, 0u), (compared.Here, compared.AtVenue, compared.MissingAtVenue, compared.UnknownHere));
        Assert.Equal((false, true, 1ul, 0ul, 0ul), (compared.IsBreak, compared.IsLast, compared.Checks, compared.Breaks, compared.Request));
        engine.Pass(299_998);
        Assert.Single(engine.Sent, s_asked);
        engine.Pass(2);
        Assert.Equal(2, engine.Sent.Count(each => each == s_asked));
    }

    [Fact]
    public void A_foreign_order_is_a_break_when_the_venue_names_it_a_second_time()
    {
        using EngineFixture engine = new EngineFixture().Ready();
        engine.Pass(1);
        engine.Answer("o:1", 200, $"[{Foreign(4711)}]");
        OpenOrdersCompared first = Compared(engine)[^1];
        Assert.Equal((1u, 4711ul, false, false), (first.UnknownHere, first.FirstUnknownOrderId, first.IsBreak, first.IsLast));
        engine.Pass(999);
        Assert.Single(engine.Sent, s_asked);
        engine.Pass(1);
        Assert.Equal(2, engine.Sent.Count(each => each == s_asked));
        engine.Answer("o:1", 200, $"[{Foreign(4711)},{Foreign(4712)}]");
        OpenOrdersCompared second = Compared(engine)[^1];
        Assert.Equal((2u, true, true, 1ul), (second.UnknownHere, second.IsBreak, second.IsLast, second.Breaks));
        Assert.Equal((2ul, 1ul), (engine.Handler.Comparison.Checks, engine.Handler.Comparison.Breaks));
    }

    [Fact]
    public void Orders_that_come_and_go_between_two_looks_are_no_break()
    {
        using EngineFixture engine = new EngineFixture().Ready();
        engine.Pass(1);
        engine.Answer("o:1", 200, $"[{Foreign(1)}]");
        engine.Pass(1000);
        engine.Answer("o:1", 200, $"[{Foreign(2)}]");
        OpenOrdersCompared second = Compared(engine)[^1];
        Assert.Equal((1u, false, true, 0ul), (second.UnknownHere, second.IsBreak, second.IsLast, second.Breaks));
    }

    [Fact]
    public void An_order_that_is_not_at_the_venue_is_asked_about_and_ends_as_the_venue_says()
    {
        using EngineFixture engine = new EngineFixture().Ready();
        ulong id = engine.Rest(1);
        engine.Pass(1);
        engine.Answer("o:1", 200, "[]");
        OpenOrdersCompared first = Compared(engine)[^1];
        Assert.Equal((1u, 1u, id, false), (first.Here, first.MissingAtVenue, first.FirstMissingClientOrderId, first.IsLast));
        Assert.Contains((RequestKind.Status, id), engine.Sent);
        engine.Answer($"q:{EngineFixture.Text(id)}", 200, engine.Order(id, "CANCELED", 0));
        Assert.Equal(OrderStatus.Canceled, engine.LastStatus(id));
        engine.Pass(1000);
        engine.Answer("o:1", 200, "[]");
        OpenOrdersCompared second = Compared(engine)[^1];
        Assert.Equal((0u, 0u, false, true), (second.Here, second.MissingAtVenue, second.IsBreak, second.IsLast));
    }

    [Fact]
    public void An_order_that_the_venue_does_not_have_and_does_not_end_is_a_break()
    {
        using EngineFixture engine = new EngineFixture().Ready();
        ulong id = engine.Rest(1);
        engine.Pass(1);
        engine.Answer("o:1", 200, "[]");
        engine.Refuse($"q:{EngineFixture.Text(id)}", 400, -2013);
        engine.Pass(1000);
        engine.Answer("o:1", 200, "[]");
        OpenOrdersCompared second = Compared(engine)[^1];
        Assert.Equal((1u, id, true), (second.MissingAtVenue, second.FirstMissingClientOrderId, second.IsBreak));
    }

    [Fact]
    public void An_order_on_its_way_is_no_difference_whether_the_venue_has_it_yet_or_not()
    {
        using EngineFixture engine = new EngineFixture().Ready();
        ulong id = engine.Approve(1);
        engine.Pass(1);
        engine.Answer("o:1", 200, "[]");
        Assert.Equal((0u, 0u, true), (Compared(engine)[^1].Here, Compared(engine)[^1].MissingAtVenue, Compared(engine)[^1].IsLast));
        engine.Wire(RecordType.ReconcileAsked, new ReconcileAsked { Request = 5 });
        engine.Pass(1);
        engine.Answer("o:1", 200, $"[{There(id)}]");
        Assert.Equal((1u, 0u, true, 5ul), (
            Compared(engine)[^1].Here, Compared(engine)[^1].UnknownHere, Compared(engine)[^1].IsLast, Compared(engine)[^1].Request));
    }

    [Fact]
    public void An_order_that_was_placed_after_the_question_cannot_be_missing()
    {
        using EngineFixture engine = new EngineFixture().Ready();
        engine.Pass(1);
        _ = engine.Rest(1);
        engine.Answer("o:1", 200, "[]");
        Assert.Equal((0u, true), (Compared(engine)[^1].MissingAtVenue, Compared(engine)[^1].IsLast));
    }

    [Fact]
    public void A_fill_that_only_the_list_tells_is_asked_for()
    {
        using EngineFixture engine = new EngineFixture().Ready();
        ulong id = engine.Rest(1);
        engine.Pass(1);
        engine.Answer("o:1", 200, $"[{There(id, 0.4m)}]");
        Assert.Equal((0u, true), (Compared(engine)[^1].MissingAtVenue, Compared(engine)[^1].IsLast));
        Assert.Contains((RequestKind.Trades, id), engine.Sent);
        engine.Answer($"t:{EngineFixture.Text(id)}", 200, """[{"id":9,"orderId":77,"price":"100","qty":"0.4","quoteQty":"40","commission":"0","commissionAsset":"BTC","isMaker":true}]""");
        Assert.Equal(Units.E8(0.4m), Assert.Single(engine.Fills()).Quantity);
        Assert.Equal(OrderStatus.PartiallyFilled, engine.LastStatus(id));
    }

    [Fact]
    public void An_order_that_is_over_here_and_open_there_is_a_break()
    {
        using EngineFixture engine = new EngineFixture().Ready();
        ulong id = engine.Rest(1);
        engine.Report(id, "CANCELED", "CANCELED", 0, original: EngineFixture.Text(id));
        Assert.Equal(OrderStatus.Canceled, engine.LastStatus(id));
        engine.Pass(1);
        engine.Answer("o:1", 200, $"[{There(id)}]");
        engine.Pass(1000);
        engine.Answer("o:1", 200, $"[{There(id)}]");
        Assert.Equal((1u, true), (Compared(engine)[^1].UnknownHere, Compared(engine)[^1].IsBreak));
    }

    [Fact]
    public void A_wish_has_every_instrument_compared_at_once_and_the_account_too()
    {
        using EngineFixture engine = new EngineFixture(instruments: 3).Ready();
        engine.Pass(1);
        engine.Answer("o:1", 200, "[]");
        engine.Pass(1);
        Assert.DoesNotContain((RequestKind.OpenOrders, 2ul), engine.Sent);
        engine.Sent.Clear();
        engine.Wire(RecordType.ReconcileAsked, new ReconcileAsked { Request = 7 });
        for (uint i = 1; i <= 3; i++)
        {
            engine.Pass(1);
            engine.Answer($"o:{i}", 200, "[]");
        }

        Assert.Equal([1ul, 2, 3], engine.Sent.Where(each => each.Kind == RequestKind.OpenOrders).Select(each => each.ClientOrderId));
        Assert.Contains(engine.Sent, each => each.Kind == RequestKind.Account);
        Assert.Equal(
            [(1u, 0ul), (1u, 7ul), (2u, 7ul), (3u, 7ul)], Compared(engine).Select(each => (each.InstrumentId, each.Request)));
    }

    [Fact]
    public void A_venue_that_would_not_say_keeps_nobody_else_waiting()
    {
        using EngineFixture engine = new EngineFixture(instruments: 3).Ready();
        engine.Wire(RecordType.ReconcileAsked, new ReconcileAsked { Request = 7 });
        engine.Pass(1);
        engine.Refuse("o:1", 400, -1121);
        engine.Pass(1);
        engine.Frame("""{"id":"o:2","status":503}""");
        engine.Pass(1);
        engine.Answer("o:3", 200, "[]");
        Assert.Equal([(1u, -1121, true), (2u, 503, true), (3u, 0, true)], Compared(engine).Select(each => (each.InstrumentId, each.VenueError, each.IsLast)));
        Assert.Equal(1ul, engine.Handler.Comparison.Checks);
    }

    [Fact]
    public void A_question_without_an_answer_is_put_again_and_a_late_answer_to_another_says_nothing()
    {
        using EngineFixture engine = new EngineFixture(instruments: 2).Ready();
        engine.Pass(1);
        engine.Answer("o:2", 200, $"[{Foreign(1)}]");
        engine.Answer("o:x", 200, "[]");
        engine.Answer("o:1", 200, "[{\"clientOrderId\":7}]");
        Assert.Empty(Compared(engine));
        engine.Pass(9_998);
        Assert.Single(engine.Sent, s_asked);
        engine.Pass(2);
        Assert.Equal(2, engine.Sent.Count(each => each == s_asked));
    }

    [Fact]
    public void Where_the_rate_is_used_up_the_comparison_waits()
    {
        using EngineFixture engine = new EngineFixture(weightPerMinute: 37).Ready();
        engine.Pass(1);
        Assert.Contains(engine.Sent, each => each.Kind == RequestKind.Account);
        Assert.DoesNotContain(s_asked, engine.Sent);
        engine.Pass(62_000);
        Assert.Contains(s_asked, engine.Sent);
    }

    [Fact]
    public void A_restart_between_the_two_looks_goes_on_with_the_second()
    {
        using EngineFixture engine = new EngineFixture().Ready();
        engine.Pass(1);
        engine.Answer("o:1", 200, $"[{Foreign(4711)}]");
        engine.Pass(1000);
        engine.Answer("o:1", 200, $"[{Foreign(4711)}]");
        ExecutionHandler again = engine.Rebuild();
        Assert.Equal((2ul, 1ul), (again.Comparison.Checks, again.Comparison.Breaks));
    }

    private static List<OpenOrdersCompared> Compared(EngineFixture engine) =>
        engine.Run.All<OpenOrdersCompared>(StreamId.Execution, RecordType.OpenOrdersCompared);

    private static string There(ulong id, decimal executed = 0) =>
        $"{{\"symbol\":\"BTCUSDT\",\"orderId\":77,\"clientOrderId\":\"{EngineFixture.Text(id)}\",\"price\":\"100.0\",\"origQty\":\"1\"," +
        $"\"executedQty\":\"{executed}\",\"status\":\"NEW\",\"timeInForce\":\"GTC\",\"type\":\"LIMIT\",\"side\":\"BUY\",\"time\":1,\"isWorking\":true}}";

    private static string Foreign(long orderId) =>
        $"{{\"symbol\":\"BTCUSDT\",\"orderId\":{orderId},\"clientOrderId\":\"web_0f\",\"price\":\"100.0\",\"origQty\":\"1\"," +
        "\"executedQty\":\"0.0\",\"status\":\"NEW\",\"timeInForce\":\"GTC\",\"type\":\"LIMIT\",\"side\":\"SELL\",\"time\":1,\"isWorking\":true}";
}
