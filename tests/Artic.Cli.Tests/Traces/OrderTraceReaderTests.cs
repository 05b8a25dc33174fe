using Artic.Cli.Traces;
using Artic.Streams.Log;
using Artic.V1;

namespace Artic.Cli.Tests.Traces;

/// <summary>The ways of orders, found from their requests back, in an archive that grows.</summary>
public sealed class OrderTraceReaderTests : IDisposable
{
    private const long HopNs = TracedRun.HopNs;
    private readonly TracedRun _run = new();

    public void Dispose() => _run.Dispose();

    [Fact]
    public void An_order_has_the_times_at_which_each_step_was_taken_and_committed()
    {
        _run.Order(7, 1_000_000);
        _run.Archive();
        using OrderTraceReader reader = Reader();
        OrderTrace trace = reader.Read()!;
        Assert.Equal(7UL, trace.Approved.ClientOrderId);
        Assert.Equal(
            (1_000_000, 1_000_000 + (9 * HopNs), 1_000_000 + (10 * HopNs)), (trace.OriginNs, trace.SentNs, trace.WrittenNs));
        long[] hops = [.. ((StageTimes[])[trace.Market, trace.Signal, trace.Risk, trace.Execution])
            .SelectMany(times => (long[])[times.TakenNs, times.CommittedNs]).Select(ns => (ns - trace.OriginNs) / HopNs)];
        Assert.Equal([1, 2, 3, 4, 5, 6, 7, 8], hops);
        Assert.True(trace.UtcOffsetNs > 0);
        Assert.Null(reader.Read());
        Assert.Equal((1, 0, 0), Counts(reader));
    }

    [Fact]
    public void Orders_come_in_the_order_in_which_they_left_and_those_that_did_not_leave_do_not_come()
    {
        _run.Order(3, 1_000);
        _run.Send(4, 2_000, 1, RequestKind.Cancel);
        _run.Send(5, 3_000, 1, RequestKind.Place, failed: true);
        _run.Order(2, 4_000);
        _run.Order(9, 5_000);
        _run.Archive();
        Assert.Equal([3UL, 2UL, 9UL], Orders(Reader()));
        using OrderTraceReader one = new(_run.Paths, 2, TracePosition.Start);
        Assert.Equal([2UL], Orders(one));
        Assert.Equal(1, one.Sent);
    }

    [Theory]
    [InlineData(StreamId.Market)]
    [InlineData(StreamId.Signal)]
    [InlineData(StreamId.Order)]
    [InlineData(StreamId.Execution)]
    [InlineData(StreamId.Wire)]
    public void An_order_comes_once_when_all_that_led_to_it_is_in_the_archive_whichever_stream_is_the_last(StreamId last)
    {
        _run.Order(1, 1_000);
        _run.Archive();
        using OrderTraceReader reader = Reader();
        Assert.Equal(1UL, reader.Read()!.Approved.ClientOrderId);
        TracePosition before = reader.Position;
        _run.Order(2, 2_000);
        StreamId[] others = [StreamId.Market, StreamId.Signal, StreamId.Order, StreamId.Execution, StreamId.Wire];
        _run.Archive([.. others.Where(stream => stream != last)]);
        Assert.Null(reader.Read());
        Assert.Null(reader.Read());
        Assert.Equal((last != StreamId.Wire, before), (reader.IsWaiting, reader.Position));
        _run.Archive(last);
        Assert.Equal(2UL, reader.Read()!.Approved.ClientOrderId);
        Assert.Null(reader.Read());
        Assert.False(reader.IsWaiting);
        Assert.Equal((2, 0, 0), Counts(reader));
    }

    [Fact]
    public void Orders_of_one_tick_and_of_ticks_in_another_order_find_theirs()
    {
        long first = _run.Tick(1_000);
        long second = _run.Tick(2_000);
        _run.Leave(1, 2_000, second);
        _run.Leave(2, 2_000, second);
        _run.Leave(3, 1_000, first);
        _run.Leave(4, 2_000, second);
        _run.Archive();
        using OrderTraceReader reader = Reader();
        Assert.Equal([2_000 + HopNs, 2_000 + HopNs, 1_000 + HopNs, 2_000 + HopNs], All(reader).ConvertAll(trace => trace.Market.TakenNs));
    }

