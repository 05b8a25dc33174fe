using System.Text;
using Artic.Core.Time;
using Artic.Hosting.Options;
using Artic.MarketData;
using Artic.MarketData.Venues;
using Artic.Messaging.Records;
using Artic.Services.Tests.Support;
using Artic.Streams.Log;
using Artic.Streams.Steps;
using Artic.V1;
using Artic.Venues;

namespace Artic.Services.Tests.MarketData;

/// <summary>Several connections, venues that count their messages, and what is said about silence, price and time.</summary>
public sealed class ConnectionTests : IDisposable
{
    private readonly TestRun _run = new();

    public void Dispose() => _run.Dispose();

    [Fact]
    public void A_lost_connection_costs_the_books_that_it_carries_and_no_other()
    {
        CoinbaseMarket market = new(_run, connections: 2);
        market.Connect(0);
        market.Connect(1);
        market.Book(0, 0, "A-USD");
        market.Book(1, 0, "B-USD");
        Assert.Equal([FeedState.Live, FeedState.Live], market.States);
        market.Say(ConnectionState.Disconnected, 1);
        Assert.Equal([FeedState.Live, FeedState.Stale], market.States);
        market.Connect(1);
        Assert.Equal([FeedState.Live, FeedState.Resyncing], market.States);
        market.Book(1, 0, "B-USD");
        Assert.Equal([FeedState.Live, FeedState.Live], market.States);
    }

    [Fact]
    public void A_hole_in_the_count_of_a_connection_withdraws_every_book_on_it()
    {
        CoinbaseMarket market = new(_run, connections: 2);
        market.Connect(0);
        market.Connect(1);
        market.Book(0, 0, "A-USD");
        market.Book(1, 0, "B-USD");
        market.Heartbeat(0, 1);
        market.Heartbeat(1, 2);
        Assert.Equal([FeedState.Live, FeedState.Resyncing], market.States);
        Assert.Equal((1, 1), (market.Handler.Gaps, market.Handler.Resyncs));
        Assert.True(market.Feeds[1].WantsSnapshot);
        Assert.False(market.Feeds[0].WantsSnapshot);

        // What comes late is not used: the book that it belongs to is gone.
        market.Book(1, 1, "B-USD");
        Assert.Equal(FeedState.Resyncing, market.Feeds[1].State);
        Assert.Equal(1, market.Handler.Malformed[(int)MalformedReason.Duplicate]);
        market.Book(1, 3, "B-USD");
        Assert.Equal(FeedState.Live, market.Feeds[1].State);
    }

    [Fact]
    public void A_live_book_is_doubted_when_the_edge_says_that_nothing_came()
    {
        CoinbaseMarket market = new(_run, connections: 1);
        market.Connect(0);
        market.Book(0, 0, "A-USD");
        market.Edge(RecordType.StreamSilent, new StreamSilent { InstrumentId = 1, QuietNs = 3_000_000_000 });
        Assert.Equal((FeedState.Resyncing, FeedReason.Silent), (market.Feeds[0].State, market.LastStatus.Reason));
        Assert.Equal(1, market.Handler.Silences);
        market.Edge(RecordType.StreamSilent, new StreamSilent { InstrumentId = 1, QuietNs = 3_000_000_000 });
        market.Edge(RecordType.StreamSilent, new StreamSilent { InstrumentId = 9, QuietNs = 3_000_000_000 });
        Assert.Equal(1, market.Handler.Silences);
    }

    [Theory]
    [InlineData("150.74", 0)]
    [InlineData("150.76", 1)]
    [InlineData("50.26", 0)]
    [InlineData("50.24", 1)]
    [InlineData("9000000000.00000000", 1)]
    public void A_trade_farther_than_half_the_price_from_the_middle_is_left_out(string price, long absurd)
    {
        using MarketFixture market = new MarketFixture().Live();
        market.Stream(MarketFrames.Trade(1, price, "1.0", 5_000));
        Assert.Equal(absurd, market.Handler.Malformed[(int)MalformedReason.Price]);
        Assert.Equal(1 - absurd, market.Run.All<Trade>(StreamId.Market, RecordType.Trade).Count);
    }

    [Fact]
    public void A_trade_that_came_before_is_left_out()
    {
        using MarketFixture market = new MarketFixture().Live();
        foreach (long id in new long[] { 5, 6, 6, 5, 7 })
        {
            market.Stream(MarketFrames.Trade(id, "100.00", "1.0", 5_000));
        }

        Assert.Equal([5ul, 6ul, 7ul], market.Run.All<Trade>(StreamId.Market, RecordType.Trade).Select(trade => trade.TradeId));
        Assert.Equal(2, market.Handler.Malformed[(int)MalformedReason.Duplicate]);
    }

