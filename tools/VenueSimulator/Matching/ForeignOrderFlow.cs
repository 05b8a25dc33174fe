using Artic.VenueSimulator.Domain;

namespace Artic.VenueSimulator.Matching;

/// <summary>
/// A market that others make, recorded or live, and with which the account's orders trade (<see cref="ForeignMarket"/>); what
/// derives from it says what happens there and when. Thread: the engine's.
/// </summary>
/// <param name="market">The market; of a price above its largest nothing is believed.</param>
public abstract class ForeignOrderFlow(ForeignMarket market) : IOrderFlow
{
    /// <inheritdoc/>
    public abstract string Name { get; }

    /// <inheritdoc/>
    public abstract Instrument Instrument { get; }

    /// <inheritdoc/>
    public abstract bool StartsWithFirstSubscriber { get; }

    /// <inheritdoc/>
    public abstract bool IsFinished { get; }

    /// <inheritdoc/>
    public abstract long NextDueNs { get; }

    /// <inheritdoc/>
    public long ReferencePriceE8 => market.ReferencePriceE8;

    /// <inheritdoc/>
    public bool HasBook => market.HasBook;

    /// <inheritdoc/>
    public Action<MarketMessage>? Published { get; set; }

    /// <inheritdoc/>
    public AccountFillHandler? Filled
    {
        get => market.Filled;
        set => market.Filled = value;
    }

    /// <summary>The market.</summary>
    protected ForeignMarket Market => market;

    /// <inheritdoc/>
    public abstract bool AdvanceTo(long simulatedNs, int maxEvents);

    /// <inheritdoc/>
    public DepthSnapshot Depth(int limit) => market.Depth(limit);

    /// <inheritdoc/>
    public (long QuantityE8, long QuoteE8) Available(Side takerSide, long limitE8, long quantityE8) =>
        market.Available(takerSide, limitE8, quantityE8);

    /// <inheritdoc/>
    public void Take(AccountOrder order) => market.Take(order);

    /// <inheritdoc/>
    public void Rest(AccountOrder order) => market.Rest(order);

    /// <inheritdoc/>
    public void Cancel(AccountOrder order) => market.Cancel(order);

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(isDisposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Lets go of what it reads from.</summary>
    protected virtual void Dispose(bool isDisposing)
    {
        // A live market is its link's.
    }
}
