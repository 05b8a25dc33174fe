using Artic.Bench.Figures;
using Artic.Runs;
using Artic.Streams.Waiting;

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
            Need(rate is >= 10 and <= 50_000, $"--rate {rate}: must be 10 to 50000");
        }

        Need(Rates.Length > 0, "--rates: names none");
        Need(Seconds is >= 1 and <= 600, $"--seconds {Seconds}: must be 1 to 600");
        Need(Runs is >= 1 and <= 99, $"--runs {Runs}: must be 1 to 99");
        Need(Instruments is >= 1 and <= 1000, $"--instruments {Instruments}: must be 1 to 1000");
        Need(Burst is >= 1 and <= 1000, $"--burst {Burst}: must be 1 to 1000");
        BenchOptions.CheckJson(Json, found);
        if (Enum.TryParse(Idle, ignoreCase: true, out IdleStrategy idle) && Enum.IsDefined(idle))
        {
            string? objection = ThreadPlan.Objection(idle);
            Need(objection == null, $"--idle {Idle}: {objection}");
        }
        else
        {
            found.Add($"--idle {Idle}: is none of auto, spin, relay, yield, park");
        }

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
