using System.Text;
using System.Text.Json;
using Artic.Venues.Books;
using Artic.Venues.Captures;
using Artic.Venues.Replay;
using Artic.Venues.Tests.Support;
using Artic.Venues.Text;

namespace Artic.Venues.Tests.Coinbase;

public sealed class CoinbaseTests
{
    [RecordedFact(Captured.Coinbase)]
    public void The_recorded_capture_is_consistent_to_its_end_and_never_crossed()
    {
        List<CaptureLine> lines = Captured.Lines(Captured.Coinbase);
        CaptureReplay replay = Captured.Replay(Venue.Coinbase, lines);
        Assert.Equal((0, 0, 0), (Captured.Books(replay).Crossed, Captured.Books(replay).Gaps, replay.Books.Unknown));
        Assert.Equal(10, replay.Books.Books.Count);

        // 9,719 changes and ten snapshots.
        Assert.Equal((9_729, 0), (Captured.Books(replay).Applied, Captured.Books(replay).Ignored));
        Dictionary<string, ModelBook> models = Models(lines);
        Assert.All(replay.Books.Books, book =>
        {
            Assert.True(book.Keeper.IsLive, book.Symbol);
            Assert.Equal(models[book.Symbol].Sha256(), BookText.Sha256(book.Keeper.Book));
        });
    }

    [Fact]
    public void A_jump_of_the_sequence_over_any_channel_withdraws_every_product_until_its_next_snapshot()
    {
        VenueBooks books = Live();
        Take(books, Heartbeat(2));
        Take(books, Update(3, "BTC-USD", ("bid", "99.1", "2")));
        Assert.All(books.Books, book => Assert.True(book.Keeper.IsLive));

        // Number 4, whatever it was, is missing.
        Take(books, Heartbeat(5));
        Assert.Equal(1, books.ConnectionGaps);
        Assert.All(books.Books, book => Assert.False(book.Keeper.IsLive));
        Take(books, Update(6, "BTC-USD", ("bid", "99.2", "2")));
        Assert.False(books.Books[0].Keeper.IsLive);
        Take(books, Snapshot(7, "BTC-USD", "99.5", "101"));
        Assert.Equal((true, false), (books.Books[0].Keeper.IsLive, books.Books[1].Keeper.IsLive));
        Assert.Equal("99.5", BookText.Price(books.Books[0].Keeper.Book.Bids.LevelAt(0), WireDecimal.Scale));
    }

    [Fact]
    public void A_repeated_frame_is_passed_over_and_a_late_one_gives_no_book()
    {
        VenueBooks books = Live();
        Take(books, Update(2, "BTC-USD", ("bid", "99.1", "2")));
        Take(books, Update(2, "BTC-USD", ("bid", "99.1", "7")));
        Assert.Equal((1, "2"), (books.OutOfOrder, BookText.Quantity(books.Books[0].Keeper.Book.Bids.LevelAt(0))));

        // The snapshot 3 comes behind the update 4 that follows it: a book of it would lack the update.
        Take(books, Update(4, "BTC-USD", ("bid", "99.3", "1")));
        Take(books, Snapshot(3, "BTC-USD", "99.5", "101"));
        Assert.False(books.Books[0].Keeper.IsLive);
        Take(books, Snapshot(5, "BTC-USD", "99.4", "101"));
        Assert.True(books.Books[0].Keeper.IsLive);
    }

    [Fact]
    public void A_sequence_that_begins_again_is_a_new_connection()
    {
        VenueBooks books = Live();
        Take(books, Snapshot(0, "BTC-USD", "98", "101"));
        Assert.Equal((true, false, 0), (books.Books[0].Keeper.IsLive, books.Books[1].Keeper.IsLive, books.ConnectionGaps));
    }

    [Fact]
    public void Several_events_and_products_of_one_message_are_applied()
    {
        VenueBooks books = Live();
        Take(books, """{"channel":"l2_data","client_id":"","timestamp":"2023-02-09T20:32:50.714964855Z","sequence_num":2,"events":[{"type":"update","product_id":"BTC-USD","updates":[{"side":"bid","event_time":"1970-01-01T00:00:00Z","price_level":"99.9","new_quantity":"0.5"},{"side":"offer","event_time":"1970-01-01T00:00:00Z","price_level":"101","new_quantity":"0"}]},{"type":"update","product_id":"ETH-USD","updates":[{"side":"offer","event_time":"1970-01-01T00:00:00Z","price_level":"100.5","new_quantity":"2.00"}]}]}""");
        Assert.Equal(("99.9", 0), (BookText.Price(books.Books[0].Keeper.Book.Bids.LevelAt(0), WireDecimal.Scale), books.Books[0].Keeper.Book.Asks.Count));
        Assert.Equal("2.00", BookText.Quantity(books.Books[1].Keeper.Book.Asks.LevelAt(0)));
        Assert.Equal(1_675_974_770_714_964_855, books.Frame.Events[1].ExchangeTimeNs);
    }

