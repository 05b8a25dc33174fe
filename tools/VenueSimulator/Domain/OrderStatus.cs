namespace Artic.VenueSimulator.Domain;

/// <summary>Where an accepted order stands.</summary>
public enum OrderStatus
{
    /// <summary>Working, nothing traded.</summary>
    New,

    /// <summary>Working, partly traded.</summary>
    PartiallyFilled,

    /// <summary>All traded.</summary>
    Filled,

    /// <summary>Ended by the account.</summary>
    Canceled,

    /// <summary>Ended by its own rules (IOC, FOK, market order without enough liquidity).</summary>
    Expired,
}
