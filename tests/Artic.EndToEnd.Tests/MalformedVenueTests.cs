using Artic.EndToEnd.Tests.Running;
using Artic.EndToEnd.Tests.Venues;
using Artic.Messaging.Records;
using Artic.Streams.Log;
using Artic.V1;

namespace Artic.EndToEnd.Tests;

/// <summary>Market data alone, against a venue that says what no venue should.</summary>
public sealed class MalformedVenueTests
{
    private const string Service = "market-data";
    private const int TooManyBytes = 3 << 20;

    /// <summary>What a message may be, and is none.</summary>
    public static TheoryData<string, string> Messages => new()
    {
        { "garbage", "what is this" },
        { "an empty message", "" },
        { "truncated", """{"stream":"btcusdt@depth@100ms","data":{"e":"depthUpdate","s":"BTCUS""" },
        { "an array", "[1,2,3]" },
        { "two objects", "{}{}" },
        { "an update id that is text", Depth("\"x\"", "[]") },
        { "an update id beyond 64 bits", Depth("99999999999999999999", "[]") },
        { "a level that is no level", Depth("2", "[{}]") },
        { "a negative price", Depth("2", """[["-1","1"]]""") },
        { "a price beyond 64 bits", Depth("2", """[["99999999999999999999","1"]]""") },
    };

    /// <summary>What exchange information may be without the instrument's definition.</summary>
    public static TheoryData<string, string> Definitions => new()
    {
        { "garbage", "what is this" },
        { "another symbol", """{"symbols":[]}""" },
        { "a symbol that is a number", """{"symbols":[{"symbol":1}]}""" },
        {
            "no lot size",
            """{"symbols":[{"symbol":"BTCUSDT","baseAsset":"BTC","quoteAsset":"USDT","filters":[]}]}"""
        },
    };

    [Theory]
    [MemberData(nameof(Messages))]
    public void A_malformed_message_is_counted_and_the_book_is_built_anew(string what, string message) =>
        Told((venue, run, service) =>
        {
            venue.Send(message);

            Deadline.Need($"{what} is counted", 5, () => run.Value(Service, "market_malformed_total") == 1);
            NeedResync(venue, run, service, resyncs: 1);
            Assert.Equal(0, run.Value(Service, "market_gaps_total"));
        });

    [Fact]
    public void A_message_nested_too_deep_is_counted() => Told((venue, run, service) =>
    {
        venue.Send(string.Concat(Enumerable.Repeat("{\"a\":", 500)) + "1" + new string('}', 500));

        Deadline.Need("it is counted", 5, () => run.Value(Service, "market_malformed_total") == 1);
        NeedResync(venue, run, service, resyncs: 1);
    });

    [Fact]
    public void A_gap_is_counted_and_the_book_is_built_anew() => Told((venue, run, service) =>
    {
        venue.SendDiff(missing: 3);

        Deadline.Need("the gap is counted", 5, () => run.Value(Service, "market_gaps_total") == 1);
        NeedResync(venue, run, service, resyncs: 1);
        Assert.Equal(0, run.Value(Service, "market_malformed_total"));
        FeedStatus[] statuses = [.. RunStreams.Read(run.Paths, StreamId.Market, RecordType.FeedStatus)
            .Select(record => record.As<FeedStatus>())];
        Assert.Contains(statuses, status =>
            status is { State: FeedState.Resyncing, Reason: FeedReason.SequenceGap });
    });

    [Fact]
    public void A_crossed_book_is_not_served() => Told((venue, run, service) =>
    {
        venue.Send("""{"e":"depthUpdate","E":1,"s":"BTCUSDT","U":1,"u":2000,"b":[["70000.00","1"]],"a":[]}""");

        Deadline.Need("it is built anew", 5, () => run.Value(Service, "market_resyncs_total") == 1);
        Assert.DoesNotContain(
            RunStreams.Read(run.Paths, StreamId.Market, RecordType.Quote).Select(record => record.As<Quote>()),
            quote => quote.BidPrice >= quote.AskPrice);
        Assert.True(service.IsRunning);
    });

    [Fact]
    public void A_storm_of_garbage_between_good_messages_loses_nothing_else() => Told((venue, run, service) =>
    {
        const int rounds = 200;
        for (int i = 0; i < rounds; i++)
        {
            venue.SendDiff();
            venue.Send($"garbage {i}");
        }

        Deadline.Need("all are counted", 20, () => run.Value(Service, "market_malformed_total") == rounds);
        Deadline.Need("the book is live", 10, () => run.Value(Service, "market_instruments_live") == 1);
        Assert.True(service.IsRunning);
        int before = venue.SnapshotsAsked;
        Deadline.Pass(1);
        Assert.True(venue.SnapshotsAsked - before <= 2, "a live book still asks for snapshots");
    });

    [Theory]
    [InlineData("garbage", "what is this")]
    [InlineData("an error", "{\"code\":-1121,\"msg\":\"Invalid symbol.\"}")]
    [InlineData("a half", "{\"lastUpdateId\":1,\"bids\":[[\"600")]
    [InlineData("HTTP 500", "")]
    public void A_snapshot_that_is_none_is_asked_for_again(string what, string body) => Home.Story(home =>
    {
        using VenueOwner owner = new();
        owner.Venue.SpoilSnapshot(body);
        ServiceRun run = RunAt(home, owner.Venue);
        StartedProgram service = run.StartServing(Service);

        Deadline.Need($"after {what} the book is live", 10, () => run.Value(Service, "market_instruments_live") == 1);
        Assert.True(owner.Venue.SnapshotsAsked >= 2);
        Assert.True(service.IsRunning);
    });

