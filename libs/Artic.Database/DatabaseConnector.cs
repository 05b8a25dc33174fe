using Artic.Hosting.Options;
using Npgsql;

namespace Artic.Database;

/// <summary>Opens connections to the configured database. Thread: one. Blocks, for five seconds at the most.</summary>
public sealed class DatabaseConnector : IDisposable
{
    /// <summary>The role that may add rows and change none of the audit trail.</summary>
    public const string WriterRole = "artic_writer";

    private const int ConnectTimeoutS = 5;
    private const int CommandTimeoutS = 60;

    private readonly NpgsqlDataSource _source;

    /// <param name="options">Where it is.</param>
    /// <param name="application">What the server shows of this program.</param>
    public DatabaseConnector(DatabaseOptions options, string application)
    {
        NpgsqlConnectionStringBuilder text = new(options.Connection)
        {
            Timeout = ConnectTimeoutS, CommandTimeout = CommandTimeoutS, Pooling = false, ApplicationName = application,
        };
        if (options.PasswordFile.Length > 0)
        {
            text.Password = SecretFile.Read(options.PasswordFile);
        }

        NpgsqlSlimDataSourceBuilder builder = new(text.ConnectionString);
        _ = builder.EnableTransportSecurity();
        _source = builder.Build();
        Where = $"'{text.Database ?? text.Username}' at {text.Host ?? "localhost"}";
    }

    /// <summary>The database in words: its name and host.</summary>
    public string Where { get; }

    /// <summary>A connection as the configured login. Errors: <see cref="NpgsqlException"/>.</summary>
    public NpgsqlConnection Open() => _source.OpenConnection();

    /// <summary>
    /// A connection that may do what <see cref="WriterRole"/> may, and no more. Errors: <see cref="NpgsqlException"/> where the
    /// server cannot be reached; <see cref="DatabaseRefusedException"/> where the login is no member of that role.
    /// </summary>
    public NpgsqlConnection OpenWriter()
    {
        NpgsqlConnection connection = Open();
        try
        {
            using NpgsqlCommand command = new($"SET ROLE {WriterRole}", connection);
            _ = command.ExecuteNonQuery();
            return connection;
        }
        catch (PostgresException error) when (error.SqlState is PostgresErrorCodes.InsufficientPrivilege or PostgresErrorCodes.InvalidParameterValue)
        {
            string user = connection.UserName ?? "this login";
            connection.Dispose();
            throw new DatabaseRefusedException(
                error.SqlState == PostgresErrorCodes.InsufficientPrivilege
                    ? $"role '{user}' of database {Where} is no member of {WriterRole}; run as its owner: GRANT {WriterRole} TO \"{user}\""
                    : $"database {Where} has no role {WriterRole}; run: artic db migrate",
                error);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _source.Dispose();
}
