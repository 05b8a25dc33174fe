using Artic.Streams.Steps;

namespace Artic.RiskManager;

/// <summary>
/// A rate limit: some at once, refilled at so many a second. Exact in integers: a token is a second's worth of nanoseconds.
/// Thread: one; time is what the caller says.
/// </summary>
public sealed class TokenBucket
{
    private const long TokenNs = 1_000_000_000;

    private int _perSecond;
    private int _burst;
    private long _level;
    private long _lastNs;

    /// <summary>A full one.</summary>
    public TokenBucket(int perSecond, int burst)
    {
        _perSecond = perSecond;
        _burst = burst;
        _level = burst * TokenNs;
    }

    /// <summary>Whole tokens that are there at <paramref name="nowNs"/>.</summary>
    public long Available(long nowNs)
    {
        Refill(nowNs);
        return _level / TokenNs;
    }

    /// <summary>Takes one; only where <see cref="Available"/> said so.</summary>
    public void Take() => _level -= TokenNs;

    /// <summary>Writes rate and level.</summary>
    public void Save(StateWriter state)
    {
        state.Write(_perSecond);
        state.Write(_burst);
        state.Write(_level);
        state.Write(_lastNs);
    }

    /// <summary>Takes the rate and the level that another one had.</summary>
    public void Load(StateReader state)
    {
        _perSecond = state.ReadInt32();
        _burst = state.ReadInt32();
        _level = state.ReadInt64();
        _lastNs = state.ReadInt64();
    }

    /// <summary>Another rate from <paramref name="nowNs"/> on; what is there stays, as far as it fits.</summary>
    public void SetRate(int perSecond, int burst, long nowNs)
    {
        Refill(nowNs);
        _perSecond = perSecond;
        _burst = burst;
        _level = Math.Min(_level, burst * TokenNs);
    }

    private void Refill(long nowNs)
    {
        if (_lastNs == 0)
        {
            _lastNs = nowNs;
        }

        long full = _burst * TokenNs;
        long elapsed = Math.Clamp(nowNs - _lastNs, 0, full / _perSecond + 1);
        _level = Math.Min(full, _level + (elapsed * _perSecond));
        _lastNs = Math.Max(_lastNs, nowNs);
    }
}
