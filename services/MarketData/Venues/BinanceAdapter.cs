using Artic.Hosting.Options;
using Artic.V1;
using Artic.Venues;

namespace Artic.MarketData.Venues;

/// <summary>
/// Binance spot (web-socket-streams.md and rest-api.md of 2026-07-21): combined streams, snapshots and definitions by REST.
/// </summary>
public sealed class BinanceAdapter : VenueAdapter
{
    /// <summary>An address with more streams than these symbols have would be longer than servers take.</summary>
    private const int MostSymbolsInAddress = 64;

    private const int StreamsPerConnection = 1024;
    private const int StreamsPerSymbol = 3;
    private const int StreamsPerMessage = 200;
    private const int DefinitionsPerDocument = 50;
    private const int DefinitionsWeight = 20;

    /// <summary>Levels of a snapshot, the weight of one, and up to how many instruments it is taken.</summary>
    private static readonly (int Levels, int Weight, int Instruments)[] s_depths =
        [(5000, 250, 10), (1000, 50, 50), (100, 5, int.MaxValue)];

    /// <inheritdoc/>
    public override int SymbolsPerConnection => StreamsPerConnection / StreamsPerSymbol;

    /// <summary>Five messages a second are allowed.</summary>
    public override long ControlIntervalNs => SecondNs / 4;

    /// <summary>After 24 hours the venue disconnects.</summary>
    public override long LongestConnectionNs => 23 * 3600 * SecondNs;

    /// <summary>The venue's own pings are the platform's to answer; this one shows the loop that the venue lives.</summary>
    public override string Ping => "{\"method\":\"LIST_SUBSCRIPTIONS\",\"id\":0}";

    /// <summary>6,000 are allowed; orders and people on the same address need some.</summary>
    public override int WeightPerMinute => 4800;

    /// <inheritdoc/>
    public override Venue Venue => Venue.Binance;

    /// <inheritdoc/>
    public override string SymbolOf(InstrumentOptions instrument) => instrument.Symbol;

    /// <inheritdoc/>
    public override Uri AddressOf(string streamUrl, IReadOnlyList<string> symbols) =>
        new(streamUrl.TrimEnd('/') + (symbols.Count <= MostSymbolsInAddress
            ? "/stream?streams=" + string.Join('/', StreamsOf(symbols))
            : "/stream"));

    /// <inheritdoc/>
    public override List<string> Subscribe(IReadOnlyList<string> symbols)
    {
        List<string> messages = [];
        if (symbols.Count > MostSymbolsInAddress)
        {
            foreach (string[] part in Parts(StreamsOf(symbols), StreamsPerMessage))
            {
                messages.Add($"{{\"method\":\"SUBSCRIBE\",\"params\":[{Quoted(part)}],\"id\":{messages.Count + 1}}}");
            }
        }

        return messages;
    }

    /// <inheritdoc/>
    public override RestRequest? SnapshotOf(string symbol, int instruments)
    {
        (int levels, int weight, _) = Array.Find(s_depths, depth => instruments <= depth.Instruments);
        return new RestRequest($"/api/v3/depth?symbol={symbol}&limit={levels}", weight);
    }

    /// <inheritdoc/>
    public override List<RestRequest> DefinitionsOf(IReadOnlyList<string> symbols)
    {
        List<RestRequest> requests = [];
        foreach (string[] part in Parts(symbols, DefinitionsPerDocument))
        {
            requests.Add(new($"/api/v3/exchangeInfo?symbols=[{Uri.EscapeDataString(Quoted(part))}]", DefinitionsWeight));
        }

        return requests;
    }

    /// <inheritdoc/>
    public override Instrument? ReadDefinition(ReadOnlyMemory<byte> body, uint instrumentId, string symbol) =>
        BinanceDefinition.Find(body, instrumentId, symbol);

    private static List<string> StreamsOf(IReadOnlyList<string> symbols)
    {
        List<string> streams = [];
        foreach (string symbol in symbols)
        {
#pragma warning disable CA1308 // Stream names are lower case.
            string name = symbol.ToLowerInvariant();
#pragma warning restore CA1308
            streams.AddRange([$"{name}@depth@100ms", $"{name}@bookTicker", $"{name}@trade"]);
        }

        return streams;
    }
}
