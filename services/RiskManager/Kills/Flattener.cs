using Artic.Messaging.Records;
using Artic.RiskManager.Exposure;
using Artic.RiskManager.Limits;
using Artic.RiskManager.Scopes;
using Artic.Streams.Steps;
using Artic.V1;

namespace Artic.RiskManager.Kills;

/// <summary>
/// Closes the positions of what a kill has stopped, where it asked for that: one market order after the other, each once the
/// one before has ended and nothing else of the scope is open, so that it never goes past flat. It ends when nothing remains
/// that the venue trades, after too many tries that have closed nothing, with a resume, or with a kill that does not flatten.
/// Of everything or of an instrument it closes the net position, in the names of the strategies whose positions that reduces;
/// of a strategy its own. Time is the records'. Thread: the loop's; any may read what has ended. Allocates nothing while nothing
/// is to be flattened.
/// </summary>
public sealed class Flattener
{
    private const int MostFruitless = 20;
    private const int MostJobs = 1024;
    private const long PauseNs = 250_000_000;
    private const long StopPatienceNs = 60_000_000_000;

    private readonly RiskBooks _books;
    private readonly FlattenSizing _sizing;
    private readonly List<FlattenJob> _jobs = [];
    private FlattenEnded _lastEnded = new();

    /// <param name="books">What is looked at.</param>
    public Flattener(RiskBooks books)
    {
        _books = books;
        _sizing = new FlattenSizing(books);
    }

    /// <summary>Kills whose flattening is not over.</summary>
    public int Count => _jobs.Count;

    /// <summary>The last that is over; its generation is 0 before the first. Replaced whole, never changed.</summary>
    public FlattenEnded LastEnded => Volatile.Read(ref _lastEnded);

    /// <summary>A kill: of <paramref name="scope"/>, or of everything where that is null.</summary>
    public void OnKill(Scope? scope, ulong generation, bool flatten, long nowNs, StepOutput output)
    {
        for (int i = _jobs.Count - 1; i >= 0; i--)
        {
            // A kill of everything is one of every part; one of the same part takes its place.
            if (scope == null || _jobs[i].Scope == scope)
            {
                End(i, FlattenOutcome.Killed, output);
            }
        }

        if (flatten)
        {
            _jobs.Add(new FlattenJob(scope, generation, nowNs));
        }
    }

    /// <summary>Kills up to <paramref name="generation"/> are lifted.</summary>
    public void OnResume(Scope? scope, ulong generation, StepOutput output)
    {
        for (int i = _jobs.Count - 1; i >= 0; i--)
        {
            if (_jobs[i].Scope == scope && _jobs[i].Generation <= generation)
            {
                End(i, FlattenOutcome.Resumed, output);
            }
        }
    }

    /// <summary>Nothing that was sent before this kill is under way any more.</summary>
    public void OnStopped(Scope? scope, ulong generation)
    {
        foreach (FlattenJob job in _jobs)
        {
            job.IsStopped |= job.Scope == scope && generation >= job.Generation;
        }
    }

    /// <summary>An order of a job was approved.</summary>
    public static void Sent(FlattenJob job, ulong clientOrderId)
    {
        job.Orders++;
        job.OrderInHand = clientOrderId;
    }

    /// <summary>An order has ended.</summary>
    public void OnEnd(ulong clientOrderId)
    {
        foreach (FlattenJob job in _jobs)
        {
            job.OrderInHand = job.OrderInHand == clientOrderId ? 0 : job.OrderInHand;
        }
    }

    /// <summary>The next order that may be sent now, for the first of the jobs; ends those that are over.</summary>
    public bool TryNext(long nowNs, StepOutput output, out FlattenJob job, out FlattenOrder order)
    {
        order = default;
        while (_jobs.Count > 0)
        {
            job = _jobs[0];
            bool isLate = !job.IsStopped && nowNs - job.BeganNs > StopPatienceNs;
            if (!isLate && (!job.IsStopped || job.OrderInHand != 0))
            {
                return false;
            }

            bool isFlat = false;
            if (isLate || !HasWork(job, out isFlat))
            {
                End(0, isLate ? FlattenOutcome.GaveUp : isFlat ? FlattenOutcome.Flat : FlattenOutcome.BelowLeast, output);
                continue;
            }

            // After a try that has closed nothing some time passes; waiting for what cannot be sent yet counts as such a try.
            bool isDue = nowNs >= job.NextNs;
            bool hasOrder = (isDue || job.Fruitless == 0) && TryOrder(job, nowNs, out order);
            if (!hasOrder && !isDue)
            {
                return false;
            }

            if (Weigh(job, nowNs))
            {
                return hasOrder;
            }

            End(0, FlattenOutcome.GaveUp, output);
        }

        job = null!;
        return false;
    }

    /// <summary>Writes what is not over, and the last that is.</summary>
    public void Save(StateWriter state)
    {
        state.Section("flatten");
        state.Write(_jobs.Count);
        foreach (FlattenJob job in _jobs)
        {
            job.Save(state);
        }

        state.WriteMessage(_lastEnded);
    }

    /// <summary>Goes on where another one was.</summary>
    public void Load(StateReader state)
    {
        state.Section("flatten");
        _jobs.Clear();
        for (int left = state.ReadCount(MostJobs); left > 0; left--)
        {
            _jobs.Add(FlattenJob.Load(state, _books.Scopes));
        }

        FlattenEnded last = new();
        state.ReadMessage(last);
        _lastEnded = last;
    }

    private static Int128 WeightOf(long position, long openBuys, long openSells) =>
        Int128.Abs(position) + openBuys + openSells;

