using Artic.VenueSimulator.Domain;

namespace Artic.VenueSimulator.Matching;

/// <summary>An order that stands in a <see cref="LimitOrderBook"/>: another participant's, or the account's.</summary>
public sealed class BookOrder(Side side, long priceE8, long quantityE8, AccountOrder? account)
{
    /// <summary>Its side.</summary>
    public Side Side { get; } = side;

    /// <summary>Its limit price.</summary>
    public long PriceE8 { get; } = priceE8;

    /// <summary>The account's order behind it; null for another participant's.</summary>
    public AccountOrder? Account { get; } = account;

    /// <summary>What has not traded; kept by the book.</summary>
    public long RemainingE8 { get; internal set; } = quantityE8;

    /// <summary>A place for the owner of the order, untouched by the book.</summary>
    public int OwnerIndex { get; set; } = -1;

    internal PriceLevel? Level { get; set; }

    internal BookOrder? Previous { get; set; }

    internal BookOrder? Next { get; set; }
}
