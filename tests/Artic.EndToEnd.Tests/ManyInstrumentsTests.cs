using System.Text.Json.Nodes;
using Artic.EndToEnd.Tests.Running;
using Artic.EndToEnd.Tests.Venues;
using Artic.Messaging.Records;
using Artic.Streams.Log;
using Artic.V1;

namespace Artic.EndToEnd.Tests;

/// <summary>More instruments than one connection may carry.</summary>
public sealed class ManyInstrumentsTests
{
    private const string Service = "market-data";
    private const int Instruments = 400;

    [Fact]
    public void Four_hundred_instruments_come_by_two_connections_and_all_are_live() => Home.Story(home =>
    {
        Venue venue = Venue.Start(
            home, out StartedProgram simulator, "--instruments", $"{Instruments}", "--max-seconds", "120");
        ServiceRun run = new(home, "many");

        // A machine that stands still for a second is not what this is about.
        run.Configuration["market_data"]!["silence_ms"] = 10_000;
        run.Configuration["venue"]!["market_stream_url"] = $"ws://127.0.0.1:{venue.Port}";
        run.Configuration["venue"]!["rest_url"] = $"http://127.0.0.1:{venue.Port}";
        for (int i = 1; i < Instruments; i++)
        {
            run.Configuration["instruments"]!.AsArray().Add(new JsonObject
            {
                ["id"] = i + 1, ["symbol"] = $"S{i:D4}USDT", ["base_asset"] = $"S{i:D4}", ["quote_asset"] = "USDT",
            });
        }

        StartedProgram service = run.StartServing(Service);

        // 400 documents of weight 5 within 4,800 a minute: some fifteen seconds.
        Deadline.Need("all books are live", 60, () => run.Value(Service, "market_instruments_live") == Instruments);
        Assert.Equal(0, run.Value(Service, "market_gaps_total"));
        Assert.Equal(0, run.Value(Service, "market_malformed_total"));
        Assert.Equal(Instruments, RunStreams.Read(run.Paths, StreamId.Market, RecordType.Instrument).Count);
        uint[] connections = [.. RunStreams.Read(run.Paths, StreamId.Feed, RecordType.RawFrame)
            .Select(record => record.As<RawFrame>().Connection).Distinct().Order()];
        Assert.Equal([0u, 1u], connections);
        Assert.True(service.IsRunning);
        Assert.True(simulator.IsRunning);
    });
}
