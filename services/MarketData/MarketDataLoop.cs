using Artic.Core.Time;
using Artic.Hosting;
using Artic.Hosting.Hot;
using Artic.Hosting.Net;
using Artic.Hosting.Options;
using Artic.Messaging.Records;
using Artic.Streams.Counters;
using Artic.Streams.Log;
using Artic.Streams.Steps;
using Artic.Streams.Waiting;
using Artic.V1;

namespace Artic.MarketData;

/// <summary>
/// The market data thread: its edge half reads the venue's connection and puts every frame on record in <c>feed</c>;
/// its loop turns that record into <c>market</c>. Both on one thread, so that a frame makes no hop. Thread: the hot one.
/// </summary>
public sealed class MarketDataLoop : IHotLoop, IDisposable
{
    /// <summary>Layout of the state in snapshots: one more with every change of its shape.</summary>
    private const uint StateLayout = 2;

    private const int FramesPerTurn = 16;

    private readonly ServiceHost _host;
    private readonly InstrumentFeed[] _feeds;
    private readonly RecordWriter _feed;
    private readonly RecordWriter _market;
    private readonly StepOutput _output;
    private readonly StepLoop _loop;
    private readonly MarketDataHandler _handler;
    private readonly MarketDataCounters _counters;
    private readonly SnapshotFetcher _fetcher;
    private readonly BackgroundConnector _connector;
    private readonly ConnectionChanged _change = new();
    private readonly long _silenceNs;
    private PolledWebSocket? _socket;
    private long _lastFrameNs;

    /// <param name="host">The process.</param>
    public MarketDataLoop(ServiceHost host)
    {
        _host = host;
        _silenceNs = host.Options.MarketData.SilenceMs * 1_000_000L;
        _counters = new MarketDataCounters(host.Counters);
        _feeds = Feeds(host.Options);
        _handler = new MarketDataHandler(_feeds, host.Options.MarketData.BookLevels, _counters);
        _feed = host.OpenWriter(StreamId.Feed);
        _market = host.OpenWriter(StreamId.Market);
        _output = new StepOutput(_market);
        _loop = host.OpenLoop(Around(_handler), _output);
        _fetcher = new SnapshotFetcher(host.Options.Venue.RestUrl, host.Log);
#pragma warning disable CA1308 // Stream names are lower case.
        string streams = string.Join('/', Array.ConvertAll(_feeds, feed => StreamsOf(feed.Symbol.ToLowerInvariant())));
#pragma warning restore CA1308
        Uri address = new($"{host.Options.Venue.MarketStreamUrl.TrimEnd('/')}/stream?streams={streams}");
        _connector = new BackgroundConnector(address, host.Log.Warn);
    }

    /// <summary>What decides.</summary>
    public static LoopParts Make(PipelineOptions options, CountersFile counters, StepOutput output) =>
        Around(new MarketDataHandler(Feeds(options), options.MarketData.BookLevels, new MarketDataCounters(counters)));

