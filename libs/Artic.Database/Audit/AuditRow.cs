using Artic.Messaging.Records;
using Artic.Streams.Log;

namespace Artic.Database.Audit;

/// <summary>A record about orders as a row of the audit trail. Immutable.</summary>
public sealed record AuditRow
{
    /// <summary>Where it stands.</summary>
    public required StreamId Stream { get; init; }

    /// <summary>Its number there.</summary>
    public required long Sequence { get; init; }

    /// <summary>UTC, nanoseconds since 1970.</summary>
    public required long RecordedNs { get; init; }

    /// <summary>What it is.</summary>
    public required RecordType Type { get; init; }

    /// <summary>Stream of the record that led to it.</summary>
    public required StreamId CauseStream { get; init; }

    /// <summary>That one's number; 0: none.</summary>
    public required long CauseSequence { get; init; }

    /// <summary>The order, the strategy instance and the instrument that it is about: <see cref="AuditChain.About"/>.</summary>
    public required (ulong? ClientOrderId, uint? InstanceId, uint? InstrumentId) About { get; init; }

    /// <summary>The protobuf bytes, which the three above are taken from.</summary>
    public required byte[] Payload { get; init; }

    /// <summary>Hash of the row before it in its stream.</summary>
    public required byte[] PreviousHash { get; init; }

    /// <summary>Hash of this one: <see cref="AuditChain.HashOf"/>.</summary>
    public byte[] Hash { get; init; } = [];
}
