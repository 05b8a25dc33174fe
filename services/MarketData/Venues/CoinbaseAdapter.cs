using Artic.Hosting.Options;
using Artic.V1;
using Artic.Venues;

namespace Artic.MarketData.Venues;

/// <summary>
/// Coinbase Advanced Trade, public channels level2, market_trades and heartbeats: snapshots come by the stream, definitions by
/// <c>/api/v3/brokerage/market/products</c>. Best prices are those of the book.
/// </summary>
public sealed class CoinbaseAdapter : VenueAdapter
{
    private const int ProductsPerDocument = 50;

    /// <summary>The venue names no number; a snapshot of each comes at once.</summary>
    public override int SymbolsPerConnection => 50;

    /// <summary>Eight messages a second are allowed from an address.</summary>
    public override long ControlIntervalNs => SecondNs / 4;

    /// <summary>Ten public requests a second are allowed.</summary>
    public override int WeightPerMinute => 300;

    /// <inheritdoc/>
    public override Venue Venue => Venue.Coinbase;

    /// <inheritdoc/>
    public override string SymbolOf(InstrumentOptions instrument) => $"{instrument.BaseAsset}-{instrument.QuoteAsset}";

    /// <inheritdoc/>
    public override Uri AddressOf(string streamUrl, IReadOnlyList<string> symbols) => new(streamUrl.TrimEnd('/') + "/");

    /// <summary>Heartbeats first: without a subscription within five seconds, and without any message for a minute, the
    /// venue disconnects.</summary>
    public override List<string> Subscribe(IReadOnlyList<string> symbols) =>
    [
        "{\"type\":\"subscribe\",\"channel\":\"heartbeats\"}",
        Request("subscribe", symbols, "level2"), Request("subscribe", symbols, "market_trades"),
    ];

    /// <inheritdoc/>
    public override List<string> SubscribeAgain(string symbol) =>
        [Request("unsubscribe", [symbol], "level2"), Request("subscribe", [symbol], "level2")];

    /// <inheritdoc/>
    public override List<RestRequest> DefinitionsOf(IReadOnlyList<string> symbols)
    {
        List<RestRequest> requests = [];
        foreach (string[] part in Parts(symbols, ProductsPerDocument))
        {
            requests.Add(new(
                "/api/v3/brokerage/market/products?product_ids=" + string.Join("&product_ids=", part), 1));
        }

        return requests;
    }

    /// <inheritdoc/>
    public override Instrument? ReadDefinition(ReadOnlyMemory<byte> body, uint instrumentId, string symbol) =>
        CoinbaseDefinition.Find(body, instrumentId, symbol);

    private static string Request(string type, IReadOnlyList<string> symbols, string channel) =>
        $"{{\"type\":\"{type}\",\"product_ids\":[{Quoted(symbols)}],\"channel\":\"{channel}\"}}";
}
