using System.Globalization;
using System.Text;

namespace Artic.Cli.Reports;

/// <summary>Charts as SVG that stands in a page by itself; colours come from the page's style. Thread: any.</summary>
public static class SvgCharts
{
    private const int Width = 920;
    private const int Height = 240;
    private const int Left = 76;
    private const int Right = 12;
    private const int Top = 12;
    private const int Bottom = 30;
    private const int MostPoints = 900;
    private const int BarsPerDecade = 12;

    private static readonly CultureInfo s_culture = CultureInfo.InvariantCulture;

    /// <summary>A line over time that holds each value until the next; at least one point.</summary>
    /// <param name="kind">Style class of the line.</param>
    /// <param name="points">Nanoseconds of UTC, and values.</param>
    /// <param name="endNs">Where time ends.</param>
    public static string Line(string kind, IReadOnlyList<(long Ns, double Value)> points, long endNs)
    {
        long beginNs = points[0].Ns;
        double span = Math.Max(1, endNs - beginNs);
        double low = Math.Min(0, points.Min(point => point.Value));
        double high = Math.Max(0, points.Max(point => point.Value));
        double range = high - low > 0 ? high - low : 1;
        StringBuilder path = new();
        double y = Y(points[0].Value);
        _ = path.Append(s_culture, $"M{X(beginNs):0.#},{y:0.#}");

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
                _ = path.Append(s_culture, $"H{X(ns):0.#}V{Y(value):0.#}");
            }

            _ = path.Append(s_culture, $"V{Y(points[end - 1].Value):0.#}");
        }

        _ = path.Append(s_culture, $"H{X(endNs):0.#}");
        StringBuilder svg = Begin();
        foreach (double tick in new[] { low, low + (range / 2), high }.Append(0).Distinct())
        {
            Grid(svg, Y(tick), tick.ToString(range < 10 ? "0.00" : "0.#", s_culture));
        }

        for (int i = 0; i <= 4; i++)
        {
            long ns = beginNs + (long)(span * i / 4);
            string time = DateTime.UnixEpoch.AddTicks(ns / 100).ToString("HH:mm:ss", s_culture);
            string anchor = i == 0 ? "start" : i == 4 ? "end" : "middle";
            _ = svg.Append(s_culture, $"<text x=\"{X(ns):0}\" y=\"{Height - 8}\" text-anchor=\"{anchor}\">{time}</text>");
        }

        return svg.Append(s_culture, $"<path class=\"{kind}\" d=\"{path}\"/></svg>").ToString();

        double X(long ns) => Left + ((ns - beginNs) / span * (Width - Left - Right));
        double Y(double value) => Top + ((high - value) / range * (Height - Top - Bottom));
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

        double most = counts.Max();
        double width = (double)(Width - Left - Right) / counts.Length;
        StringBuilder svg = Begin();
        Grid(svg, Height - Bottom, "0");
        Grid(svg, Top, most.ToString("0", s_culture));
        for (int i = 0; i < counts.Length; i++)
        {
            double x = Left + (i * width);
            double height = counts[i] / most * (Height - Top - Bottom);
            if (counts[i] > 0)
            {
                _ = svg.Append(
                    s_culture,
                    $"<rect class=\"bar\" x=\"{x + 0.5:0.#}\" y=\"{Height - Bottom - height:0.#}\" width=\"{Math.Max(1, width - 1):0.#}\" height=\"{height:0.#}\"><title>{Edge(i):0.#} to {Edge(i + 1):0.#} µs: {counts[i]}</title></rect>");
            }

            if (i % Math.Max(1, counts.Length / 8) == 0)
            {
                _ = svg.Append(s_culture, $"<text x=\"{x:0}\" y=\"{Height - 8}\" text-anchor=\"middle\">{Edge(i):0.#} µs</text>");
            }
        }

        return svg.Append("</svg>").ToString();

        double Edge(int bar) => Math.Pow(10, (double)(bar + first) / BarsPerDecade) / 1000;
        static int Bar(long ns) => (int)Math.Floor(Math.Log10(Math.Max(1, ns)) * BarsPerDecade);
    }

    private static StringBuilder Begin() =>
        new StringBuilder().Append(s_culture, $"<svg viewBox=\"0 0 {Width} {Height}\" role=\"img\">");

    private static void Grid(StringBuilder svg, double y, string label) => svg.Append(
        s_culture,
        $"<line class=\"grid\" x1=\"{Left}\" x2=\"{Width - Right}\" y1=\"{y:0.#}\" y2=\"{y:0.#}\"/><text x=\"{Left - 6}\" y=\"{y + 4:0.#}\" text-anchor=\"end\">{label}</text>");
}
