using Artic.EndToEnd.Tests.Running;
using Artic.Streams.Log;

namespace Artic.EndToEnd.Tests;

/// <summary>A run whose services somebody else starts, all of them as one user: what containers do.</summary>
public sealed class KeepTests
{
    [Fact]
    public void A_run_is_made_for_services_that_others_start_and_ends_with_its_keeper() => Home.Story(home =>
    {
        using ManagerSocket socket = new(home.PathOf("notify"));
        StartedProgram keeper = Keep(home, "kept", """{ "market-data": { "http_port": 0 } }""");
        string variables = home.PathOf("keep/run.env");
        Deadline.Need("the run is made", 20, () => !keeper.IsRunning || File.Exists(variables));
        RunPaths paths = new(Path.Combine(home.Runs, "kept"));
        Assert.Equal($"ARTIC_RUN={paths.RunFolder}\n", File.ReadAllText(variables));
        Assert.Equal(["market-data"], Directory.GetFiles(home.PathOf("keep/services")).Select(Path.GetFileName));
        Deadline.Need("it is ready", 20, () => socket.Received().Contains("READY=1"));

        StartedProgram second = Keep(home, "second", """{ "market-data": { "http_port": 0 } }""");
        Assert.Equal(1, second.WaitForEnd(20));
        Assert.Contains("is traded by another run", second.ErrorText, StringComparison.Ordinal);
        Assert.True(File.Exists(variables));

        StartedProgram service = home.Start("artic-market-data", "--run", paths.RunFolder);
        Deadline.Need("the service has begun", 20, () => File.Exists(paths.Counters("market-data")) && service.ErrorText.Contains("started: pid", StringComparison.Ordinal));
        ProcessSignal.Terminate(service.ProcessNumber);
        Assert.Equal(0, service.WaitForEnd(20));
        ProcessSignal.Terminate(keeper.ProcessNumber);
        Assert.True(keeper.WaitForEnd(20) == 0, keeper.ToString());
        Assert.Contains("STOPPING=1", socket.Received());
        Assert.False(File.Exists(variables));
        Assert.False(Directory.Exists(paths.HotFolder));
        Assert.Contains("ended_utc_ns", File.ReadAllText(Path.Combine(paths.RunFolder, "run.json")), StringComparison.Ordinal);
    });

    [Fact]
    public void A_configuration_that_cannot_be_makes_no_run() => Home.Story(home =>
    {
        StartedProgram keeper = Keep(home, "kept", """{ "market-date": {} }""");
        Assert.Equal(2, keeper.WaitForEnd(20));
        Assert.Contains("market-date", keeper.ErrorText, StringComparison.Ordinal);
        Assert.False(File.Exists(home.PathOf("keep/run.env")));
    });

    [Fact]
    public void Users_that_are_missing_are_named() => Home.Story(home =>
    {
        _ = Directory.CreateDirectory(home.PathOf("etc"));
        File.WriteAllText(home.PathOf("etc/passwd"), "root:x:0:0:root:/root:/bin/sh\n");
        File.WriteAllText(home.PathOf("etc/group"), "root:x:0:\n");
        WriteConfiguration(home, """{ "market-data": {} }""");
        StartedProgram keeper = home.Start(
            "artic-cli", "keep", home.PathOf("pipeline.json"), "--folder", home.PathOf("keep"), "--etc", home.PathOf("etc"));
        Assert.Equal(1, keeper.WaitForEnd(20));
        Assert.Contains("there is no group artic in", keeper.ErrorText, StringComparison.Ordinal);
    });

    private static StartedProgram Keep(Home home, string run, string services)
    {
        WriteConfiguration(home, services);
        return home.StartWith(
            "NOTIFY_SOCKET", home.PathOf("notify"), "artic-cli", "keep", home.PathOf("pipeline.json"), "--run", run, "--one-user", "--idle",
            "configured", "--folder", home.PathOf("keep"));
    }

    private static void WriteConfiguration(Home home, string services) => File.WriteAllText(home.PathOf("pipeline.json"), $$"""
        {
          "venue": { "market": "binance", "market_stream_url": "ws://127.0.0.1:1", "rest_url": "http://127.0.0.1:1" },
          "instruments": [{ "id": 1, "symbol": "BTCUSDT", "base_asset": "BTC", "quote_asset": "USDT" }],
          "services": {{services}}
        }
        """);
}
