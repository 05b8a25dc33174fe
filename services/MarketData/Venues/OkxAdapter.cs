using Artic.Hosting.Options;
using Artic.V1;
using Artic.Venues;

namespace Artic.MarketData.Venues;

/// <summary>
/// OKX v5 public channels books and trades: snapshots come by the stream, definitions by
/// <c>/api/v5/public/instruments</c>. Best prices are those of the book: nothing says that the numbers of bbo-tbt are its.
/// </summary>
public sealed class OkxAdapter : VenueAdapter
{
    /// <summary>A message may have 64 KiB; two channels of a symbol take about 100 bytes.</summary>
    private const int SymbolsPerMessage = 100;

    /// <summary>The venue asks for few channels on a connection; it names no number.</summary>
    public override int SymbolsPerConnection => 100;

    /// <summary>480 requests an hour are allowed on a connection: a burst at its start, then far less.</summary>
    public override long ControlIntervalNs => SecondNs / 2;

    /// <inheritdoc/>
    public override string Ping => "ping";

    /// <summary>After 30 seconds without a message the venue disconnects.</summary>
    public override long PingAfterNs => 20 * SecondNs;

    /// <summary>Ten requests a second are allowed.</summary>
    public override int WeightPerMinute => 300;

    /// <inheritdoc/>
    public override Venue Venue => Venue.Okx;

    /// <inheritdoc/>
    public override string SymbolOf(InstrumentOptions instrument) => $"{instrument.BaseAsset}-{instrument.QuoteAsset}";

    /// <inheritdoc/>
    public override Uri AddressOf(string streamUrl, IReadOnlyList<string> symbols) =>
        new(streamUrl.TrimEnd('/') + "/ws/v5/public");

    /// <inheritdoc/>
    public override List<string> Subscribe(IReadOnlyList<string> symbols)
    {
        List<string> messages = [];
        foreach (string[] part in Parts(symbols, SymbolsPerMessage))
        {
            messages.Add(Request("subscribe", part, "books", "trades"));
        }

        return messages;
    }

    /// <inheritdoc/>
    public override List<string> SubscribeAgain(string symbol) =>
        [Request("unsubscribe", [symbol], "books"), Request("subscribe", [symbol], "books")];

    /// <inheritdoc/>
    public override List<RestRequest> DefinitionsOf(IReadOnlyList<string> symbols) => symbols.Count == 1
        ? [new($"/api/v5/public/instruments?instType=SPOT&instId={Uri.EscapeDataString(symbols[0])}", 1)]
        : [new("/api/v5/public/instruments?instType=SPOT", 1)];

    /// <inheritdoc/>
    public override Instrument? ReadDefinition(ReadOnlyMemory<byte> body, uint instrumentId, string symbol) =>
        OkxDefinition.Find(body, instrumentId, symbol);

    private static string Request(string operation, string[] symbols, params string[] channels)
    {
        List<string> arguments = [];
        foreach (string symbol in symbols)
        {
            foreach (string channel in channels)
            {
                arguments.Add($"{{\"channel\":\"{channel}\",\"instId\":\"{symbol}\"}}");
            }
        }

        return $"{{\"op\":\"{operation}\",\"args\":[{string.Join(',', arguments)}]}}";
    }
}
