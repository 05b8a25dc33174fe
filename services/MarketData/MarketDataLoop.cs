using Artic.Core.Time;
using Artic.Hosting;
using Artic.Hosting.Hot;
using Artic.Hosting.Net;
using Artic.Hosting.Options;
using Artic.MarketData.Connections;
using Artic.MarketData.Venues;
using Artic.Messaging.Records;
using Artic.Streams.Counters;
using Artic.Streams.Log;
using Artic.Streams.Steps;
using Artic.Streams.Waiting;
using Artic.V1;
using Artic.Venues;

namespace Artic.MarketData;

/// <summary>
/// The market data thread: its edge half reads the venue's connections and puts every frame on record in <c>feed</c>;
/// its loop turns that record into <c>market</c>. Both on one thread, so that a frame makes no hop. Thread: the hot one.
/// </summary>
public sealed class MarketDataLoop : IHotLoop, IDisposable
{
    /// <summary>Layout of the state in snapshots: one more with every change of its shape.</summary>
    private const uint StateLayout = 4;

    private const int FramesPerTurn = 16;

    /// <summary>Connections are begun one after the other: venues count attempts.</summary>
    private const long ConnectIntervalNs = 350_000_000;

    /// <summary>So often it looks whether an instrument is silent.</summary>
    private const long WatchIntervalNs = 50_000_000;

    /// <summary>A snapshot that the stream should have brought is asked for after so long.</summary>
    private const long PatienceNs = 10_000_000_000;

    private readonly ServiceHost _host;
    private readonly VenueAdapter _adapter;
    private readonly InstrumentFeed[] _feeds;
    private readonly Pauses[] _pauses;
    private readonly Pauses _definitionPauses = new();
    private readonly RecordWriter _feed;
    private readonly RecordWriter _market;
    private readonly StepOutput _output;
    private readonly StepLoop _loop;
    private readonly MarketDataHandler _handler;
    private readonly FrameRehearsal _rehearsal;
    private readonly MarketDataCounters _counters;
    private readonly DocumentFetcher _fetcher;
    private readonly MarketConnection[] _connections;
    private readonly ConnectionChanged _change = new();
    private readonly StreamSilent _silent = new();
    private readonly long _silenceNs;
    private long _connectedNs;
    private long _watchedNs;

    /// <param name="host">The process.</param>
    public MarketDataLoop(ServiceHost host)
    {
        _host = host;
        _silenceNs = host.Options.MarketData.SilenceMs * 1_000_000L;
        _adapter = VenueAdapter.Of(host.Options.Venue.Market);
        _counters = new MarketDataCounters(host.Counters);
        _feeds = Feeds(host.Options, _adapter);
        _pauses = Array.ConvertAll(_feeds, _ => new Pauses());
        _handler = new MarketDataHandler(_feeds, _adapter, host.Options.MarketData, _counters);
        _rehearsal = new FrameRehearsal(_adapter.Venue.NewDecoder());
        _feed = host.OpenWriter(StreamId.Feed);
        _market = host.OpenWriter(StreamId.Market);
        _output = new StepOutput(_market);
        _loop = host.OpenLoop(Around(_handler), _output);
        int weight = host.Options.Venue.RestWeightPerMinute;
        _fetcher = new DocumentFetcher(host.Options.Venue.RestUrl, weight > 0 ? weight : _adapter.WeightPerMinute, host.Log);
        _connections = new MarketConnection[_handler.Connections];
        for (int i = 0; i < _connections.Length; i++)
        {
            string[] symbols = Array.ConvertAll(Array.FindAll(_feeds, feed => feed.Connection == i), feed => feed.VenueSymbol);
            _connections[i] = new MarketConnection(i, _adapter, host.Options.Venue.MarketStreamUrl, symbols, _silenceNs, host.Log.Warn);
        }
    }

    /// <summary>What decides.</summary>
    public static LoopParts Make(PipelineOptions options, CountersFile counters, StepOutput output)
    {
        VenueAdapter adapter = VenueAdapter.Of(options.Venue.Market);
        return Around(new MarketDataHandler(
            Feeds(options, adapter), adapter, options.MarketData, new MarketDataCounters(counters)));
    }

    /// <summary>Why no instrument can be served, or null.</summary>
    public string? NotReady()
    {
        foreach (InstrumentFeed feed in _feeds)
        {
            if (feed.IsRefused)
            {
                return $"{feed.Symbol} is refused: its prices need more than {PriceScales.Usual} decimals, and what is traded has no more";
            }

            if (!feed.IsDefined)
            {
                return $"{feed.Symbol} is not defined: the venue's documents do not have it";
            }

            if (feed.State != FeedState.Live)
            {
                return $"the book of {feed.Symbol} is {feed.State}";
            }
        }

        return null;
    }

