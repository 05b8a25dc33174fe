using Artic.Bench.Figures;

namespace Artic.Bench.Tables;

/// <summary>What <c>artic bench tables</c> was asked to do.</summary>
public sealed class TablesBenchOptions
{
    /// <summary>Connection string of the database; its schema must be there.</summary>
    public required string Database { get; init; }

    /// <summary>Orders, each of eight rows.</summary>
    public required int Orders { get; init; }

    /// <summary>Where the report is written.</summary>
    public required string? Json { get; init; }

    /// <summary>All that is wrong with it.</summary>
    public List<string> Violations()
    {
        List<string> found = [];
        BenchOptions.CheckDatabase(Database, found);
        if (Orders is < 1000 or > 1_000_000)
        {
            found.Add($"--orders {Orders}: must be 1000 to 1000000");
        }

        BenchOptions.CheckJson(Json, found);
        return found;
    }
}
