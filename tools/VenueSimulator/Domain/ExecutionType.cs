namespace Artic.VenueSimulator.Domain;

/// <summary>What happened to an order: the reason for an execution report.</summary>
public enum ExecutionType
{
    /// <summary>Accepted.</summary>
    New,

    /// <summary>Traded, in part or in full.</summary>
    Trade,

    /// <summary>Canceled by the account.</summary>
    Canceled,

    /// <summary>Expired by its own rules.</summary>
    Expired,
}
