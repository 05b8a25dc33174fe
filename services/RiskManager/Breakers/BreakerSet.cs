using Artic.Hosting.Options;
using Artic.RiskManager.Exposure;
using Artic.Streams.Steps;
using Artic.V1;

namespace Artic.RiskManager.Breakers;

/// <summary>
/// The breakers of a run, one for each cause, and the probe that is under way. Each transition is a notice. Thread: the loop's.
/// Allocates nothing.
/// </summary>
public sealed class BreakerSet
{
    private const long NsPerMs = 1_000_000;

    private readonly NoticeQueue _notices;
    private readonly CircuitBreaker[] _all;
    private readonly long _slowAnswerNs;
    private int _probesUnderWay;

    /// <param name="options">When they open.</param>
    /// <param name="notices">Where transitions are said.</param>
    public BreakerSet(BreakerOptions options, NoticeQueue notices)
    {
        _notices = notices;
        _slowAnswerNs = options.SlowAnswerMs * NsPerMs;
        ProbePercent = options.ProbePercent;
        BreakerSettings settings = new(
            options.WindowMs * NsPerMs, options.BackOffMs * NsPerMs, options.MaxBackOffMs * NsPerMs, options.Probes);

        // The archive says itself when it has caught up.
        BreakerSettings atOnce = settings with { BackOffNs = 0, MaxBackOffNs = 0 };
        _all =
        [
            new CircuitBreaker(BreakerCause.Loss, 0, settings),
            new CircuitBreaker(BreakerCause.RejectRate, options.Rejects, settings),
            new CircuitBreaker(BreakerCause.Latency, options.SlowAnswers, settings),
            new CircuitBreaker(BreakerCause.Feed, options.FeedBreaks, settings),
            new CircuitBreaker(BreakerCause.Archive, 0, atOnce),
            new CircuitBreaker(BreakerCause.Model, options.BadSignals, settings),
        ];
    }

    /// <summary>All of them, in the order of their causes.</summary>
    public ReadOnlySpan<CircuitBreaker> All => _all;

    /// <summary>Value of a probe at the most, in per cent of the largest order value.</summary>
    public int ProbePercent { get; }

    /// <summary>Times that one has opened.</summary>
    public long Trips { get; private set; }

    /// <summary>A probe is under way: the next waits for its end.</summary>
    public bool IsProbing => _probesUnderWay > 0;

    /// <summary>The worst of all; where it is not closed, the breaker in question.</summary>
    public BreakerState Worst(out CircuitBreaker breaker)
    {
        breaker = _all[0];
        foreach (CircuitBreaker each in _all)
        {
            if (each.State == BreakerState.Open)
            {
                breaker = each;
                return BreakerState.Open;
            }

            if (each.State == BreakerState.HalfOpen && breaker.State != BreakerState.HalfOpen)
            {
                breaker = each;
            }
        }

        return breaker.State;
    }

    /// <summary>Something that a cause counts has happened.</summary>
    public void Happened(BreakerCause cause, long nowNs)
    {
        CircuitBreaker breaker = _all[(int)cause - 1];
        if (breaker.Happened(nowNs))
        {
            Opened(breaker);
        }
    }

    /// <summary>The condition of a cause holds or does not.</summary>
    public void Holds(BreakerCause cause, bool holds, long limit, long actual, long nowNs)
    {
        CircuitBreaker breaker = _all[(int)cause - 1];
        if (breaker.Holds(holds, limit, actual, nowNs))
        {
            Opened(breaker);
        }
    }

    /// <summary>Time has passed.</summary>
    public void Tick(long nowNs)
    {
        foreach (CircuitBreaker breaker in _all)
        {
            if (breaker.HalfOpens(nowNs))
            {
                _notices.Add(Notice.Of(breaker, 0));
            }
        }
    }

    /// <summary>An order goes out.</summary>
    public void Sent(OpenOrder order)
    {
        order.IsProbe = Worst(out _) == BreakerState.HalfOpen;
        _probesUnderWay += order.IsProbe ? 1 : 0;
    }

    /// <summary>The venue has said the first word on an order.</summary>
    public void Answered(OpenOrder order, bool isRefused, long nowNs)
    {
        if (isRefused)
        {
            Happened(BreakerCause.RejectRate, nowNs);
        }

        if (order.ApprovedNs > 0 && nowNs - order.ApprovedNs > _slowAnswerNs)
        {
            Happened(BreakerCause.Latency, nowNs);
        }
    }

    /// <summary>An order counts no more; as a probe it ended well unless it was refused.</summary>
    public void Ended(OpenOrder order, bool isRefused)
    {
        if (!order.IsProbe)
        {
            return;
        }

        _probesUnderWay--;
        foreach (CircuitBreaker breaker in _all)
        {
            if (!isRefused && breaker.ProbePassed())
            {
                _notices.Add(Notice.Of(breaker, 0));
            }
        }
    }

    /// <summary>Writes all of them.</summary>
    public void Save(StateWriter state)
    {
        state.Section("breakers");
        state.Write(_probesUnderWay);
        state.Write(Trips);
        foreach (CircuitBreaker breaker in _all)
        {
            breaker.Save(state);
        }
    }

    /// <summary>Takes what another one held.</summary>
    public void Load(StateReader state)
    {
        state.Section("breakers");
        _probesUnderWay = state.ReadInt32();
        Trips = state.ReadInt64();
        foreach (CircuitBreaker breaker in _all)
        {
            breaker.Load(state);
        }
    }

    private void Opened(CircuitBreaker breaker)
    {
        Trips++;
        _notices.Add(Notice.Of(breaker, breaker.BackOffNs));
    }
}
