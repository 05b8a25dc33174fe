using Artic.Database.Audit;
using Npgsql;

namespace Artic.Database.Tests;

/// <summary>Whoever owns the server can change what he likes; it is named.</summary>
public sealed class TamperTests
{
    [PostgresFact]
    public void A_row_that_was_changed_removed_or_put_elsewhere_is_named()
    {
        using LedgerFixture fixture = new();
        for (uint i = 1; i <= 30; i++)
        {
            fixture.Trade(i);
        }

        fixture.Fill();
        Assert.Empty(Verify(fixture));
        Check(fixture, "UPDATE artic.order_audit_trail SET payload = payload || '\\x00' WHERE stream = 'order' AND sequence = 7", ("AUDIT_ROW_CHANGED", "order", 7));
        Check(
            fixture, "UPDATE artic.order_audit_trail SET client_order_id = client_order_id + 1 WHERE stream = 'execution' AND sequence = 9",
            ("AUDIT_ROW_CHANGED", "execution", 9));
        Check(
            fixture, "UPDATE artic.order_audit_trail SET recorded_at = recorded_at + interval '1 microsecond' WHERE stream = 'wire' AND sequence = 4",
            ("AUDIT_ROW_CHANGED", "wire", 4));
        Check(fixture, "DELETE FROM artic.order_audit_trail WHERE stream = 'signal' AND sequence IN (11, 12)", ("AUDIT_ROWS_MISSING", "signal", 13));
        Check(fixture, "DELETE FROM artic.order_audit_trail WHERE stream = 'signal' AND sequence = 30", ("AUDIT_END_MISSING", "signal", 30));

        // By way of a third number: two records of the same microsecond would be the same row for a moment.
        Check(
            fixture,
            """
            UPDATE artic.order_audit_trail SET sequence = 0 WHERE stream = 'order' AND sequence = 5;
            UPDATE artic.order_audit_trail SET sequence = 5 WHERE stream = 'order' AND sequence = 6;
            UPDATE artic.order_audit_trail SET sequence = 6 WHERE stream = 'order' AND sequence = 0
            """,
            ("AUDIT_ROW_CHANGED", "order", 5), ("AUDIT_ROW_CHANGED", "order", 6), ("AUDIT_ROWS_MISSING", "order", 7));

        // One who makes the hash of the changed row anew breaks the next one.
        Check(
            fixture, "UPDATE artic.order_audit_trail SET hash = sha256(hash) WHERE stream = 'order' AND sequence = 20",
            ("AUDIT_ROW_CHANGED", "order", 20), ("AUDIT_ROWS_MISSING", "order", 21));
        Check(fixture, "TRUNCATE artic.order_audit_trail", ("AUDIT_END_MISSING", "signal", 1), ("AUDIT_END_MISSING", "order", 1), ("AUDIT_END_MISSING", "wire", 1), ("AUDIT_END_MISSING", "execution", 1));
        Assert.Empty(Verify(fixture));
    }

    private static void Check(LedgerFixture fixture, string tampering, params (string Code, string Stream, long Sequence)[] expected)
    {
        // The trail is put back as it was: what was changed is a copy's doing.
        _ = fixture.Ask("CREATE TABLE kept AS SELECT * FROM artic.order_audit_trail");
        _ = fixture.Ask($"SET session_replication_role = replica; {tampering}");
        Assert.Equal(expected, Verify(fixture).Select(fault => (fault.Code, fault.Stream, fault.Sequence)));
        _ = fixture.Ask(
            "SET session_replication_role = replica; DELETE FROM artic.order_audit_trail; INSERT INTO artic.order_audit_trail SELECT * FROM kept; DROP TABLE kept");
    }

    private static List<AuditFault> Verify(LedgerFixture fixture)
    {
        using NpgsqlConnection connection = fixture.Connector.Open();
        AuditVerification audit = new(connection, fixture.Paths.RunId);
        _ = audit.Run();
        return audit.Faults;
    }
}
