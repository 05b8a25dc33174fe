using System.Text.Json.Serialization;
using Artic.Bench.Figures;

namespace Artic.Bench.Book;

/// <summary>How fast a venue's depth messages become a book; the shape of <c>--json</c>.</summary>
public sealed class BookBenchReport
{
    /// <summary>Where it was measured.</summary>
    public Machine Machine { get; set; } = new();

    /// <summary>The vector instructions that the processor offers to this binary.</summary>
    public string Vectors { get; set; } = "";

    /// <summary>The core that it was pinned to.</summary>
    public int Core { get; set; }

    /// <summary>What is inside the clock.</summary>
    public string Measured { get; set; } = "";

    /// <summary>Interleaved rounds; figures are their medians.</summary>
    public int Rounds { get; set; }

    /// <summary>Depth messages of one round.</summary>
    public int Messages { get; set; }

    /// <summary>Levels in them.</summary>
    public long Levels { get; set; }

    /// <summary>Their text, in bytes.</summary>
    public long Bytes { get; set; }

    /// <summary>Text parsed and applied a second.</summary>
    public double BytesPerSecond { get; set; }

    /// <summary>Nanoseconds a level, parsed and applied.</summary>
    public double LevelNs { get; set; }

    /// <summary>Text that is only parsed, a second: what is left is the book.</summary>
    public double ParseBytesPerSecond { get; set; }

    /// <summary>The same messages by the platform's JSON reader, decimals and sorted dictionaries, in the same rounds.</summary>
    public double BaselineBytesPerSecond { get; set; }

    /// <summary>Median over rounds of one by the other.</summary>
    public double Ratio { get; set; }

    /// <summary>The same with its interval.</summary>
    public Ratio OverBaseline { get; set; } = new();

    /// <summary>Bytes allocated on the heap over all measured rounds.</summary>
    public long AllocBytes { get; set; }

    /// <summary>From a best-price message's bytes to an encoded Quote, one clock read included.</summary>
    [JsonPropertyName("quote_p50_ns")]
    public long QuoteP50Ns { get; set; }

    /// <inheritdoc cref="QuoteP50Ns"/>
    [JsonPropertyName("quote_p99_ns")]
    public long QuoteP99Ns { get; set; }

    /// <summary>Each round.</summary>
    public double[] BytesPerSecondRuns { get; set; } = [];

    /// <summary>Each round.</summary>
    public double[] BaselineBytesPerSecondRuns { get; set; } = [];
}
