namespace Artic.Venues;

/// <summary>
/// All books of one connection to a venue, from its raw frames: decoder, keepers by symbol, and the connection's own sequence
/// where the venue has one. What is refused, lost or unknown is counted by reason and never applied by half. Thread: one; no
/// I/O, no clock. Allocates for a symbol that is new, and where something grows.
/// </summary>
public sealed class VenueBooks
{
    /// <summary>More symbols are refused as unknown.</summary>
    public const int MaxSymbols = 4096;

    private const int FirstSymbols = 16;

    private readonly Venue _venue;
    private readonly IMarketDecoder _decoder;
    private readonly List<VenueBook> _books = [];
    private readonly bool _isOpen;
    private readonly long[] _refused = new long[Enum.GetValues<RefusalReason>().Length];
    private readonly SymbolTable<VenueBook> _bySymbol = new(FirstSymbols);
    private long _sequence = -1;

    /// <param name="venue">Whose frames they are.</param>
    /// <param name="symbols">The symbols that are kept; every symbol that appears where there are none.</param>
    public VenueBooks(Venue venue, params IReadOnlyList<string> symbols)
    {
        _venue = venue;
        _decoder = venue.NewDecoder();
        _isOpen = true;
        foreach (string symbol in symbols)
        {
            _ = FindOrAdd(System.Text.Encoding.UTF8.GetBytes(symbol));
        }

        _isOpen = symbols.Count == 0;
    }

    /// <summary>The books, in the order in which their symbols came.</summary>
    public IReadOnlyList<VenueBook> Books => _books;

    /// <summary>What the last frame said.</summary>
    public MarketFrame Frame { get; } = new();

    /// <summary>Frames that came.</summary>
    public long Frames { get; private set; }

    /// <summary>
    /// Frames that were refused, by <see cref="RefusalReason"/>, and events of others whose prices do not fit their book.
    /// </summary>
    public ReadOnlySpan<long> Refused => _refused;

    /// <summary>Frames that said nothing that is known here.</summary>
    public long Unknown { get; private set; }

    /// <summary>Events about symbols that nobody asked for, and snapshots of which nobody can say whose they are.</summary>
    public long UnknownSymbols { get; private set; }

    /// <summary>Jumps of the connection's sequence.</summary>
    public long ConnectionGaps { get; private set; }

    /// <summary>Frames that came again, or after one that followed them.</summary>
    public long OutOfOrder { get; private set; }

    /// <summary>The venue announced that it will close the connection.</summary>
    public bool ShutdownAnnounced { get; private set; }

    /// <summary>A new connection: nothing of the old one counts.</summary>
    public void Connected()
    {
        _sequence = -1;
        ShutdownAnnounced = false;
        Withdraw();
    }

    /// <summary>
    /// Takes the next frame; false where it was refused, or an event of it. Books that it puts in doubt are withdrawn before
    /// this returns.
    /// </summary>
    /// <param name="frame">The frame's text.</param>
    /// <param name="symbol">Whose a snapshot without a symbol is; where it is empty too, it is that of the only book.</param>
    public bool Take(ReadOnlySpan<byte> frame, ReadOnlySpan<byte> symbol = default)
    {
        Frames++;
        if (!_decoder.TryDecode(frame, Frame))
        {
            _refused[(int)Frame.Refusal]++;
            Doubt();
            return false;
        }

        if (!IsNext(Frame.ConnectionSequence))
        {
            return true;
        }

        bool isKnown = Frame.Events.Length == 0;
        bool isTaken = true;
        for (int i = 0; i < Frame.Events.Length; i++)
        {
            ref readonly MarketEvent said = ref Frame.Events[i];
            isKnown |= said.Kind != MarketEventKind.Other;
            ShutdownAnnounced |= said.Kind == MarketEventKind.Shutdown;
            if (said.Kind is MarketEventKind.Snapshot or MarketEventKind.Delta or MarketEventKind.Ticker or MarketEventKind.Trade ||
                said.Depth > 0)
            {
                isTaken &= Take(i, symbol);
            }
        }

        Unknown += isKnown ? 0 : 1;
        return isTaken;
    }