    [Fact]
    public void Trades_that_are_listed_from_the_newest_on_are_given_in_the_order_in_which_they_happened()
    {
        VenueBooks books = new(Venue.Coinbase);
        Take(books, Trades(("ETH-USD", 12), ("ETH-USD", 11), ("ETH-USD", 9)));
        Assert.Equal([9, 11, 12], books.Frame.Events.ToArray().Select(trade => trade.TradeId));
        Take(books, Trades(("ETH-USD", 13), ("ETH-USD", 14)));
        Assert.Equal([13, 14], books.Frame.Events.ToArray().Select(trade => trade.TradeId));

        // Numbers of two products say nothing of each other.
        Take(books, Trades(("ETH-USD", 15), ("BTC-USD", 7)));
        Assert.Equal([15, 7], books.Frame.Events.ToArray().Select(trade => trade.TradeId));

        static string Trades(params (string Product, long Id)[] trades) =>
            "{\"channel\":\"market_trades\",\"client_id\":\"\",\"timestamp\":\"2023-02-09T20:19:35.39625135Z\",\"sequence_num\":0," +
            "\"events\":[{\"type\":\"update\",\"trades\":[" + string.Join(',', trades.Select(trade =>
                $"{{\"trade_id\":\"{trade.Id}\",\"product_id\":\"{trade.Product}\",\"price\":\"1\",\"size\":\"2\",\"side\":\"BUY\",\"time\":\"2019-08-14T20:42:27.265Z\"}}")) + "]}]}";
    }

    [Fact]
    public void Trades_and_tickers_of_both_feeds_are_read()
    {
        VenueBooks books = new(Venue.Coinbase);
        Take(books, """{"channel":"market_trades","client_id":"","timestamp":"2023-02-09T20:19:35.39625135Z","sequence_num":0,"events":[{"type":"snapshot","trades":[{"trade_id":"12345","product_id":"ETH-USD","price":"1260.01","size":"0.3","side":"BUY","time":"2019-08-14T20:42:27.265Z"}]}]}""");
        MarketEvent trade = books.Frame.Events[0];
        Assert.Equal((12_345, 126_001_000_000, 30_000_000, true), (trade.TradeId, trade.Price, trade.Quantity, trade.BuyerIsMaker));
        Take(books, """{"channel":"ticker","client_id":"","timestamp":"2023-02-09T20:30:37.167359596Z","sequence_num":1,"events":[{"type":"update","tickers":[{"type":"ticker","product_id":"BTC-USD","price":"21932.98","best_bid":"21931.98","best_bid_quantity":"8000.21","best_ask":"21933.98","best_ask_quantity":"8038.07770938"}]}]}""");
        Assert.Equal(800_021_000_000, books.Frame.Bids(books.Frame.Events[0])[0].Quantity);
        Take(books, """{"channel":"subscriptions","client_id":"","timestamp":"2023-02-09T20:33:57.609931463Z","sequence_num":2,"events":[{"subscriptions":{"ticker":["ETH-USD"]}}]}""");
        Take(books, """{"type":"error","message":"authentication failure"}""");
        Assert.Equal(MarketEventKind.Refused, books.Frame.Events[0].Kind);
        Take(books, """{"type":"match","trade_id":881614,"maker_order_id":"x","taker_order_id":"y","side":"sell","size":"0.04","price":"14.7775","product_id":"BAND-GBP","sequence":1,"time":"2021-04-17T16:43:30.244075Z"}""");
        Assert.Equal((false, 1_618_677_810_244_075_000), (books.Frame.Events[0].BuyerIsMaker, books.Frame.Events[0].ExchangeTimeNs));
        Take(books, """{"type":"heartbeat","sequence":90,"last_trade_id":20,"product_id":"BTC-USD","time":"2014-11-07T08:19:28.464459Z"}""");
        Assert.Equal((0, 0), (books.Unknown, books.ConnectionGaps));
    }

