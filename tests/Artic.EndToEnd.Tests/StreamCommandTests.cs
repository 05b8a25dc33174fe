using System.Text.Json;
using Artic.EndToEnd.Tests.Running;
using Artic.Messaging.Records;
using Artic.Streams.Log;
using Artic.V1;

namespace Artic.EndToEnd.Tests;

/// <summary><c>artic stream</c> on a run that has ended, held against the demo's own figures and the streams.</summary>
public sealed class StreamCommandTests
{
    private const int Damaged = 3;
    private const int BadOptions = 2;

    [Fact]
    public void What_a_finished_run_has_on_record_is_listed_printed_and_verified() => Home.Story(home =>
    {
        Demo demo = Demo.StartTrading(home, "finished");
        demo.NeedOrders(3);
        DemoResult result = demo.End();
        result.NeedSoundBooks();
        NeedList(home, demo.Paths);
        NeedCountsOfTheDemo(home, demo.Paths, result);
        NeedFilters(home, demo.Paths);

        // Leaving the venue was once put on record after the archive was complete, and lost.
        StreamRecord last = RunStreams.Read(demo.Paths, StreamId.Venue)[^1];
        Assert.Equal(RecordType.ConnectionChanged, last.Type);
        Assert.Equal(ConnectionState.Disconnected, last.As<ConnectionChanged>().State);

        StartedProgram verify = home.Cli("stream", "verify", "finished");
        Assert.Equal(0, verify.WaitForEnd(0));
        Assert.Equal(RunStreams.All.Length, verify.Output.Length);
        foreach ((StreamId stream, Line line) in RunStreams.All.Zip(verify.Output))
        {
            string[] words = line.Text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            Assert.Equal(
                [RunPaths.NameOf(stream), $"{RunStreams.Read(demo.Paths, stream).Count}", "records", words[3], "s", "whole"],
                words);
        }
    });

    [Fact]
    public void What_is_not_there_is_named() => Home.Story(home =>
    {
        NeedRefusal(home, 1, "there is no run yet", "stream", "ls");
        NeedRefusal(home, 1, $"there is no run never-run; runs lie in {home.Runs}", "stream", "cat", "never-run", "market");
        NeedRefusal(home, 1, "there is no run never-run", "stream", "verify", "never-run");
        NeedRefusal(home, BadOptions, "nonsense", "stream", "cat", "never-run", "nonsense");
        NeedRefusal(
            home, BadOptions, "--type: 'wishes' is no record type; they are step, raw_frame,",
            "stream", "cat", "never-run", "market", "--type", "wishes");
        NeedRefusal(home, BadOptions, "--from must be 1 or more", "stream", "cat", "never-run", "market", "--from", "0");
        NeedRefusal(home, BadOptions, "--since", "stream", "cat", "never-run", "market", "--since", "yesterday-ish");
    });

    [Fact]
    public void A_segment_of_another_version_another_run_or_no_segment_at_all_is_refused_by_name() => Home.Story(home =>
    {
        Demo demo = Demo.StartTrading(home, "original");
        demo.End().NeedSoundBooks();
        ArchiveBytes market = new(demo.Paths, StreamId.Market);
        byte[] whole = File.ReadAllBytes(market.Segment);

        string copy = Path.Combine(home.Runs, "copy");
        CopyFolder(demo.Paths.RunFolder, copy);
        ArchiveBytes copied = new(new RunPaths(copy), StreamId.Market);
        NeedRefusedEverywhere(
            home, "copy", copied.Segment, "belongs to another run or stream, not to 'market' of copy");

        market.Write(8, 77, 0, 0, 0);
        NeedRefusedEverywhere(home, "original", market.Segment, "has format 77; this program reads format 2");

        File.WriteAllText(market.Segment, "these are my notes of the day\n");
        NeedRefusedEverywhere(home, "original", market.Segment, "is not a stream segment");

        File.WriteAllText(market.Segment, "");
        NeedRefusedEverywhere(home, "original", market.Segment, "is empty and cannot be mapped");

        // Under a name that no segment has, it is nobody's.
        File.WriteAllBytes(market.Segment, whole);
        File.WriteAllText(Path.Combine(demo.Paths.ArchiveStream(StreamId.Market), "notes.seg"), "more notes\n");
        Assert.Equal(0, home.Cli("stream", "ls", "original").WaitForEnd(0));
        Verification.NeedIdentical(home, demo.Paths);
    });

