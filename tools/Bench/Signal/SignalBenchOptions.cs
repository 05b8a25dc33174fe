using Artic.Bench.Figures;

namespace Artic.Bench.Signal;

/// <summary>What <c>artic bench signal</c> was asked to do.</summary>
public sealed class SignalBenchOptions
{
    /// <summary>The model that comes with the installation.</summary>
    public required string Model { get; init; }

    /// <summary>Measured inferences of each kind, and ticks of the stage.</summary>
    public required int Runs { get; init; }

    /// <summary>Swaps of the model, spread over as many ticks.</summary>
    public required int Swaps { get; init; }

    /// <summary>Where the report is written.</summary>
    public required string? Json { get; init; }

    /// <summary>All that is wrong with it.</summary>
    public List<string> Violations()
    {
        List<string> found = [];
        if (!File.Exists(Model))
        {
            found.Add($"{Model}: there is no such file; ARTIC_HOME says where the installation is");
        }

        BenchOptions.Check(Runs, "--runs", 2000, 10_000_000, found);
        BenchOptions.Check(Swaps, "--swaps", 2, 2000, found);
        BenchOptions.CheckJson(Json, found);
        return found;
    }
}
