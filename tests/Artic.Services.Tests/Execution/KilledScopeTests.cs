using Artic.ExecutionEngine;
using Artic.Messaging.Records;
using Artic.Services.Tests.Support;
using Artic.Streams.Log;
using Artic.V1;

namespace Artic.Services.Tests.Execution;

/// <summary>The engine while a strategy instance or an instrument is killed by itself, and while it flattens.</summary>
public sealed class KilledScopeTests
{
    [Fact]
    public void The_kill_of_a_strategy_cancels_its_orders_alone_the_largest_first_and_one_by_one()
    {
        using EngineFixture engine = new EngineFixture().Ready();
        ulong small = engine.Rest(1, quantity: 1);
        ulong large = engine.Rest(2, quantity: 3);
        ulong other = engine.Rest(3, instance: 2, quantity: 9);
        engine.Sent.Clear();
        engine.KillScope(ScopeKind.Strategy, 1, generation: 4);
        Assert.Equal([(RequestKind.Cancel, large), (RequestKind.Cancel, small)], engine.Sent);
        Assert.Equal(OrderStatus.Accepted, engine.LastStatus(other));
        ScopeStopped stopped = Assert.Single(Stopped(engine));
        Assert.Equal((ScopeKind.Strategy, 1u, 4ul, 2u), (stopped.Scope, stopped.ScopeId, stopped.KillGeneration, stopped.OpenOrders));
        Assert.Equal(0ul, engine.Handler.Kills.Generation);

        ulong denied = engine.Approve(4);
        Assert.Equal(DenialCode.KillActive, engine.Events().Last(each => each.ClientOrderId == denied).Denial);
        ulong passes = engine.Approve(5, instance: 2);
        Assert.Equal(OrderStatus.Submitted, engine.LastStatus(passes));
        engine.KillScope(ScopeKind.Strategy, 1, generation: 4, resumed: 4);
        Assert.Equal(OrderStatus.Submitted, engine.LastStatus(engine.Approve(6)));
    }

    [Fact]
    public void The_kill_of_an_instrument_cancels_all_of_it_at_once_and_has_stopped_when_its_last_request_is_answered()
    {
        using EngineFixture engine = new EngineFixture(instruments: 2).Ready();
        ulong first = engine.Rest(1, instrument: 2);
        ulong second = engine.Rest(2, instrument: 2, instance: 2);
        ulong underWay = engine.Approve(3, instrument: 2);
        ulong elsewhere = engine.Approve(4, instrument: 1);
        engine.Sent.Clear();
        engine.KillScope(ScopeKind.Instrument, 2, generation: 7);
        Assert.Equal([(RequestKind.CancelAll, 2ul)], engine.Sent);
        Assert.Equal(
            (OrderStatus.PendingCancel, OrderStatus.PendingCancel), (engine.LastStatus(first), engine.LastStatus(second)));
        Assert.Empty(Stopped(engine));
        engine.Report(underWay, "NEW", "NEW", 0);
        Assert.Equal((ScopeKind.Instrument, 3u), (Stopped(engine)[0].Scope, Stopped(engine)[0].OpenOrders));
        Assert.Equal(OrderStatus.Submitted, engine.LastStatus(elsewhere));
    }

    [Fact]
    public void A_venue_that_refuses_to_cancel_all_is_asked_for_each()
    {
        using EngineFixture engine = new EngineFixture().Ready();
        ulong first = engine.Rest(1, quantity: 1);
        ulong second = engine.Rest(2, quantity: 2);
        engine.Kill(1);
        engine.Sent.Clear();
        engine.Refuse("x:1", 400, -2011);
        Assert.Equal([(RequestKind.Cancel, second), (RequestKind.Cancel, first)], engine.Sent);
    }

