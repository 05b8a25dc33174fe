using System.Text.Json;
using Artic.VenueSimulator.Languages;

namespace Artic.VenueSimulator.Tests.Languages;

public sealed class KrakenSessionTests
{
    [Fact]
    public void The_checksum_of_the_published_example_is_3310070434()
    {
        // Kraken's book checksum guide; each price with one decimal, each quantity with eight.
        (string, string)[] bids =
        [
            ("45283.5", "0.10000000"), ("45283.4", "1.54582015"), ("45282.1", "0.10000000"), ("45281.0", "0.10000000"),
            ("45280.3", "1.54592586"), ("45279.0", "0.07990000"), ("45277.6", "0.03310103"), ("45277.5", "0.30000000"),
            ("45277.3", "1.54602737"), ("45276.6", "0.15445238"),
        ];
        (string, string)[] asks =
        [
            ("45285.2", "0.00100000"), ("45286.4", "1.54571953"), ("45286.6", "1.54571109"), ("45289.6", "1.54560911"),
            ("45290.2", "0.15890660"), ("45291.8", "1.54553491"), ("45294.7", "0.04454749"), ("45296.1", "0.35380000"),
            ("45297.5", "0.09945542"), ("45299.5", "0.18772827"),
        ];

        Assert.Equal(3310070434, KrakenSession.Checksum(bids, asks));
        Assert.NotEqual(3310070434, KrakenSession.Checksum(asks, bids));
        Assert.Equal(3310070434, KrakenSession.Checksum([.. bids, ("1", "1")], asks));
    }

    [Theory]
    [InlineData(10)]
    [InlineData(25)]
    [InlineData(1000)]
    public void A_client_that_cuts_at_its_depth_has_every_checksum_and_the_venues_book(int depth)
    {
        SessionFixture venue = new(MarketLanguage.Kraken);
        venue.Pass(500);
        List<string> told = venue.Ask($$"""{"method":"subscribe","params":{"channel":"book","symbol":["BTC/USDT"],"depth":{{depth}}},"req_id":7}""");
        Assert.Equal(2, told.Count);
        Assert.StartsWith(
            $$$"""{"method":"subscribe","result":{"channel":"book","depth":{{{depth}}},"snapshot":true,"symbol":"BTC/USDT"},"success":true,"req_id":7,"time_in":"2023-11-14T22:13:20.123456Z","time_out":""",
            told[0], StringComparison.Ordinal);
        TextBook book = new();
        Follow(book, told[1], "snapshot", depth);
        int updates = 0;
        for (int i = 0; i < 200; i++)
        {
            foreach (string message in venue.Pass(100))
            {
                Follow(book, message, "update", depth);
                updates++;
            }

            book.NeedEqual(venue.Flow.Depth(int.MaxValue), depth);
        }

        Assert.True(updates > 150, $"{updates}");
    }

    [Fact]
    public void A_message_that_is_missed_shows_in_the_next_checksum()
    {
        SessionFixture venue = new(MarketLanguage.Kraken);
        TextBook book = new();
        Follow(book, venue.Ask(Subscribe("book"))[1], "snapshot", 10);
        Assert.NotEmpty(venue.Pass(1_000));

        Assert.ThrowsAny<Exception>(() =>
        {
            foreach (string message in venue.Pass(1_000))
            {
                Follow(book, message, "update", 10);
            }
        });
    }

    [Fact]
    public void Prices_have_the_pairs_precision_and_numbers_are_no_strings()
    {
        SessionFixture venue = new(MarketLanguage.Kraken);
        JsonElement level = SessionFixture.Parse(venue.Ask(Subscribe("book"))[1]).GetProperty("data")[0].GetProperty("bids")[0];

        Assert.Matches("^[0-9]+\\.[0-9]{2}$", TextBook.Raw(level, "price"));
        Assert.Matches("^[0-9]+\\.[0-9]{5}$", TextBook.Raw(level, "qty"));
    }

    [Fact]
    public void Trades_and_tickers_tell_the_flows_trades()
    {
        SessionFixture venue = new(MarketLanguage.Kraken);
        venue.Ask(Subscribe("trade"));
        venue.Ask(Subscribe("ticker"));
        List<string> told = venue.Pass(2_000);
        JsonElement[] trades = [.. told.Select(SessionFixture.Parse).Where(m => m.GetProperty("channel").GetString() == "trade")
            .SelectMany(m => m.GetProperty("data").EnumerateArray())];

        Assert.NotEmpty(trades);
        Assert.Equal(venue.Trades.Select(t => t.TradeId), trades.Select(t => t.GetProperty("trade_id").GetInt64()));
        Assert.Equal(
            venue.Trades.Select(t => t.BuyerIsMaker ? "sell" : "buy"), trades.Select(t => t.GetProperty("side").GetString()));
        JsonElement ticker = SessionFixture.Parse(told[^1]).GetProperty("data")[0];
        Assert.Equal(PairText(venue.Trades[^1].PriceE8), TextBook.Raw(ticker, "last"));
    }

