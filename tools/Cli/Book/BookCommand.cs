using System.Globalization;
using System.Text.Json;
using Artic.Venues;
using Artic.Venues.Captures;
using Artic.Venues.Replay;

namespace Artic.Cli.Book;

/// <summary>
/// <c>artic book</c>: a recorded capture through the decoder and the keeper that a live connection has. Exit code 0: all was
/// read and every book is right; 1: something could not be read, or a book is absent; 2: the options cannot be.
/// </summary>
public sealed class BookCommand(BookOptions options)
{
    private const long NanosecondsPerTick = 100;

    /// <summary>Replays, prints, and gives the exit code.</summary>
    public int Execute()
    {
        List<string> violations = options.Violations();
        if (violations.Count > 0)
        {
            violations.ForEach(violation => Say(violation));
            return 2;
        }

        try
        {
            return Replay();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            Say(error.Message);
            return 1;
        }
    }

    private int Replay()
    {
        Venue? venue = options.ReadVenue() ?? VenueGuess.Of(options.Files);
        if (venue == null)
        {
            Say($"no venue's book messages are among the first lines; name the venue with --venue, and see that this is a capture: {string.Join(", ", options.Files)}");
            return 1;
        }

        CaptureReplay replay = new(venue.Value, options.Symbols);
        string? first = Run(replay);
        BookReport report = BookReport.Of(replay, venue.Value, options.Files);
        Print(replay, report);
        if (options.Json != null)
        {
            File.WriteAllText(options.Json, JsonSerializer.Serialize(report, BookJson.Default.BookReport) + "\n");
        }

        return Judge(replay, report, venue.Value, first);
    }

    /// <summary>Replays to the end or the moment that was asked for; says where the first line is that could not be read.</summary>
    private string? Run(CaptureReplay replay)
    {
        string? first = null;
        long until = options.ReadAt() ?? long.MaxValue;
        using CaptureFiles files = new(options.Files);
        while (files.TryNext(out CaptureLine line, out int file) && line.TimeNs <= until)
        {
            replay.Take(line);
            if (first == null && replay.FirstBadLine > 0)
            {
                first = $"line {replay.FirstBadLine} of {options.Files[file]}";
            }
        }

        return first;
    }

    private int Judge(CaptureReplay replay, BookReport report, Venue venue, string? first)
    {
        int exit = 0;
        long refused = report.Refused.Values.Sum();
        if (report.Applied == 0)
        {
            exit = 1;
            Say(VenueGuess.Of(options.Files) is { } other && other != venue
                ? $"nothing in it became part of a book of {report.Venue}: it looks like a capture of {BookOptions.NameOf(other)}; try --venue {BookOptions.NameOf(other)}"
                : $"nothing in it became part of a book of {report.Venue}: a book begins with a snapshot, and Binance's comes from REST (name that capture too)");
        }

        if (first != null)
        {
            exit = 1;
            string reasons = string.Join(
                ", ", report.Refused.Where(reason => reason.Value > 0).Select(reason => $"{reason.Value} {reason.Key}"));
            Say($"lines of no known format: {report.UnreadableLines}; messages refused: {refused}{(refused > 0 ? $" ({reasons})" : "")}; the first is {first}: cut, garbage, or another venue's. Books that it put in doubt were dropped until their next snapshot; mend or remove the line, or record again");
        }

        if (options.At != null && replay.LastTimeNs == 0 && report.Messages > 0)
        {
            exit = 1;
            Say("the capture has no times: --at had no effect, and this is its end");
        }

        string[] absent = [.. report.Books.Where(book => !book.Live).Select(book => book.Symbol)];
        if (absent.Length > 0 && report.Applied > 0)
        {
            exit = 1;
            Say($"no book at the end of {string.Join(", ", absent)}: after a loss, or from the start, no snapshot came");
        }

        return exit;
    }

    private void Print(CaptureReplay replay, BookReport report)
    {
        Ladder ladder = new(hasColours: !Console.IsOutputRedirected);
        foreach (VenueBook book in replay.Books.Books)
        {
            Console.WriteLine(ladder.Of(book, options.Depth));
        }

        string time = report.LastTimeNs > 0
            ? DateTime.UnixEpoch.AddTicks(report.LastTimeNs / NanosecondsPerTick).ToString("yyyy-MM-dd HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture)
            : "no times";
        Console.WriteLine(FormattableString.Invariant(
            $"{report.Venue}, {time}: {report.Messages} messages, {report.Applied} applied, {report.Ignored} ignored, {report.Gaps} gaps, {report.Resyncs} resyncs"));
        Console.WriteLine(FormattableString.Invariant(
            $"checksums {report.Checksums.Matched} matched, {report.Checksums.Failed} failed; tickers {report.TickerChecks.Matched} matched, {report.TickerChecks.Failed} failed; {report.Crossed} crossed"));
        if (report.BookSha256 != null)
        {
            Console.WriteLine($"sha256 {report.BookSha256}");
        }
    }

    private static void Say(string what) => Console.Error.WriteLine($"artic book: {what}");
}
