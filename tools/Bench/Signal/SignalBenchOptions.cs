using Artic.Bench.Figures;

namespace Artic.Bench.Signal;

/// <summary>What <c>artic bench signal</c> was asked to do.</summary>
public sealed class SignalBenchOptions
{
    /// <summary>The model that comes with the installation.</summary>
    public required string Model { get; init; }

    /// <summary>Measured inferences of each kind, and ticks of the stage.</summary>
    public required int Runs { get; init; }

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

        if (Runs is < 2000 or > 10_000_000)
        {
            found.Add($"--runs {Runs}: must be 2000 to 10000000");
        }

        BenchOptions.CheckJson(Json, found);
        return found;
    }
}
