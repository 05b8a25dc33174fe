using Artic.Hosting.Options;
using Artic.RiskManager;
using Artic.RiskManager.Estimates;
using Artic.RiskManager.Exposure;
using Artic.Services.Tests.Support;
using Artic.V1;

namespace Artic.Services.Tests.Risk;

/// <summary>Value at risk as housekeeping computes it beside the loop.</summary>
public sealed class ValueAtRiskWatchTests
{
    private const long Ms = 1_000_000;
    private const int Samples = 30;

    private readonly RiskBooks _books;
    private readonly ValueAtRiskWatch _watch;
    private long _nowNs = 1_000 * Ms;

    public ValueAtRiskWatchTests()
    {
        PipelineOptions options = RiskOptionsOf.Run(RiskOptionsOf.Wide(), 2);
        _books = new RiskGate(options).Books;
        _watch = new ValueAtRiskWatch(
            new ValueAtRiskOptions { SampleMs = 10, Samples = Samples, HorizonMs = 10, ConfidenceBps = 9900 }, _books);
        foreach (InstrumentRisk instrument in _books.Instruments)
        {
            instrument.IsLive = true;
            instrument.Definition.TickSize = 1;
            Price(instrument, 100);
        }
    }

    [Fact]
    public void It_is_ready_once_there_are_as_many_returns_as_it_rests_on_and_then_after_each_five_marks()
    {
        Assert.Equal(0, Marks(Samples));
        Assert.Equal(1, Marks(1));
        Assert.True(_watch.IsReady);
        Assert.Equal(0, Marks(50));
        _watch.Taken();
        Assert.Equal(1, Marks(1));
        _watch.Taken();
        Assert.Equal(0, Marks(4));
        Assert.Equal(1, Marks(1));
    }

    [Fact]
    public void Marks_are_taken_no_faster_than_the_configuration_says()
    {
        for (int i = 0; i < 1000; i++)
        {
            _nowNs += Ms / 100;
            Assert.False(_watch.Watch(_nowNs));
        }

        _ = Marks(Samples + 1);
        Assert.True(_watch.IsReady);
    }

    [Fact]
    public void Each_instrument_counts_with_its_open_orders_at_the_larger_of_its_two_sides()
    {
        InstrumentRisk first = _books.Instruments[0];
        first.Position.Apply(isBuy: true, Units.E8(100), Units.E8(2));
        first.OpenSellQuantity = Units.E8(7);
        first.OpenBuyQuantity = Units.E8(1);
        Swing(first);
        long both = _watch.Result.Parametric;
        Assert.True(both > 0);

        // Two less seven is five short; two more one is three long: five decide.
        _watch.Taken();
        first.OpenSellQuantity = Units.E8(5);
        Swing(first);
        Assert.InRange((double)both / _watch.Result.Parametric, 1.6, 1.7);
    }

    [Fact]
    public void What_is_flat_or_does_not_move_has_none_and_a_book_that_is_not_right_has_not_moved()
    {
        InstrumentRisk first = _books.Instruments[0];
        Swing(first);
        Assert.Equal((0L, 0L), (_watch.Result.Parametric, _watch.Result.Historical));
        _watch.Taken();
        first.Position.Apply(isBuy: true, Units.E8(100), Units.E8(2));
        first.IsLive = false;
        Swing(first, Samples * 2);
        Assert.Equal((0L, 0L), (_watch.Result.Parametric, _watch.Result.Historical));
        Assert.Equal([1u, 2u], _watch.Result.InstrumentIds);
        Assert.All(_watch.Result.ShareBps, share => Assert.InRange(share, 1, 10_000));
    }

    [Fact]
    public void An_order_that_is_approved_while_it_is_computed_counts_twice_rather_than_not_at_all()
    {
        _books.ValueAtRisk.Add(100);
        _ = Marks(Samples + 1);
        _books.ValueAtRisk.Add(50);
        Assert.Equal(100, _watch.Result.AsOfShare);
        _books.ValueAtRisk.Take(_watch.Result, _nowNs);
        Assert.Equal(_watch.Result.Parametric + 50, _books.ValueAtRisk.At(_nowNs, 0, _books.Limits));
    }

    [Fact]
    public void A_thread_that_computes_and_one_that_trades_hand_each_result_over_whole()
    {
        InstrumentRisk[] instruments = _books.Instruments;
        long taken = 0;
        bool isWhole = true;
        using ManualResetEventSlim end = new();
        Thread housekeeping = new(() =>
        {
            while (!end.IsSet)
            {
                _nowNs += 10 * Ms;
                _ = _watch.Watch(_nowNs);
            }
        });
        housekeeping.Start();
        long shares = 0;
        long lastAsOf = 0;
        long deadline = Artic.Core.Time.Clock.MonotonicNs() + 30_000 * Ms;
        while (taken < 300 && Artic.Core.Time.Clock.MonotonicNs() < deadline)
        {
            // What the loop does meanwhile: prices, orders, and taking what is ready.
            InstrumentRisk instrument = instruments[(int)(shares % 2)];
            Price(instrument, 100 + (shares % 7));
            instrument.OpenBuyQuantity = Units.E8(1 + (shares % 5));
            _books.ValueAtRisk.Add(1);
            shares++;
            if (_watch.IsReady)
            {
                ValueAtRisk result = _watch.Result;
                isWhole &= result.InstrumentIds.Count == 2 && result.ShareBps.Count == 2 && result.Parametric >= 0 &&
                    result.Historical >= 0 && result.AsOfShare >= lastAsOf && result.AsOfShare <= shares;
                lastAsOf = result.AsOfShare;
                _books.ValueAtRisk.Take(result, _nowNs);
                taken++;
                _watch.Taken();
            }
        }

        end.Set();
        housekeeping.Join();
        Assert.Equal(300, taken);
        Assert.True(isWhole);
    }

    private static void Price(InstrumentRisk instrument, decimal price)
    {
        instrument.BidPrice = instrument.AskPrice = Units.E8(price);
        instrument.QuoteNs = 1;
    }

    /// <summary>Goes up and down by a per cent until there is a result.</summary>
    private void Swing(InstrumentRisk instrument, int marks = Samples + 5)
    {
        for (int i = 0; i < marks; i++)
        {
            Price(instrument, i % 2 == 0 ? 101 : 100);
            if (Marks(1) > 0 && i + 5 < marks)
            {
                _watch.Taken();
            }
        }

        while (!_watch.IsReady)
        {
            _ = Marks(1);
        }
    }

    /// <summary>So many marks; how many results became ready.</summary>
    private int Marks(int count)
    {
        int ready = 0;
        for (int i = 0; i < count; i++)
        {
            _nowNs += 10 * Ms;
            ready += _watch.Watch(_nowNs) ? 1 : 0;
        }

        return ready;
    }
}
