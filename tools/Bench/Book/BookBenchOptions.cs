using Artic.Bench.Figures;

namespace Artic.Bench.Book;

/// <summary>What <c>artic bench book</c> was asked to do.</summary>
public sealed class BookBenchOptions
{
    /// <summary>A Binance capture of one instrument, with its snapshot.</summary>
    public required string File { get; init; }

    /// <summary>Interleaved rounds.</summary>
    public required int Rounds { get; init; }

    /// <summary>Where the report is written.</summary>
    public required string? Json { get; init; }

    /// <summary>All that is wrong with it.</summary>
    public List<string> Violations()
    {
        List<string> found = [];
        Need(System.IO.File.Exists(File), $"{File}: there is no such file");
        Need(Rounds is >= 3 and <= 999, $"--rounds {Rounds}: must be 3 to 999");
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
