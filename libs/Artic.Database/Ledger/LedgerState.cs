using Artic.Database.Audit;
using Artic.Streams.Log;
using Artic.V1;

namespace Artic.Database.Ledger;

/// <summary>How far the tables are: what is needed to go on. Thread: one.</summary>
public sealed class LedgerState
{
    /// <summary>The streams that go into the tables, each with its head.</summary>
    public StreamHead[] Heads { get; } = [.. Streams.Select(stream => new StreamHead(stream))];

    /// <summary>The streams that go into the tables.</summary>
    public static IReadOnlyList<StreamId> Streams { get; } = [.. AuditChain.Streams, StreamId.Position];

    /// <summary>The last record of each position, by instrument.</summary>
    public Dictionary<uint, Stamped<Position>> Positions { get; } = [];
}
