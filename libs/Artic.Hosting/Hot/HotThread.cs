using Artic.Core.Time;
using Artic.Hosting.Options;
using Artic.Streams.Counters;
using Artic.Streams.Native;
using Artic.Streams.Waiting;

namespace Artic.Hosting.Hot;

/// <summary>
/// One pinned, named thread that turns a loop and waits as configured. What a loop throws ends the process: a broken
/// invariant is loud. Owner: the service's host.
/// </summary>
public sealed class HotThread
{
    /// <summary>The longest gap is counted from here on: a process that begins pages its code in.</summary>
    private const long WarmUpNs = 2_000_000_000;

    /// <summary>A gap that is a stall: longer than any sleep of a loop or turn of a scheduler that is well.</summary>
    private const long StallNs = 10_000_000;

    /// <summary>Nothing to do for so long is a quiet moment.</summary>
    private const long QuietNs = 20_000;

    /// <summary>In a long quiet, so often.</summary>
    private const long RehearsalNs = 1_000_000;

    private readonly IHotLoop _loop;
    private readonly ConsumerId _consumer;
    private readonly DoorbellTable _doorbells;
    private readonly IdleStrategy _idle;
    private readonly ServiceOptions _options;
    private readonly long _timeoutNs;
    private readonly string _name;
    private readonly Action _onPrepared;
    private readonly Action<Exception> _onFailure;
    private readonly Counter _maxGapNs;
    private readonly Counter _stalls;
    private readonly Counter _turns;
    private readonly Thread _thread;
    private volatile bool _stopping;
    private long _workedNs;
    private long _rehearsedNs;

    /// <param name="loop">What is turned.</param>
    /// <param name="consumer">Its doorbell.</param>
    /// <param name="host">The process.</param>
    /// <param name="timeoutNs">The longest sleep: the loop looks at clocks and pages this often. A relay's wait has no timer of its own;
    /// housekeeping wakes it then (ARCHITECTURE.md, Waiting).</param>
    public HotThread(IHotLoop loop, ConsumerId consumer, ServiceHost host, long timeoutNs)
    {
        _loop = loop;
        _consumer = consumer;
        _doorbells = host.Doorbells;
        _options = host.Service;
        _idle = Enum.Parse<IdleStrategy>(_options.Idle, ignoreCase: true);
        _timeoutNs = timeoutNs;
        _name = $"artic-{host.Name[..Math.Min(9, host.Name.Length)]}";
        _onPrepared = host.Settle;
        _onFailure = host.Fail;
        _maxGapNs = host.Counters.Counter("hot_loop_max_gap_ns");
        _stalls = host.Counters.Counter("hot_loop_stalls_total");
        _turns = host.Counters.Counter("hot_loop_turns_total");
        _thread = new Thread(Run) { Name = _name, IsBackground = true };
        if (_idle == IdleStrategy.Relay)
        {
            host.Housekeeper.Add(new SleepWatch(_turns, _doorbells, consumer, timeoutNs).Look);
        }
    }

    /// <summary>Starts the thread.</summary>
    public void Start() => _thread.Start();

    /// <summary>Ends the loop after its turn and waits for it.</summary>
    public void Stop()
    {
        _stopping = true;
        _doorbells.Ring(_consumer);
        _thread.Join();
    }

    private void Run()
    {
        try
        {
            ThreadSettings.SetName(_name);

            // Before it is pinned: threads that the loop starts take over the cores that this one has now.
            _loop.Prepare();
            if (_options.Core >= 0 && !ThreadSettings.TryPin(_options.Core))
            {
                throw new InvalidOperationException($"cannot pin the hot thread to core {_options.Core}");
            }

            if (_options.RealTimePriority > 0 && !ThreadSettings.TrySetRealTime(_options.RealTimePriority))
            {
                throw new InvalidOperationException(
                    $"no right to the real-time priority {_options.RealTimePriority}; use idle 'yield' or 'park'");
            }

            _onPrepared();
            Turn();
        }
#pragma warning disable CA1031 // The top of a thread: the process ends with the reason.
        catch (Exception error)
#pragma warning restore CA1031
        {
            _onFailure(error);
        }
    }

    private void Turn()
    {
        bool sleeps = _idle is IdleStrategy.Park or IdleStrategy.Relay;
        bool spins = _idle == IdleStrategy.Spin;
        if (spins)
        {
            _doorbells.Spin(true);
        }

        bool slept = false;
        long beginNs = Clock.MonotonicNs();
        long busySince = beginNs;
        while (!_stopping)
        {
            bool worked = _loop.Turn();
            if (spins)
            {
                _doorbells.RingDue();
            }

            _turns.Increment();
            long now = Clock.MonotonicNs();
            if (now - beginNs > WarmUpNs)
            {
                _maxGapNs.Max(now - busySince);
                if (now - busySince > StallNs)
                {
                    _stalls.Increment();
                }
            }

            busySince = now;
            if (worked)
            {
                slept = false;
                _workedNs = now;
                continue;
            }

            if (!sleeps)
            {
                RehearseWhereQuiet(now);
            }
            else if (slept)
            {
                _loop.Rehearse();
            }

            if (_idle == IdleStrategy.Yield)
            {
                ThreadSettings.Yield();
            }
            else if (sleeps)
            {
                _doorbells.Arm(_consumer);
                slept = !_loop.HasInput() && !_stopping;
                if (!slept)
                {
                    _doorbells.Disarm(_consumer);
                }
                else
                {
                    if (_idle == IdleStrategy.Relay)
                    {
                        _doorbells.Sleep(_consumer);
                    }
                    else
                    {
                        _doorbells.Sleep(_consumer, _timeoutNs);
                    }

                    busySince = Math.Min(Clock.MonotonicNs(), busySince + _timeoutNs);
                }
            }
        }

        if (spins)
        {
            _doorbells.Spin(false);
        }
    }

    /// <summary>Once in each quiet moment, and now and then while it lasts; sleepers are woken to do the same.</summary>
    private void RehearseWhereQuiet(long now)
    {
        bool isDue = _rehearsedNs < _workedNs ? now - _workedNs > QuietNs : now - _rehearsedNs > RehearsalNs;
        if (isDue)
        {
            _rehearsedNs = now;

            // They run before this thread goes on: what comes last is what the next input needs first.
            _doorbells.RingSleepers();
            _loop.Rehearse();
        }
    }
}
