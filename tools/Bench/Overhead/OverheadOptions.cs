using Artic.Bench.Figures;

namespace Artic.Bench.Overhead;

/// <summary>What <c>artic bench overhead</c> was asked to do.</summary>
public sealed class OverheadOptions
{
    /// <summary>Connection string of the database; its schema must be there.</summary>
    public required string Database { get; init; }

    /// <summary>Pairs of runs.</summary>
    public required int Pairs { get; init; }

    /// <summary>Ticks a second.</summary>
    public required int Rate { get; init; }

    /// <summary>Measured seconds of each run.</summary>
    public required int Seconds { get; init; }

    /// <summary>Where the report is written.</summary>
    public required string? Json { get; init; }

    /// <summary>All that is wrong with it.</summary>
    public List<string> Violations()
    {
        List<string> found = [];
        Need(Pairs is >= 1 and <= 99, $"--pairs {Pairs}: must be 1 to 99");
        Need(Rate is >= 10 and <= 50_000, $"--rate {Rate}: must be 10 to 50000");
        Need(Seconds is >= 1 and <= 600, $"--seconds {Seconds}: must be 1 to 600");
        BenchOptions.CheckJson(Json, found);
        return found;

        void Need(bool condition, string violation)
        {
            if (!condition)
            {
                found.Add(violation);
            }
        }
    }
}
