using Artic.Streams.Steps;
using Artic.V1;

namespace Artic.ExecutionEngine;

/// <summary>
/// The venue's clock against this machine's, by asking for its time: it lies in the middle of the round trip, and half of that is
/// the error. State without clock: times are those of records. Thread: the loop's. Allocates nothing.
/// </summary>
public sealed class VenueClock
{
    private const long PeriodNs = 10_000_000_000;
    private const long AnswerNs = 5_000_000_000;

    /// <summary>The venue tells whole milliseconds: half of one is added to both its time and the error.</summary>
    private const long HalfMillisecondNs = 500_000;

    /// <summary>A venue refuses what is further ahead of its clock (Binance: -1021, more than a second).</summary>
    private const long MostBehindNs = 1_000_000_000;

    private readonly ClockOffset _offset = new();
    private long _utcLessMonotonicNs;
    private long _lastAskedNs;
    private long _sentNs;

    /// <summary>The last measurement.</summary>
    public ClockOffset Offset => _offset;

    /// <summary>
    /// How far the venue's clock may be behind this machine's: so much longer does it take a request for a young one. At the most
    /// until it is known.
    /// </summary>
    public long BehindNs { get; private set; } = MostBehindNs;

    /// <summary>A tick says the time. True where the venue is to be asked for its own.</summary>
    /// <param name="utcNs">UTC.</param>
    /// <param name="nowNs">CLOCK_MONOTONIC.</param>
    /// <param name="isReady">Requests may be sent.</param>
    public bool Tick(long utcNs, long nowNs, bool isReady)
    {
        _utcLessMonotonicNs = utcNs - nowNs;
        if (!isReady || (_lastAskedNs != 0 && nowNs - _lastAskedNs < PeriodNs))
        {
            return false;
        }

        _lastAskedNs = nowNs;
        _sentNs = 0;
        return true;
    }

    /// <summary>The request is about to be written.</summary>
    public void Sent(long sentNs, bool failed) => _sentNs = failed ? 0 : sentNs;

    /// <summary>The connection is another: what was asked is not answered any more.</summary>
    public void Disconnect() => (_lastAskedNs, _sentNs) = (0, 0);

    /// <summary>The venue has told its time. True where <see cref="Offset"/> is new.</summary>
    public bool Answered(long venueUtcNs, long receivedNs)
    {
        long trip = receivedNs - _sentNs;
        bool isGood = _sentNs > 0 && trip is >= 0 and < AnswerNs && venueUtcNs > 0;
        if (isGood)
        {
            _offset.OffsetNs = venueUtcNs + HalfMillisecondNs - (_sentNs + (trip / 2) + _utcLessMonotonicNs);
            _offset.ErrorNs = (trip / 2) + HalfMillisecondNs;
            BehindNs = Math.Clamp(_offset.ErrorNs - _offset.OffsetNs, 0, MostBehindNs);
        }

        _sentNs = 0;
        return isGood;
    }

    /// <summary>Writes all of it.</summary>
    public void Save(StateWriter state)
    {
        state.Section("venue clock");
        state.Write(_utcLessMonotonicNs);
        state.Write(_lastAskedNs);
        state.Write(_sentNs);
        state.Write(BehindNs);
    }

    /// <summary>Takes what another one held.</summary>
    public void Load(StateReader state)
    {
        state.Section("venue clock");
        _utcLessMonotonicNs = state.ReadInt64();
        _lastAskedNs = state.ReadInt64();
        _sentNs = state.ReadInt64();
        BehindNs = state.ReadInt64();
    }
}
