using Artic.Streams.Steps;
using Artic.Venues.Books;

namespace Artic.Venues.Binance;

/// <summary>
/// A book by Binance's spot rules (web-socket-streams, "How to manage a local order book correctly"): deltas wait for a
/// REST snapshot; then each must begin at or before the update that is next.
/// </summary>
public sealed class BinanceKeeper : BookKeeper
{
    private readonly PendingDeltas _pending = new();

    /// <inheritdoc/>
    public override bool SeesEveryLoss => true;

    /// <inheritdoc/>
    public override void Withdraw()
    {
        base.Withdraw();
        Figures.Ignored += _pending.Count;
        _pending.Clear();
    }

    /// <inheritdoc/>
    public override void Save(StateWriter state)
    {
        base.Save(state);
        _pending.Save(state);
    }

    /// <inheritdoc/>
    public override void Load(StateReader state)
    {
        base.Load(state);
        _pending.Load(state);
    }

    /// <inheritdoc/>
    protected override bool TryRescale(int scale)
    {
        int from = Book.PriceScale;
        if (!_pending.TryRescale(from, scale))
        {
            return false;
        }

        if (base.TryRescale(scale))
        {
            return true;
        }

        // Back to what it was, which fitted.
        _ = _pending.TryRescale(scale, from);
        return false;
    }

    /// <summary>
    /// A snapshot for a book that is live says nothing. One that is older than the deltas that wait is a
    /// <see cref="BookOutcome.Gap"/> that the stream does not have: the next snapshot is not.
    /// </summary>
    protected override BookOutcome TakeSnapshot(MarketFrame frame, in MarketEvent snapshot)
    {
        if (IsLive)
        {
            return BookOutcome.Old;
        }

        Replace(frame, snapshot);
        UpdateId = snapshot.UpdateId;
        int applied = 0;
        for (int i = 0; i < _pending.Count; i++)
        {
            ref readonly PendingDelta delta = ref _pending[i];
            if (delta.UpdateId <= UpdateId)
            {
                continue;
            }

            if (delta.FirstUpdateId > UpdateId + 1)
            {
                base.Withdraw();
                return BookOutcome.NeedsSnapshot;
            }

            Book.Set(_pending.Bids(delta), _pending.Asks(delta));
            UpdateId = delta.UpdateId;
            applied++;
            if (Book.IsCrossed)
            {
                return Fail(BookOutcome.Crossed);
            }
        }

        if (Book.IsCrossed)
        {
            return Fail(BookOutcome.Crossed);
        }

        Figures.Applied += applied;
        Figures.Ignored += _pending.Count - applied;
        _pending.Clear();
        return GoLive();
    }

    /// <inheritdoc/>
    protected override BookOutcome TakeDelta(MarketFrame frame, in MarketEvent delta)
    {
        if (!IsLive)
        {
            return Wait(frame, delta);
        }

        if (delta.UpdateId <= UpdateId)
        {
            return BookOutcome.Old;
        }

        if (delta.FirstUpdateId > UpdateId + 1)
        {
            Withdraw();
            _ = Wait(frame, delta);
            return BookOutcome.Gap;
        }

        Book.Set(frame.Bids(delta), frame.Asks(delta));
        UpdateId = delta.UpdateId;
        return Book.IsCrossed ? Fail(BookOutcome.Crossed) : BookOutcome.Applied;
    }

    private BookOutcome Wait(MarketFrame frame, in MarketEvent delta)
    {
        if (_pending.TryAdd(frame, delta))
        {
            return BookOutcome.Buffered;
        }

        Figures.Ignored += _pending.Count;
        _pending.Clear();
        return BookOutcome.NeedsSnapshot;
    }
}
