using System.Text;
using System.Text.Json;
using Artic.Venues.Binance;
using Artic.Venues.Books;
using Artic.Venues.Tests.Support;

namespace Artic.Venues.Tests.Fuzz;

public sealed class FuzzTests
{
    private const int Brief = 20_000;
    private const int Long = 1_000_000;

    [Theory]
    [InlineData(Venue.Binance, 1)]
    [InlineData(Venue.Kraken, 2)]
    [InlineData(Venue.Okx, 3)]
    [InlineData(Venue.Coinbase, 4)]
    public void Twenty_thousand_mutated_messages_leave_every_book_right_or_absent(Venue venue, ulong seed) => Fuzz(venue, seed, Brief);

    [Theory]
    [InlineData(Venue.Binance, 5)]
    [InlineData(Venue.Kraken, 6)]
    [InlineData(Venue.Okx, 7)]
    [InlineData(Venue.Coinbase, 8)]
    public void Mutated_messages_about_small_coins_leave_every_book_right_or_absent(Venue venue, ulong seed) =>
        Fuzz(venue, Corpus.OfSmallCoin(venue), seed, Brief);

    [LongFact]
    public void A_million_mutated_messages_about_small_coins_leave_every_book_right_or_absent() => Array.ForEach(
        Enum.GetValues<Venue>(), venue => Fuzz(venue, Corpus.OfSmallCoin(venue), 15 + (ulong)venue, Long / 4));

    [LongFact]
    public void A_million_mutated_messages_leave_every_book_of_Binance_right_or_absent() => Fuzz(Venue.Binance, 11, Long);

    [LongFact]
    public void A_million_mutated_messages_leave_every_book_of_Kraken_right_or_absent() => Fuzz(Venue.Kraken, 12, Long);

    [LongFact]
    public void A_million_mutated_messages_leave_every_book_of_OKX_right_or_absent() => Fuzz(Venue.Okx, 13, Long);

    [LongFact]
    public void A_million_mutated_messages_leave_every_book_of_Coinbase_right_or_absent() => Fuzz(Venue.Coinbase, 14, Long);

    [Fact]
    public void The_fast_path_says_of_mutated_messages_what_the_general_path_says() => Compare(21, 4 * Brief);

    [LongFact]
    public void The_fast_path_says_of_a_million_mutated_messages_what_the_general_path_says() => Compare(22, Long);

    [Fact]
    public void The_check_sees_a_book_that_is_crossed()
    {
        OrderBook crossed = new();
        crossed.Bids.Set(new BookLevel(101, 1, 0, 0));
        crossed.Asks.Set(new BookLevel(101, 1, 0, 0));
        Assert.NotNull(Fault(crossed));
    }

    private static void Compare(ulong seed, int inputs)
    {
        Mutator mutator = new(new Seeded(seed), [.. Corpus.Of(Venue.Binance), .. Corpus.OfSmallCoin(Venue.Binance)]);
        BinanceDecoder fast = new();
        BinanceDecoder general = new(usesFastPath: false);
        MarketFrame one = new();
        MarketFrame other = new();
        int good = 0;
        for (int i = 0; i < inputs; i++)
        {
            ReadOnlySpan<byte> text = mutator.Next();
            bool isGood = fast.TryDecode(text, one);
            if (isGood != general.TryDecode(text, other))
            {
                Assert.Fail($"seed {seed}, input {i}: {Encoding.UTF8.GetString(text)}");
            }

            good += isGood ? 1 : 0;
            if (isGood)
            {
                Frames.NeedSame(one, other, $"seed {seed}, input {i}");
            }
        }

        Assert.True(good > inputs / 20 && good < inputs, $"{good} of {inputs} were read: the mutations do not reach far");
    }

    private static void Fuzz(Venue venue, ulong seed, int inputs) => Fuzz(venue, Corpus.Of(venue), seed, inputs);

    private static void Fuzz(Venue venue, byte[][] corpus, ulong seed, int inputs)
    {
        Seeded random = new(seed);
        Mutator mutator = new(random, corpus);
        VenueBooks books = new(venue);
        int live = 0;
        int invalid = 0;
        for (int i = 0; i < inputs; i++)
        {
            ReadOnlySpan<byte> text = mutator.Next();
            bool taken = books.Take(text);
            if (!taken)
            {
                Assert.True(IsWhole(books.Frame), $"seed {seed}, input {i}");
            }
            else if (!IsJson(text) && !text.SequenceEqual("pong"u8))
            {
                Assert.Fail($"seed {seed}, input {i} is not JSON and was taken: {Encoding.UTF8.GetString(text)}");
            }

            invalid += taken ? 0 : 1;
            foreach (VenueBook book in books.Books)
            {
                live += book.Keeper.IsLive ? 1 : 0;
                string? fault = book.Keeper.IsLive ? Fault(book.Keeper.Book)
                    : book.Keeper.Book.Bids.Count + book.Keeper.Book.Asks.Count > 0 ? "levels of an absent book"
                    : null;
                if (fault != null)
                {
                    Assert.Fail($"seed {seed}, input {i}: {fault} after {Encoding.UTF8.GetString(text)}");
                }
            }

            // Mutated symbols and waiting deltas add up: begin again from time to time, at no fixed place.
            if (random.Next(50) == 0)
            {
                books = new VenueBooks(venue);
            }
        }

        Assert.True(live > inputs / 50 && invalid > inputs / 50, $"{live} looks at live books, {invalid} refusals: the mutations do not reach far");
    }

    /// <summary>A refused frame says nothing; one that was read may have prices that its book cannot have.</summary>
    private static bool IsWhole(MarketFrame refused) => (refused.Refusal == RefusalReason.None) == (refused.Events.Length > 0);

    private static bool IsJson(ReadOnlySpan<byte> text)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(text.ToArray());
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>What is wrong with a book that claims to be right, or null.</summary>
    private static string? Fault(OrderBook book)
    {
        if (book.Bids.Count > 0 && book.Asks.Count > 0 && book.Bids.BestPrice >= book.Asks.BestPrice)
        {
            return "a bid at or above an ask";
        }

        foreach ((BookSide side, int direction) in new[] { (book.Bids, -1), (book.Asks, 1) })
        {
            for (int i = 0; i < side.Count; i++)
            {
                if (side.LevelAt(i).Quantity <= 0 || side.LevelAt(i).Price <= 0)
                {
                    return "a level without quantity or price";
                }

                if (i > 0 && side.LevelAt(i).Price.CompareTo(side.LevelAt(i - 1).Price) != direction)
                {
                    return "levels out of order";
                }
            }
        }

        return null;
    }
}
