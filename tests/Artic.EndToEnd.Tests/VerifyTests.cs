using System.Text.Json.Nodes;
using Artic.EndToEnd.Tests.Running;
using Artic.Messaging.Records;
using Artic.Streams.Log;

namespace Artic.EndToEnd.Tests;

/// <summary>A run that has ended is run again, loop by loop, and every byte compared.</summary>
public sealed class VerifyTests
{
    private const int LongRuns = 10;

    [Fact]
    public void A_run_with_crashes_and_a_kill_in_it_is_the_same_when_it_is_run_again() => Home.Story(home =>
    {
        Demo demo = Torment(home, "tormented", seed: 1);
        Verification.NeedIdentical(home, demo.Paths);
    });

    [LongFact]
    public void Ten_runs_with_crashes_and_kills_in_them_are_the_same_when_they_are_run_again() => Home.Story(home =>
    {
        for (int seed = 1; seed <= LongRuns; seed++)
        {
            Demo demo = Torment(home, $"tormented-{seed}", seed);
            Verification.NeedIdentical(home, demo.Paths);
        }
    });

    [Fact]
    public void A_flipped_byte_of_the_record_is_named_by_its_checksum_and_where_that_was_forged_by_the_loop() =>
        Home.Story(home =>
    {
        Demo demo = Trade(home, "flipped");
        (long feed, long market) = BookTickerWithQuote(demo.Paths);
        ArchiveBytes bytes = new(demo.Paths, StreamId.Feed);
        int place = PlaceOfBidQuantity(bytes, demo.Paths, feed);

        bytes.Flip(place);
        string refused = Verification.Of(home, "flipped").NeedOnlyDifference(StreamId.Market);
        Assert.StartsWith($"{bytes.Segment}: the bytes ", refused, StringComparison.Ordinal);
        Assert.EndsWith("are not those that were written (SHA-256 differs)", refused, StringComparison.Ordinal);
        StartedProgram verify = home.Cli("stream", "verify", "flipped", "--stream", "feed");
        Assert.Equal(3, verify.WaitForEnd(0));
        Assert.Contains($"DAMAGED: {refused}", verify.OutputText, StringComparison.Ordinal);

        bytes.Forge(place);
        Assert.Equal(0, home.Cli("stream", "verify", "flipped").WaitForEnd(0));
        string differs = Verification.Of(home, "flipped").NeedOnlyDifference(StreamId.Market);
        Assert.StartsWith(
            $"stream 'market', sequence {market}: recorded type {(int)RecordType.Quote} ", differs, StringComparison.Ordinal);
        Assert.Contains($"run again type {(int)RecordType.Quote} ", differs, StringComparison.Ordinal);

        bytes.Flip(place);
        bytes.Forge(place);
        Verification.NeedIdentical(home, demo.Paths);
    });

    [Fact]
    public void A_tail_that_was_cut_off_with_its_checksums_is_named_by_the_stream_and_by_the_run() => Home.Story(home =>
    {
        Demo demo = Trade(home, "cut");
        string folder = demo.Paths.ArchiveStream(StreamId.Execution);
        string segment = Directory.GetFiles(folder, "*.seg").Max(StringComparer.Ordinal)!;
        int records = RunStreams.Read(demo.Paths, StreamId.Execution).Count;
        new ArchiveBytes(demo.Paths, StreamId.Execution, int.Parse(Path.GetFileNameWithoutExtension(segment), null)).CutBlock();
        int left = RunStreams.Read(demo.Paths, StreamId.Execution).Count;
        Assert.InRange(left, 1, records - 1);

        string mark = Path.Combine(folder, "end");
        string missing = $"the stream 'execution' of cut ends with record {left}; its owner ended it with record {records} ({mark})";
        StartedProgram verify = home.Cli("stream", "verify", "cut");
        Assert.Equal(3, verify.WaitForEnd(0));
        Assert.Contains($"DAMAGED: {missing}", verify.OutputText, StringComparison.Ordinal);
        Verification verified = Verification.Of(home, "cut");
        Assert.Equal(3, verified.ExitCode);
        Assert.Contains(missing, verified.Results.Select(result => result.Difference));

        // Where the stream's own mark went as well, the run's description still has it.
        File.Delete(mark);
        string unmarked = $"{demo.Paths.RunFolder}/run.json says that 'execution' was ended with record {records}; beside the stream nothing says so";
        StartedProgram again = home.Cli("stream", "verify", "cut");
        Assert.Equal(3, again.WaitForEnd(0));
        Assert.Contains($"DAMAGED: {unmarked}", again.OutputText, StringComparison.Ordinal);
        StartedProgram whole = home.Start("artic-cli", "verify", "cut");
        Assert.Equal(3, whole.WaitForEnd(90));
        Assert.Contains($"artic verify: {unmarked}\n", whole.ErrorText, StringComparison.Ordinal);
    });

    [Fact]
    public void A_run_that_ended_by_crash_says_so() => Home.Story(home =>
    {
        TradingRun run = new(home, "crashed", stallMs: 5000);
        run.NeedOrders(2);
        run.Kill("position-tracker");
        run.End(except: "position-tracker");
        StartedProgram verify = home.Cli("stream", "verify", "crashed");
        Assert.Equal(0, verify.WaitForEnd(0));
        foreach (Line line in verify.Output)
        {
            bool isOpen = line.Text.TrimStart().StartsWith("position ", StringComparison.Ordinal);
            Assert.EndsWith(
                isOpen ? "whole, open: no owner has ended it, so nothing says where it ends" : " whole", line.Text, StringComparison.Ordinal);
        }

        Assert.Equal(RunStreams.All.Length, verify.Output.Length);
    });

