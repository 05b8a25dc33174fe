using Artic.RiskManager.Windows;
using Artic.Streams.Steps;

namespace Artic.Services.Tests.Risk;

/// <summary>Rolling windows beside lists of all values, over random times with long pauses and restarts.</summary>
public sealed class WindowTests
{
    private const long WindowNs = 1600;
    private const long WidthNs = WindowNs / RollingCount.Parts;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_range_knows_first_highest_and_lowest_of_the_parts_that_are_within_the_window(int seed)
    {
        Random random = new(seed);
        RollingRange range = new(WindowNs);
        List<(long Part, long Value)> seen = [];
        long now = random.Next(10_000);
        for (int i = 0; i < 20_000; i++)
        {
            now += random.Next(20) == 0 ? random.Next(3 * (int)WindowNs) : random.Next((int)WidthNs);
            if (random.Next(4) == 0)
            {
                range.Advance(now);
            }
            else
            {
                long value = random.Next(-1000, 1000);
                range.Add(value, now);
                seen.Add((now / WidthNs, value));
            }

            if (random.Next(50) == 0)
            {
                range = Again(range);
            }

            seen.RemoveAll(each => each.Part < (now / WidthNs) - RollingCount.Parts);
            Assert.Equal(seen.Count > 0, range.HasValue);
            Assert.Equal(seen.Count > 0 ? seen[0].Value : 0, range.Oldest);
            Assert.Equal(seen.Count > 0 ? seen.Max(each => each.Value) : long.MinValue, range.High);
            Assert.Equal(seen.Count > 0 ? seen.Min(each => each.Value) : long.MaxValue, range.Low);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void A_count_is_of_the_parts_that_are_within_the_window(int seed)
    {
        Random random = new(seed);
        RollingCount count = new(WindowNs);
        List<long> seen = [];
        long now = 0;
        for (int i = 0; i < 20_000; i++)
        {
            now += random.Next(20) == 0 ? random.Next(3 * (int)WindowNs) : random.Next((int)WidthNs);
            if (random.Next(3) > 0)
            {
                count.Add(now);
                seen.Add(now / WidthNs);
            }

            if (random.Next(50) == 0)
            {
                StateWriter state = new();
                count.Save(state);
                count = new RollingCount(1);
                count.Load(new StateReader(state.Written.ToArray()));
            }

            seen.RemoveAll(part => part < (now / WidthNs) - RollingCount.Parts);
            Assert.Equal(seen.Count, count.At(now));
        }
    }

    private static RollingRange Again(RollingRange range)
    {
        StateWriter state = new();
        range.Save(state);
        RollingRange again = new(1);
        again.Load(new StateReader(state.Written.ToArray()));
        return again;
    }
}
