using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Artic.EndToEnd.Tests.Running;
using Artic.Hosting.Snapshots;
using Artic.Messaging.Records;
using Artic.Streams.Log;
using Artic.Streams.Snapshots;

namespace Artic.EndToEnd.Tests;

/// <summary>Snapshots by followers, restarts from them, and the record that is let go behind them; native binaries.</summary>
public sealed partial class SnapshotTests
{
    private const double RoundSeconds = 60;
    private const double SaySeconds = 20;

    [Fact]
    public void Each_of_the_five_is_killed_and_goes_on_from_its_snapshot() => Home.Story(home =>
    {
        Demo demo = Demo.StartTrading(home, "followed", "--snapshot-every", "2");
        demo.NeedOrders(20);
        NeedEachToGoOnFromASnapshot(demo);
        demo.End().NeedSoundBooks();
        OrderTrail.NeedEveryOrderOnRecordAndSentOnce(demo.Paths);
        Verification.NeedIdentical(home, demo.Paths);
        Verification verified = Verification.Of(home, "followed");
        foreach ((string service, int place) in Repository.Services.Select((name, i) => (name, i)))
        {
            Match rebuilt = Rebuilt().Match(demo.LogOf(service));
            Assert.True(rebuilt.Success, $"{service} does not say that it went on from a snapshot");
            long inputs = long.Parse(rebuilt.Groups["inputs"].Value, CultureInfo.InvariantCulture);
            Assert.True(
                inputs < verified.Results[place].Inputs / 2,
                $"{service} ran {inputs} of {verified.Results[place].Inputs} inputs again");
            Assert.Equal(0, verified.Results[place].From);
            Assert.InRange(new SnapshotFolder(demo.Paths, Verification.Streams[place]).Sequences().Length, 1, SnapshotFolder.Kept);
        }
    });

    [Fact]
    public void A_finished_run_is_followed_once_and_then_unchanged_and_a_damaged_snapshot_is_passed_over() => Home.Story(home =>
    {
        Demo demo = Demo.StartTrading(home, "finished");
        demo.NeedOrders(3);
        demo.End().NeedSoundBooks();

        SnapshotResult[] first = Round(home, "finished", exit: 0);
        Assert.All(first, result => Assert.Equal((SnapshotResult.Written, 0L), (result.Outcome, result.From)));
        SnapshotResult[] second = Round(home, "finished", exit: 0);
        for (int i = 0; i < second.Length; i++)
        {
            Assert.Equal(SnapshotResult.Unchanged, second[i].Outcome);
            Assert.Equal(first[i].Sequence, second[i].From);
            Assert.Equal(0, second[i].Inputs);
        }

        string newest = new SnapshotFolder(demo.Paths, StreamId.Order).PathOf(first[2].Sequence);
        byte[] bytes = File.ReadAllBytes(newest);
        bytes[^1] ^= 1;
        File.WriteAllBytes(newest, bytes);
        SnapshotResult mended = Round(home, "finished", exit: 0)[2];
        Assert.Equal(
            [$"{newest} is damaged: its bytes are not those that were written (SHA-256 differs)"], mended.Refused);
        Assert.Equal((SnapshotResult.Written, 0L, first[2].Sequence), (mended.Outcome, mended.From, mended.Sequence));
        Verification.NeedIdentical(home, demo.Paths);
    });

    [Fact]
    public void A_loop_that_says_something_else_than_its_record_writes_no_snapshot() => Home.Story(home =>
    {
        Demo demo = Demo.StartTrading(home, "reconfigured");
        demo.NeedOrders(3);
        demo.End().NeedSoundBooks();
        _ = Round(home, "reconfigured", exit: 0);
        JsonNode configuration = JsonNode.Parse(File.ReadAllText(demo.Paths.Configuration))!;
        configuration["risk"]!["max_order_value"] = "1";
        File.WriteAllText(demo.Paths.Configuration, configuration.ToJsonString());

        SnapshotFolder folder = new(demo.Paths, StreamId.Order);
        long[] before = folder.Sequences();
        SnapshotResult differs = Assert.Single(
            Round(home, "reconfigured", exit: 3), result => result.Outcome == SnapshotResult.Differs);
        Assert.Equal("order", differs.Stream);
        Assert.Equal([$"{folder.PathOf(before[0])} was made with another configuration"], differs.Refused);
        Assert.Contains($"run again type {(int)RecordType.OrderDenied} ", differs.Error, StringComparison.Ordinal);
        Assert.Equal(before, folder.Sequences());
    });

