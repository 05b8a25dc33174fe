using System.Text;
using Artic.MarketData;
using Artic.Services.Tests.Support;
using Artic.V1;

namespace Artic.Services.Tests.MarketData;

public sealed class OrderBookTests
{
    [Fact]
    public void Serves_nothing_before_the_snapshot_and_the_book_after_it()
    {
        using MarketFixture market = new();
        market.Connect();
        market.Stream(MarketFrames.Ticker(99, "100.00", "1.0", "101.00", "2.0"));
        Assert.Empty(market.Quotes());
        market.Snapshot(MarketFrames.Snapshot(100, "[[\"100.00\",\"1.0\"]]", "[[\"101.00\",\"2.0\"]]"));
        Quote quote = Assert.Single(market.Quotes());
        Assert.Equal((10_000_000_000, 100_000_000, 10_100_000_000, 200_000_000),
            (quote.BidPrice, quote.BidQuantity, quote.AskPrice, quote.AskQuantity));
    }

    [Fact]
    public void Drops_diffs_that_the_snapshot_contains_and_applies_the_one_that_spans_it()
    {
        using MarketFixture market = new();
        market.Connect();
        market.Stream(MarketFrames.Depth(90, 95, "[[\"100.00\",\"9.0\"]]", "[]"));
        market.Stream(MarketFrames.Depth(96, 101, "[[\"100.50\",\"3.0\"]]", "[]"));
        market.Snapshot(MarketFrames.Snapshot(100, "[[\"100.00\",\"1.0\"]]", "[[\"101.00\",\"2.0\"]]"));
        Assert.Equal(Units.E8(100.50m), market.Feed.Keeper.Book.Bids.BestPrice);
        Assert.Equal(Units.E8(1), market.Feed.Keeper.Book.Bids.LevelAt(1).Quantity);
        Assert.Equal(101, market.Feed.Keeper.UpdateId);
    }

    [Fact]
    public void Asks_for_another_snapshot_when_the_first_is_older_than_the_diffs()
    {
        using MarketFixture market = new();
        market.Connect();
        market.Feed.WantsSnapshot = false;
        market.Stream(MarketFrames.Depth(150, 160, "[[\"100.00\",\"9.0\"]]", "[]"));
        market.Snapshot(MarketFrames.Snapshot(100, "[[\"100.00\",\"1.0\"]]", "[[\"101.00\",\"2.0\"]]"));
        Assert.True(market.Feed.WantsSnapshot);
        Assert.Equal(FeedState.Resyncing, market.Feed.State);
        market.Snapshot(MarketFrames.Snapshot(155, "[[\"100.00\",\"1.0\"]]", "[[\"101.00\",\"2.0\"]]"));
        Assert.Equal(FeedState.Live, market.Feed.State);
        Assert.Equal(Units.E8(9), market.Feed.Keeper.Book.Bids.BestQuantity);
    }

    [Fact]
    public void Finds_a_gap_at_the_next_message_and_withdraws_the_book()
    {
        using MarketFixture market = new MarketFixture().Live();
        market.Stream(MarketFrames.Depth(101, 103, "[[\"100.10\",\"1.0\"]]", "[]"));
        market.Stream(MarketFrames.Depth(105, 106, "[[\"100.20\",\"1.0\"]]", "[]"));
        Assert.Equal(1ul, market.Feed.Gaps);
        Assert.False(market.Feed.Keeper.IsLive);
        Assert.True(market.Feed.WantsSnapshot);
        Assert.Equal((FeedState.Resyncing, FeedReason.SequenceGap), (market.States()[^1].State, market.States()[^1].Reason));
        market.Snapshot(MarketFrames.Snapshot(104, "[[\"100.00\",\"1.0\"]]", "[[\"101.00\",\"2.0\"]]"));
        Assert.Equal(Units.E8(100.20m), market.Feed.Keeper.Book.Bids.BestPrice);
        Assert.Equal(1ul, market.Feed.Resyncs);
    }

    [Fact]
    public void Ignores_an_old_diff_and_a_repeated_one()
    {
        using MarketFixture market = new MarketFixture().Live();
        market.Stream(MarketFrames.Depth(101, 103, "[[\"100.10\",\"1.0\"]]", "[]"));
        market.Stream(MarketFrames.Depth(101, 103, "[[\"100.10\",\"7.0\"]]", "[]"));
        Assert.Equal(Units.E8(1), market.Feed.Keeper.Book.Bids.BestQuantity);
        Assert.Equal(0ul, market.Feed.Gaps);
    }

