using Artic.Bench.Figures;

namespace Artic.Bench.Market;

/// <summary>What <c>artic bench market</c> was asked to do.</summary>
public sealed class MarketBenchOptions
{
    /// <summary>Instruments of each run of the order-flow model; with <see cref="Replay"/> one run of one.</summary>
    public required int[] Instruments { get; init; }

    /// <summary>A capture of BTCUSDT in place of the model; null: the model.</summary>
    public required string? Replay { get; init; }

    /// <summary>Market time goes so many times faster.</summary>
    public required double Speed { get; init; }

    /// <summary>Measured seconds of each run.</summary>
    public required int Seconds { get; init; }

    /// <summary>How the hot thread waits.</summary>
    public required string Idle { get; init; }

    /// <summary>Where the report is written.</summary>
    public required string? Json { get; init; }

    /// <summary>All that is wrong with it.</summary>
    public List<string> Violations()
    {
        List<string> found = [];
        foreach (int instruments in Instruments)
        {
            BenchOptions.Check(instruments, "--instruments", 1, 1000, found);
        }

        if (Replay != null && !File.Exists(Replay))
        {
            found.Add($"--replay {Replay}: there is no such file");
        }

        if (Speed is not (>= 0.01 and <= 1000))
        {
            found.Add(FormattableString.Invariant($"--speed {Speed}: must be 0.01 to 1000"));
        }

        BenchOptions.CheckSeconds(Seconds, found);
        BenchOptions.CheckIdle(Idle, found);
        BenchOptions.CheckJson(Json, found);
        return found;
    }
}
