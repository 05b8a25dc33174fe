namespace Artic.Bench.Hop;

/// <summary>What goes over the one hop.</summary>
public enum HopKind
{
    /// <summary>Records as fast as they go; a segment comes round again when every reader has passed it.</summary>
    Stream,

    /// <summary>The same with the archiver on: a segment comes round again when it is on disk.</summary>
    StreamArchived,

    /// <summary>A record now and then, to a reader that spins: how old it is when it is read.</summary>
    StreamLatency,

    /// <summary>Messages of the same size by libzmq's PUB/SUB over ipc, as fast as they go.</summary>
    Zeromq,
}