    [Fact]
    public void A_cancel_that_the_venue_has_lost_is_sent_again_once_the_order_is_seen_to_be_open()
    {
        using EngineFixture engine = new EngineFixture().Ready();
        ulong id = engine.Rest(1);
        engine.Kill(1);
        engine.Answer("x:1", 200, "[]");
        engine.Pass(600);
        Assert.Contains((RequestKind.Status, id), engine.Sent);
        engine.Answer($"q:{EngineFixture.Text(id)}", 200, engine.Order(id, "NEW", 0));
        Assert.Equal((RequestKind.Cancel, id), engine.Sent[^1]);
        engine.Report(id, "CANCELED", "CANCELED", 0, original: EngineFixture.Text(id));
        Assert.Equal((OrderStatus.Canceled, 0), (engine.LastStatus(id), engine.Handler.OpenOrders));
    }

    [Fact]
    public void A_thousand_orders_go_by_symbol_then_one_by_one_and_never_above_the_venues_rate()
    {
        const int WeightPerMinute = 1600;
        using EngineFixture engine = new EngineFixture(WeightPerMinute, instruments: 4).Ready();
        ulong[] ids = new ulong[1000];
        for (uint i = 0; i < ids.Length; i++)
        {
            // Instrument 3 has the largest notional, then 1, 4, 2.
            uint instrument = (i % 4) + 1;
            decimal price = instrument switch { 1 => 50, 2 => 10, 3 => 90, _ => 20 };
            ids[i] = engine.Rest(i + 1, instrument, instance: instrument, quantity: 1 + (i % 7), price: price);
            if (i % 50 == 49)
            {
                engine.Pass(4000);
                engine.Answer("a:account", 200, "{\"balances\":[]}");
            }
        }

        Assert.Equal(1000, engine.Handler.OpenOrders);
        int before = engine.Sent.Count;
        engine.Kill(1);
        Assert.Equal(
            [(RequestKind.CancelAll, 3ul), (RequestKind.CancelAll, 1ul), (RequestKind.CancelAll, 4ul), (RequestKind.CancelAll, 2ul)],
            engine.Sent.Skip(before));

        // The venue cancels two of the four, and refuses the others: those go one by one, the largest exposure first.
        engine.Answer("x:3", 200, "[]");
        engine.Answer("x:2", 200, "[]");
        foreach (ulong id in ids.Where(id => InstrumentOf(id) is 2 or 3))
        {
            Cancel(engine, id);
        }

        engine.Refuse("x:1", 400, -1013);
        engine.Refuse("x:4", 400, -1013);
        HashSet<ulong> answered = [];
        for (int seconds = 0; engine.Handler.OpenOrders > 0; seconds++)
        {
            Assert.True(seconds < 300, "the rest is not cancelled within five minutes");
            foreach (ulong id in Cancels(engine, before).Where(answered.Add).ToArray())
            {
                Cancel(engine, id);
            }

            engine.Pass(1000);
        }

        ulong[] cancelled = [.. Cancels(engine, before)];
        Assert.Equal(500, cancelled.Length);
        Assert.Equal(cancelled.Length, cancelled.Distinct().Count());
        decimal[] exposures = [.. cancelled.Where(id => InstrumentOf(id) == 1).Select(ExposureOf)];
        Assert.Equal(exposures.OrderDescending(), exposures);
        Assert.Equal(ExposureOf(cancelled.MaxBy(ExposureOf)), ExposureOf(cancelled[0]));
        NeedRate(engine, WeightPerMinute);
        Assert.Equal(engine.Handler.Kills.Generation, engine.Handler.Kills.Stopped);
    }

    [Fact]
    public void Orders_leave_a_quarter_of_the_rate_to_cancels()
    {
        using EngineFixture engine = new EngineFixture(weightPerMinute: 100).Ready();
        uint counter = 0;
        ulong id;
        do
        {
            id = engine.Approve(++counter);
        }
        while (engine.LastStatus(id) == OrderStatus.Submitted);
        Assert.Equal(DenialCode.VenueRate, engine.Events()[^1].Denial);
        Assert.InRange(counter, 70u, 76u);
        engine.Report(EngineFixture.Epoch | 1, "NEW", "NEW", 0);
        engine.Kill(1);
        Assert.Equal((RequestKind.CancelAll, 1ul), engine.Sent[^1]);
    }

