using Npgsql;

namespace Artic.Database;

/// <summary>Parameters of commands by their place: $1, $2 and so on. Thread: that of the command.</summary>
internal static class CommandParameters
{
    /// <summary>Adds the next one.</summary>
    public static void Add<T>(this NpgsqlCommand command, T value) =>
        command.Parameters.Add(new NpgsqlParameter<T> { TypedValue = value });
}
