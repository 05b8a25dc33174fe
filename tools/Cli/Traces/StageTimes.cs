namespace Artic.Cli.Traces;

/// <summary>When one process had an order's tick in hand. CLOCK_MONOTONIC in nanoseconds.</summary>
/// <param name="TakenNs">Its loop took the input.</param>
/// <param name="CommittedNs">It committed what that led to.</param>
public readonly record struct StageTimes(long TakenNs, long CommittedNs);