    [Fact]
    public void The_questions_for_the_venues_clock_are_part_of_the_rate()
    {
        const int WeightPerMinute = 100;
        using EngineFixture engine = new EngineFixture(WeightPerMinute).Ready();
        for (uint i = 1; i <= 50; i++)
        {
            _ = engine.Rest(i, instrument: 1, instance: 1, quantity: 1, price: 10);
        }

        // Each cancel that is refused is sent again, for as long as there is a rate to send it by.
        engine.Kill(1);
        engine.Refuse("x:1", 400, -1013);
        for (int seconds = 0; seconds < 120; seconds++)
        {
            engine.Pass(1000);
        }

        Assert.InRange(engine.Sent.Count(sent => sent.Kind == RequestKind.Time), 3, 13);
        Assert.True(engine.Sent.Count(sent => sent.Kind == RequestKind.Cancel) >= 40);
        NeedRate(engine, WeightPerMinute);
    }

    [Fact]
    public void What_flattens_passes_under_its_own_kill_alone_and_only_if_it_reduces()
    {
        using EngineFixture engine = new EngineFixture().Ready();
        Hold(engine, 1, Side.Buy, 3);
        Assert.Equal(DenialCode.FlattenOver, Flatten(engine, 10, Side.Sell, 1, generation: 5));
        engine.Kill(5);
        engine.Gate.State = (uint)TradingStateValue.Halted;
        engine.Gate.ControlGeneration = 9;
        ulong denied = engine.Approve(11);
        Assert.Equal(DenialCode.KillActive, engine.Events().Last(each => each.ClientOrderId == denied).Denial);
        Assert.Equal(DenialCode.FlattenOver, Flatten(engine, 12, Side.Sell, 1, generation: 4));
        Assert.Equal(DenialCode.FlattenNotReducing, Flatten(engine, 13, Side.Buy, 1, generation: 5));
        Assert.Equal(DenialCode.FlattenNotReducing, Flatten(engine, 14, Side.Sell, 3.1m, generation: 5));
        Assert.Equal(DenialCode.Unspecified, Flatten(engine, 15, Side.Sell, 2, generation: 5));
        Assert.Equal(DenialCode.FlattenNotReducing, Flatten(engine, 16, Side.Sell, 2, generation: 5));
        Assert.Equal((1, 2), (engine.Handler.Totals.Flatten, engine.Handler.Totals.Submitted));
        Assert.Equal(5ul, engine.Events().Last(each => each.ClientOrderId == (EngineFixture.Epoch | 15)).FlattenGeneration);
        engine.Gate.LeaseLeftNs = 0;
        Assert.Equal(DenialCode.LeaseExpired, Flatten(engine, 17, Side.Sell, 1, generation: 5));
        engine.Gate.LeaseLeftNs = 1;
        engine.Kill(6);
        Assert.Equal(DenialCode.FlattenOver, Flatten(engine, 18, Side.Sell, 1, generation: 5));

        // The order of the kill before is under way: what comes after it waits until it has ended.
        Assert.Equal(DenialCode.FlattenOver, Flatten(engine, 19, Side.Sell, 1, generation: 6));
        engine.Report(EngineFixture.Epoch | 15, "TRADE", "FILLED", 2, 99, 2);
        Assert.Equal(DenialCode.Unspecified, Flatten(engine, 20, Side.Sell, 1, generation: 6));
    }

    [Fact]
    public void What_flattens_a_strategy_is_measured_by_its_own_position()
    {
        using EngineFixture engine = new EngineFixture().Ready();
        Hold(engine, 1, Side.Buy, 2, instance: 1);
        Hold(engine, 2, Side.Sell, 5, instance: 2);
        engine.KillScope(ScopeKind.Strategy, 1, generation: 3);
        Assert.Equal(DenialCode.FlattenNotReducing, Flatten(engine, 10, Side.Buy, 1, 3, ScopeKind.Strategy, 1));
        Assert.Equal(DenialCode.FlattenNotReducing, Flatten(engine, 11, Side.Sell, 3, 3, ScopeKind.Strategy, 1));
        Assert.Equal(DenialCode.FlattenOver, Flatten(engine, 12, Side.Sell, 2, 2, ScopeKind.Strategy, 1));
        Assert.Equal(DenialCode.Unspecified, Flatten(engine, 13, Side.Sell, 2, 3, ScopeKind.Strategy, 1));
        engine.KillScope(ScopeKind.Strategy, 1, generation: 3, resumed: 3);
        Assert.Equal(DenialCode.FlattenOver, Flatten(engine, 14, Side.Sell, 2, 3, ScopeKind.Strategy, 1));
    }