    /// <summary>What was asked of the venue: a subscription may say how deep its book is. It is no frame.</summary>
    public void Asked(ReadOnlySpan<byte> request)
    {
        if (!_decoder.TryDecode(request, Frame))
        {
            return;
        }

        for (int i = 0; i < Frame.Events.Length; i++)
        {
            if (Frame.Events[i].Depth > 0)
            {
                _ = Take(i, []);
            }
        }
    }

    /// <summary>Something of the connection could not even be taken as a frame: books that would not show it are withdrawn.</summary>
    public void Lost()
    {
        foreach (VenueBook book in _books)
        {
            if (!book.Keeper.SeesEveryLoss)
            {
                book.Keeper.Withdraw();
            }
        }
    }

    /// <summary>Drops every book.</summary>
    public void Withdraw()
    {
        foreach (VenueBook book in _books)
        {
            book.Keeper.Withdraw();
        }
    }

    /// <summary>The book of a symbol; null where there is none.</summary>
    public VenueBook? Find(ReadOnlySpan<byte> symbol) => _bySymbol.Find(symbol);

    /// <summary>Takes an event; false where its prices and its book's have no scale in common.</summary>
    private bool Take(int index, ReadOnlySpan<byte> symbol)
    {
        ref readonly MarketEvent said = ref Frame.Events[index];
        ReadOnlySpan<byte> own = Frame.Symbol(said);
        if (own.IsEmpty)
        {
            own = symbol.IsEmpty && _books.Count == 1 ? _books[0].SymbolBytes : symbol;
        }

        VenueBook? book = own.IsEmpty ? null : Find(own) ?? FindOrAdd(own);
        if (book == null)
        {
            UnknownSymbols++;
            return true;
        }

        if (said.Kind == MarketEventKind.Acknowledged)
        {
            book.Keeper.Subscribed(said.Depth);
            return true;
        }

        book.Messages++;
        if (book.Keeper.TryFit(Frame, index))
        {
            _ = book.Keeper.Take(Frame, said);
            return true;
        }

        // No book depends on a ticker or a trade.
        _refused[(int)RefusalReason.Number]++;
        if (said.Kind is MarketEventKind.Snapshot or MarketEventKind.Delta)
        {
            book.Keeper.Withdraw();
        }

        return false;
    }

    /// <summary>A frame could not be read: what it may have changed is in doubt, unless the next one shows that.</summary>
    private void Doubt()
    {
        if (Frame.Refusal == RefusalReason.Incomplete)
        {
            return;
        }

        VenueBook? only = Frame.RefusedSymbol.IsEmpty ? null : Find(Frame.RefusedSymbol);
        if (only != null)
        {
            only.Keeper.Withdraw();
            return;
        }

        Lost();
    }

    /// <summary>
    /// Judges the connection's sequence. False for a frame whose events must not be used: it came before, or behind one that
    /// followed it.
    /// </summary>
    private bool IsNext(long sequence)
    {
        if (sequence < 0 || sequence == _sequence + 1 || _sequence < 0)
        {
            // The first frame may have any number: a recording need not begin with the connection.
            _sequence = Math.Max(sequence, _sequence);
            return true;
        }

        if (sequence == _sequence)
        {
            OutOfOrder++;
            return false;
        }

        Withdraw();
        bool isForward = sequence > _sequence;
        bool isRestart = sequence == 0;
        ConnectionGaps += isForward ? 1 : 0;
        OutOfOrder += isForward || isRestart ? 0 : 1;
        _sequence = sequence;
        return isForward || isRestart;
    }

    private VenueBook? FindOrAdd(ReadOnlySpan<byte> symbol)
    {
        if (!_isOpen || _books.Count == MaxSymbols)
        {
            return null;
        }

        VenueBook added = new(symbol, _venue.NewKeeper());
        _books.Add(added);
        _bySymbol.Add(added.SymbolBytes, added);
        return added;
    }
}
