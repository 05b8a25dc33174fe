namespace Artic.Streams.Control;

/// <summary>What the risk manager allows. The numbers stand in records and never change.</summary>
public enum TradingState
{
    /// <summary>Nothing was said yet; counts as halted.</summary>
    Unknown = 0,

    /// <summary>Orders within the limits.</summary>
    Active = 1,

    /// <summary>Only what brings a position nearer to zero.</summary>
    Reducing = 2,

    /// <summary>No orders; cancels pass.</summary>
    Halted = 3,
}
