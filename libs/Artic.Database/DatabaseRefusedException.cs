namespace Artic.Database;

/// <summary>A database that cannot be used as it is: which one, why, and what to do. Trying again changes nothing.</summary>
public sealed class DatabaseRefusedException : Exception
{
    /// <inheritdoc/>
    public DatabaseRefusedException()
    {
    }

    /// <inheritdoc/>
    public DatabaseRefusedException(string message)
        : base(message)
    {
    }

    /// <inheritdoc/>
    public DatabaseRefusedException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