    /// <inheritdoc/>
    public void Prepare()
    {
        _host.Rebuild(_loop, StreamId.Market);
        _handler.WantsDefinitions = Array.Exists(_feeds, feed => feed.NeedsDefinition);
        foreach (MarketConnection connection in _connections)
        {
            Change(connection, ConnectionState.Disconnected);
        }
    }

    /// <inheritdoc/>
    public bool Turn()
    {
        long now = Clock.MonotonicNs();
        bool worked = false;
        foreach (MarketConnection connection in _connections)
        {
            worked |= TakeFrames(connection, now);
        }

        worked |= TakeDocuments();
        worked |= _loop.Turn();
        if (_handler.WantsDefinitions && _definitionPauses.TryAsk(now))
        {
            AskDefinitions();
        }

        if (_handler.WantsSnapshots)
        {
            AskSnapshots(now);
        }

        if (now - _watchedNs >= WatchIntervalNs)
        {
            _watchedNs = now;
            Watch(now);
        }

        return worked;
    }

    /// <inheritdoc/>
    public bool HasInput() => _loop.HasInput();

    /// <inheritdoc/>
    public void Rehearse()
    {
        if (_rehearsal.TryDecode())
        {
            _handler.Rehearse(_rehearsal.Frame);
        }

        _feed.Rehearse();
        _market.Rehearse();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Array.ForEach(_connections, connection => connection.Dispose());
        _fetcher.Dispose();
        _feed.Dispose();
        _market.Dispose();
    }

    private static InstrumentFeed[] Feeds(PipelineOptions options, VenueAdapter adapter)
    {
        int most = options.Venue.SymbolsPerConnection > 0 ? options.Venue.SymbolsPerConnection : adapter.SymbolsPerConnection;
        InstrumentFeed[] feeds = new InstrumentFeed[options.Instruments.Count];
        for (int i = 0; i < feeds.Length; i++)
        {
            InstrumentOptions instrument = options.Instruments[i];
            feeds[i] = new InstrumentFeed(
                (uint)instrument.Id, instrument.Symbol, adapter.SymbolOf(instrument), i / most, adapter.Venue.NewKeeper(),
                instrument.SilenceMs * 1_000_000L, BarRule.From(options.MarketData))
            {
                IsTraded = options.Strategies.Exists(strategy => strategy.Instrument == instrument.Id),
            };
        }

        return feeds;
    }

    private static LoopParts Around(MarketDataHandler handler) =>
        new() { Handler = handler, Output = StreamId.Market, Inputs = [StreamId.Feed], StateLayout = StateLayout };

    private void AskDefinitions()
    {
        _handler.WantsDefinitions = false;
        string[] missing = Array.ConvertAll(Array.FindAll(_feeds, feed => feed.NeedsDefinition), feed => feed.VenueSymbol);
        foreach (RestRequest request in _adapter.DefinitionsOf(missing))
        {
            _fetcher.Ask(FrameChannel.ExchangeInfo, 0, request);
        }
    }

    /// <summary>What may not be asked for yet waits for its time.</summary>
    private void AskSnapshots(long now)
    {
        bool isWaiting = false;
        for (int i = 0; i < _feeds.Length; i++)
        {
            InstrumentFeed feed = _feeds[i];
            MarketConnection connection = _connections[feed.Connection];
            if (!feed.WantsSnapshot || !connection.IsOpen)
            {
                continue;
            }

            // A snapshot from before the stream begins has a hole behind it.
            bool isEarly = _handler.HasRestSnapshots && !connection.IsSubscribed;
            if (isEarly || !_pauses[i].TryAsk(now))
            {
                isWaiting = true;
                continue;
            }

            feed.WantsSnapshot = false;
            if (_adapter.SnapshotOf(feed.VenueSymbol, _feeds.Length) is { } request)
            {
                _fetcher.Ask(FrameChannel.DepthSnapshot, feed.InstrumentId, request);
            }
            else
            {
                connection.SubscribeAgain(feed.VenueSymbol);
            }
        }

        _handler.WantsSnapshots = isWaiting;
    }

