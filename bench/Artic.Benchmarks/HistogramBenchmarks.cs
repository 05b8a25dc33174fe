using System.Runtime.InteropServices;
using Artic.Core.Histogram;
using BenchmarkDotNet.Attributes;

namespace Artic.Benchmarks;

/// <summary>Counting a latency.</summary>
[MemoryDiagnoser]
public unsafe class HistogramBenchmarks : IDisposable
{
    private const int Values = 1024;

    private readonly long* _memory = (long*)NativeMemory.AllocZeroed(LatencyHistogram.SizeBytes);
    private readonly long[] _values = new long[Values];

    /// <summary>Values from 1 µs to 1 ms.</summary>
    [GlobalSetup]
    public void Prepare()
    {
        for (int i = 0; i < Values; i++)
        {
            _values[i] = 1000 + (i * 977);
        }
    }

    /// <summary>One value.</summary>
    [Benchmark(OperationsPerInvoke = Values)]
    public void Record()
    {
        LatencyHistogram histogram = new(_memory);
        foreach (long value in _values)
        {
            histogram.Record(value);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        NativeMemory.Free(_memory);
        GC.SuppressFinalize(this);
    }
}