    [Fact]
    public void A_snapshot_that_is_too_large_is_asked_for_again() => Home.Story(home =>
    {
        using VenueOwner owner = new();
        owner.Venue.SpoilSnapshot(new string(' ', TooManyBytes));
        ServiceRun run = RunAt(home, owner.Venue);
        StartedProgram service = run.StartServing(Service);

        KeepTalking(owner.Venue, "the book is live", () => run.Value(Service, "market_instruments_live") == 1);
        Assert.True(service.IsRunning);
    });

    [Theory]
    [MemberData(nameof(Definitions))]
    public void Definitions_that_cannot_be_read_are_asked_for_again(string what, string body) => Home.Story(home =>
    {
        using VenueOwner owner = new();
        owner.Venue.SpoilDefinitions(body);
        ServiceRun run = RunAt(home, owner.Venue);
        StartedProgram service = run.StartServing(Service);

        KeepTalking(
            owner.Venue, $"after {what} the instrument is defined",
            () => RunStreams.Read(run.Paths, StreamId.Market, RecordType.Instrument).Count == 1);
        Assert.True(service.IsRunning);
    });

    [Fact]
    public void Snapshots_are_not_asked_for_faster_than_a_venue_bears() => Home.Story(home =>
    {
        const int spoilt = 1000;
        const int bearable = 20;
        using VenueOwner owner = new();
        for (int i = 0; i < spoilt; i++)
        {
            owner.Venue.SpoilSnapshot("what is this");
        }

        StartedProgram service = RunAt(home, owner.Venue).StartServing(Service);
        Deadline.Need("a snapshot is asked for", 10, () => owner.Venue.SnapshotsAsked > 0);
        Deadline.Pass(1);
        int asked = owner.Venue.SnapshotsAsked;
        Assert.True(asked <= bearable, $"{asked} snapshots were asked for in a second");
        Assert.True(service.IsRunning);
    });

    [Fact]
    public void A_message_that_is_too_large_or_no_text_costs_the_connection_and_no_more() =>
        Told((venue, run, service) =>
        {
            venue.Send(new byte[TooManyBytes]);
            NeedConnection(venue, run, 2);
            venue.Send([(byte)'{', 0xFF, 0xFE, (byte)'}']);
            NeedConnection(venue, run, 3);
            Assert.True(service.IsRunning);
        });

    [Fact]
    public void A_connection_that_closes_or_is_silent_is_opened_again() => Told((venue, run, service) =>
    {
        venue.Close();
        NeedConnection(venue, run, 2);
        venue.Send("""{"stream":"!serverShutdown","data":{"e":"serverShutdown","E":1700000000000}}""");
        NeedConnection(venue, run, 3);

        // Nothing more is said: after silence_ms the connection counts as dead.
        NeedConnection(venue, run, 4);
        Assert.True(service.IsRunning);
        Assert.Equal(0, run.Value(Service, "market_malformed_total"));
    });

    /// <summary>Tells a story that begins with a live book.</summary>
    private static void Told(Action<ScriptedVenue, ServiceRun, StartedProgram> story) => Home.Story(home =>
    {
        using VenueOwner owner = new();
        ServiceRun run = RunAt(home, owner.Venue);
        StartedProgram service = run.StartServing(Service);
        Deadline.Need("the book is live", 10, () => run.Value(Service, "market_instruments_live") == 1);
        owner.Venue.SendDiff();
        Deadline.Need("a diff is applied", 5, () => run.Value(Service, "market_messages_total") >= 1);
        story(owner.Venue, run, service);
    });

    /// <summary>A depth message with this last update id and these bids.</summary>
    private static string Depth(string lastUpdateId, string bids) =>
        $$"""{"e":"depthUpdate","s":"BTCUSDT","U":1,"u":{{lastUpdateId}},"b":{{bids}},"a":[]}""";

    private static ServiceRun RunAt(Home home, ScriptedVenue venue)
    {
        ServiceRun run = new(home, "scripted");
        run.Configuration["venue"]!["market_stream_url"] = $"ws://127.0.0.1:{venue.Port}";
        run.Configuration["venue"]!["rest_url"] = $"http://127.0.0.1:{venue.Port}";
        return run;
    }

    /// <summary>The book is built anew, and what comes after is applied again.</summary>
    private static void NeedResync(ScriptedVenue venue, ServiceRun run, StartedProgram service, int resyncs)
    {
        Deadline.Need("the book is built anew", 5, () => run.Value(Service, "market_resyncs_total") == resyncs);
        Deadline.Need("the book is live", 10, () => run.Value(Service, "market_instruments_live") == 1);
        int books = RunStreams.Read(run.Paths, StreamId.Market, RecordType.BookTop).Count;
        venue.SendDiff();
        Deadline.Need("the next diff is applied", 5, () =>
            RunStreams.Read(run.Paths, StreamId.Market, RecordType.BookTop).Count > books);
        Assert.True(service.IsRunning);
        Assert.Equal(200, run.Get(Service, "/health").Status);
    }

    private static void NeedConnection(ScriptedVenue venue, ServiceRun run, int connections)
    {
        Deadline.Need($"connection {connections}", 10, () => venue.Connections == connections);
        Deadline.Need("the book is live", 10, () => run.Value(Service, "market_instruments_live") == 1);
    }

    /// <summary>Waits while the venue goes on to talk, so that silence is not what helps.</summary>
    private static void KeepTalking(ScriptedVenue venue, string what, Func<bool> condition) =>
        Deadline.Need(what, 10, () =>
        {
            venue.Send("""{"result":null,"id":1}""");
            return condition();
        });

    /// <summary>Ends a venue with its story.</summary>
    private sealed class VenueOwner : IDisposable
    {
        public ScriptedVenue Venue { get; } = new();

        public void Dispose() => Venue.DisposeAsync().AsTask().GetAwaiter().GetResult();
    }
}
