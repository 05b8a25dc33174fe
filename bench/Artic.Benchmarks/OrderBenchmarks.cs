using Artic.ExecutionEngine.Binance;
using Artic.Hosting.Options;
using Artic.RiskManager;
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
        InstrumentRisk instrument = new(1) { IsLive = true, QuoteNs = NowNs };
        instrument.Definition.TickSize = E8 / 100;
        instrument.Definition.LotSize = E8 / 100_000;
        instrument.Definition.MinQuantity = E8 / 100_000;
        instrument.Definition.MinNotional = 5 * E8;
        instrument.Quote.BidPrice = 60_000 * E8;
        instrument.Quote.AskPrice = (60_000 * E8) + (E8 / 100);
        _gate = new RiskGate(
            new RiskLimits(new RiskOptions
            {
                MaxOrderValue = "5000", MaxOrderQuantity = "0.05", PriceCollarBps = 50, MaxPosition = "1", OrdersPerSecond = 1000,
                OrderBurst = 1000, MaxDailyLoss = "1000",
            }),
            [instrument]);
        if (RiskCheck() is var denial && denial != DenialCode.Unspecified)
        {
            throw new InvalidOperationException($"the intent is denied: {denial}");
        }
    }

    /// <summary>Every check.</summary>
    [Benchmark]
    public DenialCode RiskCheck() =>
        _gate.Check(_intent, NowNs, NowNs, TradingStateValue.Active, 0, out _, out _);

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
