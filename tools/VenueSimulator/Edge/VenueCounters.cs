using Artic.VenueSimulator.Faults;

namespace Artic.VenueSimulator.Edge;

/// <summary>What the venue has done so far. Thread: the engine's.</summary>
public sealed class VenueCounters
{
    /// <summary>Orders accepted.</summary>
    public long OrdersAccepted { get; set; }

    /// <summary>Order requests refused.</summary>
    public long OrdersRefused { get; set; }

    /// <summary>Orders canceled.</summary>
    public long OrdersCanceled { get; set; }

    /// <summary>Cancel requests refused.</summary>
    public long CancelsRefused { get; set; }

    /// <summary>Orders that expired by their own rules.</summary>
    public long OrdersExpired { get; set; }

    /// <summary>Fills of the account's orders.</summary>
    public long Fills { get; set; }

    /// <summary>UTC of the last accepted order, ns; 0 where there was none.</summary>
    public long LastAcceptedAtNs { get; set; }

    /// <summary>Market messages sent, counted for each connection.</summary>
    public long MarketMessagesSent { get; set; }

    /// <summary>Connections dropped because they did not read.</summary>
    public long SlowConsumers { get; set; }

    /// <summary>Faults of the market streams, by <see cref="FaultKind"/>.</summary>
    public long[] Faults { get; } = new long[Enum.GetValues<FaultKind>().Length];
}
