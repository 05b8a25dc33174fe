using System.Text;
using Artic.Core.Domain;
using Artic.Hosting.Options;
using Artic.MarketData;
using Artic.MarketData.Venues;
using Artic.Messaging.Records;
using Artic.PositionTracker;
using Artic.Services.Tests.Signals;
using Artic.Services.Tests.Support;
using Artic.SignalBridge;
using Artic.SignalBridge.Strategies;
using Artic.Streams.Log;
using Artic.Streams.Steps;
using Artic.V1;
using Artic.Venues;
using Google.Protobuf;

namespace Artic.Services.Tests.MarketData;

/// <summary>An instrument whose prices have more than eight decimals: SHIB at OKX, with a tick of 0.000000001.</summary>
public sealed class SmallCoinMarketTests : IDisposable
{
    private const string Definition =
        """{"code":"0","data":[{"instId":"SHIB-USDT","baseCcy":"SHIB","quoteCcy":"USDT","tickSz":"0.000000001","lotSz":"1","minSz":"1000","maxLmtSz":"999999999999"}]}""";

    private readonly TestRun _run = new();
    private readonly RecordWriter _feed;
    private readonly RecordWriter _market;

    public SmallCoinMarketTests()
    {
        _feed = _run.Writer(StreamId.Feed);
        _market = _run.Writer(StreamId.Market);
    }

    public void Dispose() => _run.Dispose();

    [Fact]
    public void Book_quote_trade_and_bar_are_on_record_at_the_scale_of_the_definition()
    {
        Market market = new(this);
        market.Connect();
        market.Document(Definition);
        market.Frame(Book("snapshot", 10, -1, [("0.000012345", "100")], [("0.000012346", "2500000")]));
        market.Frame(Trade(1, "0.00001234", 1_000));
        market.Frame(Trade(2, "0.000012347", 1_500));
        market.Frame(Trade(3, "0.000012346", 2_000));
        market.Frame(Book("update", 11, 10, [("0.00001235", "7"), ("0.000012345", "0")], [("0.000012346", "0"), ("0.000012351", "1")]));
        Assert.Equal((FeedState.Live, 9), (market.Feed.State, market.Feed.PriceScale));

        Instrument definition = Assert.Single(_run.All<Instrument>(StreamId.Market, RecordType.Instrument));
        Assert.Equal(("SHIBUSDT", 9u, 8u, 1, 100_000_000, 0), (
            definition.Symbol, definition.PriceScale, definition.QuantityScale, definition.TickSize, definition.LotSize, definition.MaxQuantity));
        List<Quote> quotes = _run.All<Quote>(StreamId.Market, RecordType.Quote);
        Assert.Equal([(12_345, 12_346, 9u), (12_350, 12_351, 9u)], quotes.ConvertAll(quote => (quote.BidPrice, quote.AskPrice, quote.PriceScale)));
        Assert.Equal("0.000012350", FixedPoint.ToText(quotes[1].BidPrice, PriceScales.FromRecord(quotes[1].PriceScale)));
        Assert.Equal(
            [(12_340, 9u), (12_347, 9u), (12_346, 9u)],
            _run.All<Trade>(StreamId.Market, RecordType.Trade).ConvertAll(trade => (trade.Price, trade.PriceScale)));
        Bar bar = Assert.Single(_run.All<Bar>(StreamId.Market, RecordType.Bar));
        Assert.Equal((12_340, 12_347, 12_340, 12_347, 9u), (bar.Open, bar.High, bar.Low, bar.Close, bar.PriceScale));
        BookTop top = _run.All<BookTop>(StreamId.Market, RecordType.BookTop).Last();
        Assert.Equal((12_350, 12_351, 9u), (top.BidPrices[0], top.AskPrices[0], top.PriceScale));
        Assert.Equal((12_345, 9u), (
            _run.All<BookSnapshot>(StreamId.Market, RecordType.BookSnapshot).Single().BidPrices.Single(),
            _run.All<BookSnapshot>(StreamId.Market, RecordType.BookSnapshot).Single().PriceScale));
        BookDelta delta = _run.All<BookDelta>(StreamId.Market, RecordType.BookDelta).Single();
        Assert.Equal(([12_350, 12_345], 9u), (delta.BidPrices, delta.PriceScale));
    }

    [Fact]
    public void A_book_that_comes_before_its_definition_is_asked_for_again_when_that_has_come_and_not_before()
    {
        Market market = new(this);
        market.Connect();
        market.Frame(Trade(1, "0.00001234", 1_000));
        market.Frame(Book("snapshot", 10, -1, [("0.000012345", "100")], [("0.000012346", "1")]));
        Assert.Equal((FeedState.Resyncing, 1, false), (
            market.Feed.State, market.Handler.Malformed[(int)MalformedReason.Number], market.Feed.WantsSnapshot));
        market.Document(Definition);
        Assert.True(market.Feed.WantsSnapshot);
        market.Frame(Book("snapshot", 10, -1, [("0.000012345", "100")], [("0.000012346", "1")]));
        Assert.Equal(FeedState.Live, market.Feed.State);

        // What was said before is at the scale that it says, and the bar that was open then is brought along.
        market.Frame(Trade(2, "0.000012347", 1_500));
        market.Frame(Trade(3, "0.000012347", 2_000));
        Assert.Equal(
            [(1_234, 0u), (12_347, 9u), (12_347, 9u)],
            _run.All<Trade>(StreamId.Market, RecordType.Trade).ConvertAll(trade => (trade.Price, trade.PriceScale)));
        Bar bar = Assert.Single(_run.All<Bar>(StreamId.Market, RecordType.Bar));
        Assert.Equal((12_340, 12_347, 9u), (bar.Open, bar.Close, bar.PriceScale));
    }

