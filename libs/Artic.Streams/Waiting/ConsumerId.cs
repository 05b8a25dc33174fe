namespace Artic.Streams.Waiting;

/// <summary>The loops that can sleep; the number is the place of the word in the <see cref="DoorbellTable"/>.</summary>
public enum ConsumerId
{
    /// <summary>The market data loop.</summary>
    MarketData = 0,

    /// <summary>The signal loop.</summary>
    SignalBridge = 1,

    /// <summary>The risk loop.</summary>
    RiskManager = 2,

    /// <summary>The execution loop.</summary>
    ExecutionEngine = 3,

    /// <summary>The position loop.</summary>
    PositionTracker = 4,
}
