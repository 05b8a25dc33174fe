namespace Artic.Database.Ledger;

/// <summary>
/// The tables are further than this writer had left them: a transaction that was given up for lost was carried out after all, or
/// another process writes the same run. A new writer goes on from there.
/// </summary>
public sealed class LedgerMovedException : Exception
{
    /// <inheritdoc/>
    public LedgerMovedException()
    {
    }

    /// <inheritdoc/>
    public LedgerMovedException(string message)
        : base(message)
    {
    }

    /// <inheritdoc/>
    public LedgerMovedException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