    [Fact]
    public void A_second_owner_exits_and_says_who_holds_the_stream() => Home.Story(home =>
    {
        Demo demo = Demo.StartTrading(home, "owned");
        foreach ((string service, string stream) in (IEnumerable<(string, string)>)[
            ("market-data", "feed"), ("signal-bridge", "instance"), ("risk-manager", "command"),
            ("execution-engine", "venue"), ("position-tracker", "position")])
        {
            int owner = demo.ProcessOf(service);
            StartedProgram second = home.Start($"artic-{service}", "--run", demo.Paths.RunFolder);
            Assert.Equal(1, second.WaitForEnd(20));
            Assert.Matches(
                $"the stream '[a-z]+' of run owned is written by another process \\(pid {owner}\\); stop that one first",
                second.ErrorText);
            Assert.Contains($"the stream '{stream}' ", second.ErrorText, StringComparison.Ordinal);
            Assert.Equal(owner, demo.ProcessOf(service));
        }

        demo.NeedOrders(2);
        DemoResult result = demo.End();
        result.NeedSoundBooks();
        Assert.Empty(result.Restarts());
        Assert.Equal(0, result.Number("market", "gaps"));
        OrderTrail.NeedEveryOrderOnRecordAndSentOnce(demo.Paths);
        Verification.NeedIdentical(home, demo.Paths);
    });

    private static void NeedList(Home home, RunPaths paths)
    {
        StartedProgram list = home.Cli("stream", "ls", "finished", "--json");
        Assert.Equal(0, list.WaitForEnd(0));
        JsonElement[] streams = Json(list);
        Assert.Equal(RunStreams.All.Select(RunPaths.NameOf), streams.Select(stream => stream.GetProperty("stream").GetString()));
        foreach ((StreamId stream, JsonElement said) in RunStreams.All.Zip(streams))
        {
            Assert.Equal(RunStreams.Read(paths, stream).Count, said.GetProperty("records").GetInt64());
            FileInfo[] files = new DirectoryInfo(paths.ArchiveStream(stream)).GetFiles("*.seg");
            Assert.Equal(files.Length, said.GetProperty("archived_segments").GetInt32());
            Assert.Equal(files.Sum(file => file.Length), said.GetProperty("archived_bytes").GetInt64());
            Assert.Equal(0, said.GetProperty("hot_segments").GetInt32());
            Assert.Equal(0, said.GetProperty("owner_process").GetInt32());
            Assert.Equal(0, said.GetProperty("archive_lag_bytes").GetInt64());
            Assert.False(said.GetProperty("archive_is_behind").GetBoolean());
        }
    }

    private static void NeedCountsOfTheDemo(Home home, RunPaths paths, DemoResult result)
    {
        JsonElement[] events = Cat(home, "execution", "--type", "order_event", "--type", "fill");
        Assert.Equal(result.Number("orders", "fills"), events.Count(record => TypeOf(record) == "fill"));
        int withheld = Cat(home, "wire", "--type", "request_withheld").Length;
        Assert.Equal(
            result.Number("orders", "submitted"),
            events.Count(record => TypeOf(record) == "order_event" &&
                record.GetProperty("message").GetProperty("status").GetString() == "ORDER_STATUS_SUBMITTED") - withheld);
        Assert.Equal(result.Number("signals"), Cat(home, "signal", "--type", "signal").Length);

        JsonElement[] all = Cat(home, "market");
        List<StreamRecord> records = RunStreams.Read(paths, StreamId.Market);
        Assert.Equal(records.Count, all.Length);
        Assert.Equal(records.Select(record => RecordNames.Topic(record.Type)), all.Select(TypeOf));
        Assert.Equal(Enumerable.Range(1, all.Length).Select(i => (long)i), all.Select(SequenceOf));
        StreamRecord quote = records.Last(record => record.Type == RecordType.Quote);
        Assert.Equal(
            $"{quote.As<Quote>().BidPrice}",
            all[quote.Sequence - 1].GetProperty("message").GetProperty("bid_price").ToString());
    }

