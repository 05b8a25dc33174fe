using System.Numerics;

namespace Artic.Core.Histogram;

/// <summary>
/// A log-linear histogram of nanoseconds over memory that the caller owns (a counters file, or an array that is
/// pinned): exact below 64 ns, then 64 buckets an octave, so that a reported value is at most 1.6 % above the true one.
/// Thread: one writer; readers in any process see each count as it was at some recent moment. Allocates nothing.
/// </summary>
public readonly unsafe struct LatencyHistogram
{
    private const int SubBucketBits = 6;
    private const int SubBuckets = 1 << SubBucketBits;
    private const int LargestExponent = 40;

    /// <summary>The largest value that is told apart (18 minutes); larger ones are counted as this one.</summary>
    public const long LargestNs = (1L << (LargestExponent + 1)) - 1;

    /// <summary>Number of buckets.</summary>
    public const int BucketCount = ((LargestExponent - SubBucketBits) * SubBuckets) + (2 * SubBuckets);

    private const int CountSlot = 0;
    private const int SumSlot = 1;
    private const int MaxSlot = 2;
    private const int FirstBucketSlot = 8;

    /// <summary>Bytes of memory that one histogram takes.</summary>
    public const int SizeBytes = (FirstBucketSlot + BucketCount) * sizeof(long);

    private readonly long* _slots;

    /// <param name="memory">At least <see cref="SizeBytes"/> bytes, 8-byte aligned, zero for an empty histogram; it
    /// outlives this value.</param>
    public LatencyHistogram(long* memory) => _slots = memory;

    /// <summary>Number of recorded values.</summary>
    public long Count => Volatile.Read(ref _slots[CountSlot]);

    /// <summary>Sum of the recorded values, in nanoseconds.</summary>
    public long SumNs => Volatile.Read(ref _slots[SumSlot]);

    /// <summary>The largest recorded value, exact, in nanoseconds.</summary>
    public long MaxNs => Volatile.Read(ref _slots[MaxSlot]);

    /// <summary>Counts one value; a negative one (a clock of another boot) counts as 0.</summary>
    public void Record(long valueNs)
    {
        valueNs = Math.Clamp(valueNs, 0, LargestNs);
        _slots[FirstBucketSlot + BucketOf(valueNs)]++;
        _slots[SumSlot] += valueNs;
        if (valueNs > _slots[MaxSlot])
        {
            _slots[MaxSlot] = valueNs;
        }

        Volatile.Write(ref _slots[CountSlot], _slots[CountSlot] + 1);
    }

    /// <summary>
    /// The smallest bucket bound that at least <paramref name="quantile"/> (0 to 1) of the values do not pass, never
    /// above <see cref="MaxNs"/>; 0 where nothing was recorded.
    /// </summary>
    public long QuantileNs(double quantile)
    {
        long total = 0;
        for (int i = 0; i < BucketCount; i++)
        {
            total += _slots[FirstBucketSlot + i];
        }

        if (total == 0)
        {
            return 0;
        }

        long wanted = Math.Max(1, (long)Math.Ceiling(quantile * total));
        long seen = 0;
        for (int i = 0; i < BucketCount; i++)
        {
            seen += _slots[FirstBucketSlot + i];
            if (seen >= wanted)
            {
                return Math.Min(UpperBoundNs(i), MaxNs);
            }
        }

        return MaxNs;
    }

    /// <summary>Number of values not above <paramref name="boundNs"/>, to the resolution of a bucket.</summary>
    public long CountAtOrBelow(long boundNs)
    {
        long seen = 0;
        for (int i = 0; i < BucketCount && UpperBoundNs(i) <= boundNs; i++)
        {
            seen += _slots[FirstBucketSlot + i];
        }

        return seen;
    }

    /// <summary>The bucket of a value from 0 to <see cref="LargestNs"/>.</summary>
    public static int BucketOf(long valueNs)
    {
        int exponent = 63 - BitOperations.LeadingZeroCount((ulong)valueNs | 1);
        int shift = Math.Max(0, exponent - SubBucketBits);
        return (shift * SubBuckets) + (int)(valueNs >> shift);
    }

    /// <summary>The largest value that falls into a bucket.</summary>
    public static long UpperBoundNs(int bucket)
    {
        if (bucket < 2 * SubBuckets)
        {
            return bucket;
        }

        int shift = (bucket / SubBuckets) - 1;
        long mantissa = bucket - ((long)shift * SubBuckets);
        return ((mantissa + 1) << shift) - 1;
    }
}
