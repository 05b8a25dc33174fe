using Artic.EndToEnd.Tests.Running;
using Artic.EndToEnd.Tests.Venues;
using Artic.Messaging.Records;
using Artic.Streams.Log;
using Artic.V1;

namespace Artic.EndToEnd.Tests;

/// <summary>The service at a venue of each language, which tells the truth and which lies.</summary>
public sealed class LanguageTests
{
    private const string Service = "market-data";

    [Theory]
    [InlineData("kraken")]
    [InlineData("okx")]
    [InlineData("coinbase")]
    public void A_book_told_truly_has_no_gap_and_is_the_venues(string language) => Told(language, [], (_, run) =>
    {
        Deadline.Pass(4);
        Assert.Equal(0, run.Value(Service, "market_gaps_total"));
        Assert.Equal(0, run.Value(Service, "market_resyncs_total"));
        Assert.Equal(0, run.Value(Service, "market_malformed_total"));
        Assert.Equal(0, run.Value(Service, "market_checksums_failed_total"));
        Instrument instrument = RunStreams.Read(run.Paths, StreamId.Market, RecordType.Instrument).Single().As<Instrument>();
        Assert.Equal(("BTCUSDT", "BTC", "USDT"), (instrument.Symbol, instrument.BaseAsset, instrument.QuoteAsset));
        Assert.Equal(1_000_000, instrument.TickSize);
        Assert.NotEmpty(RunStreams.Read(run.Paths, StreamId.Market, RecordType.Trade));
        Assert.NotEmpty(RunStreams.Read(run.Paths, StreamId.Market, RecordType.Quote));
    });

    [Theory]
    [InlineData("kraken", 11)]
    [InlineData("okx", 12)]
    [InlineData("coinbase", 13)]
    public void A_book_told_with_every_lie_is_withdrawn_and_right_again(string language, int seed) => Told(
        language,
        [
            "--drop", "0.1", "--duplicate", "0.05", "--reorder", "0.1", "--garbage", "0.03", "--disconnect", "0.2",
            "--fault-seconds", "6", "--fault-seed", $"{seed}",
        ],
        (_, run) =>
        {
            Deadline.Need("the book was withdrawn and live again, twice", 30, () =>
            {
                List<FeedStatus> statuses = Statuses(run.Paths);
                return statuses.Count(status => status.State == FeedState.Live) >= 3;
            });
            Assert.True(run.Value(Service, "market_malformed_total") > 0, "garbage is counted");
        });

    private static void Told(string language, string[] faults, Action<Venue, ServiceRun> story) => Home.Story(home =>
    {
        Venue venue = Venue.Start(home, out StartedProgram simulator, ["--max-seconds", "120", .. faults]);
        ServiceRun run = new(home, "spoken-to");
        run.Configuration["venue"]!["market"] = language;
        run.Configuration["venue"]!["market_stream_url"] = $"ws://127.0.0.1:{venue.Port}";
        run.Configuration["venue"]!["rest_url"] = $"http://127.0.0.1:{venue.Port}";
        StartedProgram service = run.StartServing(Service);
        Deadline.Need("the book was live once", 20, () => Statuses(run.Paths).Any(status => status.State == FeedState.Live));

        story(venue, run);

        Deadline.Need("a live book has had no news for a second and a half", 60, () =>
        {
            int statuses = Statuses(run.Paths).Count;
            Deadline.Pass(1.5);
            return run.Value(Service, "market_instruments_live") == 1 && Statuses(run.Paths).Count == statuses;
        });
        BookComparison.NeedSame(venue, run, comparisons: 3);
        Assert.Equal(FeedState.Live, Statuses(run.Paths)[^1].State);
        Assert.True(service.IsRunning);
        Assert.True(simulator.IsRunning);
    });

    private static List<FeedStatus> Statuses(RunPaths paths) =>
        [.. RunStreams.Read(paths, StreamId.Market, RecordType.FeedStatus).Select(record => record.As<FeedStatus>())];
}