    [Theory]
    [InlineData("nonsense", "Malformed request")]
    [InlineData("[1]", "Malformed request")]
    [InlineData("{}", "Unsupported method")]
    [InlineData("""{"method":"dance"}""", "Unsupported method")]
    [InlineData("""{"method":"subscribe"}""", "Channel not supported")]
    [InlineData("""{"method":"subscribe","params":[1]}""", "Channel not supported")]
    [InlineData("""{"method":"subscribe","params":{"channel":"book"}}""", "Symbol(s) not found")]
    [InlineData("""{"method":"subscribe","params":{"channel":"book","symbol":[1]}}""", "Symbol(s) not found")]
    [InlineData("""{"method":"subscribe","params":{"channel":"book","symbol":["XBT/EUR"]}}""", "Currency pair not supported XBT/EUR")]
    [InlineData("""{"method":"subscribe","params":{"channel":"book","symbol":["BTC/USDT"],"depth":11}}""", "Subscription depth not supported")]
    [InlineData("""{"method":"subscribe","params":{"channel":"book","symbol":["BTC/USDT"],"depth":"10"}}""", "Subscription depth not supported")]
    [InlineData("""{"method":"unsubscribe","params":{"channel":"trade","symbol":["BTC/USDT"]}}""", "Subscription Not Found")]
    public void What_cannot_be_done_is_refused_with_a_reason(string request, string reason)
    {
        JsonElement answer = SessionFixture.Parse(Assert.Single(new SessionFixture(MarketLanguage.Kraken).Ask(request)));

        Assert.False(answer.GetProperty("success").GetBoolean());
        Assert.Equal(reason, answer.GetProperty("error").GetString());
    }

    [Fact]
    public void A_second_subscription_is_refused_and_after_an_unsubscription_nothing_comes()
    {
        SessionFixture venue = new(MarketLanguage.Kraken);
        venue.Ask(Subscribe("book"));
        Assert.Contains("Already subscribed", Assert.Single(venue.Ask(Subscribe("book"))), StringComparison.Ordinal);
        Assert.NotEmpty(venue.Pass(500));
        Assert.Contains(
            "\"success\":true", Assert.Single(venue.Ask(Subscribe("book").Replace("subscribe", "unsubscribe", StringComparison.Ordinal))),
            StringComparison.Ordinal);
        Assert.Empty(venue.Pass(500));
    }

    [Fact]
    public void It_says_its_status_first_answers_pings_and_beats_where_nothing_else_is_said()
    {
        SessionFixture venue = new(MarketLanguage.Kraken);
        Assert.StartsWith("""{"channel":"status","type":"update","data":[{""", Assert.Single(venue.Said), StringComparison.Ordinal);
        Assert.StartsWith(
            """{"method":"pong","req_id":101,""", Assert.Single(venue.Ask("""{"method":"ping","req_id":101}""")), StringComparison.Ordinal);
        Assert.Empty(venue.Second());
        venue.Ask(Subscribe("book"));
        Assert.Empty(venue.Second());
        Assert.Equal("""{"channel":"heartbeat"}""", Assert.Single(venue.Second()));
    }

    [Fact]
    public void Definitions_say_tick_lot_and_minimums_by_REST_and_by_channel()
    {
        SessionFixture venue = new(MarketLanguage.Kraken);
        JsonElement pair = SessionFixture.Parse(venue.Ask("""{"method":"subscribe","params":{"channel":"instrument"}}""")[1])
            .GetProperty("data").GetProperty("pairs")[0];
        Assert.Equal(
            ("BTC/USDT", "0.01", "0.00001", "0.00001", "5.00", 2, 5),
            (pair.GetProperty("symbol").GetString(), TextBook.Raw(pair, "price_increment"), TextBook.Raw(pair, "qty_increment"),
                TextBook.Raw(pair, "qty_min"), pair.GetProperty("cost_min").GetString(),
                pair.GetProperty("price_precision").GetInt32(), pair.GetProperty("qty_precision").GetInt32()));

        JsonElement rest = JsonDocument.Parse(KrakenDefinitions.AssetPairs(venue.Flow.Instrument, "BTC/USDT").Body).RootElement;
        JsonElement listed = rest.GetProperty("result").GetProperty("BTCUSDT");
        Assert.Equal(
            ("BTC/USDT", "0.01", 5, "0.00001", "5.00"),
            (listed.GetProperty("wsname").GetString(), listed.GetProperty("tick_size").GetString(),
                listed.GetProperty("lot_decimals").GetInt32(), listed.GetProperty("ordermin").GetString(),
                listed.GetProperty("costmin").GetString()));
        Assert.Contains(
            "Unknown asset pair", System.Text.Encoding.UTF8.GetString(KrakenDefinitions.AssetPairs(venue.Flow.Instrument, "ETHEUR").Body),
            StringComparison.Ordinal);
    }

    private static string Subscribe(string channel) =>
        $$$"""{"method":"subscribe","params":{"channel":"{{{channel}}}","symbol":["BTC/USDT"]}}""";

    private static string PairText(long priceE8) => Artic.Core.Domain.FixedPoint.ToText(priceE8 / 1_000_000, 2);

    private static void Follow(TextBook book, string json, string type, int depth)
    {
        JsonElement message = SessionFixture.Parse(json);
        Assert.Equal(("book", type), (message.GetProperty("channel").GetString(), message.GetProperty("type").GetString()));
        JsonElement data = Assert.Single(message.GetProperty("data").EnumerateArray());
        foreach (bool isBid in (bool[])[true, false])
        {
            foreach (JsonElement level in data.GetProperty(isBid ? "bids" : "asks").EnumerateArray())
            {
                book.Set(isBid, TextBook.Raw(level, "price"), TextBook.Raw(level, "qty"));
            }
        }

        book.Cut(depth);
        Assert.Equal(data.GetProperty("checksum").GetUInt32(), KrakenSession.Checksum(book.Bids, book.Asks));
    }
}
