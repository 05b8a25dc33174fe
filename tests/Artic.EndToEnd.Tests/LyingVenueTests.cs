using Artic.EndToEnd.Tests.Running;
using Artic.EndToEnd.Tests.Venues;
using Artic.Messaging.Records;
using Artic.Streams.Log;
using Artic.V1;

namespace Artic.EndToEnd.Tests;

/// <summary>The simulated venue lies for some seconds: market data finds it, and is right again when the lies end.</summary>
public sealed class LyingVenueTests
{
    private const string Service = "market-data";
    private const int FaultSeconds = 3;

    [Fact]
    public void A_venue_that_tells_the_truth_has_no_gap_and_no_resync() => Told([], (venue, run) =>
    {
        Deadline.Pass(FaultSeconds);

        Assert.Equal(0, run.Value(Service, "market_gaps_total"));
        Assert.Equal(0, run.Value(Service, "market_resyncs_total"));
        Assert.Equal(0, run.Value(Service, "market_malformed_total"));
        Assert.Empty(Withdrawals(run.Paths));
        foreach (string fault in (string[])["drop", "duplicate", "reorder", "garbage", "silence", "disconnect"])
        {
            Assert.Equal(0, venue.Faults(fault));
        }
    });

    [Fact]
    public void Dropped_messages_are_gaps() => Told(["--drop", "0.2"], (venue, run) =>
    {
        NeedFault(venue, "drop");
        Deadline.Need("a gap is counted", 10, () => run.Value(Service, "market_gaps_total") > 0);
        NeedWithdrawal(run, FeedState.Resyncing, FeedReason.SequenceGap);
    });

    [Fact]
    public void Duplicated_messages_change_no_book() => Told(["--duplicate", "0.2"], (venue, run) =>
    {
        NeedFault(venue, "duplicate");
        Deadline.Pass(FaultSeconds);
        Assert.Equal(0, run.Value(Service, "market_gaps_total"));
        Assert.Empty(Withdrawals(run.Paths));
    });

    [Fact]
    public void Reordered_messages_leave_no_wrong_book() => Told(["--reorder", "0.5"], (venue, run) =>
    {
        NeedFault(venue, "reorder");
        Deadline.Pass(FaultSeconds);

        // A diff that only changed places with a trade is no gap: every gap is one of two diffs.
        Assert.All(Withdrawals(run.Paths), status => Assert.Equal(FeedReason.SequenceGap, status.Reason));
    });

    [Fact]
    public void Garbage_is_refused_by_reason() => Told(["--garbage", "0.05"], (venue, run) =>
    {
        NeedFault(venue, "garbage");
        Deadline.Need("text that is no JSON is counted", 10, () => run.Value(Service, "market_malformed_json_total") > 0);
        Deadline.Need("a wrong symbol is counted", 10, () => run.Value(Service, "market_malformed_symbol_total") > 0);
        NeedWithdrawal(run, FeedState.Resyncing, FeedReason.Malformed);
    });

    [Fact]
    public void A_silent_connection_is_left() => Told(["--silence", "0.5", "--silence-ms", "60000"], (venue, run) =>
    {
        NeedFault(venue, "silence");
        NeedWithdrawal(run, FeedState.Stale, FeedReason.Disconnected);
    });

    [Fact]
    public void An_aborted_connection_is_opened_again() => Told(["--disconnect", "0.5"], (venue, run) =>
    {
        NeedFault(venue, "disconnect");
        NeedWithdrawal(run, FeedState.Stale, FeedReason.Disconnected);
    });

