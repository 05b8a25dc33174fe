using System.Text;
using System.Text.Json;
using Artic.Venues.Books;
using Artic.Venues.Captures;
using Artic.Venues.Kraken;
using Artic.Venues.Replay;
using Artic.Venues.Tests.Support;
using Artic.Venues.Text;

namespace Artic.Venues.Tests.Kraken;

public sealed class KrakenTests
{
    private const string Example = "market/messages/kraken_v2_book_checksum_example.json";
    private const string Subscription =
        """{"method":"subscribe","result":{"channel":"book","depth":10,"snapshot":true,"symbol":"A/B"},"success":true}""";

    [RecordedFact(Captured.Kraken)]
    public void Every_checksum_of_the_recorded_capture_matches()
    {
        CaptureReplay replay = Captured.Replay(Venue.Kraken, Captured.Lines(Captured.Kraken));
        Assert.Equal((4_269, 0, 0), (Captured.Books(replay).Matched, Captured.Books(replay).Failed, Captured.Books(replay).Crossed));
        Assert.Equal(10, replay.Books.Books.Count);
        Dictionary<string, ModelBook> models = Models();
        Assert.All(replay.Books.Books, book => Assert.Equal(models[book.Symbol].Sha256(), BookText.Sha256(book.Keeper.Book)));
    }

    [RecordedFact(Example)]
    public void The_worked_example_of_version_2_has_its_checksum()
    {
        VenueBooks books = new(Venue.Kraken);
        Assert.True(books.Take(File.ReadAllBytes(SharedData.Find(Example)!)));
        Assert.Equal((1, 0), (books.Books[0].Keeper.Figures.ChecksumsMatched, books.Books[0].Keeper.Figures.ChecksumsFailed));
        Assert.Equal(3_310_070_434u, ((KrakenKeeper)books.Books[0].Keeper).Checksum());
        Assert.True(books.Books[0].Keeper.IsLive);
    }

    [Fact]
    public void A_level_that_falls_out_of_the_subscribed_depth_is_forgotten()
    {
        VenueBooks books = Live(Enumerable.Range(1, 10).Select(i => ($"{100 - i}.0", "1.0")), [("200.0", "1.0")]);
        Assert.True(Update(books, [("99.5", "1.0")], []));
        BookSide bids = books.Books[0].Keeper.Book.Bids;
        Assert.Equal((10, "91.0"), (bids.Count, BookText.Price(bids.LevelAt(9), WireDecimal.Scale)));

        // The venue sends the tenth again when another goes: it is not remembered here.
        Assert.True(Update(books, [("99.5", "0.0"), ("90.0", "1.0")], []));
        Assert.Equal((10, "90.0"), (bids.Count, BookText.Price(bids.LevelAt(9), WireDecimal.Scale)));
    }

    [Fact]
    public void Of_a_price_that_comes_twice_in_one_update_the_last_counts()
    {
        VenueBooks books = Live([("99.0", "1.0")], [("200.0", "1.0")]);
        Assert.True(Update(books, [("99.0", "0.0"), ("99.0", "3.5"), ("98.0", "1.0"), ("98.0", "0.0")], []));
        BookSide bids = books.Books[0].Keeper.Book.Bids;
        Assert.Equal((1, "3.5"), (bids.Count, BookText.Quantity(bids.LevelAt(0))));
    }

    [Fact]
    public void A_wrong_checksum_withdraws_the_book_until_the_next_snapshot()
    {
        VenueBooks books = Live([("99.0", "1.0")], [("200.0", "1.0")]);
        BookKeeper keeper = books.Books[0].Keeper;
        Assert.True(books.Take(Message("update", [("99.0", "2.0")], [], 1)));
        Assert.Equal((false, 0, 1), (keeper.IsLive, keeper.Book.Bids.Count, keeper.Figures.ChecksumsFailed));
        Assert.True(books.Take(Message("update", [("99.0", "1.0")], [], 1)));
        Assert.False(keeper.IsLive);
        Snapshot(books, [("99.0", "4.0")], [("200.0", "1.0")]);
        Assert.Equal((true, 1), (keeper.IsLive, keeper.Figures.Resyncs));
    }

    [Fact]
    public void Zeros_behind_the_eighth_place_are_part_of_the_checksum_and_of_the_text()
    {
        VenueBooks books = Live([("0.000835600", "304.30645202")], [("0.000835700", "1.00000000")]);
        BookLevel bid = books.Books[0].Keeper.Book.Bids.LevelAt(0);
        Assert.Equal(("0.000835600", 83_560), (BookText.Price(bid, WireDecimal.Scale), bid.Price));
    }

