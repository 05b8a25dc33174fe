using System.Globalization;
using System.Text;

namespace Artic.Cli.Reports;

/// <summary>Charts as SVG that stands in a page by itself; colours come from the page's style. Thread: any.</summary>
public static class SvgCharts
{
    private const int MostPoints = 900;
    private const int BarsPerDecade = 12;
    private const int MostLabels = 6;
    private const int FewestSteps = 4;

    private static readonly CultureInfo s_culture = CultureInfo.InvariantCulture;

    /// <summary>A line over time that holds each value until the next; at least one point.</summary>
    /// <param name="kind">Style class of the line.</param>
    /// <param name="points">Nanoseconds of UTC, and values.</param>
    /// <param name="endNs">Where time ends.</param>
    public static string Line(string kind, IReadOnlyList<(long Ns, double Value)> points, long endNs)
    {
        double low = Math.Min(0, points.Min(point => point.Value));
        double high = Math.Max(0, points.Max(point => point.Value));
        SvgAxes axes = new(
            SvgSize.Wide, (points[0].Ns / 1e9, endNs / 1e9), (low, high > low ? high : low + 1),
            value => value.ToString(high - low < 10 ? "#,0.00" : "#,0.#", s_culture));
        StringBuilder path = new();
        _ = path.Append(s_culture, $"M{X(points[0].Ns):0.#},{axes.Y(points[0].Value):0.#}");

        // Of the points that share a column of pixels the extremes are kept: a spike is what one looks for.
        int every = Math.Max(1, points.Count / MostPoints);
        for (int i = 1; i < points.Count; i += every)
        {
            int end = Math.Min(points.Count, i + every);
            (long Ns, double Value) least = points[i], most = points[i];
            for (int j = i; j < end; j++)
            {
                least = points[j].Value < least.Value ? points[j] : least;
                most = points[j].Value > most.Value ? points[j] : most;
            }

            foreach ((long ns, double value) in least.Ns <= most.Ns ? [least, most] : new[] { most, least })
            {
                _ = path.Append(s_culture, $"H{X(ns):0.#}V{axes.Y(value):0.#}");
            }

            _ = path.Append(s_culture, $"V{axes.Y(points[end - 1].Value):0.#}");
        }

        axes.Add($"<path class=\"{kind}\" d=\"{path}H{X(endNs):0.#}\"/>");
        return axes.EndWithTimes();

        double X(long ns) => axes.X(ns / 1e9);
    }

    /// <summary>How many durations there are of each length, on a logarithmic scale of microseconds; at least one.</summary>
    /// <param name="sortedNs">The durations, in nanoseconds.</param>
    public static string Histogram(long[] sortedNs)
    {
        int first = Bar(sortedNs[0]) - 1;
        int[] counts = new int[Bar(sortedNs[^1]) - first + 2];
        foreach (long ns in sortedNs)
        {
            counts[Bar(ns) - first]++;
        }

        SvgAxes axes = new(
            SvgSize.Wide, (0, counts.Length), (0, Math.Max(FewestSteps, counts.Max())), value => value.ToString("#,0", s_culture));
        int every = (counts.Length + MostLabels - 1) / MostLabels;
        for (int i = 0; i < counts.Length; i++)
        {
            if (counts[i] > 0)
            {
                double x = axes.X(i), y = axes.Y(counts[i]);
                axes.Add($"<rect class=\"bar\" x=\"{x + 0.5:0.#}\" y=\"{y:0.#}\" width=\"{Math.Max(1, axes.X(i + 1) - x - 1):0.#}\" height=\"{axes.Y(0) - y:0.#}\"><title>{Edge(i):0.#} to {Edge(i + 1):0.#} µs: {counts[i]}</title></rect>");
            }

            if (i % every == 0)
            {
                axes.Label(i, $"{Edge(i).ToString("0.#", s_culture)} µs", i == 0 ? "start" : "middle");
            }
        }

        return axes.End();

        double Edge(int bar) => Math.Pow(10, (double)(bar + first) / BarsPerDecade) / 1000;
        static int Bar(long ns) => (int)Math.Floor(Math.Log10(Math.Max(1, ns)) * BarsPerDecade);
    }
}
