namespace Artic.Hosting.Hot;

/// <summary>The work of a hot thread: the edge half (clock, sockets, pages) and the loop behind it.</summary>
public interface IHotLoop
{
    /// <summary>Called once on the hot thread: rebuilds the state, opens what is needed.</summary>
    void Prepare();

    /// <summary>One bounded turn; true where there was something to do.</summary>
    bool Turn();

    /// <summary>True where an input has arrived since the last turn: asked just before sleeping.</summary>
    bool HasInput();

    /// <summary>
    /// Runs what the next input will need, without a trace of it, in a quiet moment: code and tables stay in the cache
    /// (ARCHITECTURE.md, Keeping warm).
    /// </summary>
    void Rehearse();
}
