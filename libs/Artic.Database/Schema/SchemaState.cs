namespace Artic.Database.Schema;

/// <summary>How a database's schema stands to this binary.</summary>
public enum SchemaState
{
    /// <summary>It is the binary's.</summary>
    Good,

    /// <summary>There is no schema <c>artic</c>.</summary>
    Absent,

    /// <summary>Steps are missing.</summary>
    Older,

    /// <summary>A later version has changed it.</summary>
    Newer,

    /// <summary>A step was applied that says something else in this binary.</summary>
    Changed,

    /// <summary>There is a schema <c>artic</c> that this project has not made.</summary>
    Foreign,
}
