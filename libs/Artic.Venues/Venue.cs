namespace Artic.Venues;

/// <summary>The venues whose market data is understood.</summary>
public enum Venue
{
    /// <summary>Binance spot.</summary>
    Binance,

    /// <summary>Kraken spot, both versions of its WebSocket.</summary>
    Kraken,

    /// <summary>OKX, version 5.</summary>
    Okx,

    /// <summary>Coinbase: Advanced Trade and the Exchange feed.</summary>
    Coinbase,
}
