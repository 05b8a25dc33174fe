using Artic.Bench.Venue;
using Artic.MarketData.Binance;
using Artic.MarketData.Books;
using BenchmarkDotNet.Attributes;

namespace Artic.Benchmarks;

/// <summary>A diff of six levels near the best prices of a book with 200 levels a side.</summary>
[MemoryDiagnoser]
public class BookBenchmarks
{
    private const int Diffs = 64;
    private const int HeaderBytes = 4;

    private readonly OrderBook _book = new();
    private readonly BinanceMessage[] _diffs = new BinanceMessage[Diffs];
    private long _updateId = BenchInstrument.FirstUpdateId;

    /// <summary>A book and the diffs that follow it again and again.</summary>
    [GlobalSetup]
    public void Prepare()
    {
        BinanceMessage snapshot = new();
        _ = BinanceMarketCodec.TryParse(System.Text.Encoding.ASCII.GetBytes(DepthFrames.Snapshot()), snapshot);
        _book.ApplySnapshot(snapshot);
        DepthFrames frames = new(0);
        for (int i = 0; i < Diffs; i++)
        {
            _diffs[i] = new BinanceMessage();
            ReadOnlySpan<byte> frame = frames.Next(i, 2_000_000_001, 2_000_000_001, 1_700_000_000_000)[HeaderBytes..];
            if (!BinanceMarketCodec.TryParse(frame, _diffs[i]))
            {
                throw new InvalidOperationException($"frame {i} cannot be read");
            }
        }
    }

    /// <summary>One diff.</summary>
    [Benchmark(OperationsPerInvoke = Diffs)]
    public DiffOutcome Apply()
    {
        DiffOutcome last = default;
        foreach (BinanceMessage diff in _diffs)
        {
            diff.FirstUpdateId = diff.LastUpdateId = ++_updateId;
            last = _book.ApplyDiff(diff);
        }

        return last;
    }
}
