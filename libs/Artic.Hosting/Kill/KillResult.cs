namespace Artic.Hosting.Kill;

/// <summary>The first acknowledgement of a kill: it is on disk, and nothing new is begun.</summary>
/// <param name="Generation">The kill generation.</param>
/// <param name="LatchedNs">From the command to here.</param>
/// <param name="Scope">What was asked to be stopped; empty: everything.</param>
/// <param name="Widened">Everything is stopped though a part was asked for.</param>
public sealed record KillLatched(long Generation, long LatchedNs, string Scope = "", bool Widened = false);

/// <summary>Both acknowledgements of a kill.</summary>
/// <param name="Generation">The kill generation.</param>
/// <param name="LatchedNs">Until it was in force and the latch synced.</param>
/// <param name="StoppedNs">Until the venue could accept no more.</param>
/// <param name="EngineEnded">The engine did not answer and was ended through its pidfd.</param>
/// <param name="OpenOrders">Orders that the engine still knew as open.</param>
public sealed record KillResult(long Generation, long LatchedNs, long StoppedNs, bool EngineEnded, long OpenOrders)
{
    /// <summary>What was asked to be stopped.</summary>
    public KillScope Scope { get; init; } = KillScope.Whole;

    /// <summary>Why everything was stopped though a part was asked for; null: what was asked for was stopped.</summary>
    public string? Widened { get; init; }
}
