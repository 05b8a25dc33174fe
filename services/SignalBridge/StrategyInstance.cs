using Artic.Core.Domain;
using Artic.Hosting.Options;
using Artic.Messaging.Records;
using Artic.SignalBridge.Strategies;
using Artic.Strategies.Times;
using Artic.Streams.Steps;
using Artic.V1;

namespace Artic.SignalBridge;

/// <summary>
/// One strategy instance: what was declared of it, what it thinks with, its position, its order under way, and what it wants next.
/// Number and instruments never change. It has at most one order at a time, unless it probes. Thread: the loop's, and its time is
/// that of the record in hand; any may read what is declared, and mode, reason, position and <see cref="Shown"/>. No allocation but
/// where it is declared.
/// </summary>
/// <param name="id">The number in all records.</param>
/// <param name="view">What it trades.</param>
/// <param name="other">The second instrument of a pair; null: it has one.</param>
public sealed class StrategyInstance(uint id, MarketView view, MarketView? other = null)
{
    /// <summary>Spreads between the best price of its side and a probe: out of reach of what the book does meanwhile,
    /// and a whole number of ticks, since a spread is.</summary>
    private const int ProbeSpreads = 4;

    private readonly OrderIntent _intent = new();
    private InstanceDeclared _declared = new();
    private PositionSizer? _sizer;
    private TimeFilter? _filter;
    private long _orderQuantity;
    private long _maxPosition;
    private long _cooldownNs;
    private long _position;
    private bool _orderUnderWay;
    private long _lastIntentNs;
    private int _lastDirection;
    private double _lastValue;
    private bool _isFiltered;
    private bool _saysEachValue;
    private int _mode;
    private int _reason;

    /// <summary>The number in all records.</summary>
    public uint Id => id;

    /// <summary>What it trades.</summary>
    public MarketView View => view;

    /// <summary>The second instrument of a pair.</summary>
    public MarketView? Other => other;

    /// <summary>The last declaration; empty before the first. Never changed once it is here.</summary>
    public InstanceDeclared Declared => Volatile.Read(ref _declared);

    /// <summary>What it does.</summary>
    public InstanceMode Mode => (InstanceMode)Volatile.Read(ref _mode);

    /// <summary>Why that is not what was declared.</summary>
    public InstanceReason Reason => (InstanceReason)Volatile.Read(ref _reason);

    /// <summary>Its position by its own fills, at scale 8.</summary>
    public long Position => Volatile.Read(ref _position);

    /// <summary>It has an order under way.</summary>
    public bool HasOrder => Volatile.Read(ref _orderUnderWay);

    /// <summary>Its last signal.</summary>
    public ShownSignal Shown { get; } = new();

    /// <summary>What it thinks with; null: it is off.</summary>
    public IStrategy? Strategy { get; private set; }

    /// <summary>What it has to be shown.</summary>
    public StrategyFeeds Feeds => Strategy == null ? StrategyFeeds.None
        : Strategy.Feeds | (_sizer is { NeedsBars: true } ? StrategyFeeds.Bars : StrategyFeeds.None);

    /// <summary>
    /// Takes a declaration. What its strategy remembers stays where the same strategy is wanted; position and order stay always.
    /// Errors: as <see cref="IStrategyMaker.Make"/>.
    /// </summary>
    public void Take(InstanceDeclared declared, IStrategyMaker maker)
    {
        InstanceDeclared before = _declared;
        bool isRefused = declared.Refusal != InstanceReason.Unspecified;
        InstanceMode mode = isRefused ? InstanceMode.Off : declared.Mode;
        bool goesOn = Strategy != null && mode != InstanceMode.Off && Declarations.ThinkAlike(before, declared);
        if (!goesOn)
        {
            Unload(maker);
        }

        Configure(declared);
        if (mode != InstanceMode.Off)
        {
            if (!goesOn || !Equals(before.Sizing, declared.Sizing))
            {
                _sizer = SizerOf(declared);
            }

            if (Strategy == null)
            {
                // It was built and warmed by another thread, perhaps on another core: what it lies in comes to this one now, and not
                // with the next tick.
                Strategy = maker.Make(declared);
                Strategy.Rehearse(view);
            }

            _saysEachValue = Strategy.SaysEachValue;
        }

        Volatile.Write(ref _declared, declared);
        Volatile.Write(ref _reason, (int)declared.Refusal);
        Volatile.Write(ref _mode, (int)mode);
    }

