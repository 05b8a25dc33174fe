using System.CommandLine;
using System.Text;
using System.Text.Json;
using Artic.Database;
using Artic.Database.Audit;
using Artic.Database.Ledger;
using Artic.Database.Schema;
using Artic.Hosting.Commands;
using Artic.Hosting.Options;
using Artic.Messaging.Records;
using Artic.Runs;
using Artic.Streams.Log;
using Npgsql;

namespace Artic.Cli.Database;

/// <summary>
/// <c>artic db</c>: the tables in PostgreSQL. Exit code 0: done and good; 1: the database is away or cannot be used; 2: the options
/// cannot be; 3: the tables are not what was written.
/// </summary>
public static class DatabaseCommands
{
    private const int Failed = 1;
    private const int BadOptions = 2;
    private const int Differs = 3;
    private const string Variable = "ARTIC_DATABASE";

    /// <summary>The command with its parts.</summary>
    public static Command Build(Installation installation)
    {
        Option<string?> database = new("--database")
        {
            Description = $"Npgsql's connection string, such as \"Host=/run/postgresql;Database=artic;Username=artic\"; {Variable}, " +
                "or what the current run's configuration says, where it is left out.",
            Recursive = true,
        };
        Option<string> passwordFile = new("--password-file")
        {
            Description = "File with the password.", DefaultValueFactory = _ => "", Recursive = true,
        };
        Option<bool> asJson = new("--json") { Description = "One JSON object a line.", Recursive = true };
        Argument<string[]> runs = new("runs")
        {
            Description = "Runs: their names or folders; all that the database has where none is named.", Arity = ArgumentArity.ZeroOrMore,
        };
        Argument<string[]> filled = new("runs")
        {
            Description = "Runs: their names or folders, or 'current'.", Arity = ArgumentArity.OneOrMore,
        };
        Command migrate = new(
            "migrate", "Make the schema, or bring it to this version: all steps or none. The roles artic_writer and artic_reader come with it.");
        Command status = new("status", "Show the schema's version, and how far each run is in the tables.");
        Command verify = new(
            "verify",
            "Check the audit trail of each run: every row that was changed, removed or put elsewhere is named. Where the run's folder is " +
            "here, all rows are made again from its streams and compared.")
        {
            runs,
        };
        Command fill = new("fill", "Bring what ended runs have in their streams into the tables; what is there already is left alone.") { filled };
        Command command = new("db", "The tables in PostgreSQL: orders, fills, positions, and the audit trail.")
        {
            database, passwordFile, asJson, migrate, status, verify, fill,
        };
        migrate.SetAction(parsed => Guard(Options(parsed), connector => Migrate(connector, parsed.GetValue(asJson))));
        status.SetAction(parsed => Guard(Options(parsed), connector => Status(connector, parsed.GetValue(asJson))));
        verify.SetAction(parsed => Guard(Options(parsed), connector => Verify(installation, connector, parsed.GetValue(runs) ?? [], parsed.GetValue(asJson))));
        fill.SetAction(parsed => Guard(Options(parsed), connector => Fill(installation, connector, parsed.GetValue(filled) ?? [], parsed.GetValue(asJson))));
        return command;

        DatabaseOptions? Options(ParseResult parsed)
        {
            string? connection = parsed.GetValue(database) ?? Environment.GetEnvironmentVariable(Variable);
            return !string.IsNullOrEmpty(connection)
                ? new DatabaseOptions { Connection = connection, PasswordFile = parsed.GetValue(passwordFile) ?? "" }
                : installation.FindRun(null) is { } run && OptionsReader.Read(new RunPaths(run).Configuration, []) is { Database.Connection.Length: > 0 } configured
                    ? configured.Database
                    : null;
        }
    }

    private static int Guard(DatabaseOptions? options, Func<DatabaseConnector, int> action)
    {
        if (options == null)
        {
            Console.Error.WriteLine($"artic db: no database is named: use --database, {Variable}, or 'database' in the configuration");
            return BadOptions;
        }

        try
        {
            using DatabaseConnector connector = new(options, "artic-cli");
            return action(connector);
        }
        catch (NpgsqlException error)
        {
            Console.Error.WriteLine($"artic db: the database cannot be reached or refuses: {error.Message}");
            return Failed;
        }
        catch (Exception error) when (error is DatabaseRefusedException or InvalidDataException or IOException or StreamCorruptException or ArgumentException)
        {
            Console.Error.WriteLine($"artic db: {error.Message}");
            return Failed;
        }
    }

    private static int Migrate(DatabaseConnector connector, bool asJson)
    {
        using NpgsqlConnection connection = connector.Open();
        IReadOnlyList<Migration> applied = DatabaseSchema.Migrate(connection);
        if (asJson)
        {
            WriteJson(json =>
            {
                json.WriteNumber("version", SchemaReport.Wanted);
                json.WriteNumber("applied", applied.Count);
            });
            return 0;
        }

        foreach (Migration step in applied)
        {
            Console.WriteLine($"applied {step.Version:0000} {step.Name}");
        }

        Console.WriteLine(DatabaseSchema.Inspect(connection).Words);
        return 0;
    }

