using Artic.Bench.Figures;

namespace Artic.Bench.Risk;

/// <summary>What <c>artic bench risk</c> was asked to do.</summary>
public sealed class RiskBenchOptions
{
    /// <summary>Instruments, each with a strategy instance.</summary>
    public required int Instruments { get; init; }

    /// <summary>Orders that are open all the time.</summary>
    public required int OpenOrders { get; init; }

    /// <summary>Measured decisions.</summary>
    public required int Decisions { get; init; }

    /// <summary>Of all that is random.</summary>
    public required int Seed { get; init; }

    /// <summary>Where the report is written.</summary>
    public required string? Json { get; init; }

    /// <summary>All that is wrong with it.</summary>
    public List<string> Violations()
    {
        List<string> found = [];
        Need(Instruments is >= 1 and <= 10_000, $"--instruments {Instruments}: must be 1 to 10000");
        Need(OpenOrders is >= 1 and <= 16_000, $"--open-orders {OpenOrders}: must be 1 to 16000");
        Need(Decisions is >= 1000 and <= 10_000_000, $"--decisions {Decisions}: must be 1000 to 10000000");
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
