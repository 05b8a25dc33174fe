using Artic.Database.Audit;
using Artic.Streams.Log;
using Npgsql;

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

    /// <summary>Takes what the tables say of a run; where they know nothing of it, it stays as it is. Errors: those of Npgsql.</summary>
    public void Read(NpgsqlConnection connection, string runId)
    {
        using NpgsqlCommand ask = new(
            "SELECT sequence, audit_rows, audit_sequence, audit_hash FROM artic.stream_positions WHERE run_id = $1 AND stream = $2",
            connection);
        ask.Add(runId);
        ask.Add(RunPaths.NameOf(stream));
        using NpgsqlDataReader row = ask.ExecuteReader();
        if (row.Read())
        {
            (Sequence, AuditRows, AuditSequence) = (row.GetInt64(0), row.GetInt64(1), row.GetInt64(2));
            AuditHash = row.GetFieldValue<byte[]>(3);
        }
    }
}
