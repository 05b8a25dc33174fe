using Npgsql;

namespace Artic.Database.Schema;

/// <summary>Looks at the schema of a database, and makes it. Thread: one. Blocks. Errors: those of Npgsql.</summary>
public static class DatabaseSchema
{
    /// <summary>How the schema stands to this binary. Changes nothing.</summary>
    public static SchemaReport Inspect(NpgsqlConnection connection)
    {
        string database = connection.Database;
        if (!Ask(connection, "SELECT to_regnamespace('artic') IS NOT NULL"))
        {
            return new SchemaReport(SchemaState.Absent, 0, database);
        }

        if (!Ask(connection, "SELECT to_regclass('artic.migrations') IS NOT NULL"))
        {
            return new SchemaReport(SchemaState.Foreign, 0, database);
        }

        using NpgsqlCommand command = new("SELECT version, sha256 FROM artic.migrations ORDER BY version", connection);
        using NpgsqlDataReader rows = command.ExecuteReader();
        int applied = 0;
        while (rows.Read())
        {
            applied = rows.GetInt32(0);
            if (applied > Migration.All.Count)
            {
                return new SchemaReport(SchemaState.Newer, applied, database);
            }

            if (Migration.All[applied - 1].Sha256 != rows.GetString(1))
            {
                return new SchemaReport(SchemaState.Changed, applied, database);
            }
        }

        return new SchemaReport(applied == SchemaReport.Wanted ? SchemaState.Good : SchemaState.Older, applied, database);
    }

    /// <summary>
    /// Applies the steps that are missing, all of them or none, and gives those. Two who do so at once: the second finds nothing
    /// to do. Errors: <see cref="DatabaseRefusedException"/> where the schema is not one that could be carried on.
    /// </summary>
    public static IReadOnlyList<Migration> Migrate(NpgsqlConnection connection)
    {
        using NpgsqlTransaction transaction = connection.BeginTransaction();
        Execute(connection, "SELECT pg_advisory_xact_lock(hashtext('artic.migrations'))");
        SchemaReport before = Inspect(connection);
        if (before.State is not (SchemaState.Good or SchemaState.Absent or SchemaState.Older))
        {
            throw new DatabaseRefusedException(before.Words);
        }

        if (before.State == SchemaState.Absent)
        {
            Execute(
                connection,
                """
                CREATE SCHEMA artic;
                CREATE TABLE artic.migrations (
                    version integer PRIMARY KEY, name text NOT NULL, sha256 text NOT NULL,
                    applied_at timestamptz NOT NULL DEFAULT now(), applied_by text NOT NULL DEFAULT current_user);
                """);
        }

        List<Migration> applied = [];
        foreach (Migration step in Migration.All.Skip(before.Applied))
        {
            Execute(connection, step.Sql);
            using NpgsqlCommand note = new(
                "INSERT INTO artic.migrations (version, name, sha256) VALUES ($1, $2, $3)", connection);
            note.Add(step.Version);
            note.Add(step.Name);
            note.Add(step.Sha256);
            _ = note.ExecuteNonQuery();
            applied.Add(step);
        }

        transaction.Commit();
        return applied;
    }

    private static bool Ask(NpgsqlConnection connection, string question)
    {
        using NpgsqlCommand command = new(question, connection);
        return (bool)command.ExecuteScalar()!;
    }

    private static void Execute(NpgsqlConnection connection, string sql)
    {
#pragma warning disable CA2100 // The text is this binary's own.
        using NpgsqlCommand command = new(sql, connection);
#pragma warning restore CA2100
        _ = command.ExecuteNonQuery();
    }
}
