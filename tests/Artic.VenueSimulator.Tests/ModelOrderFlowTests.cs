using System.Text.Json;
using Artic.VenueSimulator.Domain;
using Artic.VenueSimulator.Matching;
using Xunit.Abstractions;

namespace Artic.VenueSimulator.Tests;

public sealed class ModelOrderFlowTests(ITestOutputHelper output)
{
    private const long SecondNs = 1_000_000_000;

    [Fact]
    public void Two_runs_of_a_seed_give_the_same_messages_however_the_time_is_cut()
    {
        List<string> whole = Run(7, 20 * SecondNs, 20 * SecondNs);
        List<string> cut = Run(7, 20 * SecondNs, 3_333_333);

        Assert.Equal(whole, cut);
        Assert.NotEqual(whole, Run(8, 20 * SecondNs, 20 * SecondNs));
    }

    [Fact]
    public void Diffs_are_contiguous_and_rebuild_the_book_from_a_snapshot()
    {
        using ModelOrderFlow flow = VenueFixture.Model(3);
        foreach (StreamKind kind in new[] { StreamKind.Depth100Ms, StreamKind.Depth1000Ms })
        {
            DiffFollower follower = new(flow.Depth(5_000));
            long startNs = kind == StreamKind.Depth100Ms ? 0 : 10 * SecondNs;
            flow.Published = message =>
            {
                if (message.Kind == kind)
                {
                    follower.Apply(message.Raw);
                }
            };
            flow.AdvanceTo(startNs + (10 * SecondNs), int.MaxValue);

            Assert.Equal(kind == StreamKind.Depth100Ms ? 100 : 10, follower.Applied);
            follower.AssertEquals(flow.Depth(5_000));
        }
    }

    [Fact]
    public void A_book_ticker_carries_the_top_at_its_update_id_and_the_book_is_never_crossed()
    {
        using ModelOrderFlow flow = VenueFixture.Model(5);
        flow.Published = message =>
        {
            if (message.Kind == StreamKind.BookTicker)
            {
                JsonElement ticker = JsonDocument.Parse(message.Raw).RootElement;
                DepthSnapshot depth = flow.Depth(1);
                Assert.Equal(depth.LastUpdateId, ticker.GetProperty("u").GetInt64());
                Assert.Equal(DiffFollower.E8(ticker.GetProperty("b")), depth.Bids[0].PriceE8);
                Assert.Equal(DiffFollower.E8(ticker.GetProperty("A")), depth.Asks[0].QuantityE8);
                Assert.True(depth.Bids[0].PriceE8 < depth.Asks[0].PriceE8);
            }
        };
        flow.AdvanceTo(30 * SecondNs, int.MaxValue);
    }

    [Theory]
    [InlineData(1UL)]
    [InlineData(2UL)]
    public void The_market_is_as_lively_as_it_says(ulong seed)
    {
        using ModelOrderFlow flow = VenueFixture.Model(seed);
        Dictionary<StreamKind, int> counts = [];
        List<(double Mid, double Imbalance)> tops = [];
        List<long> spreads = [];
        flow.Published = message =>
        {
            counts[message.Kind] = counts.GetValueOrDefault(message.Kind) + 1;
            if (message.Kind == StreamKind.BookTicker)
            {
                DepthSnapshot depth = flow.Depth(1);
                spreads.Add((depth.Asks[0].PriceE8 - depth.Bids[0].PriceE8) / flow.Instrument.TickE8);
            }
        };
        double gap = 0;
        const int seconds = 300;
        for (int i = 1; i <= seconds * 2; i++)
        {
            flow.AdvanceTo(i * SecondNs / 2, int.MaxValue);
            DepthSnapshot depth = flow.Depth(10);
            double bids = depth.Bids.Sum(l => l.QuantityE8);
            double asks = depth.Asks.Sum(l => l.QuantityE8);
            double mid = (depth.Bids[0].PriceE8 + depth.Asks[0].PriceE8) / 2e8;
            tops.Add((mid, (bids - asks) / (bids + asks)));
            gap += Math.Abs(mid - flow.FairPrice);
        }

        spreads.Sort();
        double tickers = counts[StreamKind.BookTicker] / (double)seconds;
        double trades = counts[StreamKind.Trade] / (double)seconds;
        double correlation = Correlation(
            tops.SkipLast(2).Select(t => t.Imbalance).ToArray(),
                tops.Skip(2).Select((t, i) => t.Mid - tops[i].Mid).ToArray());
        output.WriteLine(
            $"book tickers {tickers:F0}/s, trades {trades:F0}/s, spread p50 {spreads[spreads.Count / 2]} p90 {spreads[spreads.Count * 9 / 10]} p99 {spreads[spreads.Count * 99 / 100]} ticks");
        output.WriteLine(
            $"mid {tops.Min(t => t.Mid)} to {tops.Max(t => t.Mid)}, mean distance to fair {gap / tops.Count:F2}, imbalance against the move of the next second {correlation:F2}");
        output.WriteLine($"levels {flow.Depth(5_000).Bids.Count} + {flow.Depth(5_000).Asks.Count}");
        Assert.InRange(tickers, 150, 260);
        Assert.InRange(trades, 20, 40);
        Assert.InRange(spreads[spreads.Count / 2], 1, 3);
        Assert.InRange(correlation, 0.05, 0.9);
        Assert.InRange(gap / tops.Count, 0, 3);
    }

    private static double Correlation(double[] x, double[] y)
    {
        double meanX = x.Average();
        double meanY = y.Average();
        double covariance = x.Zip(y, (a, b) => (a - meanX) * (b - meanY)).Sum();
        return covariance / Math.Sqrt(x.Sum(a => (a - meanX) * (a - meanX)) * y.Sum(b => (b - meanY) * (b - meanY)));
    }

    private static List<string> Run(ulong seed, long untilNs, long stepNs)
    {
        using ModelOrderFlow flow = VenueFixture.Model(seed);
        List<string> messages = [];
        flow.Published = message => messages.Add(System.Text.Encoding.UTF8.GetString(message.CombinedBytes));
        for (long nowNs = 0; nowNs < untilNs; nowNs += stepNs)
        {
            flow.AdvanceTo(nowNs, int.MaxValue);
        }

        flow.AdvanceTo(untilNs, int.MaxValue);
        return messages;
    }
}
