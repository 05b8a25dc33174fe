using System.Globalization;
using System.Text;
using System.Text.Json;
using Artic.Venues.Books;
using Artic.Venues.Captures;
using Artic.Venues.Tests.Support;
using Artic.Venues.Text;

namespace Artic.Venues.Tests.Captures;

/// <summary>One message is cut out of a stream at random; a snapshot of the uncut book comes some messages later.</summary>
public sealed class CutCaptureTests
{
    private const int Cuts = 24;
    private const int UntilSnapshot = 40;
    private const int After = 40;

    [RecordedTheory(Captured.BinanceReplay)]
    [InlineData(Venue.Binance, 5)]
    [InlineData(Venue.Okx, 6)]
    [InlineData(Venue.Coinbase, 7)]
    public void A_cut_message_is_found_at_the_next_one_and_the_next_snapshot_mends_the_book(Venue venue, ulong seed)
    {
        (byte[] snapshot, List<byte[]> messages) = Shaped(venue);
        Seeded random = new(seed);
        for (int cut = 0; cut < Cuts; cut++)
        {
            int at = 1 + random.Next(300);
            string why = $"{venue}, seed {seed}, cut {cut} of message {at}";
            VenueBooks whole = new(venue, "BTCUSDT");
            VenueBooks books = new(venue, "BTCUSDT");
            Assert.True(whole.Take(snapshot) && books.Take(snapshot), why);
            for (int i = 0; i < at + UntilSnapshot + After; i++)
            {
                Assert.True(whole.Take(messages[i]), why);

                if (i == at)
                {
                    continue;
                }

                // Coinbase's snapshot bears a number of the connection: here that of a message which it contains.
                bool isReplaced = venue == Venue.Coinbase && i == at + UntilSnapshot;
                Assert.True(isReplaced || books.Take(messages[i]), why);

                BookKeeper keeper = books.Books[0].Keeper;
                bool isMended = i > at + UntilSnapshot;
                Assert.True(keeper.IsLive == (i < at || isMended), $"{why}, seen at {i}");
                long gaps = keeper.Figures.Gaps + books.ConnectionGaps;
                Assert.True(gaps == (i < at ? 0 : 1), $"{why}: {gaps} gaps at {i}");
                if (keeper.IsLive && (i % 50 == 0 || i >= at + UntilSnapshot))
                {
                    Assert.True(BookText.Sha256(keeper.Book) == BookText.Sha256(whole.Books[0].Keeper.Book), $"{why}: another book at {i}");
                }

                if (i == at + UntilSnapshot)
                {
                    Assert.True(books.Take(Snapshot(venue, whole.Books[0], i + 1)), why);
                    Assert.True(keeper.IsLive, $"{why}: no book after the snapshot");
                    Assert.Equal(1, keeper.Figures.Resyncs);
                }
            }
        }
    }

    [RecordedFact(Captured.BinanceReplay)]
    public void One_market_in_the_shapes_of_three_venues_is_one_book()
    {
        string[] books = Array.ConvertAll(new[] { Venue.Binance, Venue.Okx, Venue.Coinbase }, venue =>
        {
            (byte[] snapshot, List<byte[]> messages) = Shaped(venue);
            VenueBooks books = new(venue, "BTCUSDT");
            Assert.True(books.Take(snapshot));
            messages.ForEach(message => Assert.True(books.Take(message)));
            Assert.True(books.Books[0].Keeper.IsLive);
            return BookText.Sha256(books.Books[0].Keeper.Book);
        });
        Assert.Equal(books[0], books[1]);
        Assert.Equal(books[0], books[2]);
    }

    [RecordedFact(Captured.Kraken)]
    public void A_message_cut_out_of_Kraken_s_capture_is_found_where_it_reaches_the_best_ten()
    {
        const ulong seed = 8;
        List<CaptureLine> lines = [.. Captured.Lines(Captured.Kraken).Where(line => line.Kind == CaptureLineKind.Received && line.Body.Span[0] == '[')];
        Seeded random = new(seed);
        int found = 0;
        for (int cut = 0; cut < Cuts; cut++)
        {
            int at = 10 + random.Next(lines.Count - 20);
            string why = $"seed {seed}, cut {cut} of book message {at}";
            VenueBooks whole = new(Venue.Kraken);
            VenueBooks books = new(Venue.Kraken);
            VenueBook? mended = null;
            for (int i = 0; i < lines.Count; i++)
            {
                Assert.True(whole.Take(lines[i].Body.Span), why);
                if (i == at)
                {
                    continue;
                }

                Assert.True(books.Take(lines[i].Body.Span), why);
                VenueBook uncut = whole.Find(whole.Frame.Symbol(whole.Frame.Events[0]))!;
                VenueBook book = books.Find(whole.Frame.Symbol(whole.Frame.Events[0]))!;

                // The rule sees the best ten: a book that is live is right there.
                Assert.True(!book.Keeper.IsLive || Best(uncut) == Best(book), $"{why}: a wrong book at {i}");
                if (!book.Keeper.IsLive)
                {
                    found++;
                    Assert.True(i > at && mended == null, $"{why}: withdrawn again at {i}");
                    Assert.True(books.Take(Snapshot(Venue.Kraken, uncut, 0)), why);
                    mended = book;
                }

                if (mended == book)
                {
                    Assert.True(BookText.Sha256(book.Keeper.Book) == BookText.Sha256(uncut.Keeper.Book), $"{why}: another book at {i}");
                }
            }
        }

        Assert.True(found > Cuts / 2, $"only {found} of {Cuts} cuts reached the best ten");
    }

