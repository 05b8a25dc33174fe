using Artic.Hosting;
using Artic.Streams.Counters;
using Artic.Streams.Native;

namespace Artic.ExecutionEngine;

/// <summary>Kill and lease as the engine sees them in the control pages. Thread: housekeeping.</summary>
public sealed class ControlFigures(ServiceHost host)
{
    private const long NanosecondsPerMillisecond = 1_000_000;

    private readonly Counter _killed = host.Counters.Counter("kill_latched");
    private readonly Counter _left = host.Counters.Counter("lease_left_ms");
    private readonly Counter _lapses = host.Counters.Counter("lease_lapses_total");
    private bool _isFresh;

    /// <summary>
    /// Brings them up to date, each millisecond: a shorter lapse is not seen. A lease that was given back, as at an orderly end, is
    /// none. Allocates nothing.
    /// </summary>
    public void Refresh()
    {
        _killed.Set(host.KillWord.Generation > host.RiskPage.ResumedGeneration ? 1 : 0);
        long expiryNs = host.RiskPage.LeaseExpiryNs;
        long leftNs = expiryNs == 0 ? 0 : expiryNs - BootClock.NowNs();
        _left.Set(leftNs / NanosecondsPerMillisecond);
        if (_isFresh && expiryNs > 0 && leftNs <= 0)
        {
            _lapses.Increment();
        }

        _isFresh = leftNs > 0;
    }
}
