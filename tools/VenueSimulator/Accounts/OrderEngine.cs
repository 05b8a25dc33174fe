using Artic.VenueSimulator.Domain;
using Artic.VenueSimulator.Matching;

namespace Artic.VenueSimulator.Accounts;

/// <summary>
/// What the venue does with the account's orders: filters, balance, acceptance, matching, expiry, cancel. Every step is
/// reported as it happens, before the call returns. State without I/O; the time is passed in. Thread: one.
/// </summary>
public sealed class OrderEngine
{
    private readonly IOrderFlow _flow;
    private readonly Instrument _instrument;
    private readonly AccountBook _account;
    private readonly OrderLedger _ledger;
    private long _orderId;
    private long _executionId;
    private long _nowMs;

    /// <summary>Takes the fills of <paramref name="flow"/>.</summary>
    public OrderEngine(IOrderFlow flow, AccountBook account, OrderLedger ledger)
    {
        _flow = flow;
        _instrument = flow.Instrument;
        _account = account;
        _ledger = ledger;
        flow.Filled = OnFilled;
    }

    /// <summary>Gets every report, in order.</summary>
    public Action<ExecutionReport>? Reported { get; set; }

    /// <summary>UTC time of what happens next, ms; the owner sets it before it lets the order flow advance.</summary>
    public long NowMs
    {
        get => _nowMs;
        set => _nowMs = Math.Max(_nowMs, value);
    }

    /// <summary>Why the order would be refused now; null where it would be accepted.</summary>
    public VenueError? Check(NewOrder order) =>
        CheckPrice(order) ?? CheckQuantity(order) ?? CheckNotional(order) ?? CheckAccount(order);

    /// <summary>
    /// Accepts the order, lets it trade, and rests or expires the remainder; or gives the refusal, with nothing
    /// changed.
    /// </summary>
    public VenueError? Place(NewOrder request, out AccountOrder? accepted)
    {
        accepted = null;
        if (Check(request) is { } refusal)
        {
            return refusal;
        }

        long orderId = ++_orderId;
        AccountOrder order = new()
        {
            OrderId = orderId,
            ClientOrderId = request.ClientOrderId ?? $"artic-{orderId}",
            Side = request.Side,
            Type = request.Type,
            TimeInForce = request.TimeInForce,
            PriceE8 = request.PriceE8,
            QuantityE8 = request.QuantityE8,
            CreatedMs = _nowMs,
            UpdatedMs = _nowMs,
        };
        _account.Lock(order, RequiredE8(request));
        _ledger.Add(order);
        accepted = order;
        Report(ExecutionType.New, order);
        bool killed = order.TimeInForce == TimeInForce.Fok
            && _flow.Available(order.Side, order.LimitE8, order.QuantityE8).QuantityE8 < order.QuantityE8;
        if (!killed)
        {
            _flow.Take(order);
        }

        if (order.IsOpen)
        {
            if (order.Type == OrderType.Market || order.TimeInForce != TimeInForce.Gtc)
            {
                End(order, OrderStatus.Expired, ExecutionType.Expired, null);
            }
            else
            {
                _flow.Rest(order);
            }
        }

        return null;
    }

    /// <summary>Cancels an open order; the cancel's own client id is in the report.</summary>
    public void Cancel(AccountOrder order, string cancelClientOrderId)
    {
        _flow.Cancel(order);
        End(order, OrderStatus.Canceled, ExecutionType.Canceled, cancelClientOrderId);
    }

    private VenueError? CheckPrice(NewOrder order)
    {
        bool valid = order.Type == OrderType.Market
            || (order.PriceE8 >= _instrument.MinPriceE8 && order.PriceE8 <= _instrument.MaxPriceE8
                && order.PriceE8 % _instrument.TickE8 == 0);
        return valid ? null : VenueError.Filter("PRICE_FILTER");
    }

    private VenueError? CheckQuantity(NewOrder order)
    {
        bool valid = order.QuantityE8 >= _instrument.MinQuantityE8 && order.QuantityE8 <= _instrument.MaxQuantityE8
            && order.QuantityE8 % _instrument.LotE8 == 0;
        return valid ? null : VenueError.Filter("LOT_SIZE");
    }

    private VenueError? CheckNotional(NewOrder order)
    {
        long priceE8 = order.Type == OrderType.Market ? _flow.ReferencePriceE8 : order.PriceE8;
        long notionalE8 = Instrument.QuoteE8(priceE8, order.QuantityE8);
        bool valid = notionalE8 >= _instrument.MinNotionalE8
            && (order.Type == OrderType.Market || notionalE8 <= _instrument.MaxNotionalE8);
        return valid ? null : VenueError.Filter("NOTIONAL");
    }

    private VenueError? CheckAccount(NewOrder order)
    {
        if (_ledger.Open.Count >= _instrument.MaxOpenOrders)
        {
            return VenueError.Filter("MAX_NUM_ORDERS");
        }

        if (order.ClientOrderId is { } clientOrderId && _ledger.IsOpen(clientOrderId))
        {
            return VenueError.DuplicateOrder;
        }

        if (RequiredE8(order) > _account.Given(order.Side).FreeE8)
        {
            return VenueError.InsufficientBalance;
        }

        bool takes = order.Type == OrderType.LimitMaker && _flow.Available(order.Side, order.PriceE8, 1).QuantityE8 > 0;
        return takes ? VenueError.WouldTake : null;
    }

    /// <summary>What the order locks: a market buy exactly what it will pay, for nothing happens in between.</summary>
    private long RequiredE8(NewOrder order) => order.Side == Side.Sell
        ? order.QuantityE8
        : order.Type == OrderType.Market
            ? _flow.Available(Side.Buy, long.MaxValue, order.QuantityE8).QuoteE8
            : Instrument.QuoteE8(order.PriceE8, order.QuantityE8);

    private void OnFilled(AccountOrder order, long priceE8, long quantityE8, long tradeId, bool isMaker)
    {
        AccountTrade trade = _account.Fill(order, priceE8, quantityE8, tradeId, isMaker, _nowMs);
        _ledger.Add(trade);
        if (!order.IsOpen)
        {
            _account.Release(order);
            _ledger.Close(order);
        }

        Report(ExecutionType.Trade, order, trade);
    }

    private void End(AccountOrder order, OrderStatus status, ExecutionType type, string? cancelClientOrderId)
    {
        order.Status = status;
        order.UpdatedMs = _nowMs;
        _account.Release(order);
        _ledger.Close(order);
        Report(type, order, null, cancelClientOrderId);
    }

    private void Report(
        ExecutionType type, AccountOrder order, AccountTrade? trade = null, string? cancelClientOrderId = null) =>
        Reported?.Invoke(new ExecutionReport(++_executionId, type, order, trade, cancelClientOrderId, _nowMs));
}
