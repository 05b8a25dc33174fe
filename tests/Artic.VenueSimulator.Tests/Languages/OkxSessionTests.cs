using System.Text.Json;
using Artic.VenueSimulator.Languages;

namespace Artic.VenueSimulator.Tests.Languages;

public sealed class OkxSessionTests
{
    [Fact]
    public void Checksums_are_signed_and_pass_over_the_side_that_has_no_more()
    {
        // The texts of OKX's guide; the values by Python's zlib.crc32, as a signed 32-bit integer.
        Assert.Equal(
            -1881014294, OkxSession.Checksum([("3366.1", "7"), ("3366", "6")], [("3366.8", "9"), ("3368", "8")]));
        Assert.Equal(831078360, OkxSession.Checksum([("3366.1", "7")], [("3366.8", "9"), ("3368", "8"), ("3372", "8")]));
        Assert.Equal(1164732920, OkxSession.Checksum([("3366.1", "7"), ("3366", "6")], [("3366.8", "9")]));
    }

    [Fact]
    public void A_client_that_follows_has_every_checksum_every_sequence_and_the_venues_book()
    {
        SessionFixture venue = new(MarketLanguage.Okx);
        venue.Pass(500);
        List<string> told = venue.Ask(Subscribe("books"));
        Assert.Equal(
            """{"event":"subscribe","arg":{"channel":"books","instId":"BTC-USDT"},"connId":"a11ce5ed"}""", told[0]);
        TextBook book = new();
        long sequence = Follow(book, told[1], "snapshot", -1);
        int updates = 0;
        for (int i = 0; i < 200; i++)
        {
            foreach (string message in venue.Pass(100))
            {
                sequence = Follow(book, message, "update", sequence);
                updates++;
            }

            book.NeedEqual(venue.Flow.Depth(int.MaxValue), 400);
            Assert.Equal(venue.Flow.Depth(1).LastUpdateId, sequence);
        }

        Assert.True(updates > 150, $"{updates}");
    }

    [Fact]
    public void A_message_that_is_missed_shows_in_the_next_sequence()
    {
        SessionFixture venue = new(MarketLanguage.Okx);
        TextBook book = new();
        long sequence = Follow(book, venue.Ask(Subscribe("books"))[1], "snapshot", -1);
        Assert.NotEmpty(venue.Pass(100));

        JsonElement next = SessionFixture.Parse(venue.Pass(100)[0]).GetProperty("data")[0];
        Assert.NotEqual(sequence, next.GetProperty("prevSeqId").GetInt64());
    }

    [Fact]
    public void Trades_and_tickers_are_strings_of_the_flows_trades()
    {
        SessionFixture venue = new(MarketLanguage.Okx);
        venue.Ask(Subscribe("trades"));
        List<string> told = venue.Pass(2_000);
        Assert.Equal(
            venue.Trades.Select(t =>
                $"{{\"arg\":{{\"channel\":\"trades\",\"instId\":\"BTC-USDT\"}},\"data\":[{{\"instId\":\"BTC-USDT\",\"tradeId\":\"{t.TradeId}\",\"px\":\"{Text(t.PriceE8, 2)}\",\"sz\":\"{Text(t.QuantityE8, 5)}\",\"side\":\"{(t.BuyerIsMaker ? "sell" : "buy")}\",\"ts\":\"{t.TimeMs}\",\"count\":\"1\"}}]}}"),
            told);
        venue.Ask(Subscribe("tickers"));
        JsonElement ticker = SessionFixture.Parse(venue.Pass(1_000)[^1]).GetProperty("data")[0];
        Matching.DepthSnapshot top = venue.Flow.Depth(1);
        Assert.Equal(
            (Text(top.Bids[0].PriceE8, 2), Text(top.Asks[0].QuantityE8, 5)),
            (ticker.GetProperty("bidPx").GetString(), ticker.GetProperty("askSz").GetString()));
    }

