using Artic.Hosting.Options;
using Artic.RiskManager;
using Artic.V1;

namespace Artic.Services.Tests.Risk;

/// <summary>Configurations for tests of the gate: wide where a test says nothing, so that one limit decides at a time.</summary>
internal static class RiskOptionsOf
{
    /// <summary>Limits that nothing in a test comes near, but for those that it sets.</summary>
    public static RiskOptions Wide() => new()
    {
        MaxOrderValue = "1000000", MaxOrderQuantity = "1000000", MaxPosition = "1000000", MaxDailyLoss = "1000000",
        PriceCollarBps = 10_000, OrdersPerSecond = 100_000, OrderBurst = 100_000, StaleQuoteMs = 600_000,
        TradeCollarBps = 10_000, ReferenceCollarBps = 100_000, MarketMoveBps = 100_000, MarketSlippageBps = 0,
        CancelsPerSecond = 100_000, CancelBurst = 100_000, OrderToTradeRatio = 1_000_000,
        OrderToTradeFreeOrders = 1_000_000_000, MaxExecutions = 1_000_000_000, MaxGrossExposure = "1000000000",
        MaxNetExposure = "1000000000", MaxOpenOrders = 16_384, FeeBps = 0, MaxRollingLoss = "1000000",
        MaxDrawdown = "1000000", MaxLosingStreak = 1_000_000, MaxValueAtRisk = "1000000000", DuplicateWindowMs = 0,
        ClockStepMs = 3_000_000_000_000, ApprovalMs = 1000,
        Breakers = new BreakerOptions { Rejects = 1_000_000, SlowAnswers = 1_000_000, FeedBreaks = 1_000_000 },
    };

    /// <summary>The gate after the bridge's word that every strategy instance is active.</summary>
    public static RiskGate Active(PipelineOptions options)
    {
        RiskGate gate = new(options);
        Array.ForEach(gate.Books.Strategies, strategy => strategy.Mode = InstanceMode.Active);
        return gate;
    }

    /// <summary>A run of instruments 1 to <paramref name="instruments"/>, each with a strategy instance of its number.</summary>
    public static PipelineOptions Run(RiskOptions risk, int instruments = 1)
    {
        PipelineOptions options = new() { Account = "test", StateFolder = "/none", Epoch = 1, Risk = risk };
        for (int i = 1; i <= instruments; i++)
        {
            options.Instruments.Add(new InstrumentOptions { Id = i, Symbol = $"A{i}USDT", BaseAsset = $"A{i}", QuoteAsset = "USDT" });
            options.Strategies.Add(new StrategyOptions
            {
                Id = i, Name = "ema_crossover", Instrument = i, OrderQuantity = "1", MaxPosition = "1",
            });
        }

        return options;
    }
}