    [Fact]
    public void The_markets_past_goes_once_every_loop_has_passed_it_and_the_run_goes_on_and_verifies() => Home.Story(home =>
    {
        TradingRun run = new(home, "trimmed", stallMs: 5000, keptBytes: 1);
        RunPaths paths = run.Paths;
        Assert.Equal(0, Segments(paths, StreamId.Feed)[0]);

        // Each owner begins a segment of its own.
        bool isTrimmed = false;
        for (int i = 0; i < 14 && !isTrimmed; i++)
        {
            run.Restart("market-data");
            run.NeedOrders(1);
            _ = Round(home, "trimmed", exit: 0);
            isTrimmed = Segments(paths, StreamId.Feed)[0] > 1 && Segments(paths, StreamId.Market)[0] > 1;
        }

        Assert.True(isTrimmed, "nothing was let go");
        foreach (StreamId stream in RunStreams.All.Where(stream => stream is not (StreamId.Feed or StreamId.Market)))
        {
            Assert.Equal(0, Segments(paths, stream)[0]);
        }

        foreach (StreamId stream in (StreamId[])[StreamId.Feed, StreamId.Market])
        {
            long[] checksums = [.. Directory.GetFiles(paths.ArchiveStream(stream), "*.sha256").Select(IndexOf).Order()];
            Assert.Equal(Segments(paths, stream), checksums);
        }

        foreach (string service in Repository.Services)
        {
            run.Restart(service);
            run.NeedOrders(1);
            Assert.Contains("rebuilt from the snapshot behind record ", run.LogOf(service), StringComparison.Ordinal);
        }

        // Where no snapshot can be used, it says so and what to do.
        run.Kill("position-tracker");
        string snapshots = paths.Snapshots(StreamId.Position);
        Directory.Move(snapshots, snapshots + ".away");
        StartedProgram refused = run.StartAgain("position-tracker");
        Assert.Equal(1, refused.WaitForEnd(20));
        string said = run.LogOf("position-tracker");
        Assert.Contains(" of trimmed does not keep record 1 any more; it begins with ", said, StringComparison.Ordinal);
        Assert.Contains("Go on with the configuration, the models and the programs that they were made with", said, StringComparison.Ordinal);
        Directory.Move(snapshots + ".away", snapshots);
        _ = run.StartAgain("position-tracker");
        run.NeedOrders(1);
        run.End();

        Verification verified = Verification.Of(home, "trimmed");
        Assert.All(verified.Results, result => Assert.True(result.Identical, $"{result.Stream}: {result.Difference}"));
        Assert.Equal(0, verified.ExitCode);
        Assert.Equal(
            [true, true, true, false, true], verified.Results.Select(result => result.From > 0));
        Assert.Equal(0, home.Cli("stream", "verify", "trimmed").WaitForEnd(0));
        StartedProgram first = home.Cli("stream", "cat", "trimmed", "market", "--limit", "1");
        Assert.Equal(0, first.WaitForEnd(0));
        using RecordReader reader = new(paths, StreamId.Market);
        Assert.Equal(reader.FirstKept(), JsonNode.Parse(first.OutputText)!["sequence"]!.GetValue<long>());
        StartedProgram gone = home.Cli("stream", "cat", "trimmed", "market", "--from", "1");
        Assert.Equal(3, gone.WaitForEnd(0));
        Assert.Contains($"does not keep record 1 any more; it begins with {reader.FirstKept()}", gone.ErrorText, StringComparison.Ordinal);
    });

    [LongFact]
    public void The_markets_past_goes_by_its_age_and_every_loop_goes_on_from_its_snapshot() => Home.Story(home =>
    {
        TradingRun run = new(home, "aged", stallMs: 5000, keptHours: 1);
        RunPaths paths = run.Paths;
        for (int i = 0; i < 3; i++)
        {
            // Each owner begins a segment of its own.
            run.Restart("market-data");
            run.NeedOrders(1);
        }

        _ = Round(home, "aged", exit: 0);
        Assert.Equal((0, 0), (Segments(paths, StreamId.Feed)[0], Segments(paths, StreamId.Market)[0]));

        // Two hours later, by the clocks of the oldest segments.
        foreach (StreamId stream in (StreamId[])[StreamId.Feed, StreamId.Market])
        {
            foreach (long index in Segments(paths, stream)[..2])
            {
                MakeOlder(new ArchiveBytes(paths, stream, (int)index), hours: 2);
            }
        }

        // It goes once it is in memory no more, and once the oldest of the three snapshots of each loop has passed it.
        for (int i = 0; i < 14 && (Segments(paths, StreamId.Feed)[0] == 0 || Segments(paths, StreamId.Market)[0] == 0); i++)
        {
            run.Restart("market-data");
            run.NeedOrders(1);
            _ = Round(home, "aged", exit: 0);
        }

        // A segment ends where the next begins: of two old ones only the first is known to have ended.
        Assert.Equal((1, 1), (Segments(paths, StreamId.Feed)[0], Segments(paths, StreamId.Market)[0]));
        foreach (string service in Repository.Services)
        {
            run.Restart(service);
            run.NeedOrders(1);
            Assert.Contains("rebuilt from the snapshot behind record ", run.LogOf(service), StringComparison.Ordinal);
        }

        Assert.All(Round(home, "aged", exit: 0), result => Assert.True(result.From > 0, $"{result.Stream} began at the start"));
        run.End();
        Verification verified = Verification.Of(home, "aged");
        Assert.All(verified.Results, result => Assert.True(result.Identical, $"{result.Stream}: {result.Difference}"));
        Assert.Equal([true, true, true, false, true], verified.Results.Select(result => result.From > 0));
    });

