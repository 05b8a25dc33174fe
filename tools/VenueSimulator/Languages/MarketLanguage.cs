namespace Artic.VenueSimulator.Languages;

/// <summary>Whose market data a connection speaks, each at that venue's own path.</summary>
public enum MarketLanguage
{
    /// <summary>Binance spot, <c>/ws</c> and <c>/stream</c>.</summary>
    Binance,

    /// <summary>Kraken v2, <c>/v2</c>.</summary>
    Kraken,

    /// <summary>OKX v5, <c>/ws/v5/public</c>.</summary>
    Okx,

    /// <summary>Coinbase Advanced Trade, <c>/</c>.</summary>
    Coinbase,
}
