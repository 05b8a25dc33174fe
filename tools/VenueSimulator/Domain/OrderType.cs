namespace Artic.VenueSimulator.Domain;

/// <summary>The order types that this venue takes.</summary>
public enum OrderType
{
    /// <summary>Trades at its price or better; what remains is governed by its time in force.</summary>
    Limit,

    /// <summary>A limit order that is refused where it would take.</summary>
    LimitMaker,

    /// <summary>Takes what is there, by quantity; what remains expires.</summary>
    Market,
}