    private static void NeedFilters(Home home, RunPaths paths)
    {
        JsonElement[] all = Cat(home, "market");
        Assert.Equal([10L, 11, 12, 13, 14], Cat(home, "market", "--from", "10", "--to", "14").Select(SequenceOf));
        Assert.Equal([10L, 11, 12], Cat(home, "market", "--from", "10", "--limit", "3").Select(SequenceOf));
        Assert.Equal([1L, 2], Cat(home, "market", "--to", "2").Select(SequenceOf));
        Assert.Empty(Cat(home, "market", "--from", $"{all.Length + 1}"));
        Assert.Empty(Cat(home, "market", "--from", "10", "--to", "9"));

        int ofOne = RunStreams.Read(paths, StreamId.Market).Count(record => record.Type != RecordType.Step);
        Assert.Equal(ofOne, Cat(home, "market", "--instrument", "1").Length);
        Assert.Empty(Cat(home, "market", "--instrument", "2"));
        Assert.Equal(
            all.Count(record => TypeOf(record) is "bar" or "trade"), Cat(home, "market", "--type", "bar", "trade").Length);

        // To the microsecond, so that no rounding moves a record over the edge.
        string since = Micros(all[all.Length / 3]);
        string until = Micros(all[all.Length / 2]);
        long[] between = [.. all.Where(record => IsBetween(record, since, until)).Select(SequenceOf)];
        Assert.NotEmpty(between);
        Assert.Equal(between, Cat(home, "market", "--since", since, "--until", until).Select(SequenceOf));
        Assert.Empty(Cat(home, "market", "--until", "2001-01-01T00:00:00Z"));
    }

    /// <summary>By the text, which sorts as the time does: nanoseconds behind the same whole microseconds come after.</summary>
    private static bool IsBetween(JsonElement record, string since, string until)
    {
        string utc = record.GetProperty("utc").GetString()!;
        return string.CompareOrdinal(utc, since[..^1]) >= 0 && string.CompareOrdinal(utc, until[..^1] + "000Z") <= 0;
    }

    private static string Micros(JsonElement record) => record.GetProperty("utc").GetString()![..^4] + "Z";

    private static JsonElement[] Cat(Home home, string stream, params string[] options)
    {
        StartedProgram print = home.Cli(["stream", "cat", "finished", stream, .. options]);
        Assert.Equal(0, print.WaitForEnd(0));
        Assert.Empty(print.ErrorText);
        return Json(print);
    }

    private static JsonElement[] Json(StartedProgram program) => [.. program.Output.Select(line =>
    {
        using JsonDocument document = JsonDocument.Parse(line.Text);
        return document.RootElement.Clone();
    })];

    private static string TypeOf(JsonElement record) => record.GetProperty("type").GetString()!;

    private static long SequenceOf(JsonElement record) => record.GetProperty("sequence").GetInt64();

    private static void NeedRefusedEverywhere(Home home, string run, string path, string what)
    {
        string message = $"{path} {what}";
        NeedRefusal(home, Damaged, $"artic stream cat: {message}", "stream", "cat", run, "market");
        StartedProgram list = home.Cli("stream", "ls", run);
        Assert.Equal(Damaged, list.WaitForEnd(0));
        Assert.Contains($"artic stream ls: {path} ", list.ErrorText, StringComparison.Ordinal);
        StartedProgram verify = home.Cli("stream", "verify", run, "--stream", "market");
        Assert.Equal(Damaged, verify.WaitForEnd(0));
        Assert.Contains($"DAMAGED: {message}", verify.OutputText, StringComparison.Ordinal);
        Assert.Contains(message, string.Join('\n', Verification.Of(home, run).Results.Select(result => result.Difference)), StringComparison.Ordinal);
    }

    private static void NeedRefusal(Home home, int exitCode, string message, params string[] arguments)
    {
        StartedProgram refused = home.Cli(arguments);
        Assert.True(refused.WaitForEnd(0) == exitCode, $"exit {exitCode} is promised: {refused}");
        Assert.Contains(message, refused.ErrorText, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", refused.ErrorText, StringComparison.Ordinal);
    }

    private static void CopyFolder(string from, string to)
    {
        foreach (string folder in Directory.GetDirectories(from, "*", SearchOption.AllDirectories))
        {
            _ = Directory.CreateDirectory(Path.Combine(to, Path.GetRelativePath(from, folder)));
        }

        foreach (string file in Directory.GetFiles(from, "*", SearchOption.AllDirectories))
        {
            File.Copy(file, Path.Combine(to, Path.GetRelativePath(from, file)));
        }
    }
}
