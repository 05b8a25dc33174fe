using Artic.Bench.Figures;

namespace Artic.Bench.Hop;

/// <summary>What <c>artic bench hop</c> was asked to do.</summary>
public sealed class HopOptions
{
    /// <summary>Interleaved runs of the main figures.</summary>
    public required int Runs { get; init; }

    /// <summary>Records of one run, in millions.</summary>
    public required int Millions { get; init; }

    /// <summary>Only the main figures: 64 bytes, one reader.</summary>
    public required bool Brief { get; init; }

    /// <summary>Where the report is written.</summary>
    public required string? Json { get; init; }

    /// <summary>Sizes of the matrix.</summary>
    public static int[] Sizes => [64, 256, 1024];

    /// <summary>Readers of the matrix.</summary>
    public static int[] Readers => [1, 2, 4];

    /// <summary>All that is wrong with it.</summary>
    public List<string> Violations()
    {
        List<string> found = [];
        Need(Runs is >= 1 and <= 99, $"--runs {Runs}: must be 1 to 99");
        Need(Millions is >= 10 and <= 1000, $"--millions {Millions}: must be 10 to 1000");
        Need(Environment.ProcessorCount >= 2, "a hop between two spinning processes needs two cores");
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
