using Artic.Streams.Steps;
using Artic.Venues.Books;
using Artic.Venues.Tests.Support;

namespace Artic.Venues.Tests.Books;

public sealed class BookSideTests
{
    [Theory]
    [InlineData(true, 7, 500)]
    [InlineData(false, 8, 500)]
    [InlineData(true, 9, 20_000)]
    [InlineData(false, 10, 20_000)]
    [InlineData(true, 11, 70)]
    public void Keeps_levels_sorted_against_a_dictionary_over_random_changes(bool isBid, ulong seed, int prices)
    {
        Seeded random = new(seed);
        BookSide side = new(isBid);
        SortedDictionary<long, BookLevel> model = [];
        for (int i = 0; i < 60_000; i++)
        {
            BookLevel level = new(1 + random.Next(prices), random.Next(3) * random.Next(1000), (byte)random.Next(9), (byte)random.Next(9));
            side.Set(level);
            if (level.Quantity == 0)
            {
                _ = model.Remove(level.Price);
            }
            else
            {
                model[level.Price] = level;
            }

            if (i % 10_000 == 0 || i == 59_999)
            {
                NeedSame(model, side, isBid, $"seed {seed}, change {i}");
            }

            if (random.Next(5000) == 0)
            {
                int depth = random.Next(model.Count + 2);
                side.Truncate(depth);
                foreach (long price in (isBid ? model.Keys.Reverse() : model.Keys).Skip(depth).ToArray())
                {
                    _ = model.Remove(price);
                }

                NeedSame(model, side, isBid, $"seed {seed}, cut to {depth} after change {i}");
            }
        }
    }

    [Fact]
    public void The_same_levels_give_the_same_saved_bytes_however_they_came()
    {
        BookSide rising = new(isBid: true);
        BookSide falling = new(isBid: true);
        for (int i = 1; i <= 1000; i++)
        {
            rising.Set(new BookLevel(i, i, 2, 3));
            falling.Set(new BookLevel(1001 - i, 1001 - i, 2, 3));
        }

        StateWriter first = new();
        StateWriter second = new();
        rising.Save(first);
        falling.Save(second);
        Assert.True(first.Written.SequenceEqual(second.Written));

        BookSide loaded = new(isBid: true);
        loaded.Load(new StateReader(first.Written.ToArray()));
        StateWriter third = new();
        loaded.Save(third);
        Assert.True(first.Written.SequenceEqual(third.Written));
    }

    [Fact]
    public void Forgets_the_worst_level_beyond_the_most_that_it_keeps()
    {
        BookSide side = new(isBid: false);
        for (int i = 0; i < BookSide.MaxLevels; i++)
        {
            side.Set(new BookLevel(10 + i, 1, 0, 0));
        }

        side.Set(new BookLevel(10 + BookSide.MaxLevels, 1, 0, 0));
        Assert.Equal((BookSide.MaxLevels, 9L + BookSide.MaxLevels), (side.Count, side.LevelAt(side.Count - 1).Price));
        side.Set(new BookLevel(9, 1, 0, 0));
        Assert.Equal((BookSide.MaxLevels, 9L, 8L + BookSide.MaxLevels), (side.Count, side.BestPrice, side.LevelAt(side.Count - 1).Price));
    }

    private static void NeedSame(SortedDictionary<long, BookLevel> model, BookSide side, bool isBid, string when)
    {
        Assert.True(model.Count == side.Count, when);
        int depth = 0;
        foreach (BookLevel level in isBid ? model.Values.Reverse() : model.Values)
        {
            Assert.True(level.Equals(side.LevelAt(depth++)), when);
        }

        int walked = 0;
        foreach (BookLevel level in side.Best(model.Count + 1))
        {
            Assert.True(level.Equals(side.LevelAt(walked++)), when);
        }

        Assert.True(model.Count == walked, when);
        BookLevel best = model.Count == 0 ? default : side.LevelAt(0);
        Assert.True((best.Price, best.Quantity) == (side.BestPrice, side.BestQuantity), when);
    }
}
