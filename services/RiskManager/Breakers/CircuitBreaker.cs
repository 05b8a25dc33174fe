using Artic.RiskManager.Windows;
using Artic.Streams.Steps;
using Artic.V1;

namespace Artic.RiskManager.Breakers;

/// <summary>
/// One circuit breaker. It opens where too much has happened within its window, or while a condition holds; lets probes pass
/// after a pause, which doubles with each probe that fails; and closes after enough that ended well. Thread: the loop's.
/// Allocates nothing.
/// </summary>
/// <param name="cause">What it watches.</param>
/// <param name="threshold">Events within the window that open it; 0: it goes by a condition.</param>
/// <param name="settings">Times and probes.</param>
public sealed class CircuitBreaker(BreakerCause cause, long threshold, in BreakerSettings settings)
{
    private readonly BreakerSettings _settings = settings;
    private readonly long _threshold = threshold;
    private RollingCount _events = new(settings.WindowNs);
    private bool _holds;
    private long _openedNs;
    private int _probesPassed;

    /// <summary>What it watches.</summary>
    public BreakerCause Cause => cause;

    /// <summary>Closed, open or half open.</summary>
    public BreakerState State { get; private set; } = BreakerState.Closed;

    /// <summary>The threshold that opened it, for people.</summary>
    public long Threshold { get; private set; } = threshold;

    /// <summary>The figure that opened it.</summary>
    public long Actual { get; private set; }

    /// <summary>From opening to the first probe.</summary>
    public long BackOffNs { get; private set; } = settings.BackOffNs;

    /// <summary>Something it watches has happened. True where it opens.</summary>
    public bool Happened(long nowNs)
    {
        _events.Add(nowNs);
        Actual = _events.At(nowNs);
        return State switch
        {
            BreakerState.Closed => Actual >= _threshold && Open(nowNs),
            BreakerState.HalfOpen => OpenAgain(nowNs),
            _ => false,
        };
    }

    /// <summary>Its condition holds or does not. True where it opens.</summary>
    public bool Holds(bool holds, long limit, long actual, long nowNs)
    {
        _holds = holds;
        if (!holds || State == BreakerState.Open)
        {
            return false;
        }

        Threshold = limit;
        Actual = actual;
        return State == BreakerState.Closed ? Open(nowNs) : OpenAgain(nowNs);
    }

    /// <summary>True where it lets probes pass from now on.</summary>
    public bool HalfOpens(long nowNs)
    {
        if (State != BreakerState.Open || _holds || nowNs - _openedNs < BackOffNs)
        {
            return false;
        }

        State = BreakerState.HalfOpen;
        _probesPassed = 0;
        return true;
    }

    /// <summary>A probe has ended well. True where it closes.</summary>
    public bool ProbePassed()
    {
        if (State != BreakerState.HalfOpen || ++_probesPassed < _settings.Probes)
        {
            return false;
        }

        State = BreakerState.Closed;
        BackOffNs = _settings.BackOffNs;
        _events.Clear();
        return true;
    }

    /// <summary>Writes all of it.</summary>
    public void Save(StateWriter state)
    {
        state.Write((int)State);
        state.Write(_holds);
        state.Write(_openedNs);
        state.Write(_probesPassed);
        state.Write(Threshold);
        state.Write(Actual);
        state.Write(BackOffNs);
        _events.Save(state);
    }

    /// <summary>Takes what another one of the same cause held.</summary>
    public void Load(StateReader state)
    {
        State = (BreakerState)state.ReadInt32();
        _holds = state.ReadBoolean();
        _openedNs = state.ReadInt64();
        _probesPassed = state.ReadInt32();
        Threshold = state.ReadInt64();
        Actual = state.ReadInt64();
        BackOffNs = state.ReadInt64();
        _events.Load(state);
    }

    private bool Open(long nowNs)
    {
        State = BreakerState.Open;
        _openedNs = nowNs;
        return true;
    }

    private bool OpenAgain(long nowNs)
    {
        BackOffNs = Math.Min(BackOffNs * 2, _settings.MaxBackOffNs);
        return Open(nowNs);
    }
}
