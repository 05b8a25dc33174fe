using Artic.RiskManager.Windows;
using Artic.Streams.Steps;

namespace Artic.RiskManager.Exposure;

/// <summary>
/// UTC as the ticks on record say it, and how far it has stepped against the monotonic clock within a minute. Thread: the
/// loop's. Allocates nothing.
/// </summary>
public sealed class WallClock
{
    private const long WindowNs = 60_000_000_000;

    private RollingRange _offsets = new(WindowNs);
    private long _offsetNs;

    /// <summary>How far it has stepped within the last minute.</summary>
    public long StepNs(long nowNs)
    {
        _offsets.Advance(nowNs);
        return _offsets.HasValue ? _offsets.High - _offsets.Low : 0;
    }

    /// <summary>UTC at a time of the monotonic clock; 0 before the first tick.</summary>
    public long UtcNs(long nowNs) => _offsetNs == 0 ? 0 : nowNs + _offsetNs;

    /// <summary>Takes a tick.</summary>
    public void Tick(long utcNs, long nowNs)
    {
        _offsetNs = utcNs - nowNs;
        _offsets.Add(_offsetNs, nowNs);
    }

    /// <summary>Writes all of it.</summary>
    public void Save(StateWriter state)
    {
        state.Section("wall clock");
        state.Write(_offsetNs);
        _offsets.Save(state);
    }

    /// <summary>Takes what another one held.</summary>
    public void Load(StateReader state)
    {
        state.Section("wall clock");
        _offsetNs = state.ReadInt64();
        _offsets.Load(state);
    }
}