    [Theory]
    [InlineData("""{"channel":"l2_data","timestamp":"2023-02-09T20:32:50Z","sequence_num":2,"events":[{"type":"update","product_id":"BTC-USD","updates":[{"side":"bid","price_level":"-1","new_quantity":"1"}]}]}""", RefusalReason.Number)]
    [InlineData("""{"channel":"l2_data","timestamp":"2023-02-09T20:32:50Z","sequence_num":2,"events":[{"type":"update","product_id":"BTC-USD","updates":[{"side":"left","price_level":"1","new_quantity":"1"}]}]}""", RefusalReason.Shape)]
    [InlineData("""{"channel":"l2_data","timestamp":"2023-02-09T20:32:50Z","events":[]}""", RefusalReason.Shape)]
    [InlineData("""{"channel":"l2_data","timestamp":"yesterday","sequence_num":2,"events":[]}""", RefusalReason.Shape)]
    [InlineData("""{"type":"l2update","product_id":"BTC-USD","changes":[["buy","1.0"]],"time":"2021-04-17T16:43:37.075687Z"}""", RefusalReason.Shape)]
    [InlineData("""{"channel":"l2_data","timestamp":""", RefusalReason.Json)]
    public void A_bad_book_message_is_refused_by_reason_and_the_book_withdrawn(string text, RefusalReason reason)
    {
        VenueBooks books = Live();
        Assert.False(books.Take(Encoding.ASCII.GetBytes(text)));
        Assert.Equal((1, false), (books.Refused[(int)reason], books.Books[0].Keeper.IsLive));
    }

    private static VenueBooks Live()
    {
        VenueBooks books = new(Venue.Coinbase);
        Take(books, Snapshot(0, "BTC-USD", "99", "101"));
        Take(books, Snapshot(1, "ETH-USD", "99", "101"));
        Assert.All(books.Books, book => Assert.True(book.Keeper.IsLive));
        return books;
    }

    private static void Take(VenueBooks books, string text) => Assert.True(books.Take(Encoding.ASCII.GetBytes(text)), text);

    private static string Heartbeat(long sequence) =>
        $"{{\"channel\":\"heartbeats\",\"client_id\":\"\",\"timestamp\":\"2023-06-23T20:31:26.122969572Z\",\"sequence_num\":{sequence}," +
        "\"events\":[{\"current_time\":\"2023-06-23 20:31:56\",\"heartbeat_counter\":3049}]}";

    private static string Snapshot(long sequence, string product, string bid, string ask) =>
        Message("snapshot", sequence, product, ("bid", bid, "1"), ("offer", ask, "1"));

    private static string Update(long sequence, string product, params (string, string, string)[] updates) =>
        Message("update", sequence, product, updates);

    private static string Message(string type, long sequence, string product, params (string Side, string Price, string Quantity)[] updates) =>
        $"{{\"channel\":\"l2_data\",\"client_id\":\"\",\"timestamp\":\"2023-02-09T20:32:50.714964855Z\",\"sequence_num\":{sequence}," +
        $"\"events\":[{{\"type\":\"{type}\",\"product_id\":\"{product}\",\"updates\":[" + string.Join(',', updates.Select(update =>
            $"{{\"side\":\"{update.Side}\",\"event_time\":\"1970-01-01T00:00:00Z\",\"price_level\":\"{update.Price}\",\"new_quantity\":\"{update.Quantity}\"}}")) + "]}]}";

    private static Dictionary<string, ModelBook> Models(List<CaptureLine> lines)
    {
        Dictionary<string, ModelBook> models = [];
        foreach (CaptureLine line in lines.Where(line => line.Kind == CaptureLineKind.Received))
        {
            JsonElement root = JsonDocument.Parse(line.Body).RootElement;
            switch (root.GetProperty("type").GetString())
            {
                case "snapshot":
                    ModelBook model = models[root.GetProperty("product_id").GetString()!] = new ModelBook();
                    foreach (string side in new[] { "bids", "asks" })
                    {
                        foreach (JsonElement level in root.GetProperty(side).EnumerateArray())
                        {
                            model.Set(side == "bids", level);
                        }
                    }

                    break;
                case "l2update":
                    foreach (JsonElement change in root.GetProperty("changes").EnumerateArray())
                    {
                        models[root.GetProperty("product_id").GetString()!].Set(
                            change[0].GetString() == "buy", change[1].GetString()!, change[2].GetString()!);
                    }

                    break;
                default:
                    break;
            }
        }

        return models;
    }
}