    [Fact]
    public void A_limit_that_was_changed_after_the_run_differs_at_the_first_order_that_it_denies() => Home.Story(home =>
    {
        Demo demo = Trade(home, "reconfigured");
        JsonNode configuration = JsonNode.Parse(File.ReadAllText(demo.Paths.Configuration))!;
        configuration["risk"]!["max_order_value"] = "1";
        File.WriteAllText(demo.Paths.Configuration, configuration.ToJsonString());

        long first = RunStreams.Read(demo.Paths, StreamId.Order, RecordType.OrderApproved)[0].Sequence;
        string differs = Verification.Of(home, "reconfigured").NeedOnlyDifference(StreamId.Order);
        Assert.StartsWith(
            $"stream 'order', sequence {first}: recorded type {(int)RecordType.OrderApproved} ", differs, StringComparison.Ordinal);
        Assert.Contains($"run again type {(int)RecordType.OrderDenied} ", differs, StringComparison.Ordinal);
    });

    [Fact]
    public void A_live_run_is_verified_as_far_as_it_has_come() => Home.Story(home =>
    {
        Demo demo = Demo.StartTrading(home, "live");
        demo.NeedOrders(3);
        Verification verified = Verification.Of(home, "live");
        Assert.Equal(0, verified.ExitCode);
        Assert.All(verified.Results, result => Assert.True(result.Identical && result.Records > 0, $"{result.Difference}"));
        demo.End().NeedSoundBooks();
        Verification.NeedIdentical(home, demo.Paths);
    });

    [Fact]
    public void A_run_that_is_not_there_is_named() => Home.Story(home =>
    {
        StartedProgram verify = home.Cli("verify", "never-run");
        Assert.Equal(1, verify.WaitForEnd(0));
        Assert.Equal($"artic verify: there is no run never-run; runs lie in {home.Runs}\n", verify.ErrorText);
        Assert.Empty(verify.OutputText);
    });

    /// <summary>A sound demo of some seconds.</summary>
    private static Demo Trade(Home home, string run)
    {
        Demo demo = Demo.StartTrading(home, run);
        demo.NeedOrders(3);
        demo.End().NeedSoundBooks();
        return demo;
    }

    /// <summary>A demo in which every service dies once, one of them while the account is killed.</summary>
    private static Demo Torment(Home home, string run, int seed)
    {
        Demo demo = Demo.StartTrading(home, run, "--seed", $"{seed}");
        Restart(demo, "market-data");
        Restart(demo, "signal-bridge");
        Assert.Equal(0, home.Cli("kill", "--reason", "in the middle").WaitForEnd(0));
        Restart(demo, "risk-manager");
        Assert.Equal(0, home.Cli("resume", "--reason", "go on").WaitForEnd(0));
        demo.NeedOrders(2);
        Restart(demo, "execution-engine");
        Restart(demo, "position-tracker");
        demo.NeedOrders(2);
        DemoResult result = demo.End();
        result.NeedSoundBooks();
        Assert.Equal(
            ["market-data", "signal-bridge", "risk-manager", "execution-engine", "position-tracker"], result.Restarts());
        return demo;
    }

    private static void Restart(Demo demo, string service)
    {
        int before = demo.ProcessOf(service);
        ProcessSignal.Kill(before);
        demo.NeedRestart(service, before);
    }

    /// <summary>A frame in the middle of the run that led to a quote, and that quote.</summary>
    private static (long Feed, long Market) BookTickerWithQuote(RunPaths paths)
    {
        HashSet<long> tickers = [];
        using (RecordReader feed = new(paths, StreamId.Feed))
        {
            while (feed.TryRead(out Artic.Streams.Log.Record record))
            {
                if (record.Payload.IndexOf("@bookTicker"u8) >= 0)
                {
                    tickers.Add(record.Header.Sequence);
                }
            }
        }

        List<(long Feed, long Market)> quotes = [];
        using RecordReader market = new(paths, StreamId.Market);
        while (market.TryRead(out Artic.Streams.Log.Record record))
        {
            if (RecordCodec.TypeOf(record) == RecordType.Quote && tickers.Contains(record.Header.CauseSequence))
            {
                quotes.Add((record.Header.CauseSequence, record.Header.Sequence));
            }
        }

        Assert.NotEmpty(quotes);
        return quotes[quotes.Count / 2];
    }

    /// <summary>Where the first decimal of the bid's quantity stands in a frame.</summary>
    private static int PlaceOfBidQuantity(ArchiveBytes bytes, RunPaths paths, long sequence)
    {
        using RecordReader reader = new(paths, StreamId.Feed);
        reader.Seek(sequence);
        Assert.True(reader.TryRead(out Artic.Streams.Log.Record record));
        ReadOnlySpan<byte> quantity = "\"B\":\""u8;
        int inside = record.Payload.IndexOf(quantity) + quantity.Length;
        return bytes.PlaceOf(record.Payload.ToArray()) + inside + record.Payload[inside..].IndexOf((byte)'.') + 1;
    }
}
