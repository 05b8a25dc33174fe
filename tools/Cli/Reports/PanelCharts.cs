using System.Globalization;
using System.Text;

namespace Artic.Cli.Reports;

/// <summary>What a panel draws, as SVG; colours come from the page's style. Thread: any.</summary>
public static class PanelCharts
{
    /// <summary>Colours that the page's style has for lines; those after them are dashed.</summary>
    public const int Colours = 8;

    private const int MostColumns = 80;
    private const int MostBuckets = 6;

    /// <summary>By how much the values must differ, in parts of the lowest, for the chart to begin at 0.</summary>
    private const double FromZero = 0.25;

    private static readonly CultureInfo s_culture = CultureInfo.InvariantCulture;

    /// <summary>Lines over time, with a gap where nothing was scraped.</summary>
    /// <param name="series">At least one.</param>
    /// <param name="range">The time.</param>
    /// <param name="budget">A line across where it is not far above the values; null: none.</param>
    /// <param name="unit">Grafana's name of the unit.</param>
    public static string Lines(IReadOnlyList<PanelSeries> series, in PrometheusRange range, double? budget, string unit)
    {
        double low = series.Min(each => each.Values.Min()), high = series.Max(each => each.Values.Max());
        bool isBudgetNear = budget <= 4 * high;
        if (isBudgetNear)
        {
            high = Math.Max(high, budget!.Value);
        }

        if (low >= 0 && (high - low >= FromZero * low || high == low))
        {
            low = 0;
        }
        else if (high <= 0 && high == low)
        {
            high = 0;
        }

        high = high > low ? high : low + 1;
        double[] grid = Grid(low, high, unit);
        if (grid.Select(value => UnitText.Of(value, unit)).Distinct().Count() < grid.Length)
        {
            // So near each other that their labels are the same: seen from 0 they are one.
            grid = Grid(Math.Min(0, low), Math.Max(0, high), unit);
        }

        SvgAxes axes = new(SvgSize.Panel, (range.BeginS, range.EndS), grid, value => UnitText.Of(value, unit));
        if (isBudgetNear)
        {
            double y = axes.Y(budget!.Value);
            axes.Add($"<line class=\"budget\" x1=\"{axes.X(range.BeginS):0.#}\" x2=\"{axes.X(range.EndS):0.#}\" y1=\"{y:0.#}\" y2=\"{y:0.#}\"/>");
        }

        // The first lies on top, as its colour is the first in the legend.
        for (int i = series.Count - 1; i >= 0; i--)
        {
            axes.Add($"<path class=\"line {ClassOf(i)}\" d=\"{Path(axes, series[i], range.StepS)}\"/>");
        }

        return axes.EndWithTimes();
    }

    /// <summary>How many of each size over time: the stronger the colour, the more.</summary>
    /// <param name="buckets">Cumulative buckets, each named after its upper edge; one of them above 0.</param>
    /// <param name="range">The time.</param>
    /// <param name="unit">Grafana's name of the edges' unit.</param>
    public static string Heatmap(IReadOnlyList<PanelSeries> buckets, in PrometheusRange range, string unit)
    {
        (double Edge, PanelSeries Series)[] rows =
            [.. buckets.Select(each => (Edge: EdgeOf(each.Name), each)).Where(row => !double.IsNaN(row.Edge)).OrderBy(row => row.Edge)];
        long every = Math.Max(1, (range.Points + MostColumns - 1) / MostColumns);
        Dictionary<long, double> below = [];
        List<(int Row, long Column, double Count)> cells = [];
        for (int i = 0; i < rows.Length; i++)
        {
            foreach ((double s, double value) in rows[i].Series.Points)
            {
                long step = (long)Math.Round((s - range.BeginS) / range.StepS);
                if (step % every == 0 && double.IsFinite(value))
                {
                    double count = value - below.GetValueOrDefault(step);
                    below[step] = value;

                    // Less than half of one is what extrapolation leaves behind.
                    if (count >= 0.5)
                    {
                        cells.Add((i, step / every, count));
                    }
                }
            }
        }

        int first = cells.Select(cell => cell.Row).DefaultIfEmpty().Min(), last = cells.Select(cell => cell.Row).DefaultIfEmpty().Max();
        int apart = (last - first + MostBuckets) / MostBuckets;
        double[] grid = [.. Enumerable.Range(first, last - first + 2).Where(row => (row - first) % apart == 0 || row == last + 1).Select(row => (double)row)];
        SvgAxes axes = new(
            SvgSize.Panel, (range.BeginS, range.EndS), grid, row => row < 1 ? "0" : double.IsInfinity(rows[(int)row - 1].Edge) ? "∞" : UnitText.Of(rows[(int)row - 1].Edge, unit));
        double most = cells.Select(cell => cell.Count).DefaultIfEmpty(1).Max();
        foreach ((int row, long column, double count) in cells)
        {
            double x = axes.X(range.BeginS + (column * every * range.StepS));
            double right = axes.X(Math.Min(range.EndS, range.BeginS + ((column + 1) * every * range.StepS)));
            axes.Add($"<rect class=\"cell\" x=\"{x:0.#}\" y=\"{axes.Y(row + 1):0.#}\" width=\"{Math.Max(1, right - x):0.#}\" height=\"{axes.Y(row) - axes.Y(row + 1):0.#}\" fill-opacity=\"{0.12 + (0.88 * Math.Sqrt(count / most)):0.##}\"/>");
        }

        return axes.EndWithTimes();
    }

    /// <summary>Style class of a line by its place.</summary>
    public static string ClassOf(int line) => line < Colours ? $"s{line}" : $"s{line % Colours} dashed";

    /// <summary>Round in the unit that the labels are in: 200 MiB, and not 190.7.</summary>
    private static double[] Grid(double low, double high, string unit)
    {
        double whole = UnitText.WholeOf(Math.Max(-low, high), unit);
        return [.. SvgAxes.Round(low / whole, high / whole).Select(value => value * whole)];
    }

    private static string Path(SvgAxes axes, PanelSeries series, long stepS)
    {
        StringBuilder path = new();
        double before = double.NegativeInfinity;
        foreach ((double s, double value) in series.Points)
        {
            if (double.IsFinite(value))
            {
                bool isAlone = s - before > 1.5 * stepS;

                // A point by itself is a line of no length, which round ends make visible.
                _ = path.Append(s_culture, $"{(isAlone ? 'M' : 'L')}{axes.X(s):0.#},{axes.Y(value):0.#}").Append(isAlone ? "h0" : "");
                before = s;
            }
        }

        return path.ToString();
    }

    private static double EdgeOf(string name) =>
        name == "+Inf" ? double.PositiveInfinity
        : double.TryParse(name, NumberStyles.Float, s_culture, out double edge) ? edge : double.NaN;
}