    /// <summary>Why no instrument can be served, or null.</summary>
    public string? NotReady()
    {
        foreach (InstrumentFeed feed in _feeds)
        {
            if (!feed.IsDefined)
            {
                return $"{feed.Symbol} is not defined: the venue's exchange information does not have it";
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
        AskDefinitions();
        Change(ConnectionState.Disconnected);
        _connector.Begin();
    }

    /// <inheritdoc/>
    public bool Turn()
    {
        bool worked = TakeFrames();
        worked |= TakeDocuments();
        worked |= _loop.Turn();
        if (_handler.WantsDefinitions)
        {
            _handler.WantsDefinitions = false;
            AskDefinitions();
        }

        if (_handler.WantsSnapshots)
        {
            _handler.WantsSnapshots = false;
            AskSnapshots();
        }

        return worked;
    }

    /// <inheritdoc/>
    public bool HasInput() => _loop.HasInput();

    /// <inheritdoc/>
    public void Rehearse()
    {
        // It looks at its socket all the time.
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _connector.Stop();
        _fetcher.Dispose();
        _socket?.Dispose();
        _feed.Dispose();
        _market.Dispose();
    }

    private static InstrumentFeed[] Feeds(PipelineOptions options) => options.Instruments.ConvertAll(
        instrument => new InstrumentFeed((uint)instrument.Id, instrument.Symbol, BarRule.From(options.MarketData))).ToArray();

    private static LoopParts Around(MarketDataHandler handler) =>
        new() { Handler = handler, Output = StreamId.Market, Inputs = [StreamId.Feed], StateLayout = StateLayout };

    private static string StreamsOf(string symbol) => $"{symbol}@depth@100ms/{symbol}@bookTicker/{symbol}@trade";

    private void AskDefinitions() => _fetcher.AskDefinitions(Array.ConvertAll(_feeds, feed => feed.Symbol));

    private void AskSnapshots()
    {
        foreach (InstrumentFeed feed in _feeds)
        {
            if (feed.WantsSnapshot)
            {
                feed.WantsSnapshot = false;
                _fetcher.Ask(feed.InstrumentId, feed.Symbol);
            }
        }
    }

    private void AskAgain(FetchedDocument document)
    {
        foreach (InstrumentFeed feed in _feeds)
        {
            if (feed.InstrumentId == document.InstrumentId)
            {
                _handler.WantSnapshot(feed);
            }
        }

        _handler.WantsDefinitions |= document.Channel == FrameChannel.ExchangeInfo;
    }

    /// <summary>What cannot be recorded is not read: the venue is left until the archive has caught up.</summary>
    private bool ArchiveIsBehind => _feed.Page.ArchiveIsBehind || _market.Page.ArchiveIsBehind;

    private bool TakeFrames()
    {
        if (_socket == null)
        {
            if (ArchiveIsBehind)
            {
                return false;
            }

            _socket = _connector.TryTake();
            if (_socket == null)
            {
                return false;
            }

            _host.Log.Info("connected to the market streams");
            _lastFrameNs = Clock.MonotonicNs();
            Change(ConnectionState.Connected);
        }

        try
        {
            if (ArchiveIsBehind)
            {
                throw new IOException("the archive is behind");
            }

            int frames = 0;
            while (frames < FramesPerTurn && _socket.TryReceive(out ReadOnlySpan<byte> frame))
            {
                long now = Clock.MonotonicNs();
                _lastFrameNs = now;
                frames++;
                _feed.AppendFrame(FrameChannel.MarketStream, 0, frame, now);
                _feed.Commit(now);
                long committedBefore = _output.LastCommitNs;
                _ = _loop.Turn();
                if (_output.LastCommitNs != committedBefore)
                {
                    _counters.Latency.Record(_output.LastCommitNs - now);
                }
            }

            if (frames == 0 && Clock.MonotonicNs() - _lastFrameNs > _silenceNs)
            {
                throw new IOException($"the connection is open but has been silent for {_silenceNs / 1_000_000} ms");
            }

            if (_handler.ShutdownAnnounced)
            {
                throw new IOException("the venue announced that it shuts down");
            }

            return frames > 0;
        }
        catch (IOException error)
        {
            _host.Log.Warn($"market streams: {error.Message}; connecting again");
            _socket.Dispose();
            _socket = null;
            Change(ConnectionState.Disconnected);
            _connector.Begin();
            return true;
        }
    }

    private bool TakeDocuments()
    {
        bool worked = false;
        while (_fetcher.TryTake(out FetchedDocument document))
        {
            worked = true;
            if (document.Body.Length > PolledWebSocket.LargestMessageBytes)
            {
                _host.Log.Warn($"a document of {document.Body.Length} bytes was dropped and is asked for again");
                AskAgain(document);
                continue;
            }

            long now = Clock.MonotonicNs();
            _feed.AppendFrame(document.Channel, document.InstrumentId, document.Body, now);
            _feed.Commit(now);
        }

        return worked;
    }

    private void Change(ConnectionState state)
    {
        _change.State = state;
        _change.UtcNs = Clock.UtcNs();
        _feed.Append(RecordType.ConnectionChanged, _change);
        _feed.Commit(Clock.MonotonicNs());
    }
}
