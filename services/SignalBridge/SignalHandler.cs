using Artic.Core.Domain;
using Artic.Messaging.Records;
using Artic.SignalBridge.Strategies;
using Artic.Streams.Counters;
using Artic.Streams.Log;
using Artic.Streams.Steps;
using Artic.V1;

namespace Artic.SignalBridge;

/// <summary>
/// From market records to signals and order intents of the strategy instances. Thread: the hot thread. Allocates
/// nothing in steady state.
/// </summary>
public sealed class SignalHandler : IStepHandler
{
    private readonly InstrumentTable<MarketView> _views;
    private readonly MarketView[] _allViews;
    private readonly StrategyInstance[] _instances;
    private readonly Dictionary<uint, StrategyInstance> _byInstance = [];
    private readonly Quote _quote = new();
    private readonly Trade _trade = new();
    private readonly BookTop _book = new();
    private readonly Bar _bar = new();
    private readonly FeedStatus _status = new();
    private readonly OrderEvent _order = new();
    private readonly Fill _fill = new();
    private readonly Signal _signal = new();
    private readonly long _barNs;
    private readonly Counter _signalsShown;
    private readonly Counter _intentsShown;

    /// <param name="views">One for each instrument.</param>
    /// <param name="instances">The strategy instances.</param>
    /// <param name="barNs">Length of the time bars that strategies use.</param>
    /// <param name="counters">Where totals are shown.</param>
    public SignalHandler(MarketView[] views, StrategyInstance[] instances, long barNs, CountersFile counters)
    {
        _barNs = barNs;
        _allViews = views;
        _instances = instances;
        _views = new InstrumentTable<MarketView>(views, view => view.InstrumentId);
        foreach (StrategyInstance instance in instances)
        {
            _byInstance.Add(instance.Id, instance);
            instance.View.Instances = [.. instance.View.Instances, instance];
        }

        _signalsShown = counters.Counter("signals_total");
        _intentsShown = counters.Counter("order_intents_total");
    }

    /// <summary>Signals so far.</summary>
    public long Signals { get; private set; }

    /// <summary>Order intents so far.</summary>
    public long Intents { get; private set; }

    /// <summary>The step in hand was caused by a market event and said something.</summary>
    public bool SaidSomething { get; private set; }

    /// <inheritdoc/>
    public void Handle(in Record input, StepOutput output)
    {
        SaidSomething = false;
        switch (RecordCodec.TypeOf(input))
        {
            case RecordType.Quote:
                OnQuote(RecordCodec.Read(input, _quote), input.Header.PublishedNs, output);
                break;
            case RecordType.Trade:
                _views.Find(input.Header.InstrumentId)?.Features.OnTrade(RecordCodec.Read(input, _trade));
                break;
            case RecordType.BookTop:
                _views.Find(input.Header.InstrumentId)?.Features.OnBook(RecordCodec.Read(input, _book));
                break;
            case RecordType.Bar:
                OnBar(RecordCodec.Read(input, _bar), input.Header.PublishedNs, output);
                break;
            case RecordType.FeedStatus:
                OnStatus(RecordCodec.Read(input, _status));
                break;
            case RecordType.OrderEvent:
                RecordCodec.Read(input, _order);
                _byInstance.GetValueOrDefault(_order.InstanceId)?.OnOrder(_order);
                break;
            case RecordType.Fill:
                RecordCodec.Read(input, _fill);
                _byInstance.GetValueOrDefault(_fill.InstanceId)?.OnFill(_fill);
                break;
            default:
                break;
        }
    }

    /// <inheritdoc/>
    public void AfterStep(in Record input)
    {
        _signalsShown.Set(Signals);
        _intentsShown.Set(Intents);
    }

    /// <inheritdoc/>
    public void Save(StateWriter state)
    {
        state.Section("signals");
        state.Write(Signals);
        state.Write(Intents);
        state.Write(_allViews.Length);
        foreach (MarketView view in _allViews)
        {
            view.Save(state);
        }

        state.Write(_instances.Length);
        foreach (StrategyInstance instance in _instances)
        {
            instance.Save(state);
        }
    }

    /// <inheritdoc/>
    public void Load(StateReader state)
    {
        state.Section("signals");
        Signals = state.ReadInt64();
        Intents = state.ReadInt64();
        state.NeedCount(_allViews.Length);
        foreach (MarketView view in _allViews)
        {
            view.Load(state);
        }

        state.NeedCount(_instances.Length);
        foreach (StrategyInstance instance in _instances)
        {
            instance.Load(state);
        }
    }

    private void OnQuote(Quote quote, long nowNs, StepOutput output)
    {
        // Orders have the usual scale, and prices of another would be wrong by powers of ten.
        MarketView? view = quote.PriceScale == 0 ? _views.Find(quote.InstrumentId) : null;
        if (view == null)
        {
            return;
        }

        view.Quote.BidPrice = quote.BidPrice;
        view.Quote.BidQuantity = quote.BidQuantity;
        view.Quote.AskPrice = quote.AskPrice;
        view.Quote.AskQuantity = quote.AskQuantity;
        view.Quote.UpdateId = quote.UpdateId;
        view.Features.OnQuote(quote);
        foreach (StrategyInstance instance in view.Instances)
        {
            if (instance.Strategy.OnQuote(view, out Opinion opinion))
            {
                Speak(instance, opinion, nowNs, output);
            }
        }
    }

    private void OnBar(Bar bar, long nowNs, StepOutput output)
    {
        // Other bars are for other readers: a strategy sees one sequence of them, at the scale that orders have.
        if (bar.Kind != BarKind.Time || bar.LengthNs != _barNs || bar.PriceScale != 0)
        {
            return;
        }

        foreach (StrategyInstance instance in _views.Find(bar.InstrumentId)?.Instances ?? [])
        {
            if (instance.Strategy.OnBar(bar, out Opinion opinion))
            {
                Speak(instance, opinion, nowNs, output);
            }
        }
    }

    private void OnStatus(FeedStatus status)
    {
        MarketView? view = _views.Find(status.InstrumentId);
        if (view != null)
        {
            view.IsLive = status.State == FeedState.Live;
            if (!view.IsLive)
            {
                view.Features.Reset();
            }
        }
    }

    private void Speak(StrategyInstance instance, in Opinion opinion, long nowNs, StepOutput output)
    {
        if (instance.IsNews(opinion))
        {
            _signal.InstanceId = instance.Id;
            _signal.InstrumentId = instance.View.InstrumentId;
            _signal.Value = opinion.Value;
            _signal.Confidence = opinion.Confidence;
            output.Append(RecordType.Signal, instance.View.InstrumentId, _signal);
            Signals++;
            SaidSomething = true;
        }

        if (instance.Decide(opinion, nowNs) is { } intent)
        {
            output.Append(RecordType.OrderIntent, instance.View.InstrumentId, intent);
            Intents++;
            SaidSomething = true;
        }
    }
}
