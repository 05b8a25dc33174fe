using Artic.Core.Time;
using Artic.Hosting.Options;
using Artic.MarketData;
using Artic.MarketData.Venues;
using Artic.Messaging.Records;
using Artic.Services.Tests.Support;
using Artic.Streams.Log;
using Artic.Streams.Steps;
using Artic.V1;
using Artic.Venues;

namespace Artic.Services.Tests.MarketData;

/// <summary>The market data loop over real streams, without a venue.</summary>
internal sealed class MarketFixture : IDisposable
{
    private readonly TestRun _run = new();
    private readonly RecordWriter _feed;

    public MarketFixture(params BarRule[] bars)
        : this(new MarketDataOptions(), bars)
    {
    }

    public MarketFixture(MarketDataOptions options, params BarRule[] bars)
    {
        _feed = _run.Writer(StreamId.Feed);
        Feed = MarketFrames.Feed(1, "BTCUSDT", bars);
        Handler = new MarketDataHandler(
            [Feed], new BinanceAdapter(), options, new MarketDataCounters(_run.Counters("market-data")));
        Loop = new StepLoop(Handler, new StepOutput(_run.Writer(StreamId.Market)), _run.Reader(StreamId.Feed));
    }

    public InstrumentFeed Feed { get; }

    /// <summary>As the service's loop has one, which a test asks in its place.</summary>
    public FrameRehearsal Rehearsal { get; } = new(new BinanceAdapter().Venue.NewDecoder());

    public MarketDataHandler Handler { get; }

    public StepLoop Loop { get; }

    public TestRun Run => _run;

    /// <summary>A connection, and a book of one level a side at update 100.</summary>
    public MarketFixture Live()
    {
        Connect();
        Snapshot(MarketFrames.Snapshot(100, "[[\"100.00\",\"1.0\"]]", "[[\"101.00\",\"2.0\"]]"));
        Assert.Equal(FeedState.Live, Feed.State);
        return this;
    }

    public void Connect()
    {
        _feed.Say(RecordType.ConnectionChanged, new ConnectionChanged { State = ConnectionState.Connected });
        Turn();
    }

    public void Stream(byte[] frame) => Take(FrameChannel.MarketStream, frame);

    public void Snapshot(byte[] body) => Take(FrameChannel.DepthSnapshot, body);

    public void Take(FrameChannel channel, ReadOnlySpan<byte> frame)
    {
        Append(channel, frame);
        Turn();
    }

    /// <summary>Puts a frame on record and leaves it to the next turn.</summary>
    public void Append(FrameChannel channel, ReadOnlySpan<byte> frame)
    {
        long now = Clock.MonotonicNs();
        _feed.AppendFrame(channel, channel == FrameChannel.DepthSnapshot ? 1u : 0, frame, now);
        _feed.Commit(now);
    }

    /// <summary>Rehearses the frame that was kept last.</summary>
    public void Rehearse()
    {
        if (Rehearsal.TryDecode())
        {
            Handler.Rehearse(Rehearsal.Frame);
        }
    }

    public List<Quote> Quotes() => _run.All<Quote>(StreamId.Market, RecordType.Quote);

    public List<FeedStatus> States() => _run.All<FeedStatus>(StreamId.Market, RecordType.FeedStatus);

    public void Turn()
    {
        while (Loop.Turn())
        {
        }
    }

    public void Dispose() => _run.Dispose();
}