    [Fact]
    public void A_step_that_began_long_before_its_record_is_found()
    {
        for (int i = 0; i < 10; i++)
        {
            _ = _run.Tick(100 + i);
        }

        long early = _run.Tick(500);
        long late = _run.Tick(1_000, besides: 5_000);
        _run.Leave(1, 1_000, late);
        _run.Leave(2, 500, early);
        _run.Leave(3, 1_000, late);
        _run.Archive();
        using OrderTraceReader reader = Reader();
        Assert.Equal([1_000 + HopNs, 500 + HopNs, 1_000 + HopNs], All(reader).ConvertAll(trace => trace.Market.TakenNs));
    }

    [Fact]
    public void Who_goes_on_from_a_position_gets_the_rest_with_the_same_times()
    {
        for (int i = 1; i <= 50; i++)
        {
            _run.Order((ulong)i, i * 1_000);
        }

        _run.Archive();
        List<OrderTrace> all = All(Reader());
        for (int given = 0; given <= 50; given += 7)
        {
            using OrderTraceReader reader = Reader();
            for (int i = 0; i < given; i++)
            {
                _ = reader.Read();
            }

            using OrderTraceReader rest = new(_run.Paths, null, reader.Position);
            Assert.Equal(all.Skip(given), All(rest));
        }
    }

    [Fact]
    public void A_position_that_is_of_another_record_is_none()
    {
        _run.Order(1, 1_000);
        _run.Order(2, 2_000);
        _run.Archive();
        foreach (TracePosition foreign in (TracePosition[])[new(1, 77), new(2, 77), new(1_000_000, 77), new(-3, 77)])
        {
            using OrderTraceReader reader = new(_run.Paths, null, foreign);
            Assert.Equal([1UL, 2UL], Orders(reader));
        }
    }

    [Fact]
    public void What_has_no_tick_and_what_has_lost_a_record_is_counted_apart()
    {
        _run.Order(1, 1_000);
        _run.Send(2, 0, 1);
        _run.Leave(3, 3_000, 1, StreamId.Instance);
        _run.Send(4, 4_000, 1);
        _run.Leave(5, 5_000, tick: 1_000_000);
        _run.Order(6, 6_000);
        _run.Archive();
        using OrderTraceReader reader = Reader();
        Assert.Equal(1UL, reader.Read()!.Approved.ClientOrderId);
        Assert.Null(reader.Read());
        Assert.True(reader.IsWaiting);
        reader.GiveUp();
        Assert.Equal([6UL], Orders(reader));
        Assert.Equal((6, 2, 2), Counts(reader));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void An_order_whose_tick_is_not_kept_any_more_is_counted_and_the_next_is_found(bool isInTheMidst)
    {
        _run.Order(1, 1_000);
        _run.Order(2, 2_000);
        _run.Archive();
        using OrderTraceReader reader = Reader();
        if (isInTheMidst)
        {
            // It stands in what is about to go, and has mapped it.
            Assert.Equal(1UL, reader.Read()!.Approved.ClientOrderId);
        }

        _run.FillMarket();
        _run.Order(3, 3_000);
        _run.Archive();
        _run.TrimMarket();
        Assert.Equal(isInTheMidst ? [2UL, 3UL] : [3UL], Orders(reader));
        Assert.Equal((3, 0, isInTheMidst ? 0 : 2), Counts(reader));
    }

    [Fact]
    public void A_run_without_a_record_has_no_orders()
    {
        using OrderTraceReader reader = new(new RunPaths(Path.Combine(_run.Paths.RunFolder, "never")), null, new TracePosition(5, 5));
        Assert.Null(reader.Read());
        Assert.False(reader.IsWaiting);
    }

    private OrderTraceReader Reader() => new(_run.Paths, null, TracePosition.Start);

    private static (long Sent, long WithoutTick, long WithoutRecord) Counts(OrderTraceReader reader) =>
        (reader.Sent, reader.WithoutTick, reader.WithoutRecord);

    private static List<OrderTrace> All(OrderTraceReader reader)
    {
        List<OrderTrace> traces = [];
        while (reader.Read() is { } trace)
        {
            traces.Add(trace);
        }

        return traces;
    }

    private static ulong[] Orders(OrderTraceReader reader) => [.. All(reader).Select(trace => trace.Approved.ClientOrderId)];
}
