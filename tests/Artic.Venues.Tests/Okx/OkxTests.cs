using System.Globalization;
using System.Text;
using System.Text.Json;
using Artic.Venues.Books;
using Artic.Venues.Tests.Support;
using Artic.Venues.Text;

namespace Artic.Venues.Tests.Okx;

public sealed class OkxTests
{
    private const string Messages = "market/messages/crypto_msg_parser/okx.jsonl";

    [Fact]
    public void The_checksum_alternates_sides_and_passes_over_the_one_that_has_ended()
    {
        VenueBooks books = new(Venue.Okx);
        string text = "3366.1:7:3366.8:9:3366:6:3368:8";
        Take(books, Book("snapshot", 10, -1, [("3366.1", "7"), ("3366", "6")], [("3366.8", "9"), ("3368", "8")], unchecked((int)Checksums.Crc32(text))));
        Take(books, Book("update", 11, 10, [("3366", "0")], [], unchecked((int)Checksums.Crc32("3366.1:7:3366.8:9:3368:8"))));
        BookKeeper keeper = books.Books[0].Keeper;
        Assert.Equal((2, 0, true), (keeper.Figures.ChecksumsMatched, keeper.Figures.ChecksumsFailed, keeper.IsLive));
    }

    [Fact]
    public void The_checksum_ends_at_the_25th_level()
    {
        (string, string)[] bids = [.. Enumerable.Range(0, 30).Select(i => ($"{100 - i}.5", $"{i + 1}"))];
        (string, string)[] asks = [.. Enumerable.Range(0, 30).Select(i => ($"{101 + i}.5", $"{i + 1}"))];
        string text = string.Join(':', Enumerable.Range(0, 25).Select(i => $"{100 - i}.5:{i + 1}:{101 + i}.5:{i + 1}"));
        VenueBooks books = new(Venue.Okx);
        Take(books, Book("snapshot", 1, -1, bids, asks, unchecked((int)Checksums.Crc32(text))));
        Assert.Equal((1, 60), (books.Books[0].Keeper.Figures.ChecksumsMatched, books.Books[0].Keeper.Book.Bids.Count * 2));
    }

    [Fact]
    public void Equal_ids_say_that_nothing_changed_and_a_lower_one_after_maintenance_is_the_next()
    {
        VenueBooks books = Live(100);
        BookKeeper keeper = books.Books[0].Keeper;
        Take(books, Book("update", 100, 100, [], [], 0));
        Take(books, Book("update", 105, 100, [("99", "2")], [], 0));
        Take(books, Book("update", 3, 105, [("99", "3")], [], 0));
        Take(books, Book("update", 4, 3, [("99", "4")], [], 0));
        Assert.Equal((true, 4, 0, "4"), (keeper.IsLive, keeper.UpdateId, keeper.Figures.Gaps, BookText.Quantity(keeper.Book.Bids.LevelAt(0))));
    }

    [Fact]
    public void A_lost_reset_is_a_gap_and_not_an_old_message()
    {
        VenueBooks books = Live(1000);
        Take(books, Book("update", 5, 3, [("99", "2")], [], 0));
        Assert.Equal((1, false), (books.Books[0].Keeper.Figures.Gaps, books.Books[0].Keeper.IsLive));
    }

    [Fact]
    public void A_gap_withdraws_the_book_until_the_next_snapshot_and_a_repeated_message_does_not()
    {
        VenueBooks books = Live(10);
        BookKeeper keeper = books.Books[0].Keeper;
        Take(books, Book("update", 12, 10, [("99", "2")], [], 0));
        Take(books, Book("update", 12, 10, [("99", "2")], [], 0));
        Assert.Equal((true, 1), (keeper.IsLive, keeper.Figures.Ignored));
        Take(books, Book("update", 15, 14, [("99", "7")], [], 0));
        Assert.Equal((false, 0, 1), (keeper.IsLive, keeper.Book.Bids.Count, keeper.Figures.Gaps));
        Take(books, Book("update", 16, 15, [("99", "7")], [], 0));
        Assert.False(keeper.IsLive);
        Take(books, Book("snapshot", 16, -1, [("99", "7")], [("101", "1")], 0));
        Assert.Equal((true, 1), (keeper.IsLive, keeper.Figures.Resyncs));
    }

    [Fact]
    public void Two_entries_of_one_message_are_applied_in_their_order()
    {
        VenueBooks books = Live(10);
        Take(books,
            """{"arg":{"channel":"books","instId":"BTC-USDT"},"action":"update","data":[{"asks":[],"bids":[["99","5","0","1"]],"ts":"1","seqId":11,"prevSeqId":10},{"asks":[],"bids":[["99","6","0","1"]],"ts":"1","checksum":null,"seqId":12,"prevSeqId":11}]}""");
        Assert.Equal((12, "6"), (books.Books[0].Keeper.UpdateId, BookText.Quantity(books.Books[0].Keeper.Book.Bids.LevelAt(0))));
    }

