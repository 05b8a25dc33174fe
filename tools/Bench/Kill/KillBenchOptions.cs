using Artic.Bench.Figures;

namespace Artic.Bench.Kill;

/// <summary>What <c>artic bench kill</c> was asked to do.</summary>
public sealed class KillBenchOptions
{
    /// <summary>Kills.</summary>
    public required int Kills { get; init; }

    /// <summary>What is wrong when the kill comes.</summary>
    public required KillFault Fault { get; init; }

    /// <summary>Ticks a second, each of which becomes an order.</summary>
    public required int Rate { get; init; }

    /// <summary>Seed of all that is random.</summary>
    public required int Seed { get; init; }

    /// <summary>Where the report is written.</summary>
    public required string? Json { get; init; }

    /// <summary>All that is wrong with it.</summary>
    public List<string> Violations()
    {
        List<string> found = [];
        if (Kills is < 1 or > 10_000)
        {
            found.Add($"--kills {Kills}: must be 1 to 10000");
        }

        if (Rate is < 100 or > 20_000)
        {
            found.Add($"--rate {Rate}: must be 100 to 20000");
        }

        BenchOptions.CheckJson(Json, found);
        return found;
    }
}

/// <summary>What is wrong when a kill comes.</summary>
public enum KillFault
{
    /// <summary>Nothing: risk manager and engine take the kills in turn.</summary>
    None,

    /// <summary>The risk manager was stopped (SIGSTOP) up to 40 ms before: the engine takes them, and it is woken afterwards.</summary>
    RiskHung,

    /// <summary>The risk manager was killed (SIGKILL) up to 40 ms before: the engine takes them.</summary>
    RiskDead,

    /// <summary>The engine was stopped (SIGSTOP) a moment before: the risk manager takes them, and it is woken afterwards.</summary>
    EngineHung,
}
