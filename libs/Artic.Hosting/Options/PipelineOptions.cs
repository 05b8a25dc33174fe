using System.Text.Json.Serialization;
using Artic.Streams.Log;

namespace Artic.Hosting.Options;

/// <summary>
/// The configuration of one run, <c>config.json</c> in its folder; every process reads the same file. Quantities and
/// money are decimal text. Immutable after reading.
/// </summary>
public sealed class PipelineOptions
{
    /// <summary>Account whose durable state (kill latch, epoch, losses) applies.</summary>
    public string Account { get; set; } = "";

    /// <summary>Folder of the account's durable state.</summary>
    public string StateFolder { get; set; } = "";

    /// <summary>One more with every run of the account: the upper half of its client order ids.</summary>
    public long Epoch { get; set; }

    /// <summary>The venue.</summary>
    public VenueOptions Venue { get; set; } = new();

    /// <summary>What is traded.</summary>
    public List<InstrumentOptions> Instruments { get; set; } = [];

    /// <summary>Market data.</summary>
    public MarketDataOptions MarketData { get; set; } = new();

    /// <summary>Strategy instances.</summary>
    public List<StrategyOptions> Strategies { get; set; } = [];

    /// <summary>Where models come from.</summary>
    public ModelOptions Models { get; set; } = new();

    /// <summary>The run's folder, from which a model's path is meant; set by who reads the file there.</summary>
    [JsonIgnore]
    public string RunFolder { get; set; } = "";

    /// <summary>Limits; there is no unlimited by default.</summary>
    public RiskOptions Risk { get; set; } = new();

    /// <summary>Kill and resume.</summary>
    public KillOptions Kill { get; set; } = new();

    /// <summary>Memory and archive of the streams.</summary>
    public StreamOptions Streams { get; set; } = new();

    /// <summary>Snapshots of the services' state.</summary>
    public SnapshotOptions Snapshots { get; set; } = new();

    /// <summary>How much of the record is kept.</summary>
    public RetentionOptions Retention { get; set; } = new();

    /// <summary>ZeroMQ over tcp.</summary>
    public PublishOptions Publish { get; set; } = new();

    /// <summary>Tables in PostgreSQL.</summary>
    public DatabaseOptions Database { get; set; } = new();

    /// <summary>The processes' ports and threads, by service name.</summary>
    public Dictionary<string, ServiceOptions> Services { get; set; } = [];
}

/// <summary>Memory and archive of the streams, the same for each.</summary>
public sealed class StreamOptions
{
    /// <summary>Bytes of one segment.</summary>
    public long SegmentBytes { get; set; } = 16 << 20;

    /// <summary>Segments of a stream in memory at most; as many again are the reserve for the ends of what is open.</summary>
    public int HotSegments { get; set; } = 16;

    /// <summary>A committed record is on disk after so long, in milliseconds.</summary>
    public int ArchiveSyncMs { get; set; } = 1000;

    /// <summary>Or earlier, after so many bytes.</summary>
    public long ArchiveSyncBytes { get; set; } = 32 << 20;

    /// <summary>A disk that refuses for so long stops trading, in milliseconds.</summary>
    public int ArchiveStallMs { get; set; } = 5000;

    /// <summary>The same, for the archiver.</summary>
    internal ArchivePolicy Policy() => new(
        ArchivePolicy.Default.BlockBytes, ArchiveSyncMs * 1_000_000L, ArchiveSyncBytes, ArchiveStallMs * 1_000_000L);
}

/// <summary>Snapshots, from which a restart goes on and behind which the record may be let go.</summary>
public sealed class SnapshotOptions
{
    /// <summary>Seconds between two rounds of the supervisor; 0: none but those that are asked for.</summary>
    public int EveryS { get; set; } = 300;
}

/// <summary>
/// How much is kept of each stream that may be let go: the market's. What was wanted, allowed, sent and filled is kept for
/// good. Nothing goes that a snapshot of any service still needs.
/// </summary>
public sealed class RetentionOptions
{
    /// <summary>Bytes of a stream's archive; 0: all.</summary>
    public long Bytes { get; set; }

    /// <summary>Age in hours; 0: all.</summary>
    public int Hours { get; set; }
}

/// <summary>A PostgreSQL that is kept up with the run; everything works without.</summary>
public sealed class DatabaseOptions
{
    /// <summary>Npgsql's connection string, such as <c>Host=/run/postgresql;Database=artic;Username=artic</c>; empty: none.</summary>
    public string Connection { get; set; } = "";

    /// <summary>File with the password; empty: none is wanted.</summary>
    public string PasswordFile { get; set; } = "";

    /// <summary>Nothing starts without it. Otherwise a database that is away is waited for beside the trading.</summary>
    public bool Required { get; set; }

    /// <summary>Rows are committed after so long, in milliseconds.</summary>
    public int CommitMs { get; set; } = 200;
}

/// <summary>Publishing and replay by tcp, besides the sockets of this machine; commands are never by tcp.</summary>
public sealed class PublishOptions
{
    /// <summary>Address to listen at; empty: no tcp. Beyond loopback it needs keys.</summary>
    public string TcpHost { get; set; } = "";

    /// <summary>A stream's PUB socket is at this plus twice the stream's number, its replay socket at the port after.</summary>
    public int TcpPortBase { get; set; }

    /// <summary>File with the CURVE secret key of this side, Z85; empty: not encrypted. Inputs by ZeroMQ use it too.</summary>
    public string CurveSecretFile { get; set; } = "";

    /// <summary>CURVE public keys of the clients that are let in, Z85; none: whoever knows this side's public key.</summary>
    public List<string> CurveClients { get; set; } = [];
}

