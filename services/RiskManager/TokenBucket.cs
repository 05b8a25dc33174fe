using Artic.Streams.Steps;

namespace Artic.RiskManager;

/// <summary>
/// A rate limit: <paramref name="burst"/> at once, refilled at <paramref name="perSecond"/>. Exact in integers: a token
/// is a second's worth of nanoseconds. Thread: one; time is what the caller says.
/// </summary>
public sealed class TokenBucket(int perSecond, int burst)
{
    private const long TokenNs = 1_000_000_000;

    private long _level = burst * TokenNs;
    private long _lastNs;

    /// <summary>Whole tokens that are there at <paramref name="nowNs"/>.</summary>
    public long Available(long nowNs)
    {
        Refill(nowNs);
        return _level / TokenNs;
    }

    /// <summary>Takes one; only where <see cref="Available"/> said so.</summary>
    public void Take() => _level -= TokenNs;

    /// <summary>Writes the level.</summary>
    public void Save(StateWriter state)
    {
        state.Write(_level);
        state.Write(_lastNs);
    }

    /// <summary>Takes the level that another one had.</summary>
    public void Load(StateReader state)
    {
        _level = state.ReadInt64();
        _lastNs = state.ReadInt64();
    }

    private void Refill(long nowNs)
    {
        if (_lastNs == 0)
        {
            _lastNs = nowNs;
        }

        long full = burst * TokenNs;
        long elapsed = Math.Clamp(nowNs - _lastNs, 0, full / perSecond + 1);
        _level = Math.Min(full, _level + (elapsed * perSecond));
        _lastNs = Math.Max(_lastNs, nowNs);
    }
}
