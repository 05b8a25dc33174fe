namespace Artic.SignalBridge.Strategies;

/// <summary>What a strategy is shown of its instrument.</summary>
[Flags]
public enum StrategyFeeds
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Quotes.</summary>
    Quotes = 1,

    /// <summary>Closed bars of its instance's kind.</summary>
    Bars = 2,

    /// <summary>The best levels of the book.</summary>
    Books = 4,

    /// <summary>Closed bars of the second instrument too.</summary>
    OtherBars = 8,
}
