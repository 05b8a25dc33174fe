using System.Text;
using Artic.Streams.Steps;
using Artic.Venues.Books;
using Artic.Venues.Okx;
using Artic.Venues.Tests.Support;

namespace Artic.Venues.Tests.SmallCoins;

/// <summary>Coins whose prices have more than eight decimals: SHIB stayed without a book at OKX and at Kraken.</summary>
public sealed class SmallCoinTests
{
    [Fact]
    public void A_book_of_OKX_at_nine_decimals_has_the_venues_checksum_and_the_wires_texts()
    {
        VenueBooks books = new(Venue.Okx);
        Take(books, Okx("snapshot", 10, -1, [("0.000012345", "100"), ("0.00001234", "7")], [("0.000012346", "2500000.5")],
            "0.000012345:100:0.000012346:2500000.5:0.00001234:7"));
        Take(books, Okx("update", 11, 10, [("0.0000123455", "3")], [("0.000012346", "0"), ("0.00001235", "1")],
            "0.0000123455:3:0.00001235:1:0.000012345:100:0.00001234:7"));
        BookKeeper keeper = books.Books[0].Keeper;
        Assert.Equal((true, 2, 0, 10), (keeper.IsLive, keeper.Figures.ChecksumsMatched, keeper.Figures.ChecksumsFailed, keeper.Book.PriceScale));
        Assert.Equal((123_455, 123_500), (keeper.Book.Bids.BestPrice, keeper.Book.Asks.BestPrice));
        Assert.Equal(["0.0000123455", "0.000012345", "0.00001234"], Prices(keeper.Book, keeper.Book.Bids));

        // printf 'b 0.0000123455 3\nb 0.000012345 100\nb 0.00001234 7\na 0.00001235 1\n' | sha256sum
        Assert.Equal("93060d61036b0d72c8778c82f01820b7fc281b715ae784938d9311195f167681", BookText.Sha256(keeper.Book));
    }

    [Fact]
    public void A_wrong_checksum_of_a_small_coin_withdraws_its_book()
    {
        VenueBooks books = new(Venue.Okx);
        Take(books, Okx("snapshot", 10, -1, [("0.000012345", "100")], [("0.000012346", "1")], "0.000012345:100:0.000012346:1"));
        Take(books, Okx("update", 11, 10, [("0.000012345", "3")], [], "0.0000123450:3:0.000012346:1"));
        Assert.Equal((false, 1), (books.Books[0].Keeper.IsLive, books.Books[0].Keeper.Figures.ChecksumsFailed));
    }

    [Fact]
    public void A_book_of_Kraken_at_ten_decimals_has_the_venues_checksum_with_the_zeros_at_the_end()
    {
        // The digits without point and leading zeros: asks, then bids.
        VenueBooks books = new(Venue.Kraken);
        Take(books, Kraken("snapshot", """{"price":0.0000123450,"qty":100.00000000}""", """{"price":0.0000123460,"qty":7.50000000}""",
            "123460" + "750000000" + "123450" + "10000000000"));
        Take(books, Kraken("update", """{"price":0.0000123456,"qty":2.00000000}""", "",
            "123460" + "750000000" + "123456" + "200000000" + "123450" + "10000000000"));
        BookKeeper keeper = books.Books[0].Keeper;
        Assert.Equal((true, 2, 0, 10), (keeper.IsLive, keeper.Figures.ChecksumsMatched, keeper.Figures.ChecksumsFailed, keeper.Book.PriceScale));
        Assert.Equal(["0.0000123456", "0.0000123450"], Prices(keeper.Book, keeper.Book.Bids));

        // printf 'b 0.0000123456 2.00000000\nb 0.0000123450 100.00000000\na 0.0000123460 7.50000000\n' | sha256sum
        Assert.Equal("1beb1b64af1ef9c9cd3a954def6b0ba92d901ff9dc6738645e74d5fb0f0aeff5", BookText.Sha256(keeper.Book));
    }

    [Fact]
    public void The_first_version_of_Kraken_reads_them_too()
    {
        VenueBooks books = new(Venue.Kraken);
        Take(books, """[320,{"as":[["0.0000123460","7.50000000","1.5"]],"bs":[["0.0000123450","100.00000000","1.5"]]},"book-10","SHIB/USD"]""");
        uint checksum = Checksums.Crc32("123460" + "750000000" + "123456" + "200000000" + "123450" + "10000000000");
        Take(books, $$"""[320,{"b":[["0.0000123456","2.00000000","1.6"]],"c":"{{checksum}}"},"book-10","SHIB/USD"]""");
        BookKeeper keeper = books.Books[0].Keeper;
        Assert.Equal((true, 1, 123_456), (keeper.IsLive, keeper.Figures.ChecksumsMatched, keeper.Book.Bids.BestPrice));
        Take(books, """[321,[["0.0000123456","5.0","1616333924.737428","b","m",""]],"trade","SHIB/USD"]""");
        Assert.Equal((123_456, 10), (books.Frame.Events[0].Price, (int)books.Frame.Events[0].PriceScale));
    }

