namespace Artic.Bench.Tables;

/// <summary>What came into committed tables.</summary>
/// <param name="Rows">Rows.</param>
/// <param name="Commits">Transactions.</param>
/// <param name="Seconds">From the first record that was read to the last commit.</param>
public readonly record struct FilledRows(long Rows, long Commits, double Seconds)
{
    /// <summary>Rows a second.</summary>
    public double PerSecond => Seconds > 0 ? Rows / Seconds : 0;
}
