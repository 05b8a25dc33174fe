using Artic.Core.Domain;
using Artic.Messaging.Records;
using Artic.SignalBridge.Strategies;
using Artic.Streams.Counters;
using Artic.Streams.Log;
using Artic.Streams.Steps;
using Artic.V1;

namespace Artic.SignalBridge;

/// <summary>
/// From declarations of strategy instances and market records to signals and order intents. What an instance does wrong stays with it:
/// it is put off, on record, and the others go on. Thread: the hot thread. Allocates nothing in steady state.
/// </summary>
public sealed class SignalHandler : IStepHandler
{
    private static readonly Judgement<MarketView> s_byQuote = static (IStrategy strategy, MarketView view, out Opinion opinion) =>
        strategy.OnQuote(view, out opinion);
    private static readonly Judgement<Bar> s_byBar = static (IStrategy strategy, Bar bar, out Opinion opinion) =>
        strategy.OnBar(bar, out opinion);
    private static readonly Judgement<BookTop> s_byBook = static (IStrategy strategy, BookTop book, out Opinion opinion) =>
        strategy.OnBook(book, out opinion);

    private readonly InstrumentTable<MarketView> _views;
    private readonly MarketView[] _allViews;
    private readonly StrategyInstance[] _instances;
    private readonly Dictionary<uint, StrategyInstance> _byInstance = [];
    private readonly IStrategyMaker _maker;
    private readonly Quote _quote = new();
    private readonly Trade _trade = new();
    private readonly BookTop _book = new();
    private readonly Bar _bar = new();
    private readonly FeedStatus _status = new();
    private readonly Instrument _definition = new();
    private readonly OrderEvent _order = new();
    private readonly Fill _fill = new();
    private readonly Signal _signal = new();
    private readonly InstanceChanged _changed = new();
    private readonly Counter _signalsShown;
    private readonly Counter _intentsShown;
    private readonly Counter _activeShown;
    private readonly Counter _observedShown;
    private readonly Counter _refusedShown;

    /// <param name="views">One for each instrument.</param>
    /// <param name="instances">The strategy instances, none of them declared yet.</param>
    /// <param name="maker">Makes their strategies.</param>
    /// <param name="counters">Where totals are shown.</param>
    public SignalHandler(MarketView[] views, StrategyInstance[] instances, IStrategyMaker maker, CountersFile counters)
    {
        _maker = maker;
        _allViews = views;
        _instances = instances;
        _views = new InstrumentTable<MarketView>(views, view => view.InstrumentId);
        foreach (StrategyInstance instance in instances)
        {
            _byInstance.Add(instance.Id, instance);
        }

        _signalsShown = counters.Counter("signals_total");
        _intentsShown = counters.Counter("order_intents_total");
        _activeShown = counters.Counter("strategy_instances_active");
        _observedShown = counters.Counter("strategy_instances_observed");
        _refusedShown = counters.Counter("strategy_instances_refused");
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
                if (_views.Find(input.Header.InstrumentId) is { } traded)
                {
                    traded.Features.OnTrade(RecordCodec.Read(input, _trade));
                    traded.TakeTime(_trade.ExchangeTimeNs);
                }

                break;
            case RecordType.BookTop:
                if (_views.Find(input.Header.InstrumentId) is { } booked)
                {
                    OnBook(booked, RecordCodec.Read(input, _book), input.Header.PublishedNs, output);
                }

                break;
            case RecordType.Instrument:
                _views.Find(input.Header.InstrumentId)?.Define(RecordCodec.Read(input, _definition));
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
            case RecordType.InstanceDeclared:
                OnDeclared(InstanceDeclared.Parser.ParseFrom(input.Payload), output);
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
            instance.Load(state, _maker);
        }

        foreach (MarketView view in _allViews)
        {
            Watch(view);
        }

