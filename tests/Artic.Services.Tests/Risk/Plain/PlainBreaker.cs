using Artic.V1;

namespace Artic.Services.Tests.Risk.Plain;

/// <summary>One circuit breaker of the slow model.</summary>
internal sealed class PlainBreaker(int threshold, long windowMs, long backOffMs, long maxBackOffMs, int probes)
{
    private readonly PlainSeries _events = new(windowMs);
    private int _failures;
    private long _opened;
    private int _passed;
    private bool _holds;

    public BreakerState State { get; private set; } = BreakerState.Closed;

    public void Happened(long now)
    {
        _events.Add(now, 1);
        if (State == BreakerState.HalfOpen)
        {
            OpenAgain(now);
        }
        else if (State == BreakerState.Closed && _events.Within(now).Count >= threshold)
        {
            (State, _opened) = (BreakerState.Open, now);
        }
    }

    public void Holds(bool holds, long now)
    {
        _holds = holds;
        if (holds && State == BreakerState.Closed)
        {
            (State, _opened) = (BreakerState.Open, now);
        }
        else if (holds && State == BreakerState.HalfOpen)
        {
            OpenAgain(now);
        }
    }

    public void Tick(long now)
    {
        if (State == BreakerState.Open && !_holds && now - _opened >= Math.Min(maxBackOffMs, backOffMs << Math.Min(_failures, 20)) * 1_000_000)
        {
            (State, _passed) = (BreakerState.HalfOpen, 0);
        }
    }

    public void ProbePassed()
    {
        if (State == BreakerState.HalfOpen && ++_passed == probes)
        {
            (State, _failures) = (BreakerState.Closed, 0);
            _events.Clear();
        }
    }

    private void OpenAgain(long now)
    {
        _failures++;
        (State, _opened) = (BreakerState.Open, now);
    }
}
