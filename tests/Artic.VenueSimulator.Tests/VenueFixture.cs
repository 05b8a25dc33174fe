using Artic.VenueSimulator.Accounts;
using Artic.VenueSimulator.Domain;
using Artic.VenueSimulator.Matching;

namespace Artic.VenueSimulator.Tests;

/// <summary>An order engine on an order flow, without threads and sockets, with everything reported kept.</summary>
internal sealed class VenueFixture
{
    public const long One = Instrument.UnitE8;

    private int _clientId;

    public VenueFixture(
        IOrderFlow flow, long baseE8 = 10 * One, long quoteE8 = 1_000_000 * One, FeeSchedule? fees = null)
    {
        Flow = flow;
        Account = new AccountBook(
            flow.Instrument, fees ?? FeeSchedule.Default, new Dictionary<string,
                long> { ["BTC"] = baseE8, ["USDT"] = quoteE8 });
        Ledger = new OrderLedger();
        Orders = new OrderEngine(flow, Account, Ledger) { Reported = Reports.Add, NowMs = 1_000 };
    }

    public IOrderFlow Flow { get; }

    public AccountBook Account { get; }

    public OrderLedger Ledger { get; }

    public OrderEngine Orders { get; }

    public List<ExecutionReport> Reports { get; } = [];

    public Balance Btc => Account.Of("BTC");

    public Balance Usdt => Account.Of("USDT");

    public long BestBid => Flow.Depth(1).Bids[0].PriceE8;

    public long BestAsk => Flow.Depth(1).Asks[0].PriceE8;

    public static ModelOrderFlow Model(ulong seed = 1) =>
        new(new Instrument("BTCUSDT", "BTC", "USDT"), seed, 1_700_000_000_000);

    public VenueError? Try(
        Side side,
        long priceE8,
        long quantityE8,
        TimeInForce timeInForce = TimeInForce.Gtc,
        OrderType type = OrderType.Limit,
        string? clientOrderId = null) =>
        Orders.Place(
            new NewOrder(side, type, timeInForce, priceE8, quantityE8, clientOrderId ?? $"t-{++_clientId}"), out _);

    public AccountOrder Place(
        Side side,
        long priceE8,
        long quantityE8,
        TimeInForce timeInForce = TimeInForce.Gtc,
        OrderType type = OrderType.Limit)
    {
        VenueError? error = Orders.Place(
            new NewOrder(side, type, timeInForce, priceE8, quantityE8, $"t-{++_clientId}"), out AccountOrder? order);
        Assert.Null(error);
        return order!;
    }
}
