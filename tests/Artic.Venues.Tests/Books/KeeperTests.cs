using Artic.Streams.Steps;
using Artic.Venues.Binance;
using Artic.Venues.Books;
using Artic.Venues.Captures;
using Artic.Venues.Coinbase;
using Artic.Venues.Kraken;
using Artic.Venues.Okx;
using Artic.Venues.Tests.Fuzz;
using Artic.Venues.Tests.Support;
using Artic.Venues.Text;

namespace Artic.Venues.Tests.Books;

public sealed class KeeperTests
{

    [RecordedFact(Captured.Kraken)]
    public void A_keeper_that_takes_another_s_saved_state_goes_on_as_that_one_does()
    {
        List<CaptureLine> lines = [.. Captured.Lines(Captured.Kraken).Where(line => line.Kind == CaptureLineKind.Received)];
        VenueBooks books = new(Venue.Kraken);
        foreach (CaptureLine line in lines.Take(lines.Count / 2))
        {
            Assert.True(books.Take(line.Body.Span));
        }

        Dictionary<string, KrakenKeeper> loaded = [];
        foreach (VenueBook book in books.Books)
        {
            loaded.Add(book.Symbol, new KrakenKeeper());
            loaded[book.Symbol].Load(new StateReader(Saved(book.Keeper)));
            Assert.Equal(Saved(book.Keeper), Saved(loaded[book.Symbol]));
        }

        foreach (CaptureLine line in lines.Skip(lines.Count / 2))
        {
            Assert.True(books.Take(line.Body.Span));
            MarketEvent said = books.Frame.Events[0];
            if (said.Kind == MarketEventKind.Delta)
            {
                Assert.Equal(BookOutcome.Applied, loaded[books.Find(books.Frame.Symbol(said))!.Symbol].Take(books.Frame, said));
            }
        }

        Assert.All(books.Books, book => Assert.Equal(Saved(book.Keeper), Saved(loaded[book.Symbol])));
    }

    [Fact]
    public void What_waits_for_a_snapshot_is_part_of_the_saved_state()
    {
        BinanceKeeper keeper = new();
        VenueBooks books = new(Venue.Binance);
        byte[][] corpus = Corpus.Of(Venue.Binance);
        Assert.True(books.Take(corpus[1]));
        Assert.Equal(BookOutcome.Buffered, keeper.Take(books.Frame, books.Frame.Events[0]));
        BinanceKeeper loaded = new();
        loaded.Load(new StateReader(Saved(keeper)));
        Assert.True(books.Take(corpus[0], "BTCUSDT"u8));
        Assert.Equal(BookOutcome.Synchronised, loaded.Take(books.Frame, books.Frame.Events[0]));
        Assert.Equal((103, "99.50000000"), (loaded.UpdateId, BookText.Price(loaded.Book.Bids.LevelAt(0), WireDecimal.Scale)));
    }

    [Fact]
    public void A_saved_state_of_another_venue_is_refused()
    {
        byte[] saved = Saved(new OkxKeeper());
        StateReader state = new(saved);
        new CoinbaseKeeper().Load(state);
        Assert.Throws<StateMalformedException>(state.End);
    }

    [Theory]
    [InlineData(Venue.Binance)]
    [InlineData(Venue.Kraken)]
    [InlineData(Venue.Okx)]
    [InlineData(Venue.Coinbase)]
    public void Nothing_is_allocated_for_messages_of_known_symbols(Venue venue)
    {
        byte[][] frames = Corpus.Of(venue);
        VenueBooks books = new(venue);
        Assert.Equal(0, Allocation.Of(() => Turn(books, frames, 2_000), 1));
    }

    [Fact]
    public void The_measurement_sees_a_symbol_that_is_new()
    {
        VenueBooks books = new(Venue.Okx);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Turn(books, Corpus.Of(Venue.Okx), 1);
        Assert.True(GC.GetAllocatedBytesForCurrentThread() > before);
    }

    private static void Turn(VenueBooks books, byte[][] frames, int turns)
    {
        for (int turn = 0; turn < turns; turn++)
        {
            foreach (byte[] frame in frames)
            {
                _ = books.Take(frame);
            }
        }
    }

    private static byte[] Saved(BookKeeper keeper)
    {
        StateWriter state = new();
        keeper.Save(state);
        return state.Written.ToArray();
    }
}