    [Fact]
    public void A_live_book_begins_anew_when_the_definition_gives_it_another_scale()
    {
        Market market = new(this);
        market.Connect();
        market.Frame(Book("snapshot", 10, -1, [("0.00001234", "100")], [("0.00001235", "1")]));
        Assert.Equal((FeedState.Live, 8), (market.Feed.State, market.Feed.PriceScale));
        market.Document(Definition);
        Assert.Equal((FeedState.Resyncing, FeedReason.PriceScale, true), (
            market.Feed.State, market.LastStatus.Reason, market.Feed.WantsSnapshot));
        market.Frame(Book("snapshot", 12, -1, [("0.00001234", "100")], [("0.00001235", "1")]));
        Assert.Equal([(1_234, 0u), (12_340, 9u)], _run.All<Quote>(StreamId.Market, RecordType.Quote).ConvertAll(quote => (quote.BidPrice, quote.PriceScale)));
    }

    [Fact]
    public void A_price_beyond_the_tick_is_counted_and_costs_the_book_only_where_it_is_about_it()
    {
        Market market = new(this);
        market.Live();
        market.Frame(Trade(1, "0.0000123451", 1_000));
        Assert.Equal((FeedState.Live, 1), (market.Feed.State, market.Handler.Malformed[(int)MalformedReason.Number]));
        Assert.Empty(_run.All<Trade>(StreamId.Market, RecordType.Trade));
        market.Frame(Book("update", 11, 10, [("0.0000123451", "7")], []));
        Assert.Equal((FeedState.Resyncing, FeedReason.Malformed, 2, true), (
            market.Feed.State, market.LastStatus.Reason, market.Handler.Malformed[(int)MalformedReason.Number], market.Feed.WantsSnapshot));
    }

    [Fact]
    public void The_scale_is_part_of_the_state_of_a_snapshot()
    {
        Market market = new(this);
        market.Live();
        StateWriter state = new();
        market.Handler.Save(state);
        InstrumentFeed loaded = NewFeed(isTraded: false);
        MarketDataHandler other = NewHandler(loaded);
        other.Load(new StateReader(state.Written.ToArray()));
        Assert.Equal((9, true, true, 12_345), (loaded.PriceScale, loaded.IsDefined, loaded.Keeper.IsLive, loaded.Keeper.Book.Bids.BestPrice));
        StateWriter again = new();
        other.Save(again);
        Assert.Equal(state.Written.ToArray(), again.Written.ToArray());
    }

    [Fact]
    public void An_instrument_that_a_strategy_trades_is_refused_by_reason_and_never_served()
    {
        Market market = new(this, isTraded: true);
        market.Connect();
        market.Frame(Book("snapshot", 10, -1, [("0.00001234", "100")], [("0.00001235", "1")]));
        Assert.Equal(FeedState.Live, market.Feed.State);
        market.Document(Definition);
        market.Frame(Book("snapshot", 12, -1, [("0.00001234", "100")], [("0.00001235", "1")]));
        market.Frame("no json");
        market.Connect();
        Assert.Equal((FeedState.Stale, FeedReason.PriceScale), (market.LastStatus.State, market.LastStatus.Reason));
        Assert.Equal((false, false, false, 0), (
            market.Feed.Keeper.IsLive, market.Feed.WantsSnapshot, market.Handler.WantsDefinitions, market.Handler.LiveInstruments));
        Assert.Empty(_run.All<Instrument>(StreamId.Market, RecordType.Instrument));
        Assert.Single(_run.All<Quote>(StreamId.Market, RecordType.Quote));
    }

