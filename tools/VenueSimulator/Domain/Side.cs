namespace Artic.VenueSimulator.Domain;

/// <summary>Which way an order trades the base asset.</summary>
public enum Side
{
    /// <summary>Receives base, gives quote.</summary>
    Buy = 0,

    /// <summary>Gives base, receives quote.</summary>
    Sell = 1,
}
