using Artic.ExecutionEngine.Binance;
using Artic.Hosting.Options;
using Artic.RiskManager;
using Artic.RiskManager.Exposure;
using Artic.V1;
using BenchmarkDotNet.Attributes;

namespace Artic.Benchmarks;

/// <summary>All pre-trade checks of an intent that passes, and the signed request of an order.</summary>
[MemoryDiagnoser]
public class OrderBenchmarks : IDisposable
{
    private const long E8 = 100_000_000;
    private const long NowNs = 10_000_000_000;

    private readonly RiskGate _gate;
    private readonly RequestWriter _requests = new("0123456789abcdef0123456789abcdef", "fedcba9876543210fedcba9876543210", 1000);
    private readonly OrderIntent _intent = new()
    {
        InstanceId = 1, InstrumentId = 1, Side = Side.Buy, Type = OrderType.Limit, TimeInForce = TimeInForce.Ioc,
        Quantity = E8 / 100, Price = 60_000 * E8,
    };

    private readonly OrderApproved _order = new()
    {
        ClientOrderId = (5UL << 32) | 123_456, InstrumentId = 1, Side = Side.Buy, Type = OrderType.Limit,
        TimeInForce = TimeInForce.Ioc, Quantity = E8 / 100, Price = 60_000 * E8,
    };

    /// <summary>One instrument that is live.</summary>
    public OrderBenchmarks()
    {
        PipelineOptions options = new()
        {
            Risk = new RiskOptions
            {
                MaxOrderValue = "5000", MaxOrderQuantity = "0.05", PriceCollarBps = 50, MaxPosition = "1", OrdersPerSecond = 1000,
                OrderBurst = 1000, MaxDailyLoss = "1000", MaxRollingLoss = "1000", MaxDrawdown = "1000",
                MaxGrossExposure = "60000", MaxNetExposure = "60000", MaxValueAtRisk = "10000",
            },
            Instruments = [new InstrumentOptions { Id = 1, Symbol = "BTCUSDT", BaseAsset = "BTC", QuoteAsset = "USDT" }],
            Strategies = [new StrategyOptions { Id = 1, Name = "probe", Instrument = 1 }],
        };
        _gate = new RiskGate(options);
        InstrumentRisk instrument = _gate.Books.Instruments[0];
        instrument.Definition.TickSize = E8 / 100;
        instrument.Definition.LotSize = E8 / 100_000;
        instrument.Definition.MinQuantity = E8 / 100_000;
        instrument.Definition.MinNotional = 5 * E8;
        _gate.Market.OnDefinition(instrument, NowNs);
        _gate.Market.OnFeedStatus(new FeedStatus { InstrumentId = 1, State = FeedState.Live }, NowNs);
        _gate.Market.OnQuote(
            new Quote { InstrumentId = 1, BidPrice = 60_000 * E8, AskPrice = (60_000 * E8) + (E8 / 100) }, NowNs, NowNs);
        _gate.Execution.OnBalances(new AccountSnapshot { InstrumentId = 1, QuoteTotal = 1_000_000 * E8 });
        if (RiskCheck() is var denial && denial != DenialCode.Unspecified)
        {
            throw new InvalidOperationException($"the intent is denied: {denial}");
        }
    }

    /// <summary>Every check.</summary>
    [Benchmark]
    public DenialCode RiskCheck() =>
        _gate.Check(_intent, NowNs, NowNs, TradingStateValue.Active, 0);

    /// <summary>The request's text and its HMAC-SHA256.</summary>
    [Benchmark]
    public int SignedRequest() => _requests.Place(_order, "BTCUSDT"u8, 1_700_000_000_000).Length;

    /// <inheritdoc/>
    public void Dispose()
    {
        _requests.Dispose();
        GC.SuppressFinalize(this);
    }
}
