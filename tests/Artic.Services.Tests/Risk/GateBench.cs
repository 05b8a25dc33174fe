using Artic.Hosting.Options;
using Artic.RiskManager;
using Artic.RiskManager.Exposure;
using Artic.Services.Tests.Support;
using Artic.Streams.Steps;
using Artic.V1;

namespace Artic.Services.Tests.Risk;

/// <summary>
/// A gate with one limit of interest and all others wide; books at 100.00 / 100.02 (so the mid is 100.01), balances without end,
/// a tick of 0.01 and a lot of 0.001. Every question is asked twice: of the gate, and of one that was loaded from its state.
/// </summary>
internal sealed class GateBench
{
    public const long Start = 1_000_000_000_000;
    private const long Ms = 1_000_000;

    private readonly PipelineOptions _options;
    private ulong _next = 1;

    public GateBench(Action<RiskOptions> set, int instruments = 1)
    {
        RiskOptions risk = RiskOptionsOf.Wide();
        set(risk);
        _options = RiskOptionsOf.Run(risk, instruments);
        Gate = RiskOptionsOf.Active(_options);
        for (uint i = 1; i <= instruments; i++)
        {
            InstrumentRisk instrument = Gate.Books.Find(i)!;
            instrument.Definition.TickSize = Units.E8(0.01m);
            instrument.Definition.LotSize = instrument.Definition.MinQuantity = Units.E8(0.001m);
            instrument.Definition.MaxQuantity = Units.E8(500_000);
            instrument.Definition.MinNotional = Units.E8(5);
            Gate.Market.OnDefinition(instrument, Now);
            Gate.Market.OnFeedStatus(new FeedStatus { InstrumentId = i, State = FeedState.Live }, Now);
            Quote(100, 100.02m, i);
            Balance(50_000_000, 1_000_000_000, instrument: i);
        }
    }

    public RiskGate Gate { get; private set; }

    public long Now { get; private set; } = Start;

    public GateBench Later(double ms)
    {
        Now += (long)(ms * Ms);
        return this;
    }

    public void Quote(decimal bid, decimal ask, uint instrument = 1) => Gate.Market.OnQuote(
        new Quote { InstrumentId = instrument, BidPrice = Units.E8(bid), AskPrice = Units.E8(ask) }, Now, Now);

    public void Balance(decimal held, decimal money, decimal heldLocked = 0, decimal moneyLocked = 0, uint instrument = 1) =>
        Gate.Execution.OnBalances(new AccountSnapshot
        {
            InstrumentId = instrument, BaseTotal = Units.E8(held), QuoteTotal = Units.E8(money),
            BaseLocked = Units.E8(heldLocked), QuoteLocked = Units.E8(moneyLocked),
        });

    public DenialCode Ask(
        Side side, decimal quantity, decimal price = 100, uint instrument = 1, decimal dayPnl = 0, uint? instance = null)
    {
        OrderIntent intent = new()
        {
            InstanceId = instance ?? instrument, InstrumentId = instrument, Side = side,
            Type = price == 0 ? OrderType.Market : OrderType.Limit,
            TimeInForce = price == 0 ? TimeInForce.Unspecified : TimeInForce.Gtc, Quantity = Units.E8(quantity),
            Price = Units.E8(price),
        };
        StateWriter state = new();
        Gate.Save(state);
        RiskGate restarted = new(_options);
        restarted.Load(new StateReader(state.Written.ToArray()));
        DenialCode again = restarted.Check(intent, 0, Now, TradingStateValue.Active, Units.E8(dayPnl));
        DenialCode code = Gate.Check(intent, 0, Now, TradingStateValue.Active, Units.E8(dayPnl));
        Assert.Equal(code, again);
        return code;
    }

    /// <summary>Has an order approved; gives its number.</summary>
    public ulong Send(Side side, decimal quantity, decimal price = 100, uint instrument = 1)
    {
        Assert.Equal(DenialCode.Unspecified, Ask(side, quantity, price, instrument));
        Gate.Reserve(_next);
        return _next++;
    }

    public void Fill(ulong order, Side side, decimal quantity, decimal price = 100, uint instrument = 1, decimal fee = 0)
    {
        Gate.Market.Revalue(Gate.Execution.OnFill(
            new Fill
            {
                ClientOrderId = order, InstanceId = instrument, InstrumentId = instrument, Side = side, Price = Units.E8(price),
                Quantity = Units.E8(quantity), FeeAsset = FeeAsset.Quote, Fee = Units.E8(fee),
            },
            Now)!);
        Gate.Review(0, Now);
    }

    public void Say(ulong order, OrderStatus status, decimal filled = 0, uint instrument = 1)
    {
        if (Gate.Execution.OnOrder(
            new OrderEvent { ClientOrderId = order, InstrumentId = instrument, Status = status, FilledQuantity = Units.E8(filled) },
            Now) is { } changed)
        {
            Gate.Market.Revalue(changed);
        }
    }

    /// <summary>Buys or sells so much and is done with it.</summary>
    public void Trade(Side side, decimal quantity, decimal price = 100, uint instrument = 1)
    {
        ulong order = Send(side, quantity, price, instrument);
        Fill(order, side, quantity, price, instrument);
        Say(order, OrderStatus.Filled, quantity, instrument);
    }

    public void Tick(long utcNs)
    {
        Gate.Market.OnTick(utcNs, Now);
        Gate.Review(0, Now);
    }
}
