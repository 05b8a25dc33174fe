using Artic.Venues.Books;

namespace Artic.Venues.Coinbase;

/// <summary>
/// A book by Coinbase's rules, of Advanced Trade and of the Exchange feed: a snapshot, then absolute quantities. What was lost
/// shows in the connection's sequence alone, which <see cref="VenueBooks"/> watches; the Exchange feed's level2 has none.
/// </summary>
public sealed class CoinbaseKeeper : BookKeeper
{
    /// <inheritdoc/>
    public override bool SeesEveryLoss => false;

    /// <inheritdoc/>
    protected override BookOutcome TakeSnapshot(MarketFrame frame, in MarketEvent snapshot)
    {
        Replace(frame, snapshot);
        return Book.IsCrossed ? Fail(BookOutcome.Crossed) : GoLive();
    }

    /// <inheritdoc/>
    protected override BookOutcome TakeDelta(MarketFrame frame, in MarketEvent delta)
    {
        if (!IsLive)
        {
            return BookOutcome.NeedsSnapshot;
        }

        Book.Set(frame.Bids(delta), frame.Asks(delta));
        return Book.IsCrossed ? Fail(BookOutcome.Crossed) : BookOutcome.Applied;
    }
}