    [Theory]
    [InlineData(Venue.Binance, 101)]
    [InlineData(Venue.Kraken, 102)]
    [InlineData(Venue.Okx, 103)]
    [InlineData(Venue.Coinbase, 104)]
    public void Random_sessions_of_small_coins_leave_the_very_book_of_the_texts(Venue venue, ulong seed)
    {
        const int sessions = 40;
        const int updates = 60;
        int raised = 0;
        long matched = 0;
        for (ulong session = 0; session < sessions; session++)
        {
            ulong own = (seed * 1000) + session;
            CoinSession coin = new(venue, own);
            VenueBooks books = new(venue, coin.Symbol);
            Assert.True(venue != Venue.Kraken || books.Take(Encoding.ASCII.GetBytes(coin.Subscribed)));
            BookKeeper keeper = books.Books[0].Keeper;
            Assert.True(books.Take(coin.Snapshot()), $"seed {own}: the whole book");
            raised += keeper.Book.PriceScale > 8 ? 0 : 1;
            for (int i = 0; i < updates; i++)
            {
                Assert.True(books.Take(i == updates / 2 && venue != Venue.Binance ? coin.Snapshot() : coin.Update()), $"seed {own}: message {i}");
                Assert.True(keeper.IsLive, $"seed {own}: no book after message {i}");
                Assert.True(coin.Model.Sha256() == BookText.Sha256(keeper.Book), $"seed {own}: another book after message {i}");
            }

            Assert.True(keeper.Book.PriceScale > 8, $"seed {own}: no price had more than eight decimals");
            matched += keeper.Figures.ChecksumsMatched;
            Assert.Equal(0, keeper.Figures.ChecksumsFailed);
        }

        Assert.InRange(raised, 5, sessions - 5);
        Assert.Equal(venue is Venue.Kraken or Venue.Okx ? sessions * (updates + 1) : 0, matched);
    }

    [Fact]
    public void A_change_may_give_the_best_price_ten_digits_and_not_eleven()
    {
        // 0.9999999999 at scale 10 and 1.0 at scale 10: ten digits, and eleven.
        Assert.True(Changed("0.99999999", "0.0000000001"));
        Assert.False(Changed("1", "0.0000000001"));

        static bool Changed(string ask, string bid)
        {
            VenueBooks books = new(Venue.Okx);
            Take(books, Okx("snapshot", 10, -1, [("0.5", "1")], [(ask, "1")], $"0.5:1:{ask}:1"));
            bool taken = books.Take(Bytes(Okx("update", 11, 10, [(bid, "1")], [], $"0.5:1:{ask}:1:{bid}:1")));
            Assert.Equal((taken, taken ? 0 : 1), (books.Books[0].Keeper.IsLive, books.Refused[(int)RefusalReason.Number]));
            return taken;
        }
    }

    [Fact]
    public void A_message_whose_prices_no_scale_holds_is_refused_whole()
    {
        VenueBooks books = new(Venue.Okx);
        Assert.False(books.Take(Bytes(Okx("snapshot", 10, -1, [("0.000000000000000001", "1")], [("10", "1")], ""))));
        Assert.Equal((1, 0), (books.Refused[(int)RefusalReason.Number], books.Frame.Events.Length));
        Assert.False(books.Take(Bytes(Okx("snapshot", 10, -1, [("0.0000000000000000001", "1")], [("1", "1")], ""))));
        Take(books, Okx("snapshot", 10, -1, [("0.000000000000000001", "1")], [("9", "1")], "0.000000000000000001:1:9:1"));
        Assert.Equal((true, 18), (books.Books[0].Keeper.IsLive, books.Books[0].Keeper.Book.PriceScale));

        // A whole book that the finer scale cannot hold begins anew with its own.
        Take(books, Okx("snapshot", 11, -1, [("99", "1")], [("100.5", "1")], "99:1:100.5:1"));
        Assert.Equal((true, 8, 9_900_000_000), (books.Books[0].Keeper.IsLive, books.Books[0].Keeper.Book.PriceScale, books.Books[0].Keeper.Book.Bids.BestPrice));
    }

