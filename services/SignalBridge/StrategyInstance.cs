using Artic.Hosting.Options;
using Artic.Messaging.Records;
using Artic.SignalBridge.Strategies;
using Artic.Streams.Steps;
using Artic.V1;

namespace Artic.SignalBridge;

/// <summary>
/// One strategy on one instrument: its position, its order under way, and what it wants next. It has at most one order
/// at a time, unless it probes. Thread: the loop's; its time is that of the record in hand. No allocation.
/// </summary>
public sealed class StrategyInstance(StrategyOptions options, IStrategy strategy, MarketView view)
{
    /// <summary>Spreads between the best price of its side and a probe: out of reach of what the book does meanwhile,
    /// and a whole number of ticks, since a spread is.</summary>
    private const int ProbeSpreads = 4;

    private readonly long _orderQuantity = OptionsRules.Decimal(options.OrderQuantity);
    private readonly long _maxPosition = OptionsRules.Decimal(options.MaxPosition);
    private readonly long _cooldownNs = options.CooldownMs * 1_000_000L;
    private readonly OrderIntent _intent = new();
    private long _position;
    private bool _orderUnderWay;
    private long _lastIntentNs;
    private int _lastDirection;

    /// <summary>The number in all records.</summary>
    public uint Id { get; } = (uint)options.Id;

    /// <summary>What it watches.</summary>
    public MarketView View => view;

    /// <summary>What it thinks with.</summary>
    public IStrategy Strategy => strategy;

    /// <summary>True where the opinion points elsewhere than the one before: worth a signal record.</summary>
    public bool IsNews(in Opinion opinion)
    {
        bool news = opinion.Target != _lastDirection;
        _lastDirection = opinion.Target;
        return news;
    }

    /// <summary>The order that brings the position towards the opinion, or null. Valid until the next call.</summary>
    public OrderIntent? Decide(in Opinion opinion, long nowNs)
    {
        if (opinion.IsProbe)
        {
            return view.HasQuote ? Probe(opinion.Target > 0) : null;
        }

        Quote quote = view.Quote;
        if (_orderUnderWay || opinion.Target == 0 || !view.HasQuote || nowNs - _lastIntentNs < _cooldownNs)
        {
            return null;
        }

        long missing = (opinion.Target * _maxPosition) - _position;
        long quantity = Math.Min(Math.Abs(missing), _orderQuantity);
        if (quantity < _orderQuantity)
        {
            return null;
        }

        bool buy = missing > 0;
        _intent.InstanceId = Id;
        _intent.InstrumentId = view.InstrumentId;
        _intent.Side = buy ? Side.Buy : Side.Sell;
        _intent.Type = OrderType.Limit;
        _intent.TimeInForce = opinion.IsUrgent ? TimeInForce.Ioc : TimeInForce.Gtc;
        _intent.Quantity = quantity;
        _intent.Price = buy == opinion.IsUrgent ? quote.AskPrice : quote.BidPrice;
        _intent.ExpireAfterMs = opinion.IsUrgent ? 0 : (uint)options.ExpireAfterMs;
        _orderUnderWay = true;
        _lastIntentNs = nowNs;
        return _intent;
    }

    /// <summary>Takes what became of its order.</summary>
    public void OnOrder(OrderEvent order)
    {
        if (order.Status.IsFinal())
        {
            _orderUnderWay = false;
        }
    }

    /// <summary>Takes a fill.</summary>
    public void OnFill(Fill fill) => _position += fill.Side == Side.Buy ? fill.Quantity : -fill.Quantity;

    /// <summary>Writes position, order under way and what the strategy remembers.</summary>
    public void Save(StateWriter state)
    {
        state.Section("strategy instance");
        state.Write(Id);
        state.Write(_position);
        state.Write(_orderUnderWay);
        state.Write(_lastIntentNs);
        state.Write(_lastDirection);
        strategy.Save(state);
    }

    /// <summary>Goes on where another one with the same options was.</summary>
    public void Load(StateReader state)
    {
        state.Section("strategy instance");
        state.NeedCount((int)Id);
        _position = state.ReadInt64();
        _orderUnderWay = state.ReadBoolean();
        _lastIntentNs = state.ReadInt64();
        _lastDirection = state.ReadInt32();
        strategy.Load(state);
    }

    private OrderIntent Probe(bool buy)
    {
        Quote quote = view.Quote;
        long distance = ProbeSpreads * (quote.AskPrice - quote.BidPrice);
        _intent.InstanceId = Id;
        _intent.InstrumentId = view.InstrumentId;
        _intent.Side = buy ? Side.Buy : Side.Sell;
        _intent.Type = OrderType.Limit;
        _intent.TimeInForce = TimeInForce.Ioc;
        _intent.Quantity = _orderQuantity;
        _intent.Price = buy ? quote.BidPrice - distance : quote.AskPrice + distance;
        _intent.ExpireAfterMs = 0;
        return _intent;
    }
}
