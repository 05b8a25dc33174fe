using Artic.Bench.Venue;
using Artic.Venues;
using Artic.Venues.Binance;
using Artic.Venues.Books;
using BenchmarkDotNet.Attributes;

namespace Artic.Benchmarks;

/// <summary>A diff of six levels near the best prices of a book with 200 levels a side.</summary>
[MemoryDiagnoser]
public class BookBenchmarks
{
    private const int Diffs = 64;
    private const int HeaderBytes = 4;

    private readonly BookSide _bids = new(isBid: true);
    private readonly BookSide _asks = new(isBid: false);
    private readonly MarketFrame[] _diffs = new MarketFrame[Diffs];

    /// <summary>A book and the diffs that follow it again and again.</summary>
    [GlobalSetup]
    public void Prepare()
    {
        BinanceDecoder decoder = new();
        MarketFrame snapshot = new();
        _ = decoder.TryDecode(System.Text.Encoding.ASCII.GetBytes(DepthFrames.Snapshot()), snapshot);
        _bids.Set(snapshot.Bids(snapshot.Events[0]));
        _asks.Set(snapshot.Asks(snapshot.Events[0]));
        DepthFrames frames = new(0);
        for (int i = 0; i < Diffs; i++)
        {
            _diffs[i] = new MarketFrame();
            ReadOnlySpan<byte> frame = frames.Next(i, 2_000_000_001, 2_000_000_001, 1_700_000_000_000)[HeaderBytes..];
            if (!decoder.TryDecode(frame, _diffs[i]))
            {
                throw new InvalidOperationException($"frame {i} cannot be read");
            }
        }
    }

    /// <summary>One diff.</summary>
    [Benchmark(OperationsPerInvoke = Diffs)]
    public long Apply()
    {
        foreach (MarketFrame diff in _diffs)
        {
            _bids.Set(diff.Bids(diff.Events[0]));
            _asks.Set(diff.Asks(diff.Events[0]));
        }

        return _bids.BestPrice;
    }
}
