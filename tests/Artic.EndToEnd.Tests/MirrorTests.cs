using Artic.EndToEnd.Tests.Running;
using Artic.EndToEnd.Tests.Venues;
using Artic.Messaging.Records;
using Artic.Streams.Log;
using Artic.V1;

namespace Artic.EndToEnd.Tests;

/// <summary>The demo on a live market elsewhere, played by a second simulated venue.</summary>
public sealed class MirrorTests
{
    [Fact]
    public void A_demo_trades_a_live_market_on_paper() => Home.Story(home =>
    {
        Venue upstream = Venue.Start(home, out _, "--max-seconds", "200");
        DemoResult result = Demo.Start(home, "mirror", [.. At(upstream), "--seconds", "10"]).Wait(80);

        result.NeedSoundBooks();
        Assert.Equal(0, result.Number("market", "gaps"));
        Assert.True(result.Number("orders", "submitted") >= 3, $"{result.Summary}");
        Assert.True(result.Number("orders", "fills") >= 1, $"{result.Summary}");
        Assert.Contains($"live market of ws://127.0.0.1:{upstream.Port}", result.At("source").GetString(), StringComparison.Ordinal);
        Assert.Empty(upstream.Accepted());
    });

    [Fact]
    public void A_live_market_that_breaks_off_and_talks_nonsense_withdraws_the_book_and_trading_goes_on() => Home.Story(home =>
    {
        Venue upstream = Venue.Start(
            home, out _, "--max-seconds", "200", "--garbage", "0.003", "--disconnect", "0.2", "--drop", "0.002", "--fault-seconds", "14",
            "--fault-seed", "2");
        Demo demo = Demo.Start(home, "mirror", [.. At(upstream), "--seconds", "24"]);
        DemoResult result = demo.Wait(100);

        result.NeedSoundBooks();
        Assert.True(upstream.Faults("disconnect") > 0);
        FeedStatus[] statuses = [.. RunStreams.Read(demo.Paths, StreamId.Market, RecordType.FeedStatus)
            .Select(record => record.As<FeedStatus>())];
        int live = Array.FindIndex(statuses, status => status.State == FeedState.Live);
        int lost = Array.FindIndex(statuses, live + 1, status => status is { State: FeedState.Stale, Reason: FeedReason.Disconnected });
        Assert.True(lost >= 0, "the book was never withdrawn");
        Assert.Equal(FeedState.Live, statuses[^1].State);
        Assert.True(result.Number("orders", "submitted") >= 3, $"{result.Summary}");
    });

    [Theory]
    [InlineData("--venue", "kraken")]
    [InlineData("--venue", "binance", "--seed", "1")]
    [InlineData("--market-url", "wss://example.test")]
    public void What_does_not_go_together_is_refused(params string[] options) => Home.Story(home =>
        Assert.Equal(2, home.Cli(["demo", "--headless", .. options]).WaitForEnd(20)));

    private static string[] At(Venue venue) =>
        ["--venue", "binance", "--market-url", $"ws://127.0.0.1:{venue.Port}", "--rest-url", $"http://127.0.0.1:{venue.Port}"];
}
