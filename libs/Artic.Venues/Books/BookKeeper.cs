using Artic.Streams.Steps;
using Artic.Venues.Text;

namespace Artic.Venues.Books;

/// <summary>
/// Keeps one instrument's book by its venue's rules, right or absent: a book that is not known to be right is empty and not
/// live. Thread: one; no I/O, no clock. Allocates only when it grows.
/// </summary>
public abstract class BookKeeper
{
    /// <summary>
    /// Ten significant digits: no venue's prices have more, so a change that would give the best price more is an error.
    /// </summary>
    private const long LargestRaisedPrice = 10_000_000_000;

    private bool _wasWithdrawn;
    private bool _isScaleFixed;

    /// <summary>The book; empty while it is not live.</summary>
    public OrderBook Book { get; } = new();

    /// <summary>The book is known to be right: true between a snapshot and the next reason to doubt.</summary>
    public bool IsLive { get; private set; }

    /// <summary>The venue's id of the last applied message; 0 where it has none or there is no book.</summary>
    public long UpdateId { get; protected set; }

    /// <summary>What it has counted.</summary>
    public BookFigures Figures { get; } = new();

    /// <summary>
    /// Its messages bear a sequence, so that the next one shows whether any was lost. Otherwise a message that could not be
    /// read is a reason to withdraw the book.
    /// </summary>
    public abstract bool SeesEveryLoss { get; }

    /// <summary>
    /// Says at which scale the instrument's prices are, from its definition. From here on nothing else changes it. The book is
    /// withdrawn where it has another.
    /// </summary>
    public void FixPriceScale(int scale)
    {
        _isScaleFixed = true;
        if (scale != Book.PriceScale)
        {
            Withdraw();
            _ = Book.TryRescale(scale);
        }
    }

    /// <summary>
    /// Brings an event and the book to one scale of prices, before the event is taken. Without a definition
    /// (<see cref="FixPriceScale"/>) the data decide: the scale begins at 8, and an event that needs a finer one raises it: a
    /// whole book always, anything else as far as the best price then has ten digits at most. A whole book that the scale
    /// cannot hold begins anew with its own. False where the two cannot be brought together: the event must not be taken then,
    /// and whoever asks withdraws the book where the event was about it.
    /// </summary>
    public bool TryFit(MarketFrame frame, int index)
    {
        int scale = frame.Events[index].PriceScale;
        if (scale == Book.PriceScale || frame.TryRescale(index, Book.PriceScale))
        {
            return true;
        }

        if (_isScaleFixed)
        {
            return false;
        }

        bool isWhole = frame.Events[index].Kind == MarketEventKind.Snapshot;
        if (scale > Book.PriceScale && (isWhole || IsLikely(scale)) && TryRescale(scale))
        {
            return true;
        }

        if (!isWhole)
        {
            return false;
        }

        Withdraw();
        return TryRescale(scale);
    }

    /// <summary>
    /// Takes the next event of the instrument in the order of the wire; its prices are at the book's scale
    /// (<see cref="TryFit"/>). Where it does not fit, the book is withdrawn before this returns.
    /// </summary>
    public BookOutcome Take(MarketFrame frame, in MarketEvent taken)
    {
        BookOutcome outcome = taken.Kind switch
        {
            MarketEventKind.Snapshot => TakeSnapshot(frame, taken),
            MarketEventKind.Delta => TakeDelta(frame, taken),
            _ => BookOutcome.None,
        };
        switch (outcome)
        {
            case BookOutcome.Applied or BookOutcome.Synchronised:
                Figures.Applied++;
                break;
            case BookOutcome.Old or BookOutcome.NeedsSnapshot:
                Figures.Ignored++;
                break;
            case BookOutcome.Gap:
                Figures.Gaps++;
                break;
            case BookOutcome.ChecksumFailed:
                Figures.Ignored++;
                break;
            case BookOutcome.Crossed:
                Figures.Crossed++;
                Figures.Ignored++;
                break;
            default:
                break;
        }

        return outcome;
    }

    /// <summary>Drops the book, and what waits for one: it is not known to be right.</summary>
    public virtual void Withdraw()
    {
        _wasWithdrawn |= IsLive;
        IsLive = false;
        Book.Clear();
        UpdateId = 0;
    }

    /// <summary>The subscription covers so many levels a side.</summary>
    public virtual void Subscribed(int depth)
    {
        // Most venues send a whole book, or say nothing of it.
    }

    /// <summary>Writes the state.</summary>
    public virtual void Save(StateWriter state)
    {
        state.Section("book");
        state.Write(_isScaleFixed);
        state.Write(IsLive);
        state.Write(_wasWithdrawn);
        state.Write(UpdateId);
        Figures.Save(state);
        Book.Save(state);
    }

    /// <summary>Takes the state that another one of the same venue had.</summary>
    public virtual void Load(StateReader state)
    {
        state.Section("book");
        _isScaleFixed = state.ReadBoolean();
        IsLive = state.ReadBoolean();
        _wasWithdrawn = state.ReadBoolean();
        UpdateId = state.ReadInt64();
        Figures.Load(state);
        Book.Load(state);
    }

    /// <summary>Brings all that is kept to another scale of prices; false, with nothing changed, where it does not fit there.</summary>
    protected virtual bool TryRescale(int scale) => Book.TryRescale(scale);

    private bool IsLikely(int scale)
    {
        long best = Math.Max(Book.Bids.BestPrice, Book.Asks.BestPrice);
        return WireDecimal.TryRescale(ref best, Book.PriceScale, scale) && best < LargestRaisedPrice;
    }

    /// <summary>A whole book has come.</summary>
    protected abstract BookOutcome TakeSnapshot(MarketFrame frame, in MarketEvent snapshot);

    /// <summary>A change has come.</summary>
    protected abstract BookOutcome TakeDelta(MarketFrame frame, in MarketEvent delta);

    /// <summary>Takes a whole book in place of what was there; it is not live yet.</summary>
    protected void Replace(MarketFrame frame, in MarketEvent snapshot)
    {
        Book.Clear();
        Book.Set(frame.Bids(snapshot), frame.Asks(snapshot));
    }

    /// <summary>The book is right from here on.</summary>
    protected BookOutcome GoLive()
    {
        if (_wasWithdrawn)
        {
            Figures.Resyncs++;
            _wasWithdrawn = false;
        }

        IsLive = true;
        return BookOutcome.Synchronised;
    }

    /// <summary>Withdraws the book for a reason.</summary>
    protected BookOutcome Fail(BookOutcome reason)
    {
        Withdraw();
        return reason;
    }

    /// <summary>Counts a checksum that was compared; true where it agrees.</summary>
    protected bool Agrees(uint checksum, uint venues)
    {
        if (checksum == venues)
        {
            Figures.ChecksumsMatched++;
            return true;
        }

        Figures.ChecksumsFailed++;
        return false;
    }
}
