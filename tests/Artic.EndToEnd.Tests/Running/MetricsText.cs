using System.Globalization;
using System.Text.RegularExpressions;

namespace Artic.EndToEnd.Tests.Running;

/// <summary>
/// A page of figures read as strictly as Prometheus reads it (text exposition format 0.0.4): what has no type, stands
/// twice, is torn apart, or does not add up fails the test.
/// </summary>
internal sealed partial class MetricsText
{
    private readonly Dictionary<string, string> _types = [];
    private readonly Dictionary<string, double> _series = [];

    private MetricsText()
    {
    }

    /// <summary>Names with their types.</summary>
    public IReadOnlyDictionary<string, string> Types => _types;

    /// <summary>Reads a page.</summary>
    public static MetricsText Parse(string page)
    {
        MetricsText metrics = new();
        Assert.EndsWith("\n", page, StringComparison.Ordinal);
        string current = "";
        foreach (string line in page.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            Match type = TypeLine().Match(line);
            if (type.Success)
            {
                current = type.Groups["name"].Value;
                Assert.True(metrics._types.TryAdd(current, type.Groups["type"].Value), $"{current} has two types");
            }
            else if (!line.StartsWith("# HELP ", StringComparison.Ordinal))
            {
                metrics.Add(line, current);
            }
        }

        metrics.CheckHistograms();
        return metrics;
    }

    /// <summary>Value of a series by its name without labels: the first of them.</summary>
    public double Value(string name) =>
        _series.First(series => series.Key.Split('{')[0] == name).Value;

    private void Add(string line, string current)
    {
        Match sample = Sample().Match(line);
        Assert.True(sample.Success, $"no sample: {line}");
        string name = sample.Groups["name"].Value;
        string suffix = name.StartsWith(current, StringComparison.Ordinal) ? name[current.Length..] : name;
        bool fits = _types.GetValueOrDefault(current) == "histogram"
            ? suffix is "_bucket" or "_sum" or "_count"
            : suffix.Length == 0;
        Assert.True(fits, $"this sample stands under the type of '{current}': {line}");
        Assert.True(
            double.TryParse(sample.Groups["value"].Value, CultureInfo.InvariantCulture, out double value), line);
        Assert.True(_series.TryAdd(name + sample.Groups["labels"].Value, value), $"stands twice: {line}");
    }

    private void CheckHistograms()
    {
        foreach ((string name, string type) in _types)
        {
            if (type != "histogram")
            {
                continue;
            }

            List<double> buckets = [.. _series
                .Where(series => series.Key.StartsWith(name + "_bucket{", StringComparison.Ordinal))
                .Select(series => series.Value)];
            Assert.True(buckets.Count > 1, $"{name} has no buckets");
            Assert.Equal(buckets.Order(), buckets);
            Assert.Equal(Value(name + "_count"), buckets[^1]);
            Assert.Contains(_series.Keys, key =>
                key.StartsWith(name + "_bucket{", StringComparison.Ordinal) &&
                key.Contains("le=\"+Inf\"", StringComparison.Ordinal));
        }
    }

    [GeneratedRegex("^# TYPE (?<name>[a-zA-Z_:][a-zA-Z0-9_:]*) (?<type>counter|gauge|histogram|summary|untyped)$")]
    private static partial Regex TypeLine();

    [GeneratedRegex(
        "^(?<name>[a-zA-Z_:][a-zA-Z0-9_:]*)" +
        "(?<labels>\\{([a-zA-Z_][a-zA-Z0-9_]*=\"[^\"\\\\]*\",?)*\\})? (?<value>\\S+)$",
        RegexOptions.ExplicitCapture)]
    private static partial Regex Sample();
}