    [Fact]
    public void What_is_said_beside_the_channels_changes_no_book()
    {
        VenueBooks books = Live(10);
        foreach (string text in new[]
        {
            "pong",
            """{"event":"subscribe","arg":{"channel":"books","instId":"BTC-USDT"},"connId":"a4d3ae55"}""",
            """{"event":"channel-conn-count","channel":"orders","connCount":"2","connId":"abcd1234"}""",
            """{"event":"unsubscribe","arg":{"channel":"books","instId":"BTC-USDT"},"connId":"a4d3ae55"}""",
            """{"event":"notice","code":"1","msg":"x","connId":"a4d3ae55"}""",
        })
        {
            Take(books, text);
            Assert.Equal(MarketEventKind.Acknowledged, books.Frame.Events[0].Kind);
        }

        Take(books, """{"event":"error","code":"60012","msg":"Invalid request","connId":"a4d3ae55"}""");
        Assert.Equal(MarketEventKind.Refused, books.Frame.Events[0].Kind);
        Take(books, """{"event":"notice","code":"64008","msg":"The connection will soon be closed","connId":"a4d3ae55"}""");
        Assert.True(books.ShutdownAnnounced);
        Take(books, """{"arg":{"channel":"books5","instId":"BTC-USDT"},"data":[{"asks":[["1","1","0","1"]],"bids":[],"instId":"BTC-USDT","ts":"1","seqId":3}]}""");
        Take(books, """{"arg":{"channel":"bbo-tbt","instId":"BTC-USDT"},"data":[{"asks":[["101","1","0","1"]],"bids":[],"ts":"1","seqId":3}]}""");
        Take(books, """{"arg":{"channel":"tickers","instId":"BTC-USDT"},"data":[{"instId":"BTC-USDT","askPx":"","askSz":"","bidPx":"99","bidSz":"2","ts":"1"}]}""");
        Assert.Equal((10, true, 1), (books.Books[0].Keeper.UpdateId, books.Books[0].Keeper.IsLive, books.Books[0].Keeper.Book.Bids.Count));
    }

    [RecordedFact(Messages)]
    public void Every_recorded_message_is_read_and_trades_and_tops_are_those_of_its_text()
    {
        int books = 0;
        int others = 0;
        foreach (string line in File.ReadLines(SharedData.Find(Messages)!))
        {
            using JsonDocument entry = JsonDocument.Parse(line);
            string raw = entry.RootElement.GetProperty("raw").GetString()!;
            if (!raw.StartsWith('{') || !raw.Contains("\"arg\"", StringComparison.Ordinal))
            {
                continue;
            }

            VenueBooks venue = new(Venue.Okx);
            Assert.True(venue.Take(Encoding.UTF8.GetBytes(raw)), raw);
            JsonElement data = JsonDocument.Parse(raw).RootElement.GetProperty("data")[0];
            MarketEvent said = venue.Frame.Events[0];
            switch (entry.RootElement.GetProperty("kind").GetString())
            {
                case "trade":
                    Assert.Equal(
                        (Scaled(data.GetProperty("px")), Scaled(data.GetProperty("sz")), data.GetProperty("side").GetString() == "sell"),
                        (said.Price, said.Quantity, said.BuyerIsMaker));
                    break;
                case "l2_event" or "l2_topk" or "bbo":
                    books++;
                    Assert.Equal(
                        (data.GetProperty("bids").GetArrayLength(), data.GetProperty("asks").GetArrayLength()),
                        (venue.Frame.Bids(said).Length, venue.Frame.Asks(said).Length));
                    Assert.Equal(data.GetProperty("asks")[0][0].GetString(), BookText.Price(venue.Frame.Asks(said)[0], WireDecimal.Scale));
                    Assert.Equal(data.GetProperty("asks")[0][1].GetString(), BookText.Quantity(venue.Frame.Asks(said)[0]));
                    break;
                case "ticker":
                    // An option without bids has an empty text for its best one.
                    bool hasBid = data.GetProperty("bidPx").GetString() != "";
                    Assert.Equal(hasBid ? 1 : 0, venue.Frame.Bids(said).Length);
                    Assert.Equal(hasBid ? Scaled(data.GetProperty("bidPx")) : 0, hasBid ? venue.Frame.Bids(said)[0].Price : 0);
                    break;
                default:
                    others++;
                    Assert.Equal(MarketEventKind.Other, said.Kind);
                    break;
            }
        }

        Assert.True(books > 10 && others > 5, $"{books} books, {others} others");
    }