    [Fact]
    public void No_order_comes_from_a_book_that_is_withdrawn_and_trading_goes_on_when_it_is_back() => Home.Story(home =>
    {
        Demo demo = Demo.Start(
            home, "lies", "--seconds", "20", "--venue-option", "--drop 0.02", "--venue-option", "--garbage 0.002",
            "--venue-option", "--disconnect 0.1", "--venue-option", "--fault-seconds 15", "--venue-option", "--fault-seed 4");
        DemoResult result = demo.Wait(90);

        result.NeedSoundBooks();
        List<(long From, long To)> withdrawn = WithdrawnIntervals(demo.Paths);
        Assert.True(withdrawn.Count >= 3, $"the book was withdrawn {withdrawn.Count} times");
        long[] orders = [.. RunStreams.Read(demo.Paths, StreamId.Wire, RecordType.RequestSent)
            .Where(record => record.As<RequestSent>().Kind == RequestKind.Place).Select(record => record.OriginNs)];
        Assert.All(orders, origin => Assert.DoesNotContain(withdrawn, time => origin > time.From && origin < time.To));
        Assert.Contains(orders, origin => origin > withdrawn[0].To);
        OrderTrail.NeedEveryOrderOnRecordAndSentOnce(demo.Paths);
        Verification.NeedIdentical(home, demo.Paths);
    });

    /// <summary>Tells a story of faults, whose end is always the same: a live book that equals the venue's.</summary>
    private static void Told(string[] faults, Action<Venue, ServiceRun> story) => Home.Story(home =>
    {
        Venue venue = Venue.Start(home, out StartedProgram simulator, ["--fault-seconds", $"{FaultSeconds}", "--max-seconds", "120", .. faults]);
        ServiceRun run = new(home, "lied-to");
        run.Configuration["venue"]!["market_stream_url"] = $"ws://127.0.0.1:{venue.Port}";
        run.Configuration["venue"]!["rest_url"] = $"http://127.0.0.1:{venue.Port}";
        StartedProgram service = run.StartServing(Service);
        Deadline.Need("the book was live once", 20, () => Statuses(run.Paths).Any(status => status.State == FeedState.Live));

        story(venue, run);

        Deadline.Need("a live book has had no news for a second", 40, () =>
        {
            long resyncs = run.Value(Service, "market_resyncs_total");
            int statuses = Statuses(run.Paths).Count;
            Deadline.Pass(1.5);
            return run.Value(Service, "market_instruments_live") == 1 && Statuses(run.Paths).Count == statuses
                && run.Value(Service, "market_resyncs_total") == resyncs;
        });
        BookComparison.NeedEqual(venue, run, comparisons: 3);
        Assert.Equal(FeedState.Live, Statuses(run.Paths)[^1].State);
        Assert.True(service.IsRunning);
        Assert.True(simulator.IsRunning);
    });

    private static void NeedFault(Venue venue, string name)
    {
        Deadline.Need($"the venue counts a {name}", 10, () => venue.Faults(name) > 0);
        Deadline.Need("its log has it", 5, () => venue.Events($"fault_{name}").Count > 0);
    }

    private static void NeedWithdrawal(ServiceRun run, FeedState state, FeedReason reason) => Deadline.Need(
        $"{state} by {reason}, then LIVE", 20, () =>
        {
            List<FeedStatus> statuses = Statuses(run.Paths);
            int at = statuses.FindIndex(status => status.State == state && status.Reason == reason);
            return at >= 0 && statuses.FindIndex(at, status => status.State == FeedState.Live) > at;
        });

    private static List<FeedStatus> Statuses(RunPaths paths) =>
        [.. RunStreams.Read(paths, StreamId.Market, RecordType.FeedStatus).Select(record => record.As<FeedStatus>())];

    /// <summary>Each time that a book was no longer served, after it had been.</summary>
    private static List<FeedStatus> Withdrawals(RunPaths paths)
    {
        List<FeedStatus> statuses = Statuses(paths);
        return [.. statuses.Where((status, i) => i > 0 && status.State != FeedState.Live && statuses[i - 1].State == FeedState.Live)];
    }

    /// <summary>From the receipt of what withdrew the book to the receipt of what made it live again.</summary>
    private static List<(long From, long To)> WithdrawnIntervals(RunPaths paths)
    {
        List<(long, long)> intervals = [];
        long? from = null;
        bool wasLive = false;
        foreach (StreamRecord record in RunStreams.Read(paths, StreamId.Market, RecordType.FeedStatus))
        {
            bool live = record.As<FeedStatus>().State == FeedState.Live;
            if (wasLive && !live)
            {
                from ??= record.OriginNs;
            }
            else if (live && from is { } begin)
            {
                intervals.Add((begin, record.OriginNs));
                from = null;
            }

            wasLive |= live;
        }

        return intervals;
    }
}
