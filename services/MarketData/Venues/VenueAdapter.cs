using Artic.Hosting.Options;
using Artic.V1;
using Artic.Venues;

namespace Artic.MarketData.Venues;

/// <summary>
/// What one venue wants said to it, where and how often, and how its words are read. Immutable. Thread: any; allocates,
/// for connecting only.
/// </summary>
public abstract class VenueAdapter
{
    /// <summary>A second.</summary>
    protected const long SecondNs = 1_000_000_000;

    /// <summary>Symbols that one connection may carry.</summary>
    public abstract int SymbolsPerConnection { get; }

    /// <summary>Least time between two messages to the venue on one connection, pings included.</summary>
    public abstract long ControlIntervalNs { get; }

    /// <summary>The connection is replaced at this age, before the venue ends it; 0: it never does.</summary>
    public virtual long LongestConnectionNs => 0;

    /// <summary>What the venue answers at once: it keeps a quiet connection open and shows that it lives; empty where the
    /// venue speaks by itself.</summary>
    public virtual string Ping => "";

    /// <summary>After so long without a message it is sent, or after half the silence that is allowed.</summary>
    public virtual long PingAfterNs => long.MaxValue;

    /// <summary>Weight that the venue's REST allows in a minute, a part of it left to others of the same address.</summary>
    public abstract int WeightPerMinute { get; }

    /// <summary>The adapter of a venue by its name in the configuration.</summary>
    public static VenueAdapter Of(string venue) => venue switch
    {
        VenueNames.Binance => new BinanceAdapter(),
        VenueNames.Kraken => new KrakenAdapter(),
        VenueNames.Okx => new OkxAdapter(),
        VenueNames.Coinbase => new CoinbaseAdapter(),
        _ => throw new ArgumentOutOfRangeException(nameof(venue), venue, "is none of " + string.Join(", ", VenueNames.All)),
    };

    /// <summary>Whose frames and rules they are.</summary>
    public abstract Venue Venue { get; }

    /// <summary>The venue's name of an instrument, as its frames have it.</summary>
    public abstract string SymbolOf(InstrumentOptions instrument);

    /// <summary>Where the streams of these symbols are, under the configured host.</summary>
    public abstract Uri AddressOf(string streamUrl, IReadOnlyList<string> symbols);

    /// <summary>What is said once connected, so that books, trades and best prices of these symbols come.</summary>
    public abstract List<string> Subscribe(IReadOnlyList<string> symbols);

    /// <summary>What is said for a new snapshot of one symbol; nothing where snapshots come by REST.</summary>
    public virtual List<string> SubscribeAgain(string symbol) => [];

    /// <summary>The REST document with a symbol's book; null where snapshots come by the stream.</summary>
    /// <param name="symbol">The venue's name.</param>
    /// <param name="instruments">How many there are in all: a deep book of each would cost more than the venue allows.</param>
    public virtual RestRequest? SnapshotOf(string symbol, int instruments) => null;

    /// <summary>The REST documents with the definitions of these symbols.</summary>
    public abstract List<RestRequest> DefinitionsOf(IReadOnlyList<string> symbols);

    /// <summary>
    /// A symbol's definition from such a document; null where it is not there or cannot be read.
    /// </summary>
    public abstract Instrument? ReadDefinition(ReadOnlyMemory<byte> body, uint instrumentId, string symbol);

    /// <summary>The parts of a list, each of at most <paramref name="size"/>.</summary>
    protected static IEnumerable<string[]> Parts(IReadOnlyList<string> all, int size)
    {
        for (int i = 0; i < all.Count; i += size)
        {
            string[] part = new string[Math.Min(size, all.Count - i)];
            for (int j = 0; j < part.Length; j++)
            {
                part[j] = all[i + j];
            }

            yield return part;
        }
    }

    /// <summary>Each in quotes, with commas between: the inside of a JSON array of plain names.</summary>
    protected static string Quoted(IReadOnlyList<string> names) => "\"" + string.Join("\",\"", names) + "\"";
}
