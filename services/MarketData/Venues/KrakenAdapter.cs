using Artic.Hosting.Options;
using Artic.V1;
using Artic.Venues;

namespace Artic.MarketData.Venues;

/// <summary>
/// Kraken spot, WebSocket v2 (docs.kraken.com, channels book and trade): snapshots come by the stream, definitions by the
/// REST document AssetPairs. Best prices are those of the book: the ticker does not say which state of it they belong to.
/// </summary>
public sealed class KrakenAdapter : VenueAdapter
{
    private const int Depth = 100;
    private const int SymbolsPerMessage = 100;

    /// <summary>The venue names no number.</summary>
    public override int SymbolsPerConnection => 200;

    /// <summary>The limit is said to vary; it is far above this.</summary>
    public override long ControlIntervalNs => SecondNs / 5;

    /// <inheritdoc/>
    public override string Ping => "{\"method\":\"ping\"}";

    /// <summary>A subscribed connection has a heartbeat each second; without any the venue closes after 60.</summary>
    public override long PingAfterNs => 20 * SecondNs;

    /// <summary>Public documents: about one a second.</summary>
    public override int WeightPerMinute => 50;

    /// <inheritdoc/>
    public override Venue Venue => Venue.Kraken;

    /// <inheritdoc/>
    public override string SymbolOf(InstrumentOptions instrument) => $"{instrument.BaseAsset}/{instrument.QuoteAsset}";

    /// <inheritdoc/>
    public override Uri AddressOf(string streamUrl, IReadOnlyList<string> symbols) => new(streamUrl.TrimEnd('/') + "/v2");

    /// <inheritdoc/>
    public override List<string> Subscribe(IReadOnlyList<string> symbols)
    {
        List<string> messages = [];
        foreach (string[] part in Parts(symbols, SymbolsPerMessage))
        {
            messages.Add(Book("subscribe", part));
            messages.Add($"{{\"method\":\"subscribe\",\"params\":{{\"channel\":\"trade\",\"symbol\":[{Quoted(part)}],\"snapshot\":false}}}}");
        }

        return messages;
    }

    /// <inheritdoc/>
    public override List<string> SubscribeAgain(string symbol) => [Book("unsubscribe", [symbol]), Book("subscribe", [symbol])];

    /// <inheritdoc/>
    public override List<RestRequest> DefinitionsOf(IReadOnlyList<string> symbols)
    {
        List<RestRequest> requests = [];
        foreach (string[] part in Parts(symbols, SymbolsPerMessage))
        {
            requests.Add(new("/0/public/AssetPairs?pair=" + Uri.EscapeDataString(string.Join(',', part)), 1));
        }

        return requests;
    }

    /// <inheritdoc/>
    public override Instrument? ReadDefinition(ReadOnlyMemory<byte> body, uint instrumentId, string symbol) =>
        KrakenDefinition.Find(body, instrumentId, symbol);

    private static string Book(string method, string[] symbols) =>
        $"{{\"method\":\"{method}\",\"params\":{{\"channel\":\"book\",\"symbol\":[{Quoted(symbols)}],\"depth\":{Depth}" +
        (method == "subscribe" ? ",\"snapshot\":true}}" : "}}");
}
