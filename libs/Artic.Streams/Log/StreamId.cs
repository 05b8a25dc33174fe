namespace Artic.Streams.Log;

/// <summary>The streams of a run. The numbers stand in records and never change.</summary>
public enum StreamId : ushort
{
    /// <summary>No stream: the record has no cause.</summary>
    None = 0,

    /// <summary>Frames of the market data venue as they arrived; owner: the market data edge.</summary>
    Feed = 1,

    /// <summary>Instruments, quotes, trades, books, bars, feed status; owner: the market data loop.</summary>
    Market = 2,

    /// <summary>Signals, order intents and what became of declared instances; owner: the signal loop.</summary>
    Signal = 3,

    /// <summary>Approved and denied orders and the trading state, in one order; owner: the risk loop.</summary>
    Order = 4,

    /// <summary>Order events, fills, account snapshots; owner: the execution loop.</summary>
    Execution = 6,

    /// <summary>Replies and user data of the venue as they arrived; owner: the venue edge of the engine.</summary>
    Venue = 7,

    /// <summary>What the engine saw of gate and clock, and what it sent; owner: the execution thread's edge half.</summary>
    Wire = 8,

    /// <summary>Commands, timer ticks and the account's durable state; owner: the risk manager's edge.</summary>
    Command = 9,

    /// <summary>Positions, profit and loss, reconciliations; owner: the position loop.</summary>
    Position = 10,

    /// <summary>Declarations of strategy instances; owner: the signal bridge's edge.</summary>
    Instance = 11,
}