    [Fact]
    public void A_clock_behind_the_venues_gives_a_negative_latency_that_is_said()
    {
        CoinbaseMarket market = new(_run, connections: 1);
        long now = Clock.MonotonicNs();
        market.Edge(RecordType.ConnectionChanged, new ConnectionChanged { State = ConnectionState.Connected, UtcNs = now - 1_280_000_000 }, now);
        market.Book(0, 0, "A-USD", exchangeTimeNs: now, receivedNs: now + 5_000_000);
        Assert.Equal(-1_275_000_000, market.Handler.ExchangeLatencyNs);
        Assert.Equal(1, market.Handler.ExchangeAhead);
    }

    [Fact]
    public void Whole_books_and_their_changes_are_on_record_where_that_is_configured()
    {
        using MarketFixture market = new MarketFixture(new MarketDataOptions { BookDeltas = true }).Live();
        market.Stream(MarketFrames.Depth(101, 103, "[[\"100.50\",\"3.0\"],[\"100.00\",\"0.0\"]]", "[]"));
        BookSnapshot whole = market.Run.All<BookSnapshot>(StreamId.Market, RecordType.BookSnapshot).Single();
        Assert.Equal((100ul, 10_000_000_000, 100_000_000), (whole.UpdateId, whole.BidPrices.Single(), whole.BidQuantities.Single()));
        Assert.Equal((10_100_000_000, 200_000_000), (whole.AskPrices.Single(), whole.AskQuantities.Single()));
        BookDelta delta = market.Run.All<BookDelta>(StreamId.Market, RecordType.BookDelta).Single();
        Assert.Equal(103ul, delta.UpdateId);
        Assert.Equal([10_050_000_000, 10_000_000_000], delta.BidPrices);
        Assert.Equal([300_000_000, 0], delta.BidQuantities);
        Assert.Empty(delta.AskPrices);
        using MarketFixture plain = new MarketFixture().Live();
        Assert.Empty(plain.Run.All<BookSnapshot>(StreamId.Market, RecordType.BookSnapshot));
    }

    /// <summary>Coinbase's market data: a connection for each instrument, A-USD on the first.</summary>
    private sealed class CoinbaseMarket
    {
        private readonly TestRun _run;
        private readonly RecordWriter _feed;
        private readonly StepLoop _loop;

        public CoinbaseMarket(TestRun run, int connections)
        {
            _run = run;
            _feed = run.Writer(StreamId.Feed);
            CoinbaseAdapter adapter = new();
            Feeds = [.. Enumerable.Range(0, connections).Select(i =>
                new InstrumentFeed((uint)i + 1, $"{(char)('A' + i)}USD", $"{(char)('A' + i)}-USD", i, adapter.Venue.NewKeeper(), 0))];
            Handler = new MarketDataHandler(Feeds, adapter, new MarketDataOptions(), new MarketDataCounters(run.Counters("market-data")));
            _loop = new StepLoop(Handler, new StepOutput(run.Writer(StreamId.Market)), run.Reader(StreamId.Feed));
        }

        public InstrumentFeed[] Feeds { get; }

        public MarketDataHandler Handler { get; }

        public IEnumerable<FeedState> States => Feeds.Select(feed => feed.State);

        public FeedStatus LastStatus => _run.All<FeedStatus>(StreamId.Market, RecordType.FeedStatus).Last();

        public void Connect(int connection) => Say(ConnectionState.Connected, connection);

        public void Say(ConnectionState state, int connection) =>
            Edge(RecordType.ConnectionChanged, new ConnectionChanged { State = state, Connection = (uint)connection });

        public void Edge<T>(RecordType type, T message, long nowNs = 1)
            where T : Google.Protobuf.IMessage
        {
            _feed.Append(type, message);
            _feed.Commit(nowNs);
            _ = _loop.Turn();
        }

        public void Book(int connection, int sequence, string product, long exchangeTimeNs = 0, long receivedNs = 1)
        {
            string time = DateTime.UnixEpoch.AddTicks(exchangeTimeNs / 100).ToString("yyyy-MM-ddTHH:mm:ss.fffffff", null) + $"{exchangeTimeNs % 100:D2}Z";
            Frame(
                connection,
                $$$"""{"channel":"l2_data","client_id":"","timestamp":"{{{time}}}","sequence_num":{{{sequence}}},"events":[{"type":"snapshot","product_id":"{{{product}}}","updates":[{"side":"bid","event_time":"{{{time}}}","price_level":"100.00","new_quantity":"1"},{"side":"offer","event_time":"{{{time}}}","price_level":"101.00","new_quantity":"2"}]}]}""",
                receivedNs);
        }

        public void Heartbeat(int connection, int sequence) => Frame(
            connection,
            $$$"""{"channel":"heartbeats","client_id":"","timestamp":"2023-06-23T20:31:56.121961769Z","sequence_num":{{{sequence}}},"events":[{"current_time":"2023-06-23 20:31:56.121961769 +0000 UTC m=+91717.525857105","heartbeat_counter":3049}]}""",
            1);

        private void Frame(int connection, string text, long receivedNs)
        {
            _feed.AppendFrame(FrameChannel.MarketStream, 0, Encoding.ASCII.GetBytes(text), receivedNs, connection);
            _feed.Commit(receivedNs);
            _ = _loop.Turn();
        }
    }
}
