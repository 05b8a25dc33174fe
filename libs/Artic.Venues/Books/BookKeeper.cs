using Artic.Streams.Steps;

namespace Artic.Venues.Books;

/// <summary>
/// Keeps one instrument's book by its venue's rules, right or absent: a book that is not known to be right is empty and not
/// live. Thread: one; no I/O, no clock. Allocates only when it grows.
/// </summary>
public abstract class BookKeeper
{
    private bool _wasWithdrawn;

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
    /// Takes the next event of the instrument in the order of the wire. Where it does not fit, the book is withdrawn before
    /// this returns.
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
        IsLive = state.ReadBoolean();
        _wasWithdrawn = state.ReadBoolean();
        UpdateId = state.ReadInt64();
        Figures.Load(state);
        Book.Load(state);
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
