namespace Artic.MarketData;

/// <summary>Why a frame was refused; the places of <see cref="MarketDataHandler.Malformed"/>.</summary>
public enum MalformedReason
{
    /// <summary>Not JSON, or not of the venue's shape.</summary>
    Json,

    /// <summary>About a symbol that nobody asked for.</summary>
    Symbol,

    /// <summary>Without a member that its kind needs.</summary>
    Incomplete,

    /// <summary>A depth snapshot that cannot be read.</summary>
    Snapshot,

    /// <summary>Instrument definitions that cannot be read.</summary>
    Definition,
}
