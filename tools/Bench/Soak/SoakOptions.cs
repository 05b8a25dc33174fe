namespace Artic.Bench.Soak;

/// <summary>How a soak goes. Immutable.</summary>
public sealed class SoakOptions
{
    /// <summary>Shortest soak: warm-up, pause and what follows must be told apart.</summary>
    public const int LeastSeconds = 10;

    /// <summary>How long is written.</summary>
    public int Seconds { get; init; }

    /// <summary>Records a second.</summary>
    public int RatePerSecond { get; init; }

    /// <summary>How long one reader is stopped, from the middle on.</summary>
    public int PauseSeconds { get; init; }

    /// <summary>Archived segments that every reader has passed stay on disk.</summary>
    public bool KeepsArchive { get; init; }

    /// <summary>Where the report goes as JSON.</summary>
    public string? Json { get; init; }

    /// <summary>Every option that cannot be.</summary>
    public List<string> Violations()
    {
        List<string> violations = [];
        if (Seconds is < LeastSeconds or > 86_400)
        {
            violations.Add($"the length is {Seconds} s: must be {LeastSeconds} s to a day");
        }

        if (RatePerSecond is < 1000 or > 2_000_000)
        {
            violations.Add($"--rate {RatePerSecond}: must be 1000 to 2000000");
        }

        if (PauseSeconds < 1 || PauseSeconds > Seconds / 5)
        {
            violations.Add($"--pause {PauseSeconds}: must be 1 s to a fifth of the length");
        }

        return violations;
    }
}