    [Fact]
    public void Quotes_and_bars_of_another_scale_lead_to_no_opinion_and_to_no_mark_price()
    {
        CountingStrategy strategy = new();
        MarketView view = new(1);
        SignalHandler signals = new(
            [view], [new StrategyInstance(1, view)], new GivenStrategies(_ => strategy), _run.Counters("signal-bridge"));
        _run.Writer(StreamId.Instance).Say(RecordType.InstanceDeclared, GivenStrategies.Declared());
        TrackedInstrument tracked = new(1);
        StepLoop signalLoop = new(
            signals, new StepOutput(_run.Writer(StreamId.Signal)), _run.Reader(StreamId.Instance), _run.Reader(StreamId.Market));
        StepLoop positionLoop = new(
            new PositionHandler([tracked], _run.Counters("position-tracker")), new StepOutput(_run.Writer(StreamId.Position)),
            _run.Reader(StreamId.Market));
        Say(new Quote { InstrumentId = 1, BidPrice = 12_345, BidQuantity = 1, AskPrice = 12_347, AskQuantity = 1, PriceScale = 9 });
        _market.Say(RecordType.Bar, new Bar { InstrumentId = 1, Kind = BarKind.Time, LengthNs = 1_000_000_000, Close = 1, PriceScale = 9 });
        Assert.Equal((0, 0, 0), (strategy.Asked, view.Quote.BidPrice, tracked.MarkPrice));
        Say(new Quote { InstrumentId = 1, BidPrice = 1_234, BidQuantity = 1, AskPrice = 1_236, AskQuantity = 1 });
        Assert.Equal((1, 1_234, 1_235), (strategy.Asked, view.Quote.BidPrice, tracked.MarkPrice));

        void Say(Quote quote)
        {
            quote.WriteTo(_market.Begin(quote.CalculateSize(), (ushort)RecordType.Quote, 1, 1, StreamId.None, 0));
            _market.Commit(1);
            while (signalLoop.Turn() | positionLoop.Turn())
            {
            }
        }
    }

    private static InstrumentFeed NewFeed(bool isTraded) => new(
        1, "SHIBUSDT", "SHIB-USDT", 0, Venue.Okx.NewKeeper(), 0, new BarRule(BarKind.Time, 1_000_000_000)) { IsTraded = isTraded };

    private MarketDataHandler NewHandler(InstrumentFeed feed) => new(
        [feed], new OkxAdapter(), new MarketDataOptions { BookDeltas = true }, new MarketDataCounters(_run.Counters($"market-data-{feed.GetHashCode()}")));

    private static string Book(string action, long id, long previous, (string, string)[] bids, (string, string)[] asks) =>
        $"{{\"arg\":{{\"channel\":\"books\",\"instId\":\"SHIB-USDT\"}},\"action\":\"{action}\",\"data\":[{{\"asks\":[{Levels(asks)}]," +
        $"\"bids\":[{Levels(bids)}],\"ts\":\"1597026383085\",\"seqId\":{id},\"prevSeqId\":{previous}}}]}}";

    private static string Levels((string Price, string Size)[] levels) =>
        string.Join(',', levels.Select(level => $"[\"{level.Price}\",\"{level.Size}\",\"0\",\"1\"]"));

    private static string Trade(long id, string price, long timeMs) =>
        $"{{\"arg\":{{\"channel\":\"trades\",\"instId\":\"SHIB-USDT\"}},\"data\":[{{\"instId\":\"SHIB-USDT\",\"tradeId\":\"{id}\"," +
        $"\"px\":\"{price}\",\"sz\":\"5\",\"side\":\"buy\",\"ts\":\"{timeMs}\"}}]}}";

    /// <summary>The market data loop of one instrument at OKX.</summary>
    private sealed class Market
    {
        private readonly SmallCoinMarketTests _test;
        private readonly StepLoop _loop;

        public Market(SmallCoinMarketTests test, bool isTraded = false)
        {
            _test = test;
            Feed = NewFeed(isTraded);
            Handler = test.NewHandler(Feed);
            _loop = new StepLoop(Handler, new StepOutput(test._market), test._run.Reader(StreamId.Feed));
        }

        public InstrumentFeed Feed { get; }

        public MarketDataHandler Handler { get; }

        public FeedStatus LastStatus => _test._run.All<FeedStatus>(StreamId.Market, RecordType.FeedStatus).Last();

        public void Live()
        {
            Connect();
            Document(Definition);
            Frame(Book("snapshot", 10, -1, [("0.000012345", "100")], [("0.000012346", "1")]));
            Assert.Equal(FeedState.Live, Feed.State);
        }

        public void Connect()
        {
            _test._feed.Append(RecordType.ConnectionChanged, new ConnectionChanged { State = ConnectionState.Connected });
            Turn();
        }

        public void Document(string body) => Take(FrameChannel.ExchangeInfo, body);

        public void Frame(string text) => Take(FrameChannel.MarketStream, text);

        private void Take(FrameChannel channel, string text)
        {
            _test._feed.AppendFrame(channel, 0, Encoding.ASCII.GetBytes(text), 1, 0);
            Turn();
        }

        private void Turn()
        {
            _test._feed.Commit(1);
            while (_loop.Turn())
            {
            }
        }
    }

    private sealed class CountingStrategy : IStrategy
    {
        public int Asked { get; private set; }

        public StrategyFeeds Feeds => StrategyFeeds.Quotes | StrategyFeeds.Bars;

        public void Explain(Signal signal)
        {
        }

        public bool OnQuote(MarketView view, out Opinion opinion)
        {
            Asked++;
            opinion = default;
            return false;
        }

        public bool OnBar(Bar bar, out Opinion opinion)
        {
            Asked++;
            opinion = default;
            return false;
        }

        public void Save(StateWriter state)
        {
        }

        public void Load(StateReader state)
        {
        }
    }
}
