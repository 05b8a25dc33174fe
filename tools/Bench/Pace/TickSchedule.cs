namespace Artic.Bench.Pace;

/// <summary>
/// When each tick is meant to leave: at a fixed rate whatever became of the ticks before (an open loop), alone or so many
/// at once. Immutable.
/// </summary>
/// <param name="StartNs">CLOCK_MONOTONIC of tick 0.</param>
/// <param name="RatePerSecond">Ticks a second, on average.</param>
/// <param name="Burst">Ticks that leave back to back; 1: evenly spaced.</param>
public readonly record struct TickSchedule(long StartNs, int RatePerSecond, int Burst)
{
    /// <summary>CLOCK_MONOTONIC at which a tick, counted from 0, is meant to leave.</summary>
    public long IntendedNs(long tick) => StartNs + (tick / Burst * Burst * 1_000_000_000 / RatePerSecond);
}
