using System.Globalization;
using Artic.Messaging.Records;
using Artic.Streams.Log;
using Artic.Streams.Steps;
using Artic.V1;
using Xunit;

namespace Artic.Services.Tests.MarketData;

public sealed class FrameRehearsalTests
{
    private const int Seed = 20261122;

    [Fact]
    public void A_service_that_rehearses_between_any_two_frames_says_what_one_says_that_never_does()
    {
        using MarketFixture plain = new MarketFixture().Live();
        using MarketFixture rehearsed = new MarketFixture().Live();
        Random random = new(Seed);
        for (int id = 101; id < 1101; id++)
        {
            byte[] frame = Change(random, id);
            plain.Stream(frame);
            rehearsed.Rehearse();
            rehearsed.Stream(frame);
            rehearsed.Rehearsal.Keep(frame);
            rehearsed.Rehearse();
        }

        Assert.Equal(FeedState.Live, rehearsed.Feed.State);
        Assert.True(rehearsed.Feed.Keeper.Book.Bids.Count > 20, "the book is too small to say anything");
        Assert.Equal(Book(plain), Book(rehearsed));
        List<BookTop> tops = rehearsed.Run.All<BookTop>(StreamId.Market, RecordType.BookTop);
        Assert.Equal(1001, tops.Count);
        Assert.Equal(plain.Run.All<BookTop>(StreamId.Market, RecordType.BookTop), tops);
        Assert.Equal(plain.Quotes(), rehearsed.Quotes());
    }

    [Fact]
    public void What_is_rehearsed_may_be_of_another_instrument_or_of_a_book_that_is_gone()
    {
        using MarketFixture market = new MarketFixture().Live();
        byte[] book = Book(market);
        market.Rehearse();
        byte[] foreign = MarketFrames.Depth(101, 101, Levels("99.", 30, "1.5"), "[]");
        market.Rehearsal.Keep(System.Text.Encoding.UTF8.GetBytes(
            System.Text.Encoding.UTF8.GetString(foreign).Replace("BTCUSDT", "XXXYYY", StringComparison.OrdinalIgnoreCase)));
        market.Rehearse();
        Assert.Equal(book, Book(market));
        market.Rehearsal.Keep(foreign);
        market.Connect();
        byte[] withdrawn = Book(market);
        market.Rehearse();
        Assert.Equal(withdrawn, Book(market));
        Assert.Equal(FeedState.Resyncing, market.Feed.State);
    }

    [Fact]
    public void Rehearsing_allocates_nothing()
    {
        using MarketFixture market = new MarketFixture().Live();
        Random random = new(Seed);
        for (int id = 101; id < 301; id++)
        {
            byte[] frame = Change(random, id);
            market.Stream(frame);
            market.Rehearsal.Keep(frame);
            market.Rehearse();
        }

        // The runtime compiles a method anew once it is hot, on whichever thread: one clean window is enough.
        long least = long.MaxValue;
        for (int window = 0; window < 3; window++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int i = 0; i < 1000; i++)
            {
                market.Rehearse();
            }

            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        Assert.Equal(0, least);
    }

    /// <summary>A change of a dozen levels a side, large enough to be remembered; some of them go.</summary>
    private static byte[] Change(Random random, int id)
    {
        byte[] frame = MarketFrames.Depth(id, id, Side(random, 98), Side(random, 102));
        Assert.True(frame.Length >= 256, $"{frame.Length} bytes are not remembered");
        return frame;
    }

    private static string Side(Random random, int whole) => $"[{string.Join(',', Enumerable.Range(0, 12).Select(_ => string.Create(
        CultureInfo.InvariantCulture, $"[\"{whole}.{random.Next(100):D2}\",\"{random.Next(4)}.5\"]").Replace("\"0.5\"", "\"0.0\"", StringComparison.Ordinal)))}]";

    private static string Levels(string price, int count, string quantity) =>
        $"[{string.Join(',', Enumerable.Range(10, count).Select(i => $"[\"{price}{i}\",\"{quantity}\"]"))}]";

    private static byte[] Book(MarketFixture market)
    {
        StateWriter state = new();
        market.Feed.Keeper.Book.Bids.Save(state);
        market.Feed.Keeper.Book.Asks.Save(state);
        return state.Written.ToArray();
    }
}
