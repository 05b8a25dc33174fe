using Artic.Hosting.Options;
using Artic.Messaging.Records;
using Artic.Services.Tests.Allocation;
using Artic.Services.Tests.Support;
using Artic.SignalBridge;
using Artic.Strategies.Catalog;
using Artic.Streams.Log;
using Artic.Streams.Steps;
using Artic.V1;

namespace Artic.Services.Tests.Signals;

[Collection(AloneCollection.Name)]
public sealed class ManyInstancesTests
{
    private const int Instruments = 50;
    private const int Instances = 100;
    private const int Bars = 400;
    private const int Windows = 3;

    [Fact]
    public void A_hundred_instances_over_fifty_instruments_allocate_nothing_and_say_the_same_again()
    {
        StrategyDefinition[] catalog = [.. StrategyCatalog.All];
        PipelineOptions options = InstanceWorld.OptionsOf(Instruments);
        for (int i = 0; i < Instances; i++)
        {
            StrategyDefinition each = catalog[i % catalog.Length];
            options.Strategies.Add(new StrategyOptions
            {
                Id = i + 1, Name = each.Name, Instrument = 1 + (i % Instruments),
                OtherInstrument = each.Input == StrategyInput.Pair ? 1 + ((i + 1) % Instruments) : 0,
                OrderQuantity = "0.1", MaxPosition = "1", CooldownMs = 0, Mode = i % 7 == 0 ? "observe" : "active",
                Filter = i % 5 == 0 ? new FilterOptions { Sessions = ["asia", "america"] } : null,
                Sizing = i % 3 == 0 ? new SizingOptions { Kind = "volatility", Equity = "100000", Target = 5, Length = 20 } : null,
            });
        }

        using TestRun run = new();
        RecordWriter market = run.Writer(StreamId.Market);
        RecordWriter execution = run.Writer(StreamId.Execution);
        using StrategySet strategies = new(options);
        Assert.Empty(strategies.Refused);
        SignalHandler handler = new(strategies.Views, strategies.Instances, strategies, run.Counters("signal-bridge"));
        StepLoop loop = new(
            handler, new StepOutput(run.Writer(StreamId.Signal)), run.Reader(StreamId.Instance), run.Reader(StreamId.Execution),
            run.Reader(StreamId.Market));
        new InstanceEdge(run.Writer(StreamId.Instance), static () => { }).Begin(strategies.AtStart);
        for (uint i = 1; i <= Instruments; i++)
        {
            market.Say(RecordType.FeedStatus, new FeedStatus { InstrumentId = i, State = FeedState.Live });
        }

        Random random = new(7);
        _ = Drive(market, execution, loop, random, 0);
        long allocated = 0;
        int window = 0;
        do
        {
            allocated = Drive(market, execution, loop, random, ++window * Bars);
        }
        while (allocated > 0 && window < Windows);

        Assert.Equal(0, allocated);
        Assert.True(handler.Signals > Instances && handler.Intents > 10 * Instances, $"{handler.Signals} signals, {handler.Intents} intents");

        using StrategySet others = new(options);
        SignalHandler again = new(others.Views, others.Instances, others, run.Counters("again"));
        StepLoop rebuilt = new(
            again, StepOutput.ForReplay(), run.Reader(StreamId.Instance), run.Reader(StreamId.Execution), run.Reader(StreamId.Market));
        using RecordReader recorded = new(run.Paths, StreamId.Signal);
        _ = rebuilt.Rebuild(recorded);
        Assert.True(recorded.LastSequence > Instances);
    }

    /// <summary>
    /// A quote, a book and a bar of each instrument, and the end of every order, many times; gives what the loop has allocated meanwhile.
    /// </summary>
    private static long Drive(RecordWriter market, RecordWriter execution, StepLoop loop, Random random, int from)
    {
        long allocated = 0;
        Quote quote = new() { UpdateId = 1, BidQuantity = 1, AskQuantity = 1 };
        Bar bar = new() { Kind = BarKind.Time, LengthNs = InstanceWorld.SecondNs, Trades = 1 };
        OrderEvent ended = new() { Status = OrderStatus.Canceled };
        BookTop book = new() { BidQuantities = { 1, 1 }, AskQuantities = { 1, 1 } };
        for (int i = from; i < from + Bars; i++)
        {
            for (uint instrument = 1; instrument <= Instruments; instrument++)
            {
                long price = Units.E8(100 + (10 * (decimal)Math.Round(Math.Sin((i + (3 * instrument)) / 9.0), 4)) + random.Next(3));
                (quote.InstrumentId, quote.BidPrice, quote.AskPrice) = (instrument, price - 1_000_000, price + 1_000_000);
                (bar.InstrumentId, bar.StartUtcNs) = (instrument, (i + 1) * InstanceWorld.SecondNs);
                (bar.Open, bar.High, bar.Low, bar.Close) = (price, price + random.Next(1_000_000), price - random.Next(1_000_000), price);
                (bar.EndUtcNs, bar.Volume) = (bar.StartUtcNs + 1, Units.E8(1 + random.Next(9)));
                (book.InstrumentId, book.BidQuantities[0], book.AskQuantities[0]) = (instrument, random.Next(1, 9), random.Next(1, 9));
                market.AppendOf(RecordType.Quote, instrument, quote);
                market.AppendOf(RecordType.BookTop, instrument, book);
                market.AppendOf(RecordType.Bar, instrument, bar);
                market.Commit(Artic.Core.Time.Clock.MonotonicNs());
            }

            for (uint instance = 1; instance <= Instances; instance++)
            {
                ended.InstanceId = instance;
                execution.Append(RecordType.OrderEvent, ended);
            }

            execution.Commit(Artic.Core.Time.Clock.MonotonicNs());
            long before = GC.GetAllocatedBytesForCurrentThread();
            while (loop.Turn())
            {
            }

            allocated += GC.GetAllocatedBytesForCurrentThread() - before;
        }

        return allocated;
    }
}
