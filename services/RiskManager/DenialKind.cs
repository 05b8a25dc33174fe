namespace Artic.RiskManager;

/// <summary>What denials are counted by; the names are those of the counters.</summary>
public enum DenialKind
{
    /// <summary>A state, restriction, breaker, hour, clock, archive or age.</summary>
    State,

    /// <summary>The market is not live, old or has moved.</summary>
    Market,

    /// <summary>Price, size, value or form of the order itself.</summary>
    Order,

    /// <summary>Position, exposure, value at risk or balance.</summary>
    Exposure,

    /// <summary>Losses.</summary>
    Loss,

    /// <summary>Orders, cancels, open orders, orders for each trade.</summary>
    Rate,

    /// <summary>The strategy instance may not act.</summary>
    Observed,
}