    [Fact]
    public void Services_that_take_their_inputs_by_ZeroMQ_are_followed_and_go_on_from_their_snapshots_too() => Home.Story(home =>
    {
        Demo demo = Demo.StartTrading(
            home, "followed-by-zeromq", ["--zmq", .. Repository.Services.Skip(1), "--snapshot-every", "2"]);
        demo.NeedOrders(10);
        NeedEachToGoOnFromASnapshot(demo);
        demo.End().NeedSoundBooks();
        OrderTrail.NeedEveryOrderOnRecordAndSentOnce(demo.Paths);
        Verification.NeedIdentical(home, demo.Paths);
        Assert.All(
            Round(home, "followed-by-zeromq", exit: 0), result => Assert.True(result.From > 0, $"{result.Stream} began at the start"));
    });

    [Fact]
    public void A_run_that_is_not_there_is_named() => Home.Story(home =>
    {
        StartedProgram snapshot = home.Cli("snapshot", "never-run");
        Assert.Equal(1, snapshot.WaitForEnd(0));
        Assert.Equal($"artic snapshot: there is no run never-run; runs lie in {home.Runs}\n", snapshot.ErrorText);
    });

    /// <summary>Kills each service behind a new snapshot of it; it must say that it went on from one, and trading goes on.</summary>
    private static void NeedEachToGoOnFromASnapshot(Demo demo)
    {
        foreach ((string service, StreamId stream) in Repository.Services.Zip(Verification.Streams))
        {
            SnapshotFolder folder = new(demo.Paths, stream);
            long before = folder.Sequences().FirstOrDefault();
            Deadline.Need($"a snapshot more of {service}", RoundSeconds, () => folder.Sequences().FirstOrDefault() > before);
            int process = demo.ProcessOf(service);
            ProcessSignal.Kill(process);
            demo.NeedRestart(service, process);
            demo.NeedOrders(1);
            Deadline.Need($"{service} says that it went on from a snapshot", SaySeconds, () => Rebuilt().IsMatch(demo.LogOf(service)));
        }
    }

    private static SnapshotResult[] Round(Home home, string run, int exit)
    {
        StartedProgram round = home.Start("artic-cli", "snapshot", run, "--json");
        Assert.True(round.WaitForEnd(RoundSeconds) == exit, $"exit {exit} is expected: {round}");
        SnapshotResult[] results =
            [.. round.Output.Select(line => SnapshotResult.TryParse(line.Text)!).Where(result => result.Service.Length > 0)];
        Assert.Equal(Repository.Services, results.Select(result => result.Service));
        return results;
    }

    /// <summary>Sets the time back at which an archived segment began, and its checksum right.</summary>
    private static void MakeOlder(ArchiveBytes segment, int hours)
    {
        const int utcPlace = 48;
        long utcNs = BitConverter.ToInt64(File.ReadAllBytes(segment.Segment), utcPlace);
        segment.Write(utcPlace, BitConverter.GetBytes(utcNs - (hours * 3_600_000_000_000L)));
        segment.Forge(utcPlace);
    }

    private static long[] Segments(RunPaths paths, StreamId stream) =>
        [.. Directory.GetFiles(paths.ArchiveStream(stream), "*.seg").Select(IndexOf).Order()];

    private static long IndexOf(string path) =>
        long.Parse(Path.GetFileNameWithoutExtension(path), CultureInfo.InvariantCulture);

    [GeneratedRegex("rebuilt from the snapshot behind record [0-9]+, (?<inputs>[0-9]+) recorded inputs")]
    private static partial Regex Rebuilt();
}
