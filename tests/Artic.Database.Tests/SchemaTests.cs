using Artic.Database.Ledger;
using Artic.Database.Schema;
using Artic.Hosting.Options;
using Artic.Streams.Tests;
using Artic.Streams.Waiting;
using Npgsql;

namespace Artic.Database.Tests;

public sealed class SchemaTests : IDisposable
{
    private const long WaitNs = 20_000_000_000;

    private readonly PostgresCluster? _cluster = PostgresCluster.Programs == null ? null : new PostgresCluster();

    [PostgresFact]
    public void A_schema_is_made_once_however_many_do_so_at_once()
    {
        Assert.Equal(SchemaState.Absent, Inspect().State);
        Assert.Equal("database 'artic' has no schema 'artic'; run: artic db migrate", Inspect().Words);
        int[] applied = new int[4];
        _ = Parallel.For(0, applied.Length, i => applied[i] = Migrate());
        Assert.Equal(Migration.All.Count, applied.Sum());
        Assert.Equal(SchemaState.Good, Inspect().State);
        Assert.Equal(0, Migrate());
    }

    [PostgresFact]
    public void One_that_is_newer_or_changed_or_foreign_is_refused_with_what_to_do()
    {
        _ = Migrate();
        Execute("INSERT INTO artic.migrations (version, name, sha256) VALUES (99, 'of tomorrow', '00')");
        Refused(SchemaState.Newer, "use the newer binary");
        Execute("DELETE FROM artic.migrations WHERE version = 99; UPDATE artic.migrations SET sha256 = '00' WHERE version = 1");
        Refused(SchemaState.Changed, "use the binary that made it");
        Execute("DROP TABLE artic.migrations");
        Refused(SchemaState.Foreign, "name another database");
    }

    [PostgresFact]
    public void An_older_one_is_refused_by_the_writer_and_carried_on_by_the_next_migration()
    {
        _ = Migrate();
        Execute("DELETE FROM artic.migrations");
        Assert.Equal(SchemaState.Older, Inspect().State);
        Assert.Contains($"version 0, this binary wants {SchemaReport.Wanted}; run: artic db migrate", Inspect().Words, StringComparison.Ordinal);
    }

    [PostgresFact]
    public void A_login_that_is_not_of_the_writers_role_is_refused_and_told_what_to_run()
    {
        using LedgerFixture fixture = new(cluster: _cluster);
        fixture.Trade(1);
        using DatabaseConnector before = Connector(PostgresCluster.Superuser);
        DatabaseRefusedException absent = Assert.Throws<DatabaseRefusedException>(() => new LedgerWriter(before, fixture.Run));
        Assert.Contains("artic db migrate", absent.Message, StringComparison.Ordinal);
        _ = Migrate();
        Execute("CREATE ROLE guest LOGIN; CREATE ROLE tracker LOGIN IN ROLE artic_writer");
        using DatabaseConnector guest = Connector("guest");
        DatabaseRefusedException refused = Assert.Throws<DatabaseRefusedException>(() => new LedgerWriter(guest, fixture.Run));
        Assert.Contains("GRANT artic_writer TO \"guest\"", refused.Message, StringComparison.Ordinal);
        using DatabaseConnector tracker = Connector("tracker");
        using (LedgerFeed feed = new(tracker, fixture.Run))
        {
            feed.CatchUp();
        }

        Assert.Equal(["1"], fixture.Ask("SELECT count(*) FROM artic.fills", "tracker"));
    }

    [PostgresFact]
    public void Nobody_changes_the_audit_trail_not_even_its_owner()
    {
        using LedgerFixture fixture = new(cluster: _cluster);
        _ = Migrate();
        Execute("CREATE ROLE tracker LOGIN IN ROLE artic_writer");
        fixture.Trade(1);
        fixture.Fill();
        foreach (string user in (string[])["tracker", PostgresCluster.Superuser])
        {
            foreach (string change in (string[])
                [
                    "UPDATE artic.order_audit_trail SET payload = ''", "DELETE FROM artic.order_audit_trail", "TRUNCATE artic.order_audit_trail",
                ])
            {
                PostgresException error = Assert.Throws<PostgresException>(() => fixture.Ask(change, user));
                Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, error.SqlState);
            }
        }

        string month = Assert.Single(fixture.Ask("SELECT inhrelid::regclass::text FROM pg_inherits WHERE inhparent = 'artic.order_audit_trail'::regclass"));
        foreach (string change in (string[])[$"DELETE FROM {month}", $"TRUNCATE {month}"])
        {
            _ = Assert.Throws<PostgresException>(() => fixture.Ask(change));
        }

        Assert.Equal(["6"], fixture.Ask("SELECT count(*) FROM artic.order_audit_trail"));
    }

    [PostgresFact]
    public void A_month_of_the_audit_trail_that_two_sessions_want_at_once_is_made_once()
    {
        _ = Migrate();
        using DatabaseConnector connector = Connector(PostgresCluster.Superuser);
        using NpgsqlConnection first = connector.Open();
        using NpgsqlConnection second = connector.Open();
        using NpgsqlConnection watch = connector.Open();
        using NpgsqlTransaction begun = first.BeginTransaction();
        Ensure(first);
        using SideThread waiting = new(() => Ensure(second));
        using (NpgsqlCommand waits = new("SELECT count(*) FROM pg_locks WHERE NOT granted", watch))
        {
            Assert.True(Poll.Until(() => waits.ExecuteScalar() is 1L, WaitNs));
        }

        begun.Commit();
        waiting.Join();
        using NpgsqlCommand triggers = new(
            "SELECT count(*) FROM pg_trigger WHERE tgname = 'append_only_truncate' AND tgrelid = 'artic.order_audit_trail_2031_05'::regclass", watch);
        Assert.Equal(1L, triggers.ExecuteScalar());

        static void Ensure(NpgsqlConnection connection)
        {
            using NpgsqlCommand command = new("SELECT artic.ensure_audit_month('2031-05-17Z')", connection);
            _ = command.ExecuteNonQuery();
        }
    }

    public void Dispose() => _cluster?.Dispose();

    private void Refused(SchemaState state, string advice)
    {
        SchemaReport report = Inspect();
        Assert.Equal(state, report.State);
        Assert.EndsWith(advice, report.Words, StringComparison.Ordinal);
        Assert.Equal(report.Words, Assert.Throws<DatabaseRefusedException>(() => Migrate()).Message);
    }

    private DatabaseConnector Connector(string user) =>
        new(new DatabaseOptions { Connection = _cluster!.Connection(user) }, "artic-tests");

    private SchemaReport Inspect()
    {
        using DatabaseConnector connector = Connector(PostgresCluster.Superuser);
        using NpgsqlConnection connection = connector.Open();
        return DatabaseSchema.Inspect(connection);
    }

    private int Migrate()
    {
        using DatabaseConnector connector = Connector(PostgresCluster.Superuser);
        using NpgsqlConnection connection = connector.Open();
        return DatabaseSchema.Migrate(connection).Count;
    }

    private void Execute(string sql)
    {
        using DatabaseConnector connector = Connector(PostgresCluster.Superuser);
        using NpgsqlConnection connection = connector.Open();
        using NpgsqlCommand command = new(sql, connection);
        _ = command.ExecuteNonQuery();
    }
}
