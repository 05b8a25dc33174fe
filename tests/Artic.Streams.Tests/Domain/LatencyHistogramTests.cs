using Artic.Core.Histogram;

namespace Artic.Streams.Tests.Domain;

public sealed unsafe class LatencyHistogramTests
{
    private readonly long[] _memory =
        GC.AllocateArray<long>(LatencyHistogram.SizeBytes / sizeof(long), pinned: true);

    private LatencyHistogram Histogram
    {
        get
        {
            fixed (long* memory = _memory)
            {
                return new LatencyHistogram(memory);
            }
        }
    }

    [Fact]
    public void Every_bucket_ends_where_the_next_begins()
    {
        Assert.Equal(0, LatencyHistogram.BucketOf(0));
        for (int bucket = 0; bucket < LatencyHistogram.BucketCount; bucket++)
        {
            long bound = LatencyHistogram.UpperBoundNs(bucket);
            Assert.Equal(bucket, LatencyHistogram.BucketOf(bound));
            if (bucket + 1 < LatencyHistogram.BucketCount)
            {
                Assert.Equal(bucket + 1, LatencyHistogram.BucketOf(bound + 1));
            }
        }

        Assert.Equal(LatencyHistogram.LargestNs, LatencyHistogram.UpperBoundNs(LatencyHistogram.BucketCount - 1));
        Assert.Equal(2_199_023_255_551, LatencyHistogram.LargestNs);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 1)]
    [InlineData(63, 63)]
    [InlineData(64, 64)]
    [InlineData(127, 127)]
    [InlineData(128, 129)]
    [InlineData(129, 129)]
    [InlineData(130, 131)]
    [InlineData(255, 255)]
    [InlineData(256, 259)]
    [InlineData(1000, 1007)]
    [InlineData(1_000_000, 1_007_615)]
    public void A_value_is_reported_as_the_bound_of_its_bucket(long valueNs, long boundNs) =>
        Assert.Equal(boundNs, LatencyHistogram.UpperBoundNs(LatencyHistogram.BucketOf(valueNs)));

    [Fact]
    public void The_bound_is_never_below_the_value_and_at_most_1_6_per_cent_above_it()
    {
        Random random = new(3);
        for (int i = 0; i < 1_000_000; i++)
        {
            long value = random.NextInt64(LatencyHistogram.LargestNs) >> random.Next(41);
            long bound = LatencyHistogram.UpperBoundNs(LatencyHistogram.BucketOf(value));
            Assert.True(
                bound >= value && (bound == value || (bound - value) / (double)value <= 0.016),
                $"{value} ns is reported as {bound} ns");
        }
    }

    [Fact]
    public void Quantiles_are_those_of_the_sorted_values_within_1_6_per_cent()
    {
        Random random = new(5);
        foreach (int count in (int[])[1, 2, 3, 10, 1000, 100_000])
        {
            Array.Clear(_memory);
            LatencyHistogram histogram = Histogram;
            long[] values = new long[count];
            for (int i = 0; i < count; i++)
            {
                values[i] = (long)Math.Exp(random.NextDouble() * 28);
                histogram.Record(values[i]);
            }

            Array.Sort(values);
            foreach (double quantile in (double[])[0, 0.001, 0.25, 0.5, 0.9, 0.99, 0.999, 0.9999, 1])
            {
                long exact = values[Math.Max(1, (int)Math.Ceiling(quantile * count)) - 1];
                long reported = histogram.QuantileNs(quantile);
                Assert.InRange(reported, exact, Math.Min(values[^1], (long)(exact * 1.016)));
            }
        }
    }

    [Fact]
    public void Count_sum_and_largest_are_exact()
    {
        LatencyHistogram histogram = Histogram;
        foreach (long value in (long[])[5, 1000, 1000, 999_999_999, 0])
        {
            histogram.Record(value);
        }

        Assert.Equal(5, histogram.Count);
        Assert.Equal(1_000_002_004, histogram.SumNs);
        Assert.Equal(999_999_999, histogram.MaxNs);
        Assert.Equal(999_999_999, histogram.QuantileNs(1));
        Assert.Equal(0, histogram.QuantileNs(0));
    }

    [Fact]
    public void An_empty_histogram_reports_nothing()
    {
        Assert.Equal(0, Histogram.Count);
        Assert.Equal(0, Histogram.MaxNs);
        Assert.Equal(0, Histogram.QuantileNs(0.99));
        Assert.Equal(0, Histogram.CountAtOrBelow(LatencyHistogram.LargestNs));
    }

    [Theory]
    [InlineData(-1, 0)]
    [InlineData(long.MinValue, 0)]
    [InlineData(LatencyHistogram.LargestNs, LatencyHistogram.LargestNs)]
    [InlineData(LatencyHistogram.LargestNs + 1, LatencyHistogram.LargestNs)]
    [InlineData(long.MaxValue, LatencyHistogram.LargestNs)]
    public void Values_out_of_range_count_as_the_nearest_that_is_in_it(long valueNs, long countedNs)
    {
        LatencyHistogram histogram = Histogram;
        histogram.Record(valueNs);
        Assert.Equal(1, histogram.Count);
        Assert.Equal(countedNs, histogram.MaxNs);
        Assert.Equal(countedNs, histogram.SumNs);
        Assert.Equal(countedNs, histogram.QuantileNs(0.5));
    }

    [Fact]
    public void The_count_up_to_a_bound_is_exact_at_every_bound()
    {
        LatencyHistogram histogram = Histogram;
        Random random = new(9);
        long[] values = new long[20_000];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = random.NextInt64(LatencyHistogram.LargestNs) >> random.Next(41);
            histogram.Record(values[i]);
        }

        Array.Sort(values);
        int seen = 0;
        for (int bucket = 0; bucket < LatencyHistogram.BucketCount; bucket++)
        {
            long bound = LatencyHistogram.UpperBoundNs(bucket);
            while (seen < values.Length && values[seen] <= bound)
            {
                seen++;
            }

            Assert.Equal(seen, histogram.CountAtOrBelow(bound));
        }

        Assert.Equal(values.Length, seen);
    }

    [Fact]
    public void Recording_allocates_nothing()
    {
        LatencyHistogram histogram = Histogram;
        long value = 1;
        Assert.Equal(0, Allocation.Of(() => histogram.Record(value += 17), 10_000));
    }
}
