namespace Artic.Venues;

/// <summary>What an event of a <see cref="MarketFrame"/> is.</summary>
public enum MarketEventKind
{
    /// <summary>Something of no use here: candles, statistics of a day.</summary>
    Other,

    /// <summary>A whole book, in place of what was there.</summary>
    Snapshot,

    /// <summary>Levels that changed since the event before.</summary>
    Delta,

    /// <summary>The best few levels by themselves: no book can be kept from them.</summary>
    PartialBook,

    /// <summary>Best bid and ask.</summary>
    Ticker,

    /// <summary>A trade.</summary>
    Trade,

    /// <summary>The connection is alive; it may bear a sequence.</summary>
    Heartbeat,

    /// <summary>A subscription was taken, the venue's system status, a pong.</summary>
    Acknowledged,

    /// <summary>The venue refused what was asked for.</summary>
    Refused,

    /// <summary>The venue will close the connection.</summary>
    Shutdown,
}
