using Artic.Core.Time;
using Artic.Streams.Counters;
using Artic.Streams.Waiting;

namespace Artic.Hosting.Hot;

/// <summary>
/// Wakes a loop whose wait has no timer of its own once it has not turned for its longest sleep (ARCHITECTURE.md, Waiting). An
/// object by itself, for what it writes must not share a cache line with what the hot thread reads. Thread: housekeeping.
/// </summary>
public sealed class SleepWatch
{
    private readonly Counter _turns;
    private readonly DoorbellTable _doorbells;
    private readonly ConsumerId _consumer;
    private readonly long _longestNs;
    private long _seenTurns = -1;
    private long _seenNs;

    /// <param name="turns">The loop's turns until now.</param>
    /// <param name="doorbells">Where it sleeps.</param>
    /// <param name="consumer">Its doorbell.</param>
    /// <param name="longestNs">Its longest sleep.</param>
    public SleepWatch(Counter turns, DoorbellTable doorbells, ConsumerId consumer, long longestNs)
    {
        _turns = turns;
        _doorbells = doorbells;
        _consumer = consumer;
        _longestNs = longestNs;
    }

    /// <summary>One look.</summary>
    public void Look() => Look(Clock.MonotonicNs());

    /// <summary>The same at <paramref name="nowNs"/> (CLOCK_MONOTONIC).</summary>
    public void Look(long nowNs)
    {
        long turns = _turns.Value;
        if (turns != _seenTurns)
        {
            _seenTurns = turns;
            _seenNs = nowNs;
        }
        else if (nowNs - _seenNs >= _longestNs)
        {
            _seenNs = nowNs;
            _doorbells.Ring(_consumer);
        }
    }
}
