using Artic.RiskManager.Limits;
using Artic.Streams.Steps;

namespace Artic.RiskManager.Rates;

/// <summary>
/// A rate limit: some at once, refilled at so many a second. Exact in integers: a token is a second's worth of nanoseconds.
/// Where rate or burst is <see cref="LimitSet.None"/> it limits nothing. A struct, so that it lies within its owner; use it where it
/// lies. Thread: one; time is what the caller says.
/// </summary>
public struct TokenBucket
{
    private const long TokenNs = 1_000_000_000;

    private long _perSecond;
    private long _burst;
    private long _level;
    private long _lastNs;
    private long _fullAfterNs;

    /// <summary>A full one.</summary>
    public TokenBucket(long perSecond, long burst)
    {
        TakeRate(perSecond, burst);
        _level = IsLimited ? burst * TokenNs : 0;
    }

    private readonly bool IsLimited => _perSecond != LimitSet.None && _burst != LimitSet.None;

    /// <summary>True where a whole token is there at <paramref name="nowNs"/>.</summary>
    public bool HasOne(long nowNs)
    {
        Refill(nowNs);
        return !IsLimited || _level >= TokenNs;
    }

    /// <summary>Tokens that are not there at <paramref name="nowNs"/>, for people. Any thread may ask; nothing changes.</summary>
    public long UsedAt(long nowNs)
    {
        if (!IsLimited)
        {
            return 0;
        }

        long elapsed = Math.Clamp(nowNs - Volatile.Read(ref _lastNs), 0, (_burst * TokenNs / _perSecond) + 1);
        long level = Math.Min(_burst * TokenNs, Volatile.Read(ref _level) + (elapsed * _perSecond));
        return _burst - (level / TokenNs);
    }

    /// <summary>Takes one; where there is none it stays empty.</summary>
    public void Take(long nowNs)
    {
        Refill(nowNs);
        _level = Math.Max(0, _level - TokenNs);
    }

    /// <summary>Writes rate and level.</summary>
    public readonly void Save(StateWriter state)
    {
        state.Write(_perSecond);
        state.Write(_burst);
        state.Write(_level);
        state.Write(_lastNs);
    }

    /// <summary>Takes the rate and the level that another one had.</summary>
    public void Load(StateReader state)
    {
        TakeRate(state.ReadInt64(), state.ReadInt64());
        _level = state.ReadInt64();
        _lastNs = state.ReadInt64();
    }

    /// <summary>Another rate from <paramref name="nowNs"/> on; what is there stays, as far as it fits. A first one is full.</summary>
    public void SetRate(long perSecond, long burst, long nowNs)
    {
        Refill(nowNs);
        bool wasLimited = IsLimited;
        TakeRate(perSecond, burst);
        _level = !IsLimited ? 0 : wasLimited ? Math.Min(_level, burst * TokenNs) : burst * TokenNs;
    }

    private void TakeRate(long perSecond, long burst)
    {
        _perSecond = perSecond;
        _burst = burst;
        _fullAfterNs = IsLimited ? (burst * TokenNs / perSecond) + 1 : 0;
    }

    private void Refill(long nowNs)
    {
        if (_lastNs == 0)
        {
            _lastNs = nowNs;
        }

        if (IsLimited && nowNs > _lastNs)
        {
            long elapsed = Math.Min(nowNs - _lastNs, _fullAfterNs);
            _level = Math.Min(_burst * TokenNs, _level + (elapsed * _perSecond));
        }

        _lastNs = Math.Max(_lastNs, nowNs);
    }
}
