using System.Text.Json;
using Artic.VenueSimulator.Languages;

namespace Artic.VenueSimulator.Tests.Languages;

public sealed class CoinbaseSessionTests
{
    [Fact]
    public void One_sequence_runs_over_all_channels_and_the_book_is_the_venues()
    {
        SessionFixture venue = new(MarketLanguage.Coinbase);
        List<string> told = [.. venue.Ask(Subscribe("level2")), .. venue.Ask(Subscribe("market_trades")), .. venue.Ask(Subscribe("heartbeats"))];
        for (int i = 0; i < 100; i++)
        {
            told.AddRange(venue.Pass(100));
            told.AddRange(i % 10 == 0 ? venue.Second() : []);
        }

        TextBook book = new();
        long sequence = 0;
        HashSet<string> channels = [];
        foreach (JsonElement message in told.Select(SessionFixture.Parse))
        {
            Assert.Equal(sequence++, message.GetProperty("sequence_num").GetInt64());
            string channel = message.GetProperty("channel").GetString()!;
            channels.Add(channel);
            JsonElement only = Assert.Single(message.GetProperty("events").EnumerateArray());
            foreach (JsonElement update in channel == "l2_data" ? only.GetProperty("updates").EnumerateArray() : default)
            {
                book.Set(
                    update.GetProperty("side").GetString() == "bid", update.GetProperty("price_level").GetString()!,
                    update.GetProperty("new_quantity").GetString()!);
            }
        }

        book.NeedEqual(venue.Flow.Depth(int.MaxValue), int.MaxValue);
        Assert.Equal(["heartbeats", "l2_data", "market_trades", "subscriptions"], channels.Order());
    }

    [Fact]
    public void A_trades_side_is_the_makers()
    {
        SessionFixture venue = new(MarketLanguage.Coinbase);
        venue.Ask(Subscribe("market_trades"));
        JsonElement[] trades = [.. venue.Pass(2_000).Select(SessionFixture.Parse)
            .SelectMany(message => message.GetProperty("events")[0].GetProperty("trades").EnumerateArray())];

        Assert.NotEmpty(trades);
        Assert.Equal(
            venue.Trades.Select(t => (t.TradeId.ToString(), t.BuyerIsMaker ? "BUY" : "SELL")),
            trades.Select(t => (t.GetProperty("trade_id").GetString()!, t.GetProperty("side").GetString()!)));
    }

    [Fact]
    public void A_subscription_is_answered_with_all_there_are_and_a_ticker_tells_the_top()
    {
        SessionFixture venue = new(MarketLanguage.Coinbase);
        venue.Ask(Subscribe("level2"));
        JsonElement answer = SessionFixture.Parse(venue.Ask(Subscribe("ticker"))[0]);
        Assert.Equal(
            """[{"subscriptions":{"level2":["BTC-USDT"],"ticker":["BTC-USDT"]}}]""", answer.GetProperty("events").GetRawText());
        Assert.Single(venue.Ask(Subscribe("ticker")));
        JsonElement ticker = SessionFixture.Parse(venue.Ask("""{"type":"unsubscribe","channel":"level2","product_ids":["BTC-USDT"]}""")[0]);
        Assert.Equal("""[{"subscriptions":{"ticker":["BTC-USDT"]}}]""", ticker.GetProperty("events").GetRawText());
        Assert.All(venue.Pass(1_000), said => Assert.Contains("\"channel\":\"ticker\"", said, StringComparison.Ordinal));
    }

    [Fact]
    public void A_connection_that_does_not_subscribe_within_five_seconds_is_closed_and_one_that_does_is_not()
    {
        SessionFixture slow = new(MarketLanguage.Coinbase);
        SessionFixture quick = new(MarketLanguage.Coinbase);
        for (int second = 1; second <= CoinbaseSession.SecondsToSubscribe; second++)
        {
            slow.Second();
            quick.Second();
        }

        Assert.False(slow.IsClosed);
        quick.Ask(Subscribe("heartbeats"));
        slow.Second();
        quick.Second();
        Assert.True(slow.IsClosed);
        Assert.False(quick.IsClosed);
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"type":"subscribe"}""")]
    [InlineData("""{"type":"subscribe","channel":"candles","product_ids":["BTC-USDT"]}""")]
    [InlineData("""{"type":"subscribe","channel":"level2"}""")]
    [InlineData("""{"type":"subscribe","channel":"level2","product_ids":[]}""")]
    [InlineData("""{"type":"subscribe","channel":"level2","product_ids":"BTC-USDT"}""")]
    [InlineData("""{"type":"subscribe","channel":"level2","product_ids":["ETH-USD"]}""")]
    public void What_cannot_be_done_is_refused(string request)
    {
        SessionFixture venue = new(MarketLanguage.Coinbase);
        JsonElement answer = SessionFixture.Parse(Assert.Single(venue.Ask(request)));

        Assert.Equal("error", answer.GetProperty("type").GetString());
        Assert.False(venue.Session.IsSubscribed);
    }

    [Fact]
    public void Definitions_say_tick_lot_and_minimums_and_refuse_what_is_not_there()
    {
        Domain.Instrument instrument = new("BTCUSDT", "BTC", "USDT");
        JsonElement product = JsonDocument.Parse(CoinbaseDefinitions.Products(instrument).Body).RootElement.GetProperty("products")[0];
        Assert.Equal(
            ("BTC-USDT", "0.01", "0.00001", "0.00001", "5"),
            (product.GetProperty("product_id").GetString(), product.GetProperty("price_increment").GetString(),
                product.GetProperty("base_increment").GetString(), product.GetProperty("base_min_size").GetString(),
                product.GetProperty("quote_min_size").GetString()));
        Assert.Equal(200, CoinbaseDefinitions.Product(instrument, "BTC-USDT").Status);
        Assert.Equal(404, CoinbaseDefinitions.Product(instrument, "ETH-USD").Status);
    }

    private static string Subscribe(string channel) =>
        $$"""{"type":"subscribe","channel":"{{channel}}","product_ids":["BTC-USDT"]}""";
}