    /// <summary>It has failed: it is off until it is declared anew.</summary>
    public void Fail(InstanceReason reason, IStrategyMaker maker)
    {
        Unload(maker);
        Volatile.Write(ref _reason, (int)reason);
        Volatile.Write(ref _mode, (int)InstanceMode.Off);
    }

    /// <summary>A bar is of the kind that it lives on.</summary>
    public bool LivesOn(Bar bar) =>
        bar.Kind == _declared.BarKind && _declared.BarSize == (bar.Kind == BarKind.Time ? bar.LengthNs : bar.Size);

    /// <summary>Measures what sizes depend on; of its own instrument.</summary>
    public void Measure(Bar bar)
    {
        if (bar.InstrumentId == view.InstrumentId)
        {
            _sizer?.OnBar(bar);
        }
    }

    /// <summary>The opinion, or none at a time at which its signals do not pass.</summary>
    public void Filter(ref Opinion opinion, long utcNs)
    {
        _isFiltered = _filter != null && opinion.Target != 0 && !(utcNs > 0 && _filter.Allows(utcNs));
        if (_isFiltered)
        {
            opinion = opinion with { Value = 0, Confidence = 0, Target = 0, IsProbe = false };
        }
    }

    /// <summary>True where the opinion points elsewhere than the one before, or has another value: worth a signal record.</summary>
    public bool IsNews(in Opinion opinion)
    {
        bool news = opinion.Target != _lastDirection || (_saysEachValue && !opinion.Value.Equals(_lastValue));
        _lastDirection = opinion.Target;
        _lastValue = opinion.Value;
        return news;
    }

    /// <summary>Writes the opinion that it has just formed.</summary>
    public void Explain(in Opinion opinion, Signal signal)
    {
        signal.Reset();
        signal.InstanceId = id;
        signal.InstrumentId = view.InstrumentId;
        signal.Value = opinion.Value;
        signal.Confidence = opinion.Confidence;
        Strategy!.Explain(signal);
        if (_isFiltered)
        {
            signal.Reason = SignalReason.Filtered;
        }

        Shown.Show(signal);
    }

