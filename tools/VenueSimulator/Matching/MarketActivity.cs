namespace Artic.VenueSimulator.Matching;

/// <summary>How much happens in a modelled market: arrivals a second, and how many orders rest as a rule.</summary>
public sealed record MarketActivity(
    double LimitOrdersPerSecond, double MarketOrdersPerSecond, double CancelsPerSecond, int TypicalOrders)
{
    /// <summary>About 200 changes of the top and 30 trades a second.</summary>
    public static MarketActivity Lively { get; } = new(180, 8, 165, 900);

    /// <summary>One of a thousand: about eight arrivals a second.</summary>
    public static MarketActivity Quiet { get; } = new(4, 0.2, 3.7, 60);
}
