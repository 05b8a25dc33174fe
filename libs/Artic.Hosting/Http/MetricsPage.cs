using System.Buffers.Text;
using System.Text;
using Artic.Core.Histogram;
using Artic.Hosting.Metrics;
using Artic.Streams.Counters;
using Microsoft.AspNetCore.Http;

namespace Artic.Hosting.Http;

/// <summary>
/// A counters file as Prometheus text (exposition format 0.0.4), as <see cref="MetricCatalog"/> defines each metric. Thread: one
/// request at a time writes, into one buffer that is kept, so that a scrape allocates next to nothing.
/// </summary>
public sealed class MetricsPage(CountersFile counters, string service, Action refresh)
{
    private const int BufferBytes = 256 << 10;

    private static readonly int[] s_boundsMicroseconds =
        [1, 2, 5, 10, 15, 20, 25, 30, 50, 75, 100, 150, 200, 300, 500, 1000, 2000, 5000, 10_000, 50_000, 100_000, 1_000_000];

    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly byte[] _buffer = new byte[BufferBytes];
    private readonly byte[] _label = Encoding.ASCII.GetBytes($"{{service=\"{service}\"}}");
    private readonly List<(byte[] Name, byte[] Head, double Divisor, Counter Counter)> _counters = [];
    private readonly List<(byte[] Name, byte[] Head, double NanosecondsPerUnit, LatencyHistogram Histogram)> _histograms = [];
    private int _length;

    /// <summary>
    /// Takes note of the counters and histograms that exist; call it once all are handed out. Errors:
    /// <see cref="InvalidOperationException"/> for one that the catalog does not have.
    /// </summary>
    public void Freeze()
    {
        foreach ((string name, _) in counters.Counters())
        {
            MetricDefinition metric = Defined(name);
            _counters.Add((Encoding.ASCII.GetBytes(name), Head(metric), metric.Divisor, counters.Counter(name)));
        }

        foreach ((string name, LatencyHistogram histogram) in counters.Histograms())
        {
            MetricDefinition metric = Defined(name);
            _histograms.Add((Encoding.ASCII.GetBytes(name), Head(metric), metric.Divisor, histogram));
        }
    }

    /// <summary>Writes the page.</summary>
    public async Task WriteAsync(HttpResponse response)
    {
        await _gate.WaitAsync();
        try
        {
            refresh();
            Render();
            response.ContentType = "text/plain; version=0.0.4; charset=utf-8";
            response.ContentLength = _length;
            await response.Body.WriteAsync(_buffer.AsMemory(0, _length));
        }
        finally
        {
            _ = _gate.Release();
        }
    }

    private static MetricDefinition Defined(string name) =>
        MetricCatalog.Find(name) ?? throw new InvalidOperationException($"the catalog of metrics has no {name}");

    private static byte[] Head(MetricDefinition metric) => Encoding.ASCII.GetBytes(
        $"# HELP {metric.Name} {metric.Help}\n# TYPE {metric.Name} {MetricCatalog.NameOf(metric.Kind)}\n");

    private void Render()
    {
        _length = 0;
        foreach ((byte[] name, byte[] head, double divisor, Counter counter) in _counters)
        {
            Add(head);
            Add(name, _label, " "u8);
            if (divisor > 1)
            {
                Add(counter.Value / divisor);
            }
            else
            {
                Add(counter.Value);
            }

            Add("\n"u8);
        }

        foreach ((byte[] name, byte[] head, double unit, LatencyHistogram histogram) in _histograms)
        {
            Add(head);
            long count = histogram.Count;
            foreach (int bound in s_boundsMicroseconds)
            {
                Add(name, "_bucket{le=\""u8);
                Add(bound * 1000 / unit);
                Add("\"} "u8);
                Add(Math.Min(count, histogram.CountAtOrBelow(bound * 1000L)));
                Add("\n"u8);
            }

            Add(name, "_bucket{le=\"+Inf\"} "u8);
            Add(count);
            Add("\n"u8, name, "_sum "u8);
            Add(histogram.SumNs / unit);
            Add("\n"u8, name, "_count "u8);
            Add(count);
            Add("\n"u8);
        }
    }

    private void Add(ReadOnlySpan<byte> text)
    {
        text.CopyTo(_buffer.AsSpan(_length));
        _length += text.Length;
    }

    private void Add(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b, ReadOnlySpan<byte> c = default)
    {
        Add(a);
        Add(b);
        Add(c);
    }

    private void Add(long value)
    {
        _ = Utf8Formatter.TryFormat(value, _buffer.AsSpan(_length), out int written);
        _length += written;
    }

    private void Add(double value)
    {
        _ = Utf8Formatter.TryFormat(value, _buffer.AsSpan(_length), out int written);
        _length += written;
    }
}
