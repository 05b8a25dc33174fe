using Artic.Database.Ledger;
using Artic.Messaging.Records;
using Artic.Streams.Log;
using Google.Protobuf;
using Npgsql;

namespace Artic.Database.Audit;

/// <summary>
/// Walks the audit trail of a run and names each row that was changed, removed or put elsewhere. Thread: one. Blocks. Errors:
/// those of Npgsql.
/// </summary>
public sealed class AuditVerification(NpgsqlConnection connection, string runId)
{
    private const int MostFaults = 100;

    private static readonly Dictionary<string, RecordType> s_types =
        Enum.GetValues<RecordType>().ToDictionary(type => EnumNames.Of(type), type => type);

    private static readonly Dictionary<string, StreamId> s_streams =
        Enum.GetValues<StreamId>().ToDictionary(RunPaths.NameOf, stream => stream);

    /// <summary>Rows that were looked at.</summary>
    public long Rows { get; private set; }

    /// <summary>What was found, a hundred at the most.</summary>
    public List<AuditFault> Faults { get; } = [];

    /// <summary>All runs that the database has, the first to begin first.</summary>
    public static List<string> Runs(NpgsqlConnection connection)
    {
        using NpgsqlCommand ask = new("SELECT run_id FROM artic.runs ORDER BY began_at, run_id", connection);
        using NpgsqlDataReader rows = ask.ExecuteReader();
        List<string> runs = [];
        while (rows.Read())
        {
            runs.Add(rows.GetString(0));
        }

        return runs;
    }

    /// <summary>Looks at every stream of the run. Gives true where nothing was found.</summary>
    public bool Run()
    {
        foreach (StreamId stream in AuditChain.Streams)
        {
            Walk(stream);
        }

        return Faults.Count == 0;
    }

    private void Walk(StreamId stream)
    {
        string name = RunPaths.NameOf(stream);
        StreamHead head = new(stream);
        using (NpgsqlCommand ask = new(
            "SELECT sequence, recorded_ns, type, client_order_id, instance_id, instrument_id, cause_stream, cause_sequence, payload, " +
            "previous_hash, hash, extract(epoch FROM recorded_at) FROM artic.order_audit_trail WHERE run_id = $1 AND stream = $2 " +
            "ORDER BY sequence, recorded_ns", connection))
        {
            ask.Add(runId);
            ask.Add(name);
            using NpgsqlDataReader rows = ask.ExecuteReader();
            while (rows.Read() && Faults.Count < MostFaults)
            {
                Rows++;
                Check(head, name, rows);
            }
        }

        StreamHead written = new(stream);
        written.Read(connection, runId);
        bool isSame = written.AuditRows == head.AuditRows && written.AuditHash.AsSpan().SequenceEqual(head.AuditHash);
        if (written.AuditSequence != head.AuditSequence || (Faults.Count == 0 && !isSame))
        {
            Add(
                "AUDIT_END_MISSING", name, head.AuditSequence + 1,
                $"the trail was written up to record {written.AuditSequence} ({written.AuditRows} rows) and ends at {head.AuditSequence} ({head.AuditRows} rows)");
        }
    }

    private void Check(StreamHead head, string stream, NpgsqlDataReader row)
    {
        long sequence = row.GetInt64(0);
        byte[] previous = row.GetFieldValue<byte[]>(9);
        byte[] hash = row.GetFieldValue<byte[]>(10);
        long before = head.AuditSequence;
        byte[] expected = head.AuditHash;
        head.AuditRows++;
        head.AuditSequence = sequence;
        head.AuditHash = hash;
        if (Rebuild(head.Stream, row, previous) is not { } rebuilt || !AuditChain.HashOf(runId, rebuilt).AsSpan().SequenceEqual(hash))
        {
            Add("AUDIT_ROW_CHANGED", stream, sequence, "the row is not the one that its hash was made of");
        }
        else if (!previous.AsSpan().SequenceEqual(expected))
        {
            Add(
                "AUDIT_ROWS_MISSING", stream, sequence,
                $"the row does not follow record {before}: what was between them was removed, or their order was changed");
        }
    }

    /// <summary>The row as its columns say; null where they contradict its payload.</summary>
    private static AuditRow? Rebuild(StreamId stream, NpgsqlDataReader row, byte[] previous)
    {
        RecordType type = s_types.GetValueOrDefault(row.GetString(2));
        byte[] payload = row.GetFieldValue<byte[]>(8);
        StreamId cause = row.IsDBNull(6) ? StreamId.None : s_streams.GetValueOrDefault(row.GetString(6));
        long recordedNs = row.GetInt64(1);
        try
        {
            (ulong? ClientOrderId, uint? InstanceId, uint? InstrumentId) about = (Id(row, 3), (uint?)Id(row, 4), (uint?)Id(row, 5));
            return RecordNames.Parse(type, payload) is { } message && AuditChain.About(message) == about &&
                row.GetDecimal(11) == recordedNs / 1000 / 1_000_000m
                ? new AuditRow
                {
                    Stream = stream, Sequence = row.GetInt64(0), RecordedNs = recordedNs, Type = type, About = about, CauseStream = cause,
                    CauseSequence = row.IsDBNull(7) ? 0 : row.GetInt64(7), Payload = payload, PreviousHash = previous,
                }
                : null;
        }
        catch (InvalidProtocolBufferException)
        {
            return null;
        }
    }

    private static ulong? Id(NpgsqlDataReader row, int column) =>
        row.IsDBNull(column) ? null : row.GetFieldType(column) == typeof(long) ? (ulong)row.GetInt64(column) : (ulong)row.GetInt32(column);

    private void Add(string code, string stream, long sequence, string words) =>
        Faults.Add(new AuditFault(code, runId, stream, sequence, words));
}
