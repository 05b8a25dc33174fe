using Artic.VenueSimulator.Domain;

namespace Artic.VenueSimulator.Matching;

/// <summary>
/// The market that the account's orders meet: where other participants' orders come from, and how the account's trade
/// with them. Its only time is the simulated time that it is given, in nanoseconds from 0. Thread: the engine's only.
/// </summary>
public interface IOrderFlow : IDisposable
{
    /// <summary>What feeds it, for the status page.</summary>
    string Name { get; }

    /// <summary>What is traded.</summary>
    Instrument Instrument { get; }

    /// <summary>True where simulated time stands at 0 until somebody has subscribed to a market stream.</summary>
    bool StartsWithFirstSubscriber { get; }

    /// <summary>True when nothing will be published any more.</summary>
    bool IsFinished { get; }

    /// <summary>Simulated time of the next event; <see cref="long.MaxValue"/> where there is none.</summary>
    long NextDueNs { get; }

    /// <summary>A recent price for the notional of market orders; 0 where there is none.</summary>
    long ReferencePriceE8 { get; }

    /// <summary>Gets every market message, in order.</summary>
    Action<MarketMessage>? Published { get; set; }

    /// <summary>Gets every fill of the account's orders, in order.</summary>
    AccountFillHandler? Filled { get; set; }

    /// <summary>
    /// Lets everything happen that is due up to <paramref name="simulatedNs"/>, at most <paramref name="maxEvents"/>
    /// events; true when nothing due is left. How the time is cut into calls changes nothing.
    /// </summary>
    bool AdvanceTo(long simulatedNs, int maxEvents);

    /// <summary>False while the book is not known, as a mirror's between two connections: nothing trades then.</summary>
    bool HasBook { get; }

    /// <summary>The book as the market streams tell it, at most <paramref name="limit"/> levels a side.</summary>
    DepthSnapshot Depth(int limit);

    /// <summary>What a taker would get at the limit or better, up to the quantity: quantity and quote amount.</summary>
    (long QuantityE8, long QuoteE8) Available(Side takerSide, long limitE8, long quantityE8);

    /// <summary>
    /// Trades what the order can take at once, up to its remainder; each fill goes to <see cref="Filled"/>.
    /// </summary>
    void Take(AccountOrder order);

    /// <summary>Puts the order's remainder in the book; it does not cross.</summary>
    void Rest(AccountOrder order);

    /// <summary>Takes a resting order out of the book.</summary>
    void Cancel(AccountOrder order);
}
