using Artic.Venues.Binance;
using Artic.Venues.Books;
using Artic.Venues.Coinbase;
using Artic.Venues.Kraken;
using Artic.Venues.Okx;

namespace Artic.Venues;

/// <summary>What reads a venue's frames and keeps its books. Thread: any.</summary>
public static class VenueParts
{
    /// <summary>Reads its frames.</summary>
    public static IMarketDecoder NewDecoder(this Venue venue) => venue switch
    {
        Venue.Binance => new BinanceDecoder(),
        Venue.Kraken => new KrakenDecoder(),
        Venue.Okx => new OkxDecoder(),
        _ => new CoinbaseDecoder(),
    };

    /// <summary>Keeps one book by its rules.</summary>
    public static BookKeeper NewKeeper(this Venue venue) => venue switch
    {
        Venue.Binance => new BinanceKeeper(),
        Venue.Kraken => new KrakenKeeper(),
        Venue.Okx => new OkxKeeper(),
        _ => new CoinbaseKeeper(),
    };
}