    [Fact]
    public void Withdraws_a_book_that_a_diff_has_crossed()
    {
        using MarketFixture market = new MarketFixture().Live();
        market.Stream(MarketFrames.Depth(101, 101, "[[\"101.00\",\"1.0\"]]", "[]"));
        Assert.Equal(FeedReason.CrossedBook, market.States()[^1].Reason);
        Assert.False(market.Feed.Keeper.IsLive);
    }

    [Theory]
    [InlineData("{\"stream\":\"btcusdt@trade\",\"data\":{\"e\":\"trade\"", MalformedReason.Json)]
    [InlineData("not json", MalformedReason.Json)]
    [InlineData("", MalformedReason.Json)]
    [InlineData("{}{}", MalformedReason.Json)]
    [InlineData("{\"data\":{\"e\":\"depthUpdate\",\"s\":\"BTCUSDT\",\"U\":101,\"u\":101,\"b\":[[\"100.5\"]],\"a\":[]}}", MalformedReason.Shape)]
    [InlineData("{\"data\":{\"e\":\"depthUpdate\",\"E\":1,\"s\":\"BTCUSDT\",\"U\":101,\"u\":101,\"b\":[[\"-1\",\"1\"]],\"a\":[]}}", MalformedReason.Number)]
    public void A_malformed_frame_is_counted_by_reason_and_the_book_that_may_lack_it_is_built_anew(string text, MalformedReason reason)
    {
        using MarketFixture market = new MarketFixture().Live();
        market.Stream(Encoding.ASCII.GetBytes(text));
        Assert.Equal(1, market.Handler.Malformed[(int)reason]);
        Assert.Equal(1, market.Handler.Malformed.ToArray().Sum());
        Assert.Equal((FeedState.Resyncing, FeedReason.Malformed), (market.Feed.State, market.States()[^1].Reason));
        Assert.False(market.Feed.Keeper.IsLive);
        market.Snapshot(MarketFrames.Snapshot(200, "[[\"100.00\",\"1.0\"]]", "[[\"101.00\",\"2.0\"]]"));
        Assert.Equal(FeedState.Live, market.Feed.State);
    }

    [Fact]
    public void A_change_that_the_snapshot_contains_is_no_duplicate_and_one_that_comes_twice_is()
    {
        using MarketFixture market = new MarketFixture().Live();
        market.Stream(MarketFrames.Depth(99, 100, "[[\"100.50\",\"9.0\"]]", "[]"));
        Assert.Equal(0, market.Handler.Malformed[(int)MalformedReason.Duplicate]);
        market.Stream(MarketFrames.Depth(101, 101, "[[\"100.50\",\"1.0\"]]", "[]"));
        market.Stream(MarketFrames.Depth(101, 101, "[[\"100.50\",\"2.0\"]]", "[]"));
        Assert.Equal(1, market.Handler.Malformed[(int)MalformedReason.Duplicate]);
        Assert.Equal(100_000_000, market.Feed.Keeper.Book.Bids.BestQuantity);
        Assert.Equal(FeedState.Live, market.Feed.State);
    }

    [Fact]
    public void Closes_a_bar_with_the_first_trade_of_the_next_second()
    {
        using MarketFixture market = new MarketFixture().Live();
        market.Stream(MarketFrames.Trade(1, "100.00", "1.0", 5_000));
        market.Stream(MarketFrames.Trade(2, "102.00", "2.0", 5_500));
        market.Stream(MarketFrames.Trade(3, "99.00", "0.5", 5_999));
        Assert.Empty(market.Run.All<Bar>(Artic.Streams.Log.StreamId.Market, Artic.Messaging.Records.RecordType.Bar));
        market.Stream(MarketFrames.Trade(4, "103.00", "1.0", 6_000));
        Bar bar = Assert.Single(market.Run.All<Bar>(Artic.Streams.Log.StreamId.Market, Artic.Messaging.Records.RecordType.Bar));
        Assert.Equal(
            (Units.E8(100), Units.E8(102), Units.E8(99), Units.E8(99), Units.E8(3.5m), 3u, 5_000_000_000),
            (bar.Open, bar.High, bar.Low, bar.Close, bar.Volume, bar.Trades, bar.StartUtcNs));
    }
}
