namespace Artic.Database.Schema;

/// <summary>How a database's schema stands to this binary.</summary>
/// <param name="State">In a word.</param>
/// <param name="Applied">Version of the last step that was applied; 0: none.</param>
/// <param name="Database">Name of the database.</param>
public sealed record SchemaReport(SchemaState State, int Applied, string Database)
{
    /// <summary>Version that this binary wants.</summary>
    public static int Wanted => Migration.All[^1].Version;

    /// <summary>One line: what is the matter, and what to run.</summary>
    public string Words => State switch
    {
        SchemaState.Good => $"the schema of database '{Database}' is at version {Applied}",
        SchemaState.Absent => $"database '{Database}' has no schema 'artic'; run: artic db migrate",
        SchemaState.Older =>
            $"the schema of database '{Database}' is at version {Applied}, this binary wants {Wanted}; run: artic db migrate",
        SchemaState.Newer =>
            $"the schema of database '{Database}' is at version {Applied}, this binary knows {Wanted} only; use the newer binary",
        SchemaState.Changed =>
            $"step {Applied} of the schema of database '{Database}' is not the one in this binary; use the binary that made it",
        _ => $"database '{Database}' has a schema 'artic' that is not this project's; name another database",
    };
}