    [Fact]
    public void The_first_version_reads_two_payloads_a_republished_level_and_the_channels_beside_the_book()
    {
        VenueBooks books = new(Venue.Kraken);
        Take(books, """[320,{"as":[["101.0","1.0","1.5"]],"bs":[["100.0","1.0","1.5"]]},"book-10","XBT/USD"]""");
        uint checksum = Reference([("100.0", "2.0"), ("99.0", "1.0")], [("101.0", "3.0")]);
        Take(books, "[320,{\"a\":[[\"101.0\",\"3.0\",\"1.6\"]]},{\"b\":[[\"100.0\",\"2.0\",\"1.6\"],[\"99.0\",\"1.0\",\"1.4\",\"r\"]],\"c\":\"" +
            checksum + "\"},\"book-10\",\"XBT/USD\"]");
        Assert.Equal((1, 0), (books.Books[0].Keeper.Figures.ChecksumsMatched, books.Books[0].Keeper.Figures.ChecksumsFailed));

        Take(books, """[321,[["57126.70000","0.02063928","1616333924.737428","b","m",""]],"trade","XBT/USD"]""");
        MarketEvent trade = books.Frame.Events[0];
        Assert.Equal(
            (MarketEventKind.Trade, 5_712_670_000_000, 2_063_928, false, 1_616_333_924_737_428_000),
            (trade.Kind, trade.Price, trade.Quantity, trade.BuyerIsMaker, trade.ExchangeTimeNs));
        Take(books, """[341,["31760.00000","31760.10000","1654031976.197239","0.02167307","6.46761464"],"spread","XBT/USD"]""");
        Assert.Equal(2_167_307, books.Frame.Bids(books.Frame.Events[0])[0].Quantity);
        Take(books, """[340,{"a":["29938.60000",12,"12.41074632"],"b":["29938.50000",0,"0.08410000"]},"ticker","XBT/USD"]""");
        Assert.Equal(1_241_074_632, books.Frame.Asks(books.Frame.Events[0])[0].Quantity);
        Take(books, """{"event":"heartbeat"}""");
        Assert.Equal(MarketEventKind.Heartbeat, books.Frame.Events[0].Kind);
        Take(books, """{"errorMessage":"Subscription depth not supported","event":"subscriptionStatus","status":"error"}""");
        Assert.Equal(MarketEventKind.Refused, books.Frame.Events[0].Kind);
    }

    [Fact]
    public void The_second_version_reads_trades_and_tickers_beside_the_book()
    {
        VenueBooks books = new(Venue.Kraken);
        Take(books, """{"channel":"ticker","type":"update","data":[{"symbol":"A/B","bid":0.10025,"bid_qty":740.0,"ask":0.10035,"ask_qty":1361.44813783,"last":0.10035}]}""");
        Assert.Equal((10_025_000, 136_144_813_783), (
            books.Frame.Bids(books.Frame.Events[0])[0].Price, books.Frame.Asks(books.Frame.Events[0])[0].Quantity));
        Take(books, """{"channel":"trade","type":"update","data":[{"symbol":"A/B","side":"sell","price":0.5117,"qty":40.0,"ord_type":"market","trade_id":4665906,"timestamp":"2023-09-25T07:49:37.708706Z"}]}""");
        MarketEvent trade = books.Frame.Events[0];
        Assert.Equal((51_170_000, 4_665_906, true, 1_695_628_177_708_706_000), (trade.Price, trade.TradeId, trade.BuyerIsMaker, trade.ExchangeTimeNs));
        Take(books, """{"channel":"heartbeat"}""");
        Take(books, """{"channel":"status","type":"update","data":[{"system":"online"}]}""");
        Take(books, """{"method":"pong","req_id":101}""");
        Assert.Equal(0, books.Unknown);
    }

    [Theory]
    [InlineData("""{"channel":"book","type":"update","data":[{"symbol":"A/B","bids":[{"price":-1.0,"qty":1.0}],"asks":[],"checksum":1}]}""", RefusalReason.Number)]
    [InlineData("""{"channel":"book","type":"update","data":[{"symbol":"A/B","bids":[{"price":0.0,"qty":1.0}],"asks":[],"checksum":1}]}""", RefusalReason.Number)]
    [InlineData("""{"channel":"book","type":"update","data":[{"symbol":"A/B","bids":[{"price":1e3,"qty":1.0}],"asks":[],"checksum":1}]}""", RefusalReason.Number)]
    [InlineData("""{"channel":"book","type":"update","data":[{"symbol":"A/B","bids":[{"price":99999999999999,"qty":1.0}],"asks":[],"checksum":1}]}""", RefusalReason.Number)]
    [InlineData("""{"channel":"book","type":"update","data":[{"symbol":"A/B","bids":[{"price":1.0}],"asks":[],"checksum":1}]}""", RefusalReason.Shape)]
    [InlineData("""{"channel":"book","type":"update","data":[{"symbol":"A/B","bids":[],"asks":[]}]}""", RefusalReason.Shape)]
    [InlineData("""{"channel":"book","type":"update","data":[{"symbol":"A/B","bids":[],"bids":[],"asks":[],"checksum":1}]}""", RefusalReason.Shape)]
    [InlineData("""[320,{"b":[["1.0","1.0","1.5"]]},"book-10","XBT/USD"]""", RefusalReason.Shape)]
    [InlineData("""[320,{"b":[["1.0","1.0","1.5"]],"c":"4294967296"},"book-10","XBT/USD"]""", RefusalReason.Shape)]
    [InlineData("""[320,{"b":[["1.0","1.0","1.5"]],"c":"1"},"book-0","XBT/USD"]""", RefusalReason.Shape)]
    [InlineData("7", RefusalReason.Shape)]
    [InlineData("""{"channel":"book","type":"upd""", RefusalReason.Json)]
    public void A_bad_message_is_refused_by_reason_and_its_book_withdrawn(string text, RefusalReason reason)
    {
        VenueBooks books = Live([("99.0", "1.0")], [("200.0", "1.0")]);
        Assert.False(books.Take(Encoding.ASCII.GetBytes(text)));
        Assert.Equal((1, false, 0), (books.Refused[(int)reason], books.Books[0].Keeper.IsLive, books.Books[0].Keeper.Book.Asks.Count));
    }

