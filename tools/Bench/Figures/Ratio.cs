namespace Artic.Bench.Figures;

/// <summary>
/// How one figure compares with another, measured in interleaved runs: the median of the runs' ratios, and an interval
/// that holds the true median with the probability beside it, whatever the distribution (order statistics).
/// </summary>
public sealed class Ratio
{
    private const double WantedConfidence = 0.95;

    /// <summary>The median of the ratios.</summary>
    public double Median { get; set; }

    /// <summary>Lower end of the interval.</summary>
    public double Low { get; set; }

    /// <summary>Upper end of the interval.</summary>
    public double High { get; set; }

    /// <summary>Probability that the interval holds the true median; below 0.95 where the runs are too few.</summary>
    public double Confidence { get; set; }

    /// <summary>The ratio of each run, in their order.</summary>
    public double[] Runs { get; set; } = [];

    /// <summary>The comparison of some runs' ratios.</summary>
    public static Ratio Of(double[] runs)
    {
        double[] sorted = [.. runs.Order()];

        // The interval from the k-th smallest to the k-th largest misses the median where fewer than k of n fair throws
        // fall on one side.
        int k = 1;
        double confidence = Confident(sorted.Length, 1);
        while (2 * (k + 1) <= sorted.Length && Confident(sorted.Length, k + 1) >= WantedConfidence)
        {
            k++;
            confidence = Confident(sorted.Length, k);
        }

        return new Ratio
        {
            Median = Latency.Middle(sorted), Low = Math.Round(sorted[k - 1], 3), High = Math.Round(sorted[^k], 3),
            Confidence = Math.Round(confidence, 3), Runs = Array.ConvertAll(runs, run => Math.Round(run, 3)),
        };
    }

    private static double Confident(int n, int k)
    {
        double below = 0;
        double ways = 1;
        for (int i = 0; i < k; i++)
        {
            below += ways;
            ways = ways * (n - i) / (i + 1);
        }

        return Math.Max(0, 1 - (2 * below / Math.Pow(2, n)));
    }
}