    private static string Best(VenueBook book) => string.Join(' ', new[] { book.Keeper.Book.Bids, book.Keeper.Book.Asks }.SelectMany(
        side => Enumerable.Range(0, Math.Min(10, side.Count)).Select(i => $"{BookText.Price(side.LevelAt(i), WireDecimal.Scale)} {BookText.Quantity(side.LevelAt(i))}")));

    /// <summary>The recorded depth messages that follow the snapshot, in a venue's shape.</summary>
    private static (byte[] Snapshot, List<byte[]> Messages) Shaped(Venue venue)
    {
        List<byte[]> messages = [];
        List<CaptureLine> lines = Captured.Lines(Captured.BinanceReplay);
        CaptureLine document = lines.Find(line => line.Body.Span.StartsWith("{\"lastUpdateId"u8));
        JsonElement whole = JsonDocument.Parse(document.Body).RootElement;
        long first = whole.GetProperty("lastUpdateId").GetInt64();
        long previous = first;
        byte[] snapshot = venue == Venue.Binance
            ? document.Body.ToArray()
            : Message(venue, "snapshot", Levels(whole.GetProperty("bids")), Levels(whole.GetProperty("asks")), first, -1, 0);
        foreach (CaptureLine line in lines.Where(line => line.Body.Span.IndexOf("depthUpdate"u8) >= 0))
        {
            JsonElement data = JsonDocument.Parse(line.Body).RootElement.GetProperty("data");
            long last = data.GetProperty("u").GetInt64();

            // Some came before the snapshot and are not in it.
            if (last > first)
            {
                messages.Add(venue == Venue.Binance
                    ? line.Body.ToArray()
                    : Message(venue, "update", Levels(data.GetProperty("b")), Levels(data.GetProperty("a")), last, previous, messages.Count + 1));
                previous = last;
            }
        }

        return (snapshot, messages);
    }

    private static byte[] Snapshot(Venue venue, VenueBook book, int number)
    {
        (string, string)[] bids = Texts(book.Keeper.Book.Bids);
        (string, string)[] asks = Texts(book.Keeper.Book.Asks);
        return venue switch
        {
            Venue.Binance => Encoding.ASCII.GetBytes($"{{\"lastUpdateId\":{book.Keeper.UpdateId},\"bids\":[{Arrays(bids)}],\"asks\":[{Arrays(asks)}]}}"),
            Venue.Kraken => Encoding.ASCII.GetBytes($"[1,{{\"as\":[{Arrays(asks)}],\"bs\":[{Arrays(bids)}]}},\"book-1000\",\"{book.Symbol}\"]"),

            Venue.Coinbase => Message(venue, "snapshot", bids, asks, 0, 0, number),
            _ => Message(venue, "snapshot", bids, asks, book.Keeper.UpdateId, -1, 0),
        };
    }

    private static byte[] Message(
        Venue venue, string type, (string, string)[] bids, (string, string)[] asks, long id, long previous, int number) =>
        Encoding.ASCII.GetBytes(venue == Venue.Okx
            ? $"{{\"arg\":{{\"channel\":\"books\",\"instId\":\"BTCUSDT\"}},\"action\":\"{type}\",\"data\":[{{\"asks\":[{Arrays(asks)}]," +
              $"\"bids\":[{Arrays(bids)}],\"ts\":\"1597026383085\",\"checksum\":0,\"seqId\":{id},\"prevSeqId\":{previous}}}]}}"
            : $"{{\"channel\":\"l2_data\",\"client_id\":\"\",\"timestamp\":\"2023-02-09T20:32:50.714964855Z\",\"sequence_num\":{number}," +
              $"\"events\":[{{\"type\":\"{type}\",\"product_id\":\"BTCUSDT\",\"updates\":[" +
              string.Join(',', bids.Select(level => Update("bid", level)).Concat(asks.Select(level => Update("offer", level)))) + "]}]}");

    private static string Update(string side, (string Price, string Quantity) level) =>
        $"{{\"side\":\"{side}\",\"event_time\":\"1970-01-01T00:00:00Z\",\"price_level\":\"{level.Price}\",\"new_quantity\":\"{level.Quantity}\"}}";

    private static string Arrays((string Price, string Quantity)[] levels) =>
        string.Join(',', levels.Select(level => string.Create(CultureInfo.InvariantCulture, $"[\"{level.Price}\",\"{level.Quantity}\",\"0\"]")));

    private static (string, string)[] Levels(JsonElement levels) =>
        [.. levels.EnumerateArray().Select(level => (level[0].GetString()!, level[1].GetString()!))];

    private static (string, string)[] Texts(BookSide side) =>
        [.. Enumerable.Range(0, side.Count).Select(i => (BookText.Price(side.LevelAt(i), WireDecimal.Scale), BookText.Quantity(side.LevelAt(i))))];
}
