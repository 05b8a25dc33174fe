using System.Globalization;
using System.Text.Json;

namespace Artic.Cli.Reports;

/// <summary>Prometheus's answer to a query over a range (its HTTP API, <c>/api/v1/query_range</c>).</summary>
/// <param name="Series">What it found; empty where it refused.</param>
/// <param name="Words">Why it refused, or what it warns of; empty: nothing.</param>
/// <param name="IsRefused">It did not carry out the query.</param>
public sealed record PrometheusAnswer(PrometheusSeries[] Series, string Words, bool IsRefused)
{
    private const int MostSeries = 200;
    private const int LongestWords = 300;

    /// <summary>Reads one. Errors: <see cref="PrometheusException"/> where it is none, or has what was not asked for.</summary>
    public static PrometheusAnswer Read(ReadOnlyMemory<byte> body, in PrometheusRange range)
    {
        try
        {
            using JsonDocument answer = JsonDocument.Parse(body);
            JsonElement root = answer.RootElement;
            if (root.GetProperty("status").GetString() == "error")
            {
                return new PrometheusAnswer([], Plain($"{root.GetProperty("errorType").GetString()}: {root.GetProperty("error").GetString()}"), true);
            }

            JsonElement data = root.GetProperty("data");
            JsonElement result = data.GetProperty("result");
            Need(root.GetProperty("status").GetString() == "success" && data.GetProperty("resultType").GetString() == "matrix");
            Need(result.GetArrayLength() <= MostSeries);
            List<PrometheusSeries> series = [];
            foreach (JsonElement each in result.EnumerateArray())
            {
                series.Add(ReadSeries(each, range));
            }

            string words = root.TryGetProperty("warnings", out JsonElement warnings)
                ? string.Join("; ", warnings.EnumerateArray().Select(warning => warning.GetString()))
                : "";
            return new PrometheusAnswer([.. series], Plain(words), false);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or KeyNotFoundException or FormatException or IndexOutOfRangeException)
        {
            // These are all that JSON of another shape, or none, throws.
            throw new PrometheusException("what it says is no answer of Prometheus");
        }
    }

    /// <summary>Words of another program, for a terminal: one line, of a bearable length.</summary>
    public static string Plain(string text) =>
        string.Concat(text.Take(LongestWords).Select(letter => char.IsControl(letter) ? ' ' : letter)).Trim();

    private static PrometheusSeries ReadSeries(JsonElement series, in PrometheusRange range)
    {
        Dictionary<string, string> labels = [];
        foreach (JsonProperty label in series.GetProperty("metric").EnumerateObject())
        {
            labels[label.Name] = label.Value.GetString() ?? "";
        }

        JsonElement values = series.GetProperty("values");
        Need(values.GetArrayLength() <= range.Points);
        List<(double S, double Value)> points = [];
        double after = range.BeginS - 1;
        foreach (JsonElement point in values.EnumerateArray())
        {
            double s = point[0].GetDouble();
            Need(s > after && s < range.EndS + 1);
            points.Add((s, ReadValue(point[1].GetString())));
            after = s;
        }

        return new PrometheusSeries(labels, [.. points]);
    }

    private static double ReadValue(string? text) => text switch
    {
        "NaN" => double.NaN,
        "+Inf" => double.PositiveInfinity,
        "-Inf" => double.NegativeInfinity,
        null => throw new FormatException(),
        _ => double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture),
    };

    private static void Need(bool isSo)
    {
        if (!isSo)
        {
            throw new FormatException();
        }
    }
}
