namespace Artic.Hosting.Supervision;

/// <summary>
/// Tells the service manager about a loop: READY with its first turn, a sign of life only while it turns, and what stands
/// against its work. A loop that hangs starves the manager's watchdog, and so does a housekeeping thread that does.
/// Thread: any; the housekeeping thread looks, the main thread says the end, after which nothing more is said.
/// </summary>
public sealed class LoopWatch
{
    /// <summary>Signs of life in the time after which the manager gives up.</summary>
    private const int SignsOfLife = 4;

    private const long StatusNs = 1_000_000_000;

    private readonly Lock _gate = new();
    private readonly ServiceManager _manager;
    private readonly Func<long> _turns;
    private readonly Func<string?> _complaint;
    private readonly long _signNs;
    private readonly long _turnsAtStart;
    private string? _status;
    private bool _isReady;
    private bool _isStopping;
    private long _nextStatusNs;
    private long _nextSignNs;
    private long _turnsAtSign;

    /// <param name="manager">Who is told.</param>
    /// <param name="turns">The loop's turns until now.</param>
    /// <param name="complaint">Why the service cannot do its work or not all of it; null where it can.</param>
    public LoopWatch(ServiceManager manager, Func<long> turns, Func<string?> complaint)
    {
        _manager = manager;
        _turns = turns;
        _complaint = complaint;
        _signNs = manager.WatchdogNs / SignsOfLife;
        _turnsAtStart = turns();
        Say("starting");
    }

    /// <summary>One look at the loop; <paramref name="nowNs"/> is CLOCK_MONOTONIC. Allocates only where a status is due.</summary>
    public void Look(long nowNs)
    {
        lock (_gate)
        {
            long turns = _turns();
            if (_isStopping || (!_isReady && turns == _turnsAtStart))
            {
                return;
            }

            if (!_isReady)
            {
                _isReady = true;
                _manager.Ready();
            }

            if (_signNs > 0 && nowNs >= _nextSignNs && turns != _turnsAtSign)
            {
                _manager.Alive();
                _nextSignNs = nowNs + _signNs;
                _turnsAtSign = turns;
            }

            if (nowNs >= _nextStatusNs)
            {
                _nextStatusNs = nowNs + StatusNs;
                Say(_complaint() ?? "ready");
            }
        }
    }

    /// <summary>The service ends, with this reason where it failed.</summary>
    public void Stopping(string? failure)
    {
        lock (_gate)
        {
            _isStopping = true;
            _manager.Stopping();
            Say(failure == null ? "stopping" : $"failed: {failure}");
        }
    }

    private void Say(string status)
    {
        if (status != _status)
        {
            _status = status;
            _manager.Status(status);
        }
    }
}
