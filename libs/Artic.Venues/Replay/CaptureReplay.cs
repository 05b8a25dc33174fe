using Artic.Venues.Captures;

namespace Artic.Venues.Replay;

/// <summary>
/// Runs a capture through a venue's decoder and keepers, as a live connection would, and counts what the books came to and
/// what could not be read. Thread: one. Allocates; not for the path.
/// </summary>
public sealed class CaptureReplay
{
    private readonly Venue _venue;
    private readonly Dictionary<VenueBook, TickerCheck> _checks = [];
    private bool _hasFrames;

    /// <param name="venue">Whose capture it is.</param>
    /// <param name="symbols">The symbols that are kept; all that appear where there are none.</param>
    public CaptureReplay(Venue venue, params IReadOnlyList<string> symbols)
    {
        _venue = venue;
        Books = new VenueBooks(venue, symbols);
    }

    /// <summary>The books.</summary>
    public VenueBooks Books { get; }

    /// <summary>Lines that are of no known format.</summary>
    public long UnreadableLines { get; private set; }

    /// <summary>The first line that could not be read, or whose frame was refused; 0 where there is none.</summary>
    public long FirstBadLine { get; private set; }

    /// <summary>Time of the last line that has one, UTC nanoseconds.</summary>
    public long LastTimeNs { get; private set; }

    /// <summary>The comparisons of tickers with a book; null before there was a ticker that could be compared.</summary>
    public TickerCheck? CheckOf(VenueBook book) => _checks.GetValueOrDefault(book);

    /// <summary>Takes the next line.</summary>
    public void Take(in CaptureLine line)
    {
        LastTimeNs = Math.Max(LastTimeNs, line.TimeNs);
        switch (line.Kind)
        {
            case CaptureLineKind.Received or CaptureLineKind.Document:
                _hasFrames = true;
                TakeFrame(line);
                break;
            case CaptureLineKind.Sent when _venue == Venue.Kraken:
                // What was asked for says how deep the book is. The connection's own frames are not counted by it.
                Books.Asked(line.Body.Span);
                break;
            case CaptureLineKind.Connected when _hasFrames:
                Books.Connected();
                break;
            case CaptureLineKind.Unreadable:
                UnreadableLines++;
                Remember(line);
                Books.Lost();
                break;
            default:
                break;
        }
    }

    private void TakeFrame(in CaptureLine line)
    {
        if (!Books.Take(line.Body.Span, line.AddressSymbol))
        {
            Remember(line);
            return;
        }

        foreach (ref readonly MarketEvent said in Books.Frame.Events)
        {
            // Binance's tickers bear the update id of the book; no other venue says that its do.
            if (_venue == Venue.Binance && Book(said, line) is { } book)
            {
                Compare(book, said);
            }
        }
    }

    private void Compare(VenueBook book, in MarketEvent said)
    {
        if (!_checks.TryGetValue(book, out TickerCheck? check))
        {
            _checks.Add(book, check = new TickerCheck());
        }

        if (said.Kind == MarketEventKind.Ticker)
        {
            check.Ticker(said.UpdateId, Books.Frame.Bids(said)[0], Books.Frame.Asks(said)[0], said.PriceScale);
        }
        else if (book.Keeper.IsLive)
        {
            check.Applied(book.Keeper.UpdateId, book.Keeper.Book);
        }
        else if (book.Keeper.Figures.Applied > 0)
        {
            check.Withdrawn();
        }
    }

    private VenueBook? Book(in MarketEvent said, in CaptureLine line)
    {
        ReadOnlySpan<byte> symbol = Books.Frame.Symbol(said);
        symbol = symbol.IsEmpty ? line.AddressSymbol : symbol;
        return symbol.IsEmpty ? Books.Books.Count == 1 ? Books.Books[0] : null : Books.Find(symbol);
    }

    private void Remember(in CaptureLine line) => FirstBadLine = FirstBadLine == 0 ? line.Number : FirstBadLine;
}