/// <summary>Addresses and keys of a venue with Binance's spot interface.</summary>
public sealed class VenueOptions
{
    /// <summary>Whose market data it is: <c>binance</c>, <c>kraken</c>, <c>okx</c> or <c>coinbase</c>.</summary>
    public string Market { get; set; } = VenueNames.Binance;

    /// <summary>Symbols on one connection of the market streams; 0: as many as the venue allows.</summary>
    public int SymbolsPerConnection { get; set; }

    /// <summary>Weight of REST documents that may be asked for in a minute; 0: what the venue allows to everyone.</summary>
    public int RestWeightPerMinute { get; set; }

    /// <summary>Weight of order API requests that the engine may send in a minute: what the venue allows to this address, less what
    /// others take of it. A quarter of it is for cancels alone.</summary>
    public int OrderWeightPerMinute { get; set; } = 6000;

    /// <summary>Market streams, <c>ws://</c> or <c>wss://</c>, without the path.</summary>
    public string MarketStreamUrl { get; set; } = "";

    /// <summary>REST, <c>http://</c> or <c>https://</c>.</summary>
    public string RestUrl { get; set; } = "";

    /// <summary>The WebSocket order API with its path.</summary>
    public string OrderApiUrl { get; set; } = "";

    /// <summary>The account's public key.</summary>
    public string ApiKey { get; set; } = "";

    /// <summary>File with the account's secret; only the execution engine reads it.</summary>
    public string SecretFile { get; set; } = "";

    /// <summary>After this the venue refuses a request, in milliseconds; 1 to 1,000.</summary>
    public int ReceiveWindowMs { get; set; } = 1000;
}

/// <summary>One instrument.</summary>
public sealed class InstrumentOptions
{
    /// <summary>Its number in all records, 1 to 65,535.</summary>
    public int Id { get; set; }

    /// <summary>The venue's name of it, upper case.</summary>
    public string Symbol { get; set; } = "";

    /// <summary>What is bought and sold.</summary>
    public string BaseAsset { get; set; } = "";

    /// <summary>What it is paid with.</summary>
    public string QuoteAsset { get; set; } = "";

    /// <summary>A live book without a message for so long is doubted and built anew, in milliseconds; 0: it may be
    /// quiet, as many are.</summary>
    public int SilenceMs { get; set; }
}

/// <summary>Market data.</summary>
public sealed class MarketDataOptions
{
    /// <summary>Length of the time bars that strategies use, in milliseconds.</summary>
    public int BarMs { get; set; } = 1000;

    /// <summary>Other bars of each instrument, for whoever reads the market.</summary>
    public List<BarOptions> Bars { get; set; } = [];

    /// <summary>Levels a side in the book records.</summary>
    public int BookLevels { get; set; } = 10;

    /// <summary>An open connection without a message for so long is stale, in milliseconds.</summary>
    public int SilenceMs { get; set; } = 5000;

    /// <summary>Trades and best prices that are farther from the book's middle are counted and left out, in hundredths of
    /// a per cent.</summary>
    public int AbsurdPriceBps { get; set; } = 5000;

    /// <summary>Whole books and what changes in them are records as well, not only the best levels. They cost the path
    /// about a microsecond; the frames are on record anyway.</summary>
    public bool BookDeltas { get; set; }
}

/// <summary>
/// One kind of bars: <c>time</c> with <c>ms</c>, <c>tick</c> with <c>trades</c>, <c>volume</c> with <c>quantity</c>.
/// </summary>
public sealed class BarOptions
{
    /// <summary>What closes it: time, tick or volume.</summary>
    public string Kind { get; set; } = "";

    /// <summary>Length of a time bar, in milliseconds; 0 for others.</summary>
    public int Ms { get; set; }

    /// <summary>Trades of a tick bar; 0 for others.</summary>
    public int Trades { get; set; }

    /// <summary>Quantity of a volume bar, in the base asset; empty for others.</summary>
    public string Quantity { get; set; } = "";
}

/// <summary>Port and threads of one service.</summary>
public sealed class ServiceOptions
{
    /// <summary>HTTP on 127.0.0.1; 0: any free port.</summary>
    public int HttpPort { get; set; }

    /// <summary>Core of the hot thread; -1: not pinned.</summary>
    public int Core { get; set; } = -1;

    /// <summary><c>spin</c>, <c>relay</c>, <c>yield</c> or <c>park</c>.</summary>
    public string Idle { get; set; } = "park";

    /// <summary>SCHED_FIFO priority of the hot thread, 1 to 99; 0: an ordinary thread.</summary>
    public int RealTimePriority { get; set; }

    /// <summary>How the streams of other services come: <c>shm</c>, from this host's memory, or <c>zmq</c>, copied from
    /// their owners by ZeroMQ.</summary>
    public string Transport { get; set; } = ServiceInputs.SharedMemory;

    /// <summary>With <c>zmq</c>: where the streams are published, by the stream's name. One that is not here
    /// is taken from this run's own sockets.</summary>
    public Dictionary<string, InputOptions> Inputs { get; set; } = [];
}

/// <summary>Where a stream is published.</summary>
public sealed class InputOptions
{
    /// <summary>Its PUB socket, <c>tcp://host:port</c> or <c>ipc://path</c>.</summary>
    public string Publisher { get; set; } = "";

    /// <summary>Its replay socket.</summary>
    public string Replay { get; set; } = "";

    /// <summary>CURVE public key of the owner, Z85; empty: not encrypted. This side's key is that of
    /// <see cref="PublishOptions.CurveSecretFile"/>.</summary>
    public string ServerKey { get; set; } = "";
}
