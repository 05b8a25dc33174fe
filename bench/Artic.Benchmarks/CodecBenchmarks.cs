using Artic.Bench.Venue;
using Artic.Messaging.Records;
using Artic.V1;
using Artic.Venues;
using Artic.Venues.Binance;
using BenchmarkDotNet.Attributes;
using Google.Protobuf;

namespace Artic.Benchmarks;

/// <summary>From a venue's text to numbers, and messages out and in.</summary>
[MemoryDiagnoser]
public class CodecBenchmarks
{
    private const int HeaderBytes = 4;

    private readonly byte[] _frame = new DepthFrames(0).Next(0, 2_000_000_001, 2_000_000_001, 1_700_000_000_000)[HeaderBytes..].ToArray();
    private readonly BinanceDecoder _decoder = new();
    private readonly MarketFrame _message = new();
    private readonly Quote _quote = new()
    {
        InstrumentId = 1, BidPrice = 6_000_000_000_000, BidQuantity = 150_000_000, AskPrice = 6_000_001_000_000,
        AskQuantity = 250_000_000, UpdateId = 2_000_000_001, ExchangeTimeNs = 1_700_000_000_000_000_000,
    };

    private readonly Quote _read = new();
    private readonly byte[] _bytes = new byte[256];
    private int _length;

    /// <summary>What there is to read.</summary>
    [GlobalSetup]
    public void Prepare()
    {
        _length = QuoteOut();
        if (!DepthFrame())
        {
            throw new InvalidOperationException("the frame cannot be read");
        }
    }

    /// <summary>A depth message of six levels, 430 bytes of JSON.</summary>
    [Benchmark]
    public bool DepthFrame() => _decoder.TryDecode(_frame, _message);

    /// <summary>A quote of seven fields to protobuf.</summary>
    [Benchmark]
    public int QuoteOut()
    {
        int length = _quote.CalculateSize();
        _quote.WriteTo(_bytes.AsSpan(0, length));
        return length;
    }

    /// <summary>The same back into a message that is used again.</summary>
    [Benchmark]
    public long QuoteIn()
    {
        ((IReusable)_read).Reset();
        _read.MergeFrom(_bytes.AsSpan(0, _length));
        return _read.AskPrice;
    }
}