    [Theory]
    [InlineData("""{"arg":{"channel":"books","instId":"BTC-USDT"},"action":"update","data":[{"asks":[["101","-1","0","1"]],"bids":[],"ts":"1","seqId":11,"prevSeqId":10}]}""", RefusalReason.Number)]
    [InlineData("""{"arg":{"channel":"books","instId":"BTC-USDT"},"action":"update","data":[{"asks":[["0","1","0","1"]],"bids":[],"ts":"1","seqId":11,"prevSeqId":10}]}""", RefusalReason.Number)]
    [InlineData("""{"arg":{"channel":"books","instId":"BTC-USDT"},"action":"update","data":[{"asks":[["0.000000001","1","0","1"]],"bids":[],"ts":"1","seqId":11,"prevSeqId":10}]}""", RefusalReason.Number)]
    [InlineData("""{"arg":{"channel":"books","instId":"BTC-USDT"},"action":"update","data":[{"asks":[],"ts":"1","seqId":11,"prevSeqId":10}]}""", RefusalReason.Shape)]
    [InlineData("""{"arg":{"channel":"books","instId":"BTC-USDT"},"action":"update","data":[{"asks":[],"bids":[],"ts":"1","seqId":11}]}""", RefusalReason.Shape)]
    [InlineData("""{"arg":{"channel":"books","instId":"BTC-USDT"},"data":[{"asks":[],"bids":[],"ts":"1","seqId":11,"prevSeqId":10}]}""", RefusalReason.Shape)]
    [InlineData("""{"arg":{"channel":"books","instId":"BTC-USDT"},"action":"update","data":[{"asks":[],"bids":[],"ts":"1","checksum":9999999999,"seqId":11,"prevSeqId":10}]}""", RefusalReason.Shape)]
    public void A_bad_book_message_is_refused_by_reason_and_its_book_withdrawn(string text, RefusalReason reason)
    {
        VenueBooks books = Live(10);
        Assert.False(books.Take(Encoding.ASCII.GetBytes(text)));
        Assert.Equal((1, false), (books.Refused[(int)reason], books.Books[0].Keeper.IsLive));
    }

    [Fact]
    public void A_book_without_sequence_or_checksum_of_an_old_capture_is_kept_and_one_that_loses_its_sequence_is_not()
    {
        VenueBooks books = new(Venue.Okx);
        Take(books, """{"arg":{"channel":"books","instId":"A-B"},"action":"snapshot","data":[{"asks":[["2","1","0","1"]],"bids":[["1","1","0","1"]],"ts":"1"}]}""");
        Take(books, """{"arg":{"channel":"books","instId":"A-B"},"action":"update","data":[{"asks":[],"bids":[["1","4","0","1"]],"ts":"1"}]}""");
        Assert.Equal("4", BookText.Quantity(books.Books[0].Keeper.Book.Bids.LevelAt(0)));

        VenueBooks sequenced = Live(10);
        Take(sequenced, """{"arg":{"channel":"books","instId":"BTC-USDT"},"action":"update","data":[{"asks":[],"bids":[["1","4","0","1"]],"ts":"1"}]}""");
        Assert.False(sequenced.Books[0].Keeper.IsLive);
    }

    private static VenueBooks Live(long id)
    {
        VenueBooks books = new(Venue.Okx);
        Take(books, Book("snapshot", id, -1, [("99", "1")], [("101", "1")], 0));
        Assert.True(books.Books[0].Keeper.IsLive);
        return books;
    }

    private static long Scaled(JsonElement text) =>
        (long)(decimal.Parse(text.GetString()!, CultureInfo.InvariantCulture) * 100_000_000m);

    private static void Take(VenueBooks books, string text) => Assert.True(books.Take(Encoding.ASCII.GetBytes(text)), text);

    private static string Book(
        string action, long id, long previous, (string, string)[] bids, (string, string)[] asks, int checksum) =>
        $"{{\"arg\":{{\"channel\":\"books\",\"instId\":\"BTC-USDT\"}},\"action\":\"{action}\",\"data\":[{{\"asks\":[{Levels(asks)}]," +
        $"\"bids\":[{Levels(bids)}],\"ts\":\"1597026383085\",\"checksum\":{checksum},\"seqId\":{id},\"prevSeqId\":{previous}}}]}}";

    private static string Levels((string Price, string Size)[] levels) =>
        string.Join(',', levels.Select(level => $"[\"{level.Price}\",\"{level.Size}\",\"0\",\"1\"]"));
}
