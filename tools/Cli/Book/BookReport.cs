using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;
using Artic.Venues;
using Artic.Venues.Books;
using Artic.Venues.Replay;

namespace Artic.Cli.Book;

/// <summary>What a replayed capture came to; the shape of <c>--json</c>.</summary>
public sealed class BookReport
{
    /// <summary>The venue.</summary>
    public string Venue { get; set; } = "";

    /// <summary>The captures.</summary>
    public string[] Files { get; set; } = [];

    /// <summary>Time of the last line that was replayed, UTC nanoseconds; 0 where the capture has no times.</summary>
    public long LastTimeNs { get; set; }

    /// <summary>Frames from the venue, documents among them.</summary>
    public long Messages { get; set; }

    /// <summary>Snapshots and deltas that became part of a book.</summary>
    public long Applied { get; set; }

    /// <summary>Snapshots and deltas that did not: old, repeated, without a book.</summary>
    public long Ignored { get; set; }

    /// <summary>Holes in the venue's sequences, of books and of the connection.</summary>
    public long Gaps { get; set; }

    /// <summary>Times that a book was built anew after it had been right.</summary>
    public long Resyncs { get; set; }

    /// <summary>The venue's checksums against the books.</summary>
    public MatchFigures Checksums { get; set; } = new();

    /// <summary>The venue's tickers against the top of the books, where both name the same update.</summary>
    public MatchFigures TickerChecks { get; set; } = new();

    /// <summary>Messages after which a bid stood at or above an ask.</summary>
    public long Crossed { get; set; }

    /// <summary>Frames that were refused, by reason.</summary>
    public Dictionary<string, long> Refused { get; set; } = [];

    /// <summary>Frames that said nothing that is known of this venue.</summary>
    public long Unknown { get; set; }

    /// <summary>Events about symbols that were not asked for, and snapshots of nobody's.</summary>
    public long UnknownSymbols { get; set; }

    /// <summary>Frames that came twice, or too late.</summary>
    public long OutOfOrder { get; set; }

    /// <summary>Lines of the capture that are of no known format.</summary>
    public long UnreadableLines { get; set; }

    /// <summary>
    /// That of the only book; of several, SHA-256 over a line <c>SYMBOL BOOK_SHA256</c> for each, by symbol. Null where a
    /// book is absent.
    /// </summary>
    [JsonPropertyName("book_sha256")]
    public string? BookSha256 { get; set; }

    /// <summary>The books, in the order in which their symbols came.</summary>
    public List<SymbolReport> Books { get; set; } = [];

    /// <summary>The report of a replay.</summary>
    public static BookReport Of(CaptureReplay replay, Venue venue, string[] files)
    {
        VenueBooks all = replay.Books;
        BookReport report = new()
        {
            Venue = BookOptions.NameOf(venue), Files = files, LastTimeNs = replay.LastTimeNs, Messages = all.Frames,
            Unknown = all.Unknown, UnknownSymbols = all.UnknownSymbols, OutOfOrder = all.OutOfOrder,
            UnreadableLines = replay.UnreadableLines, Gaps = all.ConnectionGaps,
        };
        for (RefusalReason reason = RefusalReason.Json; reason <= RefusalReason.TooLarge; reason++)
        {
#pragma warning disable CA1308 // Names in the report are lower case.
            report.Refused[reason.ToString().ToLowerInvariant()] = all.Refused[(int)reason];
#pragma warning restore CA1308
        }

        foreach (VenueBook book in all.Books)
        {
            SymbolReport one = SymbolReport.Of(book, replay.CheckOf(book));
            report.Books.Add(one);
            report.Applied += one.Applied;
            report.Ignored += one.Ignored;
            report.Gaps += one.Gaps;
            report.Resyncs += one.Resyncs;
            report.Crossed += one.Crossed;
            report.Checksums.Add(one.Checksums);
            report.TickerChecks.Add(one.TickerChecks);
        }

        report.BookSha256 = Together(report.Books);
        return report;
    }

    private static string? Together(List<SymbolReport> books)
    {
        if (books.Count == 0 || books.Exists(book => book.BookSha256 == null))
        {
            return null;
        }

        string lines = string.Concat(
            books.OrderBy(book => book.Symbol, StringComparer.Ordinal).Select(book => $"{book.Symbol} {book.BookSha256}\n"));
        return books.Count == 1 ? books[0].BookSha256 : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(lines)));
    }
}

/// <summary>One instrument of a <see cref="BookReport"/>.</summary>
public sealed class SymbolReport
{
    /// <summary>The symbol as the venue writes it.</summary>
    public string Symbol { get; set; } = "";

    /// <summary>The book is right at the end; else it is absent.</summary>
    public bool Live { get; set; }

    /// <summary>Events about it, of every kind.</summary>
    public long Messages { get; set; }

    /// <inheritdoc cref="BookReport.Applied"/>
    public long Applied { get; set; }

    /// <inheritdoc cref="BookReport.Ignored"/>
    public long Ignored { get; set; }

    /// <summary>Holes in its sequence.</summary>
    public long Gaps { get; set; }

    /// <inheritdoc cref="BookReport.Resyncs"/>
    public long Resyncs { get; set; }

    /// <inheritdoc cref="BookReport.Crossed"/>
    public long Crossed { get; set; }

    /// <inheritdoc cref="BookReport.Checksums"/>
    public MatchFigures Checksums { get; set; } = new();

    /// <inheritdoc cref="BookReport.TickerChecks"/>
    public MatchFigures TickerChecks { get; set; } = new();

    /// <summary>The venue's id of the last applied message; 0 where it has none.</summary>
    public long UpdateId { get; set; }

    /// <summary>Levels.</summary>
    public int Bids { get; set; }

    /// <summary>Levels.</summary>
    public int Asks { get; set; }

    /// <summary>SHA-256 of all levels in the wire's digits (<see cref="BookText.Sha256"/>); null where the book is absent.</summary>
    [JsonPropertyName("book_sha256")]
    public string? BookSha256 { get; set; }

    internal static SymbolReport Of(VenueBook book, TickerCheck? check)
    {
        BookKeeper keeper = book.Keeper;
        return new SymbolReport
        {
            Symbol = book.Symbol, Live = keeper.IsLive, Messages = book.Messages, Applied = keeper.Figures.Applied,
            Ignored = keeper.Figures.Ignored, Gaps = keeper.Figures.Gaps, Resyncs = keeper.Figures.Resyncs,
            Crossed = keeper.Figures.Crossed, UpdateId = keeper.UpdateId, Bids = keeper.Book.Bids.Count,
            Asks = keeper.Book.Asks.Count,
            Checksums = new MatchFigures { Matched = keeper.Figures.ChecksumsMatched, Failed = keeper.Figures.ChecksumsFailed },
            TickerChecks = new MatchFigures { Matched = check?.Matched ?? 0, Failed = check?.Failed ?? 0 },
            BookSha256 = keeper.IsLive ? BookText.Sha256(keeper.Book) : null,
        };
    }
}

/// <summary>Comparisons.</summary>
public sealed class MatchFigures
{
    /// <summary>Those that agreed.</summary>
    public long Matched { get; set; }

    /// <summary>Those that did not.</summary>
    public long Failed { get; set; }

    internal void Add(MatchFigures other)
    {
        Matched += other.Matched;
        Failed += other.Failed;
    }
}

/// <summary>Names and types for the JSON writer, made at build time.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true)]
[JsonSerializable(typeof(BookReport))]
public sealed partial class BookJson : JsonSerializerContext;