    [Fact]
    public void A_restart_rebuilds_kills_and_positions_from_the_record()
    {
        using EngineFixture engine = new EngineFixture(instruments: 2).Ready();
        Hold(engine, 1, Side.Buy, 3);
        _ = engine.Rest(2, instance: 2);
        engine.KillScope(ScopeKind.Strategy, 2, generation: 3);
        engine.KillScope(ScopeKind.Instrument, 2, generation: 4);
        engine.Kill(5);
        Assert.Equal(DenialCode.Unspecified, Flatten(engine, 20, Side.Sell, 1, generation: 5));
        ExecutionHandler again = engine.Rebuild();
        Assert.Equal(
            engine.Handler.Kills.Scopes.Select(each => (each.Kind, each.Id, each.KillGeneration, each.StoppedGeneration)),
            again.Kills.Scopes.Select(each => (each.Kind, each.Id, each.KillGeneration, each.StoppedGeneration)));
        Assert.Equal((5ul, 1L), (again.Kills.Generation, again.Totals.Flatten));
    }

    private static List<ScopeStopped> Stopped(EngineFixture engine) =>
        engine.Run.All<ScopeStopped>(StreamId.Execution, RecordType.ScopeStopped);

    private static IEnumerable<ulong> Cancels(EngineFixture engine, int from) =>
        engine.Sent.Skip(from).Where(each => each.Kind == RequestKind.Cancel).Select(each => each.ClientOrderId);

    private static uint IndexOf(ulong id) => (uint)(id & uint.MaxValue) - 1;

    private static uint InstrumentOf(ulong id) => (IndexOf(id) % 4) + 1;

    private static decimal ExposureOf(ulong id) =>
        (1 + (IndexOf(id) % 7)) * (InstrumentOf(id) switch { 1 => 50m, 2 => 10m, 3 => 90m, _ => 20m });

    private static void Cancel(EngineFixture engine, ulong id) =>
        engine.Report(id, "CANCELED", "CANCELED", 0, original: EngineFixture.Text(id));

    private static void Hold(EngineFixture engine, uint counter, Side side, decimal quantity, uint instance = 1)
    {
        ulong id = engine.Approve(counter, side, quantity, instance: instance);
        engine.Report(id, "TRADE", "FILLED", quantity, tradeId: counter, last: quantity);
    }

    private static DenialCode Flatten(
        EngineFixture engine, uint counter, Side side, decimal quantity, ulong generation, ScopeKind scope = default, uint scopeId = 0)
    {
        ulong id = engine.Approve(counter, side, quantity, change: approved =>
        {
            approved.Type = OrderType.Market;
            approved.Price = 0;
            approved.FlattenGeneration = generation;
            approved.FlattenScope = scope;
            approved.FlattenScopeId = scopeId;
        });
        return engine.Events().First(each => each.ClientOrderId == id).Denial;
    }

    /// <summary>No span of a minute has more weight than the venue allows.</summary>
    private static void NeedRate(EngineFixture engine, int weightPerMinute)
    {
        int from = 0;
        int sum = 0;
        for (int i = 0; i < engine.Sent.Count; i++)
        {
            sum += WeightOf(engine.Sent[i].Kind);
            for (; engine.SentNs[i] - engine.SentNs[from] > 60_000_000_000; from++)
            {
                sum -= WeightOf(engine.Sent[from].Kind);
            }

            Assert.True(sum <= weightPerMinute, $"{sum} within a minute");
        }
    }

    private static int WeightOf(RequestKind kind) => kind switch
    {
        RequestKind.Status => 4,
        RequestKind.Trades => 5,
        RequestKind.Account => 20,
        RequestKind.Subscribe => 2,
        _ => 1,
    };
}
