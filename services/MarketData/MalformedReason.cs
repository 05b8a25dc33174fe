namespace Artic.MarketData;

/// <summary>
/// Why something that came was refused or left out; the places of <see cref="MarketDataHandler.Malformed"/>, and in lower
/// case a part of the counters' names.
/// </summary>
public enum MalformedReason
{
    /// <summary>Not JSON.</summary>
    Json,

    /// <summary>About a symbol that nobody asked for.</summary>
    Symbol,

    /// <summary>Without a member that its kind needs.</summary>
    Incomplete,

    /// <summary>A depth snapshot that cannot be read.</summary>
    Snapshot,

    /// <summary>Instrument definitions that cannot be read.</summary>
    Definition,

    /// <summary>JSON, but not of the venue's shape.</summary>
    Shape,

    /// <summary>A negative number, a price of 0, or one that does not fit.</summary>
    Number,

    /// <summary>More levels, events or letters than are taken.</summary>
    Size,

    /// <summary>A trade or best price far from the book.</summary>
    Price,

    /// <summary>It came before, or too late: a newer one was taken already.</summary>
    Duplicate,

    /// <summary>The venue refused what was asked of it.</summary>
    Refused,
}
