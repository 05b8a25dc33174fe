namespace Artic.Bench.Figures;

/// <summary>Exact percentiles of one span, in microseconds.</summary>
public sealed class Latency
{
    /// <summary>Half of all are not above this.</summary>
    public double P50Us { get; set; }

    /// <summary>99 %.</summary>
    public double P99Us { get; set; }

    /// <summary>99.9 %.</summary>
    public double P999Us { get; set; }

    /// <summary>The largest.</summary>
    public double MaxUs { get; set; }

    /// <summary>The percentiles of some spans, by sorting them in place.</summary>
    public static Latency Of(long[] spansNs)
    {
        Array.Sort(spansNs);
        return new Latency
        {
            P50Us = Quantile(spansNs, 500), P99Us = Quantile(spansNs, 990), P999Us = Quantile(spansNs, 999),
            MaxUs = spansNs[^1] / 1000.0,
        };
    }

    /// <summary>Of each percentile the median over runs.</summary>
    public static Latency Median(IReadOnlyList<Latency> runs) => new()
    {
        P50Us = Middle(runs.Select(run => run.P50Us)), P99Us = Middle(runs.Select(run => run.P99Us)),
        P999Us = Middle(runs.Select(run => run.P999Us)), MaxUs = Middle(runs.Select(run => run.MaxUs)),
    };

    /// <summary>The middle value; of an even number the mean of the two.</summary>
    public static double Middle(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        int half = sorted.Length / 2;
        return Math.Round(sorted.Length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2, 3);
    }

    /// <summary>The smallest value that at least so many thousandths of all do not pass.</summary>
    private static double Quantile(long[] sorted, int thousandths) =>
        sorted[(int)((((long)sorted.Length * thousandths) + 999) / 1000) - 1] / 1000.0;
}
