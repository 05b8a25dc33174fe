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

    /// <summary>Orders of a backlog that comes into the tables meanwhile; 0: none does.</summary>
    public int Backlog { get; init; }

    /// <summary>Where the report is written.</summary>
    public required string? Json { get; init; }

    /// <summary>All that is wrong with it.</summary>
    public List<string> Violations()
    {
        List<string> found = [];
        BenchOptions.CheckDatabase(Database, found);
        BenchOptions.Check(Pairs, "--pairs", 1, 99, found);
        BenchOptions.Check(Backlog, "--backlog", 0, 1_000_000, found);
        BenchOptions.CheckRate(Rate, found);
        BenchOptions.CheckSeconds(Seconds, found);
        BenchOptions.CheckJson(Json, found);
        return found;
    }
}