    private static VenueBooks Live(IEnumerable<(string Price, string Quantity)> bids, IEnumerable<(string Price, string Quantity)> asks)
    {
        VenueBooks books = new(Venue.Kraken);
        Take(books, Subscription);
        Snapshot(books, [.. bids], [.. asks]);
        Assert.True(books.Books[0].Keeper.IsLive);
        return books;
    }

    private static void Snapshot(VenueBooks books, (string, string)[] bids, (string, string)[] asks) =>
        Assert.True(books.Take(Message("snapshot", bids, asks, Reference(bids, asks))));

    /// <summary>An update of bids with the checksum that the venue would send.</summary>
    private static bool Update(VenueBooks books, (string, string)[] bids, (string, string)[] asks)
    {
        BookKeeper keeper = books.Books[0].Keeper;
        List<(string Price, string Quantity)> after = [.. Texts(keeper.Book.Bids)];
        foreach ((string price, string quantity) in bids)
        {
            _ = after.RemoveAll(level => level.Price == price);
            if (quantity != "0.0")
            {
                after.Add((price, quantity));
            }
        }

        after = [.. after.OrderByDescending(level => decimal.Parse(level.Price, System.Globalization.CultureInfo.InvariantCulture)).Take(10)];
        return books.Take(Message("update", bids, asks, Reference([.. after], [.. Texts(keeper.Book.Asks)]))) && keeper.IsLive;
    }

    private static IEnumerable<(string, string)> Texts(BookSide side) =>
        Enumerable.Range(0, side.Count).Select(i => (BookText.Price(side.LevelAt(i), WireDecimal.Scale), BookText.Quantity(side.LevelAt(i))));

    private static void Take(VenueBooks books, string text) => Assert.True(books.Take(Encoding.ASCII.GetBytes(text)), text);

    private static byte[] Message(string type, (string, string)[] bids, (string, string)[] asks, uint checksum) => Encoding.ASCII.GetBytes(
        $"{{\"channel\":\"book\",\"type\":\"{type}\",\"data\":[{{\"symbol\":\"A/B\",\"bids\":[{Levels(bids)}],\"asks\":[{Levels(asks)}]," +
        $"\"checksum\":{checksum},\"timestamp\":\"2023-10-06T17:35:55.440295Z\"}}]}}");

    private static string Levels((string Price, string Quantity)[] levels) =>
        string.Join(',', levels.Select(level => $"{{\"price\":{level.Price},\"qty\":{level.Quantity}}}"));

    /// <summary>The venue's rule, by texts alone and bit by bit.</summary>
    private static uint Reference((string Price, string Quantity)[] bids, (string Price, string Quantity)[] asks) =>
        Checksums.Crc32(string.Concat(asks.Take(10).Concat(bids.Take(10)).Select(level => Digits(level.Price) + Digits(level.Quantity))));

    private static string Digits(string number) => number.Replace(".", "", StringComparison.Ordinal).TrimStart('0');

    private static Dictionary<string, ModelBook> Models()
    {
        Dictionary<string, ModelBook> models = [];
        foreach (CaptureLine line in Captured.Lines(Captured.Kraken).Where(line => line.Kind == CaptureLineKind.Received))
        {
            JsonElement root = JsonDocument.Parse(line.Body).RootElement;
            if (root.ValueKind != JsonValueKind.Array)
            {
                continue;
            }

            string pair = root[root.GetArrayLength() - 1].GetString()!;
            ModelBook model = models.TryGetValue(pair, out ModelBook? known) ? known : models[pair] = new ModelBook();
            foreach (JsonElement payload in root.EnumerateArray().Where(element => element.ValueKind == JsonValueKind.Object))
            {
                foreach (JsonProperty member in payload.EnumerateObject().Where(member => member.Value.ValueKind == JsonValueKind.Array))
                {
                    foreach (JsonElement level in member.Value.EnumerateArray())
                    {
                        model.Set(member.Name[0] == 'b', level);
                    }
                }
            }

            model.Truncate(1000);
        }

        return models;
    }
}
