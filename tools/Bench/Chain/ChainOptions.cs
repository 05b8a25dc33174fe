using Artic.Bench.Figures;

namespace Artic.Bench.Chain;

/// <summary>What <c>artic bench chain</c> was asked to do.</summary>
public sealed class ChainOptions
{
    /// <summary>Ticks a second; several are measured one after the other.</summary>
    public required int[] Rates { get; init; }

    /// <summary>Measured seconds of each run.</summary>
    public required int Seconds { get; init; }

    /// <summary>Interleaved runs.</summary>
    public required int Runs { get; init; }

    /// <summary>Instruments, which take turns.</summary>
    public required int Instruments { get; init; }

    /// <summary>Ticks that leave back to back.</summary>
    public required int Burst { get; init; }

    /// <summary>How hot threads wait.</summary>
    public required string Idle { get; init; }

    /// <summary>Where the report is written.</summary>
    public required string? Json { get; init; }

    /// <summary>All that is wrong with it.</summary>
    public List<string> Violations()
    {
        List<string> found = [];
        foreach (int rate in Rates)
        {
            BenchOptions.CheckRate(rate, found);
        }

        if (Rates.Length == 0)
        {
            found.Add("--rates: names none");
        }

        BenchOptions.CheckSeconds(Seconds, found);
        BenchOptions.Check(Runs, "--runs", 1, 99, found);
        BenchOptions.Check(Instruments, "--instruments", 1, 1000, found);
        BenchOptions.Check(Burst, "--burst", 1, 1000, found);
        BenchOptions.CheckJson(Json, found);
        BenchOptions.CheckIdle(Idle, found);
        return found;
    }
}
