namespace Artic.Hosting.Options;

/// <summary>Venues whose market data is understood, as a configuration names them.</summary>
public static class VenueNames
{
    /// <summary>Binance spot.</summary>
    public const string Binance = "binance";

    /// <summary>Kraken spot, WebSocket v2.</summary>
    public const string Kraken = "kraken";

    /// <summary>OKX v5.</summary>
    public const string Okx = "okx";

    /// <summary>Coinbase Advanced Trade.</summary>
    public const string Coinbase = "coinbase";

    /// <summary>All of them.</summary>
    public static readonly string[] All = [Binance, Kraken, Okx, Coinbase];
}
