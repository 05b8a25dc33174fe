using Artic.Database.Audit;
using Artic.Streams.Log;

namespace Artic.Database.Ledger;

/// <summary>How far a stream is in the tables, and the end of its audit chain. Thread: one.</summary>
public sealed class StreamHead(StreamId stream)
{
    /// <summary>Which.</summary>
    public StreamId Stream => stream;

    /// <summary>The last record that is in the tables.</summary>
    public long Sequence { get; set; }

    /// <summary>Rows in its chain.</summary>
    public long AuditRows { get; set; }

    /// <summary>Sequence of the last of them; 0: none.</summary>
    public long AuditSequence { get; set; }

    /// <summary>Hash of the last of them.</summary>
    public byte[] AuditHash { get; set; } = AuditChain.Root;
}
