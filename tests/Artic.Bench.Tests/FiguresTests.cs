using Artic.Bench.Figures;
using Artic.Bench.Pace;
using Artic.Core.Time;

namespace Artic.Bench.Tests;

public sealed class FiguresTests
{
    [Fact]
    public void Percentiles_are_values_that_were_measured()
    {
        Latency latency = Latency.Of([.. Enumerable.Range(1, 1000).Reverse().Select(i => i * 1000L)]);
        Assert.Equal((500, 990, 999, 1000), (latency.P50Us, latency.P99Us, latency.P999Us, latency.MaxUs));
        Latency one = Latency.Of([7000]);
        Assert.Equal((7, 7, 7, 7), (one.P50Us, one.P99Us, one.P999Us, one.MaxUs));
    }

    [Fact]
    public void The_interval_of_nine_runs_goes_from_the_second_smallest_to_the_second_largest()
    {
        Ratio ratio = Ratio.Of([9, 1, 8, 2, 7, 3, 6, 4, 5]);
        Assert.Equal((5, 2, 8, 0.961), (ratio.Median, ratio.Low, ratio.High, ratio.Confidence));
        Assert.Equal([9, 1, 8, 2, 7, 3, 6, 4, 5], ratio.Runs);
    }

    [Fact]
    public void The_interval_of_three_runs_is_all_of_them_and_says_how_little_that_is()
    {
        Ratio ratio = Ratio.Of([3, 1, 2]);
        Assert.Equal((2, 1, 3, 0.75), (ratio.Median, ratio.Low, ratio.High, ratio.Confidence));
    }

    [Fact]
    public void Ticks_of_a_burst_share_their_moment_and_the_average_rate_holds()
    {
        TickSchedule single = new(1_000, 5000, 1);
        Assert.Equal([1_000, 201_000, 401_000], [single.IntendedNs(0), single.IntendedNs(1), single.IntendedNs(2)]);
        TickSchedule bursts = new(0, 5000, 10);
        Assert.Equal([0, 0, 2_000_000], [bursts.IntendedNs(0), bursts.IntendedNs(9), bursts.IntendedNs(10)]);
    }

    [Fact]
    public void A_wait_never_ends_early()
    {
        Pacer pacer = new(1000, 1);
        for (int i = 0; i < 20; i++)
        {
            long moment = Clock.MonotonicNs() + (i * 50_000);
            pacer.WaitUntil(moment);
            Assert.True(Clock.MonotonicNs() >= moment);
        }
    }
}