    /// <summary>Books about which nothing comes: those that are live are doubted, and those that are not are asked for.</summary>
    private void Watch(long now)
    {
        foreach (InstrumentFeed feed in _feeds)
        {
            MarketConnection connection = _connections[feed.Connection];
            if (!connection.IsOpen)
            {
                continue;
            }

            long quietNs = now - Math.Max(feed.HeardNs, connection.OpenedNs);
            if (feed.State == FeedState.Live && feed.SilenceNs > 0 && quietNs > feed.SilenceNs)
            {
                _silent.InstrumentId = feed.InstrumentId;
                _silent.QuietNs = quietNs;
                _feed.Append(RecordType.StreamSilent, _silent);
                _feed.Commit(now);
            }
            else if (feed.State == FeedState.Resyncing && quietNs > PatienceNs)
            {
                _handler.WantSnapshot(feed);
            }
        }
    }

    /// <summary>What cannot be recorded is not read: the venue is left until the archive has caught up.</summary>
    private bool ArchiveIsBehind => _feed.Page.ArchiveIsBehind || _market.Page.ArchiveIsBehind;

    private bool TakeFrames(MarketConnection connection, long now)
    {
        if (!connection.IsOpen && (ArchiveIsBehind || !IsConnected(connection, now)))
        {
            return false;
        }

        try
        {
            if (ArchiveIsBehind)
            {
                throw new IOException("the archive is behind");
            }

            if (connection.TryOpen(now))
            {
                // The successor of one that was about to end.
                Change(connection, ConnectionState.Disconnected);
                Change(connection, ConnectionState.Connected);
            }

            int frames = 0;
            while (frames < FramesPerTurn && connection.TryReceive(out ReadOnlySpan<byte> frame))
            {
                long received = connection.HeardNs;
                frames++;
                _feed.AppendFrame(FrameChannel.MarketStream, 0, frame, received, connection.Number);
                _feed.Commit(received);
                long committedBefore = _output.LastCommitNs;
                _ = _loop.Turn();
                if (_output.LastCommitNs != committedBefore)
                {
                    _counters.Latency.Record(_output.LastCommitNs - received);
                }

                _rehearsal.Keep(frame);
            }

            connection.Keep(now);
            if (frames == 0 && now - connection.HeardNs > _silenceNs)
            {
                throw new IOException($"the connection is open but has been silent for {_silenceNs / 1_000_000} ms");
            }

            if (_handler.IsShutdownAnnounced(connection.Number))
            {
                throw new IOException("the venue announced that it will end the connection");
            }

            return frames > 0;
        }
        catch (IOException error)
        {
            _host.Log.Warn($"market streams {connection.Number}: {error.Message}; connecting again");
            connection.Close();
            Change(connection, ConnectionState.Disconnected);
            return true;
        }
    }

    /// <summary>Begins to connect in its turn; true once it is connected.</summary>
    private bool IsConnected(MarketConnection connection, long now)
    {
        if (!connection.IsConnecting)
        {
            if (now - _connectedNs < ConnectIntervalNs)
            {
                return false;
            }

            _connectedNs = now;
            connection.Connect();
        }

        if (!connection.TryOpen(now))
        {
            return false;
        }

        _host.Log.Info($"connected to the market streams {connection.Number} of {_connections.Length}");
        Change(connection, ConnectionState.Connected);
        return true;
    }

    private bool TakeDocuments()
    {
        bool worked = false;
        while (_fetcher.TryTake(out FetchedDocument document))
        {
            worked = true;
            if (document.Body.Length > PolledWebSocket.LargestMessageBytes)
            {
                _host.Log.Warn($"{document.Path} has {document.Body.Length} bytes: it was dropped and is asked for again");
                AskAgain(document);
                continue;
            }

            long now = Clock.MonotonicNs();
            _feed.AppendFrame(document.Channel, document.InstrumentId, document.Body, now);
            _feed.Commit(now);
        }

        return worked;
    }

    private void AskAgain(in FetchedDocument document)
    {
        uint instrumentId = document.InstrumentId;
        if (Array.Find(_feeds, feed => feed.InstrumentId == instrumentId) is { } about)
        {
            _handler.WantSnapshot(about);
        }

        _handler.WantsDefinitions |= document.Channel == FrameChannel.ExchangeInfo;
    }

    private void Change(MarketConnection connection, ConnectionState state)
    {
        _change.State = state;
        _change.UtcNs = Clock.UtcNs();
        _change.Connection = (uint)connection.Number;
        _feed.Append(RecordType.ConnectionChanged, _change);
        _feed.Commit(Clock.MonotonicNs());
    }
}