    /// <summary>Counts a try; false where too many have found nothing changed.</summary>
    private bool Weigh(FlattenJob job, long nowNs)
    {
        Int128 measure = MeasureOf(job);
        job.Fruitless = measure == job.Measure ? job.Fruitless + 1 : 0;
        job.Measure = measure;
        job.NextNs = nowNs + PauseNs;
        return job.Fruitless <= MostFruitless;
    }

    /// <summary>What is held and open in all.</summary>
    private Int128 MeasureOf(FlattenJob job)
    {
        if (job.Scope?.Kind == ScopeKind.Strategy)
        {
            StrategyRisk strategy = _books.FindStrategy(job.Scope.Id)!;
            return WeightOf(strategy.Position.Quantity, strategy.OpenBuyQuantity, strategy.OpenSellQuantity);
        }

        Int128 measure = 0;
        foreach (InstrumentRisk instrument in _books.Instruments)
        {
            if (job.Scope == null || job.Scope == instrument.Scope)
            {
                measure += WeightOf(instrument.Position.Quantity, instrument.OpenBuyQuantity, instrument.OpenSellQuantity);
            }
        }

        return measure;
    }

    /// <summary>True where a position remains that the venue trades, or something is open.</summary>
    private bool HasWork(FlattenJob job, out bool isFlat)
    {
        isFlat = true;
        if (job.Scope?.Kind == ScopeKind.Strategy)
        {
            StrategyRisk strategy = _books.FindStrategy(job.Scope.Id)!;
            isFlat = strategy.Position.Quantity == 0;
            return strategy.OpenBuyQuantity + strategy.OpenSellQuantity > 0 || IsLeft(strategy.Instrument, strategy.Position.Quantity);
        }

        bool hasWork = false;
        foreach (InstrumentRisk instrument in _books.Instruments)
        {
            if (job.Scope == null || job.Scope == instrument.Scope)
            {
                isFlat &= instrument.Position.Quantity == 0;
                hasWork |= instrument.OpenBuyQuantity + instrument.OpenSellQuantity > 0 ||
                    IsLeft(instrument, instrument.Position.Quantity);
            }
        }

        return hasWork;
    }

    /// <summary>What is least is known with the definition and a price; until then something is left.</summary>
    private static bool IsLeft(InstrumentRisk instrument, long position) => position != 0 &&
        (instrument.TickSize == 0 || instrument.QuoteNs == 0 ||
            FlattenSizing.Tradable(instrument, Math.Abs(position)) > 0);

    private bool TryOrder(FlattenJob job, long nowNs, out FlattenOrder order)
    {
        order = default;
        if (job.Scope?.Kind == ScopeKind.Strategy)
        {
            StrategyRisk strategy = _books.FindStrategy(job.Scope.Id)!;
            return strategy.OpenBuyQuantity + strategy.OpenSellQuantity == 0 &&
                TryOrder(strategy.Instrument, strategy, strategy.Position.Quantity, nowNs, out order);
        }

        foreach (InstrumentRisk instrument in _books.Instruments)
        {
            if ((job.Scope == null || job.Scope == instrument.Scope) &&
                instrument.OpenBuyQuantity + instrument.OpenSellQuantity == 0 && TryNet(instrument, nowNs, out order))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Closes of the net position what is a strategy's, or what is nobody's or too small by itself.</summary>
    private bool TryNet(InstrumentRisk instrument, long nowNs, out FlattenOrder order)
    {
        long net = instrument.Position.Quantity;
        foreach (StrategyRisk strategy in _books.Strategies)
        {
            long own = strategy.Position.Quantity;
            if (strategy.Instrument == instrument && own != 0 && own > 0 == net > 0)
            {
                long part = net > 0 ? Math.Min(net, own) : Math.Max(net, own);
                if (TryOrder(instrument, strategy, part, nowNs, out order))
                {
                    return true;
                }
            }
        }

        return TryOrder(instrument, null, net, nowNs, out order);
    }

    private bool TryOrder(
        InstrumentRisk instrument, StrategyRisk? strategy, long position, long nowNs, out FlattenOrder order)
    {
        order = default;
        bool isBuy = position < 0;
        if (position == 0 || _books.Open.IsFull || instrument.TickSize == 0 || !instrument.IsLive ||
            instrument.QuoteNs == 0 || nowNs - instrument.QuoteNs > _books.Limits.Ns(LimitName.StaleQuoteMs))
        {
            return false;
        }

        long quantity = _sizing.Sendable(instrument, strategy, isBuy, Math.Abs(position));
        order = new FlattenOrder(
            instrument, strategy, isBuy, quantity, isBuy ? instrument.AskPrice : instrument.BidPrice);
        return quantity > 0;
    }

    private void End(int at, FlattenOutcome outcome, StepOutput output)
    {
        FlattenJob job = _jobs[at];
        _jobs.RemoveAt(at);
        FlattenEnded ended = new()
        {
            Scope = job.Scope?.Kind ?? ScopeKind.Unspecified, ScopeId = job.Scope?.Id ?? 0, KillGeneration = job.Generation,
            Outcome = outcome, Orders = job.Orders,
        };
        foreach (InstrumentRisk instrument in _books.Instruments)
        {
            long position = job.Scope?.Kind != ScopeKind.Strategy ? instrument.Position.Quantity
                : _books.FindStrategy(job.Scope.Id) is { } own && own.Instrument == instrument ? own.Position.Quantity
                : 0;
            if (position != 0 && (job.Scope?.Kind != ScopeKind.Instrument || job.Scope == instrument.Scope))
            {
                ended.InstrumentIds.Add(instrument.InstrumentId);
                ended.Quantities.Add(position);
            }
        }

        output.Append(RecordType.FlattenEnded, 0, ended);
        Volatile.Write(ref _lastEnded, ended);
    }
}