    private static int Status(DatabaseConnector connector, bool asJson)
    {
        using NpgsqlConnection connection = connector.Open();
        SchemaReport schema = DatabaseSchema.Inspect(connection);
        if (asJson)
        {
            WriteJson(json =>
            {
                json.WriteString("state", EnumNames.Of(schema.State));
                json.WriteNumber("version", schema.Applied);
                json.WriteNumber("wanted", SchemaReport.Wanted);
            });
        }
        else
        {
            Console.WriteLine(schema.Words);
        }

        if (schema.State != SchemaState.Good)
        {
            return Failed;
        }

        using NpgsqlCommand ask = new(
            """
            SELECT r.run_id, r.account, r.epoch,
                (SELECT count(*) FROM artic.orders o WHERE o.run_id = r.run_id),
                (SELECT count(*) FROM artic.fills f WHERE f.run_id = r.run_id),
                coalesce((SELECT sum(audit_rows)::bigint FROM artic.stream_positions p WHERE p.run_id = r.run_id), 0)
            FROM artic.runs r ORDER BY r.began_at, r.run_id
            """, connection);
        using NpgsqlDataReader rows = ask.ExecuteReader();
        while (rows.Read())
        {
            if (asJson)
            {
                WriteJson(json =>
                {
                    json.WriteString("run", rows.GetString(0));
                    json.WriteString("account", rows.GetString(1));
                    json.WriteNumber("epoch", rows.GetInt64(2));
                    json.WriteNumber("orders", rows.GetInt64(3));
                    json.WriteNumber("fills", rows.GetInt64(4));
                    json.WriteNumber("audit_rows", rows.GetInt64(5));
                });
                continue;
            }

            Console.WriteLine(
                $"{rows.GetString(0),-28} {rows.GetString(1),-16} {rows.GetInt64(3),10} orders {rows.GetInt64(4),10} fills {rows.GetInt64(5),12} audit rows");
        }

        return 0;
    }

    private static int Verify(Installation installation, DatabaseConnector connector, string[] names, bool asJson)
    {
        using NpgsqlConnection connection = connector.Open();
        NeedSchema(connection);
        bool isGood = true;
        foreach (string name in names.Length > 0 ? names : [.. AuditVerification.Runs(connection)])
        {
            string? folder = installation.FindRun(name == "current" ? null : name);
            string run = folder == null ? name : Path.GetFileName(folder);
            AuditVerification audit = new(connection, run);
            isGood &= audit.Run();
            LedgerComparison? comparison = folder == null ? null : new LedgerComparison(connection, new RunPaths(folder));
            isGood &= comparison?.Run() ?? true;
            if (asJson)
            {
                WriteJson(json => Describe(json, run, audit, comparison));
                continue;
            }

            foreach (AuditFault fault in audit.Faults)
            {
                Console.WriteLine($"{run}: {fault.Code}: record {fault.Sequence} of '{fault.Stream}': {fault.Words}");
            }

            comparison?.Faults.ForEach(fault => Console.WriteLine($"{run}: ROWS_DIFFER: {fault}"));
            string compared = comparison == null ? "its folder is not here, nothing to compare with"
                : $"{comparison.Rows} rows compared with its streams" + (comparison.Behind > 0 ? $", {comparison.Behind} records not in the tables yet" : "");
            Console.WriteLine($"{run}: {audit.Rows} rows of the audit trail, {compared}: {(audit.Faults.Count + (comparison?.Faults.Count ?? 0) == 0 ? "good" : "NOT GOOD")}");
        }

        return isGood ? 0 : Differs;
    }

    private static void Describe(Utf8JsonWriter json, string run, AuditVerification audit, LedgerComparison? comparison)
    {
        json.WriteString("run", run);
        json.WriteBoolean("good", audit.Faults.Count + (comparison?.Faults.Count ?? 0) == 0);
        json.WriteNumber("audit_rows", audit.Rows);
        json.WriteStartArray("faults");
        foreach (AuditFault fault in audit.Faults)
        {
            json.WriteStartObject();
            json.WriteString("code", fault.Code);
            json.WriteString("stream", fault.Stream);
            json.WriteNumber("sequence", fault.Sequence);
            json.WriteString("words", fault.Words);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        if (comparison != null)
        {
            json.WriteNumber("rows_compared", comparison.Rows);
            json.WriteNumber("records_behind", comparison.Behind);
            json.WriteStartArray("differences");
            comparison.Faults.ForEach(json.WriteStringValue);
            json.WriteEndArray();
        }
    }

    private static int Fill(Installation installation, DatabaseConnector connector, string[] names, bool asJson)
    {
        foreach (string name in names)
        {
            string? folder = installation.FindRun(name == "current" ? null : name);
            if (folder == null)
            {
                Console.Error.WriteLine($"artic db: there is no run '{name}'");
                return BadOptions;
            }

            RunPaths paths = new(folder);
            List<string> violations = [];
            if (OptionsReader.Read(paths.Configuration, violations) is not { } configuration)
            {
                Console.Error.WriteLine($"artic db: {paths.Configuration}: {string.Join("; ", violations)}");
                return BadOptions;
            }

            using LedgerFeed feed = new(connector, LedgerRun.Read(paths, configuration), ofArchive: true);
            feed.CatchUp();
            if (asJson)
            {
                WriteJson(json =>
                {
                    json.WriteString("run", paths.RunId);
                    json.WriteNumber("rows", feed.Rows);
                    json.WriteNumber("commits", feed.Commits);
                });
                continue;
            }

            Console.WriteLine($"{paths.RunId}: {feed.Rows} rows in {feed.Commits} transactions");
        }

        return 0;
    }

    private static void NeedSchema(NpgsqlConnection connection)
    {
        SchemaReport schema = DatabaseSchema.Inspect(connection);
        if (schema.State != SchemaState.Good)
        {
            throw new DatabaseRefusedException(schema.Words);
        }
    }

    private static void WriteJson(Action<Utf8JsonWriter> members) => Console.WriteLine(Encoding.UTF8.GetString(AnswerJson.Write(members)));
}