    /// <summary>The order that brings the position towards the opinion, or null. Valid until the next call.</summary>
    public OrderIntent? Decide(in Opinion opinion, long nowNs)
    {
        if (opinion.IsProbe)
        {
            return view.HasQuote ? Probe(opinion.Target > 0) : null;
        }

        Quote quote = view.Quote;
        if (_orderUnderWay || (opinion.Target == 0 && !opinion.IsPosition) || !view.HasQuote || nowNs - _lastIntentNs < _cooldownNs)
        {
            return null;
        }

        long wanted = Wanted(opinion, quote);
        long missing = wanted - _position;
        long quantity = Math.Min(Math.Abs(missing), _orderQuantity);
        bool buy = missing > 0;
        long price = buy == opinion.IsUrgent ? quote.AskPrice : quote.BidPrice;
        if (quantity < _orderQuantity && !(wanted == 0 && IsTradable(quantity, price)))
        {
            return null;
        }

        Describe(buy, opinion.IsUrgent ? TimeInForce.Ioc : TimeInForce.Gtc, quantity, price);
        _intent.ExpireAfterMs = opinion.IsUrgent ? 0 : _declared.ExpireAfterMs;
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

    /// <summary>Writes what is declared, position, order under way and what the strategy remembers.</summary>
    public void Save(StateWriter state)
    {
        state.Section("strategy instance");
        state.Write(id);
        state.WriteMessage(_declared);
        state.Write(_mode);
        state.Write(_reason);
        state.Write(_position);
        state.Write(_orderUnderWay);
        state.Write(_lastIntentNs);
        state.Write(_lastDirection);
        state.Write(_lastValue);
        state.Write(Strategy != null);
        _sizer?.Save(state);
        Strategy?.Save(state);
    }

    /// <summary>Goes on where another one of the same number was.</summary>
    public void Load(StateReader state, IStrategyMaker maker)
    {
        state.Section("strategy instance");
        state.NeedCount((int)id);
        InstanceDeclared declared = new();
        state.ReadMessage(declared);
        Unload(maker);
        Configure(declared);
        Volatile.Write(ref _declared, declared);
        _mode = state.ReadInt32();
        _reason = state.ReadInt32();
        _position = state.ReadInt64();
        _orderUnderWay = state.ReadBoolean();
        _lastIntentNs = state.ReadInt64();
        _lastDirection = state.ReadInt32();
        _lastValue = state.ReadDouble();
        if (state.ReadBoolean())
        {
            _sizer = SizerOf(declared);
            Strategy = maker.Make(declared);
            _saysEachValue = Strategy.SaysEachValue;
            _sizer?.Load(state);
            Strategy.Load(state);
        }
    }

    private static PositionSizer? SizerOf(InstanceDeclared declared) => declared.Sizing is { } sizing
        ? new PositionSizer(sizing, declared.BarKind == BarKind.Time ? declared.BarSize : 0)
        : null;

    private void Configure(InstanceDeclared declared)
    {
        _filter = Declarations.FilterOf(declared);
        _orderQuantity = declared.OrderQuantity;
        _maxPosition = declared.MaxPosition;
        _cooldownNs = declared.CooldownMs * 1_000_000L;
        _intent.Observed = declared.Mode != InstanceMode.Active;
    }

    private void Unload(IStrategyMaker maker)
    {
        _sizer = null;
        _lastDirection = 0;
        _lastValue = 0;
        if (Strategy != null)
        {
            Strategy = null;
            maker.Release(id);
        }
    }

    /// <summary>
    /// The position that the opinion asks for: in whole steps of an order, so that small changes of a signal do not trade.
    /// </summary>
    private long Wanted(in Opinion opinion, Quote quote)
    {
        double signal = opinion.IsPosition ? opinion.Value : opinion.Target;
        if (_sizer == null && !opinion.IsPosition)
        {
            return opinion.Target * _maxPosition;
        }

        long size = _sizer == null ? (long)(signal * _maxPosition)
            : _sizer.Wanted(signal, quote.BidPrice + ((quote.AskPrice - quote.BidPrice) / 2));
        size = Math.Clamp(size, -_maxPosition, _maxPosition);
        return size - (size % _orderQuantity);
    }

    /// <summary>The venue takes so little: what remains of an order that was filled in part may be less.</summary>
    private bool IsTradable(long quantity, long price) =>
        quantity > 0 && quantity >= view.MinQuantity &&
        FixedPoint.Notional(price, OptionsRules.Scale, quantity, OptionsRules.Scale, OptionsRules.Scale) >= view.MinNotional;

    private OrderIntent Probe(bool buy)
    {
        Quote quote = view.Quote;
        long distance = ProbeSpreads * (quote.AskPrice - quote.BidPrice);
        Describe(buy, TimeInForce.Ioc, _orderQuantity, buy ? quote.BidPrice - distance : quote.AskPrice + distance);
        _intent.ExpireAfterMs = 0;
        return _intent;
    }

    private void Describe(bool buy, TimeInForce timeInForce, long quantity, long price)
    {
        _intent.InstanceId = id;
        _intent.InstrumentId = view.InstrumentId;
        _intent.Side = buy ? Side.Buy : Side.Sell;
        _intent.Type = OrderType.Limit;
        _intent.TimeInForce = timeInForce;
        _intent.Quantity = quantity;
        _intent.Price = price;
    }
}