    [Fact]
    public void With_a_definition_nothing_else_changes_the_scale()
    {
        OkxKeeper keeper = new();
        OkxDecoder decoder = new();
        MarketFrame frame = new();
        keeper.FixPriceScale(9);
        Assert.True(decoder.TryDecode(Bytes(Okx("snapshot", 10, -1, [("0.00001234", "1")], [("0.00001235", "1")], "0.00001234:1:0.00001235:1")), frame));
        Assert.Equal(8, frame.Events[0].PriceScale);
        Assert.True(keeper.TryFit(frame, 0));
        Assert.Equal(BookOutcome.Synchronised, keeper.Take(frame, frame.Events[0]));
        Assert.Equal((9, 12_340), (keeper.Book.PriceScale, keeper.Book.Bids.BestPrice));
        Assert.True(decoder.TryDecode(Bytes(Okx("update", 11, 10, [("0.0000123451", "1")], [], "")), frame));
        Assert.False(keeper.TryFit(frame, 0));
        Assert.True(decoder.TryDecode(Bytes(Okx("snapshot", 11, -1, [("0.0000123451", "1")], [], "")), frame));
        Assert.False(keeper.TryFit(frame, 0));
        Assert.Equal((9, 12_340), (keeper.Book.PriceScale, keeper.Book.Bids.BestPrice));

        OkxKeeper loaded = new();
        StateWriter state = new();
        keeper.Save(state);
        loaded.Load(new StateReader(state.Written.ToArray()));
        Assert.Equal((9, keeper.Checksum()), (loaded.Book.PriceScale, loaded.Checksum()));
        Assert.False(loaded.TryFit(frame, 0));
        loaded.FixPriceScale(10);
        Assert.Equal((false, 10, 0), (loaded.IsLive, loaded.Book.PriceScale, loaded.Book.Bids.Count));
        Assert.True(loaded.TryFit(frame, 0));
    }

    [Fact]
    public void What_waits_for_a_snapshot_of_Binance_is_brought_to_its_scale()
    {
        VenueBooks books = new(Venue.Binance, "SHIBUSDT");
        Take(books, """{"e":"depthUpdate","E":1723161255208,"s":"SHIBUSDT","U":101,"u":101,"b":[["0.00001235","5.0"]],"a":[]}""");
        Take(books, """{"e":"depthUpdate","E":1723161255208,"s":"SHIBUSDT","U":102,"u":102,"b":[],"a":[["0.0000123711","6.0"]]}""");
        Take(books, """{"lastUpdateId":100,"bids":[["0.000012345","1.0"]],"asks":[["0.00001238","1.0"]]}""");
        BookKeeper keeper = books.Books[0].Keeper;
        Assert.Equal((true, 102, 10), (keeper.IsLive, keeper.UpdateId, keeper.Book.PriceScale));
        Assert.Equal(["0.00001235", "0.000012345"], Prices(keeper.Book, keeper.Book.Bids));
        Assert.Equal(["0.0000123711", "0.00001238"], Prices(keeper.Book, keeper.Book.Asks));
    }

    private static string[] Prices(OrderBook book, BookSide side) =>
        [.. Enumerable.Range(0, side.Count).Select(i => BookText.Price(side.LevelAt(i), book.PriceScale))];

    private static byte[] Bytes(string text) => Encoding.ASCII.GetBytes(text);

    private static void Take(VenueBooks books, string text) => Assert.True(books.Take(Bytes(text)), text);

    private static string Okx(string action, long id, long previous, (string, string)[] bids, (string, string)[] asks, string ofText) =>
        $"{{\"arg\":{{\"channel\":\"books\",\"instId\":\"SHIB-USDT\"}},\"action\":\"{action}\",\"data\":[{{\"asks\":[{Levels(asks)}]," +
        $"\"bids\":[{Levels(bids)}],\"ts\":\"1597026383085\",\"checksum\":{unchecked((int)Checksums.Crc32(ofText))},\"seqId\":{id},\"prevSeqId\":{previous}}}]}}";

    private static string Levels((string Price, string Size)[] levels) =>
        string.Join(',', levels.Select(level => $"[\"{level.Price}\",\"{level.Size}\",\"0\",\"1\"]"));

    private static string Kraken(string type, string bids, string asks, string ofText) =>
        $"{{\"channel\":\"book\",\"type\":\"{type}\",\"data\":[{{\"symbol\":\"SHIB/USD\",\"bids\":[{bids}],\"asks\":[{asks}],\"checksum\":{Checksums.Crc32(ofText)}}}]}}";
}
