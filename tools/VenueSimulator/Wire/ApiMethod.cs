namespace Artic.VenueSimulator.Wire;

/// <summary>What a request asks for, over REST or the WebSocket API.</summary>
public enum ApiMethod
{
    /// <summary>Not known here.</summary>
    Unknown,

    /// <summary>Nothing; an empty reply.</summary>
    Ping,

    /// <summary>Server time.</summary>
    Time,

    /// <summary>Book snapshot.</summary>
    Depth,

    /// <summary>Instrument and filters.</summary>
    ExchangeInfo,

    /// <summary>New order.</summary>
    OrderPlace,

    /// <summary>New order, checked only.</summary>
    OrderTest,

    /// <summary>Cancel one order.</summary>
    OrderCancel,

    /// <summary>One order.</summary>
    OrderStatus,

    /// <summary>All open orders.</summary>
    OpenOrdersStatus,

    /// <summary>Cancel all open orders.</summary>
    OpenOrdersCancelAll,

    /// <summary>Balances.</summary>
    AccountStatus,

    /// <summary>Fills.</summary>
    MyTrades,

    /// <summary>User data events on this connection.</summary>
    UserDataSubscribe,

    /// <summary>No more user data events on this connection.</summary>
    UserDataUnsubscribe,
}
