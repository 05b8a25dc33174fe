namespace Artic.Streams.Waiting;

/// <summary>What a hot thread does while it has nothing to do (ARCHITECTURE.md, Waiting).</summary>
public enum IdleStrategy
{
    /// <summary>Takes the best that cores and rights allow; never reaches a loop.</summary>
    Auto,

    /// <summary>Busy: a core each, about 0.1 µs a hop.</summary>
    Spin,

    /// <summary>All hot threads on one core: the first spins, each later one waits on a futex at a higher real-time
    /// priority than the one before, so that a wake hands the core over at once.</summary>
    Relay,

    /// <summary>Gives the core away between looks; no rights needed.</summary>
    Yield,

    /// <summary>Sleeps on a futex; kind to a laptop.</summary>
    Park,
}
