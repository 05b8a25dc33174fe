using System.Buffers.Text;
using System.Text;
using Artic.Core.Histogram;
using Artic.Streams.Counters;
using Microsoft.AspNetCore.Http;

namespace Artic.Hosting.Http;

/// <summary>
/// A counters file as Prometheus text (exposition format 0.0.4): a name ending in <c>_total</c> is a counter, any
/// other a gauge; one in <c>_usd</c>, <c>_price</c> or <c>_quantity</c> is held at scale 8; histograms are in the unit that their name ends in. Thread: one request at a time writes, into one
/// buffer that is kept, so that a scrape allocates next to nothing.
/// </summary>
public sealed class MetricsPage(CountersFile counters, string service, Action refresh)
{
    private const int BufferBytes = 256 << 10;

    private static readonly int[] s_boundsMicroseconds =
        [1, 2, 5, 10, 15, 20, 25, 30, 50, 75, 100, 150, 200, 300, 500, 1000, 2000, 5000, 10_000, 50_000, 100_000, 1_000_000];

    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly byte[] _buffer = new byte[BufferBytes];
    private readonly byte[] _label = Encoding.ASCII.GetBytes($"{{service=\"{service}\"}}");
    private readonly List<(byte[] Name, byte[] Help, bool IsTotal, bool IsScaled, Counter Counter)> _counters = [];
    private readonly List<(byte[] Name, byte[] Help, double NanosecondsPerUnit, LatencyHistogram Histogram)> _histograms = [];
    private int _length;

    /// <summary>Takes note of the counters and histograms that exist; call it once all are handed out.</summary>
    public void Freeze()
    {
        foreach ((string name, _) in counters.Counters())
        {
            bool scaled = name.EndsWith("_usd", StringComparison.Ordinal) ||
                name.EndsWith("_price", StringComparison.Ordinal) || name.EndsWith("_quantity", StringComparison.Ordinal);
            _counters.Add((
                Encoding.ASCII.GetBytes(name), MetricHelp.Line(name), name.EndsWith("_total", StringComparison.Ordinal),
                scaled, counters.Counter(name)));
        }

        foreach ((string name, LatencyHistogram histogram) in counters.Histograms())
        {
            double unit = name.EndsWith("_milliseconds", StringComparison.Ordinal) ? 1e6 : 1e3;
            _histograms.Add((Encoding.ASCII.GetBytes(name), MetricHelp.Line(name), unit, histogram));
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

    private void Render()
    {
        _length = 0;
        foreach ((byte[] name, byte[] help, bool isTotal, bool isScaled, Counter counter) in _counters)
        {
            Add(help);
            Add("# TYPE "u8, name, isTotal ? " counter\n"u8 : " gauge\n"u8);
            Add(name, _label, " "u8);
            if (isScaled)
            {
                Add(counter.Value / 1e8);
            }
            else
            {
                Add(counter.Value);
            }

            Add("\n"u8);
        }

        foreach ((byte[] name, byte[] help, double unit, LatencyHistogram histogram) in _histograms)
        {
            Add(help);
            Add("# TYPE "u8, name, " histogram\n"u8);
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
