using System.Globalization;
using System.Text;

namespace Artic.Cli.Reports;

/// <summary>
/// A chart's ground: a grid at round values with their labels, and where a value lies on it. What is drawn is appended. Thread: one.
/// </summary>
public sealed class SvgAxes
{
    private const int Right = 12;
    private const int Top = 12;
    private const int Below = 26;
    private const int TimeLabels = 5;
    private const double Times = 4;

    private static readonly CultureInfo s_culture = CultureInfo.InvariantCulture;

    private readonly SvgSize _size;
    private readonly double _left;
    private readonly double _first;
    private readonly double _last;
    private readonly double _low;
    private readonly double _high;
    private readonly StringBuilder _svg = new();

    /// <param name="size">How large.</param>
    /// <param name="across">What lies at the left and at the right edge.</param>
    /// <param name="up">The lowest and highest value; finite. Round values about them are the edges.</param>
    /// <param name="label">A value in words.</param>
    public SvgAxes(SvgSize size, (double First, double Last) across, (double Low, double High) up, Func<double, string> label)
        : this(size, across, Round(up.Low, up.High), label)
    {
    }

    /// <param name="size">How large.</param>
    /// <param name="across">What lies at the left and at the right edge.</param>
    /// <param name="up">The values at which the grid is, ascending; the first and last are the edges.</param>
    /// <param name="label">A value in words.</param>
    public SvgAxes(SvgSize size, (double First, double Last) across, double[] up, Func<double, string> label)
    {
        _size = size;
        (_first, _last) = across;
        (_low, _high) = (up[0], up[^1]);
        string[] labels = [.. up.Select(label)];
        _left = 10 + (labels.Max(text => text.Length) * size.Letter);
        _ = _svg.Append(s_culture, $"<svg class=\"{size.Class}\" viewBox=\"0 0 {size.Width} {size.Height}\" role=\"img\">");
        for (int i = 0; i < up.Length; i++)
        {
            double y = Y(up[i]);
            _ = _svg.Append(
                s_culture,
                $"<line class=\"grid\" x1=\"{_left:0.#}\" x2=\"{size.Width - Right}\" y1=\"{y:0.#}\" y2=\"{y:0.#}\"/><text x=\"{_left - 6:0.#}\" y=\"{y + 4:0.#}\" text-anchor=\"end\">{labels[i]}</text>");
        }
    }

    /// <summary>Where something lies across.</summary>
    public double X(double value) => _left + ((value - _first) / Math.Max(1e-9, _last - _first) * (_size.Width - Right - _left));

    /// <summary>Where a value lies from above.</summary>
    public double Y(double value) => Top + ((_high - value) / (_high - _low) * (_size.Height - Top - Below));

    /// <summary>Adds to the chart.</summary>
    public void Add(FormattableString part) => _svg.Append(s_culture, $"{part.ToString(s_culture)}");

    /// <summary>Writes below what lies there.</summary>
    public void Label(double value, string text, string anchor = "middle") =>
        Add($"<text x=\"{X(value):0.#}\" y=\"{_size.Height - 7}\" text-anchor=\"{anchor}\">{text}</text>");

    /// <summary>Writes the times below, the edges being seconds of UTC since 1970; gives the chart.</summary>
    public string EndWithTimes()
    {
        double span = _last - _first;
        string format = span <= 6 * 3600 ? "HH:mm:ss" : span <= 86_400 ? "HH:mm" : "MM-dd HH:mm";
        for (int i = 0; i < TimeLabels; i++)
        {
            double s = _first + (span * i / Times);
            Label(
                s, DateTime.UnixEpoch.AddSeconds(s).ToString(format, s_culture), i == 0 ? "start" : i == TimeLabels - 1 ? "end" : "middle");
        }

        return End();
    }

    /// <summary>The chart.</summary>
    public string End() => _svg.Append("</svg>").ToString();

    /// <summary>Some four to six round values about two others.</summary>
    public static double[] Round(double low, double high)
    {
        double range = high > low ? high - low : Math.Max(1e-9, Math.Abs(high));
        double power = Math.Pow(10, Math.Floor(Math.Log10(range / Times)));
        double step = power * (range / Times / power) switch { <= 1 => 1, <= 2 => 2, <= 5 => 5, _ => 10 };
        double first = Math.Floor((low / step) + 1e-9), last = Math.Max(first + 1, Math.Ceiling((high / step) - 1e-9));

        // Dividing gives the shortest number where the step is a fraction: 3 / 10 and not 3 * 0.1.
        int steps = (int)Math.Min(10, last - first);
        return [.. Enumerable.Range(0, steps + 1).Select(i => step < 1 ? (first + i) / Math.Round(1 / step) : (first + i) * step).Distinct()];
    }
}