    [Theory]
    [InlineData("nonsense", "60012")]
    [InlineData("[]", "60012")]
    [InlineData("{}", "60012")]
    [InlineData("""{"op":"dance","args":[]}""", "60012")]
    [InlineData("""{"op":"subscribe","args":[]}""", "60012")]
    [InlineData("""{"op":"subscribe","args":{}}""", "60012")]
    [InlineData("""{"op":"subscribe","args":[1]}""", "60018")]
    [InlineData("""{"op":"subscribe","args":[{"channel":"books","instId":"LTC-USD"}]}""", "60018")]
    [InlineData("""{"op":"subscribe","args":[{"channel":"candle1m","instId":"BTC-USDT"}]}""", "60018")]
    public void What_cannot_be_done_is_refused_with_its_code(string request, string code)
    {
        JsonElement answer = SessionFixture.Parse(Assert.Single(new SessionFixture(MarketLanguage.Okx).Ask(request)));

        Assert.Equal(("error", code), (answer.GetProperty("event").GetString(), answer.GetProperty("code").GetString()));
    }

    [Fact]
    public void The_text_ping_is_answered_and_after_an_unsubscription_nothing_comes()
    {
        SessionFixture venue = new(MarketLanguage.Okx);
        Assert.Equal("pong", Assert.Single(venue.Ask("ping")));
        venue.Ask(Subscribe("books"));
        Assert.NotEmpty(venue.Pass(200));
        Assert.StartsWith(
            """{"event":"unsubscribe",""",
            Assert.Single(venue.Ask(Subscribe("books").Replace("subscribe", "unsubscribe", StringComparison.Ordinal))), StringComparison.Ordinal);
        Assert.Empty(venue.Pass(500));
    }

    [Fact]
    public void Definitions_say_tick_lot_and_minimum_and_refuse_what_is_not_there()
    {
        Domain.Instrument instrument = new("BTCUSDT", "BTC", "USDT");
        JsonElement listed = Reply("SPOT", "").GetProperty("data")[0];
        Assert.Equal(
            ("BTC-USDT", "0.01", "0.00001", "0.00001", "live"),
            (listed.GetProperty("instId").GetString(), listed.GetProperty("tickSz").GetString(),
                listed.GetProperty("lotSz").GetString(), listed.GetProperty("minSz").GetString(), listed.GetProperty("state").GetString()));
        Assert.Equal("50014", Reply("", "").GetProperty("code").GetString());
        Assert.Equal("51000", Reply("SWAP", "").GetProperty("code").GetString());
        Assert.Equal("51001", Reply("SPOT", "ETH-USDT").GetProperty("code").GetString());

        JsonElement Reply(string type, string symbol) =>
            JsonDocument.Parse(OkxDefinitions.Instruments(instrument, type, symbol).Body).RootElement;
    }

    private static string Subscribe(string channel) =>
        $$$"""{"op":"subscribe","args":[{"channel":"{{{channel}}}","instId":"BTC-USDT"}]}""";

    private static string Text(long valueE8, int decimals) =>
        Artic.Core.Domain.FixedPoint.ToText(valueE8 / Artic.Core.Domain.FixedPoint.PowerOfTen(8 - decimals), decimals);

    private static long Follow(TextBook book, string json, string action, long previous)
    {
        JsonElement message = SessionFixture.Parse(json);
        Assert.Equal(action, message.GetProperty("action").GetString());
        JsonElement data = Assert.Single(message.GetProperty("data").EnumerateArray());
        Assert.Equal(previous, data.GetProperty("prevSeqId").GetInt64());
        foreach (bool isBid in (bool[])[true, false])
        {
            foreach (JsonElement level in data.GetProperty(isBid ? "bids" : "asks").EnumerateArray())
            {
                Assert.Equal(4, level.GetArrayLength());
                book.Set(isBid, level[0].GetString()!, level[1].GetString()!);
            }
        }

        Assert.Equal(data.GetProperty("checksum").GetInt32(), OkxSession.Checksum(book.Bids, book.Asks));
        return data.GetProperty("seqId").GetInt64();
    }
}
