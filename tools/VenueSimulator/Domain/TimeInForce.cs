namespace Artic.VenueSimulator.Domain;

/// <summary>How long an order works.</summary>
public enum TimeInForce
{
    /// <summary>Good till canceled.</summary>
    Gtc,

    /// <summary>Immediate or cancel: what does not trade at once expires.</summary>
    Ioc,

    /// <summary>Fill or kill: all at once, or nothing.</summary>
    Fok,
}
