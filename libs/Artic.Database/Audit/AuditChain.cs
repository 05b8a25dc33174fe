using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Artic.Messaging.Records;
using Artic.Streams.Log;
using Artic.V1;
using Google.Protobuf;

namespace Artic.Database.Audit;

/// <summary>
/// Which records are audited, and how their hashes are made: a chain for each stream of a run, so that it follows from the
/// stream alone. Thread: any.
/// </summary>
public static class AuditChain
{
    /// <summary>Bytes of a hash: SHA-256.</summary>
    public const int HashBytes = 32;

    // The numbers of a row and the two lengths.
    private const int FixedBytes = 8 * sizeof(long);

    /// <summary>The streams that have records about orders, in the order in which they are read.</summary>
    public static readonly StreamId[] Streams =
        [StreamId.Instance, StreamId.Signal, StreamId.Command, StreamId.Order, StreamId.Wire, StreamId.Execution];

    /// <summary>What the first row of a stream follows.</summary>
    public static byte[] Root => new byte[HashBytes];

    /// <summary>It is about orders, or about who may send some.</summary>
    public static bool IsAudited(RecordType type) => type is
        RecordType.OrderIntent or RecordType.OrderApproved or RecordType.OrderDenied or RecordType.TradingStateChanged or
        RecordType.AccountState or RecordType.KillObserved or RecordType.ResumeCommand or RecordType.LimitCommand or
        RecordType.ScopeStateCommand or RecordType.ScopeStateChanged or RecordType.BreakerChanged or RecordType.ScopeKilled or
        RecordType.FlattenEnded or RecordType.OrderEvent or RecordType.Fill or RecordType.SessionStatus or RecordType.RequestSent or
        RecordType.RequestWithheld or RecordType.EngineStarted or RecordType.ScopeStopped or RecordType.OverrideCommand or
        RecordType.OverrideDecided or RecordType.CarriedState or RecordType.InstanceDeclared or RecordType.InstanceChanged;

    /// <summary>
    /// SHA-256 over the hash of the row before, the run, and all that a row holds: numbers of 8 bytes, big-endian, texts and the
    /// payload with their length before them.
    /// </summary>
    public static byte[] HashOf(string runId, AuditRow row)
    {
        // In one piece: the digest is a call into another library, which costs more than the bytes do.
        ArrayBufferWriter<byte> bytes = new(HashBytes + Encoding.UTF8.GetMaxByteCount(runId.Length) + row.Payload.Length + FixedBytes);
        bytes.Write(row.PreviousHash);
        Add(bytes, Encoding.UTF8.GetBytes(runId));
        Add(bytes, (long)row.Stream);
        Add(bytes, row.Sequence);
        Add(bytes, row.RecordedNs);
        Add(bytes, (long)row.Type);
        Add(bytes, (long)row.CauseStream);
        Add(bytes, row.CauseSequence);
        Add(bytes, row.Payload);
        return SHA256.HashData(bytes.WrittenSpan);
    }

    /// <summary>The order, the strategy instance and the instrument that a message is about, where it is about one.</summary>
    public static (ulong? ClientOrderId, uint? InstanceId, uint? InstrumentId) About(IMessage message) => message switch
    {
        OrderIntent it => (null, it.InstanceId, it.InstrumentId),
        OrderApproved it => (it.ClientOrderId, it.InstanceId, it.InstrumentId),
        OrderDenied it => (null, it.InstanceId, it.InstrumentId),
        OrderEvent it => (it.ClientOrderId, it.InstanceId, it.InstrumentId),
        Fill it => (it.ClientOrderId, it.InstanceId, it.InstrumentId),
        InstanceDeclared it => (null, it.InstanceId, it.InstrumentId),
        InstanceChanged it => (null, it.InstanceId, null),
        RequestSent { ClientOrderId: > 0 } it => (it.ClientOrderId, null, null),
        RequestWithheld it => (it.ClientOrderId, null, null),
        OverrideDecided { ClientOrderId: > 0 } it => (it.ClientOrderId, null, null),
        _ => (null, null, null),
    };

    private static void Add(ArrayBufferWriter<byte> bytes, long number)
    {
        BinaryPrimitives.WriteInt64BigEndian(bytes.GetSpan(sizeof(long)), number);
        bytes.Advance(sizeof(long));
    }

    private static void Add(ArrayBufferWriter<byte> bytes, byte[] text)
    {
        Add(bytes, text.Length);
        bytes.Write(text);
    }
}