        Count();
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
        view.TakeTime(quote.ExchangeTimeNs);
        foreach (StrategyInstance instance in view.OfQuotes)
        {
            if (Ask(instance, s_byQuote, view, out Opinion opinion, output))
            {
                Speak(instance, opinion, nowNs, view.UtcNs, output);
            }
        }
    }

    private void OnBook(MarketView view, BookTop book, long nowNs, StepOutput output)
    {
        view.Features.OnBook(book);
        view.TakeTime(book.ExchangeTimeNs);
        foreach (StrategyInstance instance in view.OfBooks)
        {
            if (Ask(instance, s_byBook, book, out Opinion opinion, output))
            {
                Speak(instance, opinion, nowNs, view.UtcNs, output);
            }
        }
    }

    private void OnBar(Bar bar, long nowNs, StepOutput output)
    {
        // Prices of another scale than that of orders would be wrong by powers of ten.
        if (bar.PriceScale != 0 || _views.Find(bar.InstrumentId) is not { } view)
        {
            return;
        }

        // It has closed: a time bar at its end, others with their last trade.
        long utcNs = bar.Kind == BarKind.Time ? bar.StartUtcNs + bar.LengthNs : bar.EndUtcNs;
        view.TakeTime(bar.EndUtcNs);
        foreach (StrategyInstance instance in view.OfBars)
        {
            if (instance.LivesOn(bar))
            {
                instance.Measure(bar);
                if (Ask(instance, s_byBar, bar, out Opinion opinion, output))
                {
                    Speak(instance, opinion, nowNs, utcNs, output);
                }
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

    private void OnDeclared(InstanceDeclared declared, StepOutput output)
    {
        // The edge declares none but those of the configuration.
        if (_byInstance.GetValueOrDefault(declared.InstanceId) is { } instance)
        {
            instance.Take(declared, _maker);
            Watch(instance);
            Say(instance, output);
        }
    }

    private void Speak(StrategyInstance instance, Opinion opinion, long nowNs, long utcNs, StepOutput output)
    {
        // A comparison with what is no number is false.
        if (!(Math.Abs(opinion.Value) <= 1 && opinion.Confidence >= 0 && opinion.Confidence <= 1))
        {
            Fail(instance, InstanceReason.SignalInvalid, output);
            return;
        }

        instance.Filter(ref opinion, utcNs);
        if (instance.IsNews(opinion))
        {
            instance.Explain(opinion, _signal);
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

    private delegate bool Judgement<in T>(IStrategy strategy, T input, out Opinion opinion);

    private bool Ask<T>(StrategyInstance instance, Judgement<T> judge, T input, out Opinion opinion, StepOutput output)
    {
        try
        {
            return judge(instance.Strategy!, input, out opinion);
        }
#pragma warning disable CA1031 // Whatever it is: the same records give it again, and it must not stop the others.
        catch (Exception)
#pragma warning restore CA1031
        {
            opinion = default;
            Fail(instance, InstanceReason.Fault, output);
            return false;
        }
    }

    private void Fail(StrategyInstance instance, InstanceReason reason, StepOutput output)
    {
        instance.Fail(reason, _maker);
        Watch(instance);
        Say(instance, output);
    }

    private void Say(StrategyInstance instance, StepOutput output)
    {
        _changed.InstanceId = instance.Id;
        _changed.Mode = instance.Mode;
        _changed.Generation = instance.Declared.Generation;
        _changed.Reason = instance.Reason;
        output.Append(RecordType.InstanceChanged, instance.View.InstrumentId, _changed);
    }

    /// <summary>
    /// An instance has changed: who is shown what of its instruments. The others' stay, for a tick that comes now waits for this.
    /// Allocates: instances are declared now and then.
    /// </summary>
    private void Watch(StrategyInstance changed)
    {
        Watch(changed.View);
        if (changed.Other is { } other)
        {
            Watch(other);
        }

        Count();
    }

    /// <summary>Who is shown what of an instrument, in the order of the configuration.</summary>
    private void Watch(MarketView view)
    {
        view.OfQuotes = Array.FindAll(_instances, each => each.View == view && (each.Feeds & StrategyFeeds.Quotes) != 0);
        view.OfBooks = Array.FindAll(_instances, each => each.View == view && (each.Feeds & StrategyFeeds.Books) != 0);
        view.OfBars = Array.FindAll(_instances, each =>
            (each.View == view && (each.Feeds & StrategyFeeds.Bars) != 0) ||
            (each.Other == view && (each.Feeds & StrategyFeeds.OtherBars) != 0));
    }

    private void Count()
    {
        _activeShown.Set(CountOf(each => each.Mode == InstanceMode.Active));
        _observedShown.Set(CountOf(each => each.Mode == InstanceMode.Observe));
        _refusedShown.Set(CountOf(each => each.Reason != InstanceReason.Unspecified));
    }

    private int CountOf(Predicate<StrategyInstance> isCounted) => Array.FindAll(_instances, isCounted).Length;
}
