using Artic.EndToEnd.Tests.Running;
using Artic.Messaging.Records;
using Artic.Streams.Log;
using Artic.V1;

namespace Artic.EndToEnd.Tests;

/// <summary>Traces of orders while a run lives: from a process of its own, complete whatever becomes of it or of the collector.</summary>
public sealed class TraceFollowTests
{
    private const double EndSeconds = 20;

    /// <summary>The archive's second, and as much again for a machine that is busy.</summary>
    private const double SoonSeconds = 2;
    private const int IdlePolicy = 5;
    private const int PolicyField = 38;

    [Fact]
    public void Traces_come_a_second_after_their_orders_and_are_complete_when_the_run_has_ended() => Home.Story(home =>
    {
        using OtlpListener collector = new();
        Demo demo = Demo.StartTrading(home, "followed");
        StartedProgram follower = Follow(home, collector.Address, "followed");
        Deadline.Need("the first traces are there", 10, () => collector.Orders.Length > 0);
        NeedApartFromTrading(follower.ProcessNumber);
        StartedProgram second = Follow(home, collector.Address, "followed");
        Assert.Equal(1, second.WaitForEnd(EndSeconds));
        Assert.Contains("another 'artic trace follow' follows this run", second.ErrorText, StringComparison.Ordinal);
        int before = collector.Orders.Length;
        demo.NeedOrders(20);
        Deadline.Need("they come while it lives", 10, () => collector.Orders.Length >= before + 10);
        demo.End().NeedSoundBooks();
        Assert.True(follower.WaitForEnd(EndSeconds) == 0, $"{follower}");
        string[] sent = SentOrders(demo.Paths);
        Assert.Equal(sent, collector.Orders);
        Assert.Contains($"{sent.Length} traces of {sent.Length} orders sent to {collector.Address}", follower.ErrorText, StringComparison.Ordinal);
        Assert.All(follower.ErrorText.Split('\n', StringSplitOptions.RemoveEmptyEntries), line => Assert.StartsWith("{\"utc_ns\":", line, StringComparison.Ordinal));

        // Those that left after it had begun: how long after the request's leaving each trace was there.
        double[] ages = [.. collector.Spans.Where(span => span.Parent.Length == 0).Skip(before).Select(root => (root.ReadAtUtcNs - root.EndNs) / 1e9).Order()];
        Assert.True(ages[ages.Length / 2] <= Deadline.Patience * SoonSeconds, $"p50 {ages[ages.Length / 2]} s, longest {ages[^1]} s");

        // The same as after the fact.
        using OtlpListener afterwards = new();
        Assert.Equal(0, home.Cli("trace", "export", "followed", "--otlp", afterwards.Address).WaitForEnd(0));
        Assert.Equal(Told(afterwards.Spans), Told(collector.Spans));
        Assert.True(StreamEnd.TryRead(demo.Paths, StreamId.Wire) != null, "the run has ended in order");
    });

    [Fact]
    public void A_collector_that_is_away_fails_or_hangs_has_all_traces_when_it_is_back_each_once() => Home.Story(home =>
    {
        string address = OtlpListener.FreeAddress();
        Demo demo = Demo.StartTrading(home, "patient");
        StartedProgram follower = Follow(home, address, "patient");
        demo.NeedOrders(5);
        Deadline.Need("it says that nobody is there", 10, () => Says(follower, "traces have to wait: ", "Connection refused"));
        using OtlpListener collector = new(address);
        collector.Status = 500;
        Deadline.Need("it says what the collector answers", 20, () => Says(follower, "answered 500"));
        demo.NeedOrders(5);
        collector.Status = 200;
        Deadline.Need("the collector has traces again", 20, () => collector.Orders.Length > 0 && Says(follower, "has traces again"));
        collector.Hangs = true;
        demo.NeedOrders(5);
        Deadline.Need("it gives an answer up that does not come", 20, () => Says(follower, "Timeout of 10 seconds"));
        demo.NeedOrders(5);
        collector.Hangs = false;
        collector.LongestBytes = 20_000;
        demo.End().NeedSoundBooks();
        Assert.True(follower.WaitForEnd(30) == 0, $"{follower}");
        Assert.Equal(SentOrders(demo.Paths), collector.Orders);
    });

    [Fact]
    public void A_follower_that_is_killed_or_ended_goes_on_where_it_was() => Home.Story(home =>
    {
        using OtlpListener collector = new();
        Demo demo = Demo.StartTrading(home, "killed");
        for (int i = 0; i < 3; i++)
        {
            int before = collector.Orders.Length;
            StartedProgram killed = Follow(home, collector.Address, "killed");
            demo.NeedOrders(3);
            Deadline.Need("traces come", 10, () => collector.Orders.Length > before);
            ProcessSignal.Kill(killed.ProcessNumber);
            _ = killed.WaitForEnd(EndSeconds);
            demo.NeedOrders(3);
        }

        StartedProgram ended = Follow(home, collector.Address, "killed");
        Deadline.Need("it has caught up", 10, () => collector.Orders.Distinct().Count() >= SentOrders(demo.Paths).Length - 3);
        string last = SentOrders(demo.Paths)[^1];
        ProcessSignal.Terminate(ended.ProcessNumber);
        Assert.True(ended.WaitForEnd(EndSeconds) == 0, $"{ended}");
        Assert.DoesNotContain("ended before all was told", ended.ErrorText, StringComparison.Ordinal);
        Assert.Contains(last, collector.Orders);
        Assert.True(Says(ended, " traces of "), $"{ended}");
        int sent = collector.Orders.Length;
        StartedProgram unheard = Follow(home, OtlpListener.FreeAddress(), "killed");
        demo.NeedOrders(3);
        Deadline.Need("it says that nobody is there", 10, () => Says(unheard, "traces have to wait: "));
        ProcessSignal.Terminate(unheard.ProcessNumber);
        Assert.True(unheard.WaitForEnd(EndSeconds) == 0, $"{unheard}");
        Assert.Contains("ended before all was told", unheard.ErrorText, StringComparison.Ordinal);
        demo.End().NeedSoundBooks();
        StartedProgram rest = Follow(home, collector.Address, "killed");
        Assert.True(rest.WaitForEnd(EndSeconds) == 0, $"{rest}");
        string[] orders = SentOrders(demo.Paths);
        Assert.Equal(orders, collector.Orders.Distinct());
        Assert.Equal(orders[^(collector.Orders.Length - sent)..], collector.Orders[sent..]);

        // What came twice is the same.
        Assert.Equal(Told(collector.Spans).Length, collector.Spans.Select(span => $"{span.Trace} {span.Id}").Distinct().Count());
    });

    [Fact]
    public void Without_a_run_it_follows_the_current_one_and_the_next_also_where_that_was_killed() => Home.Story(home =>
    {
        using OtlpListener collector = new();
        StartedProgram follower = home.Start("artic-cli", "trace", "follow", "--otlp", collector.Address);
        Demo first = Demo.StartTrading(home, "first");
        first.NeedOrders(5);
        Deadline.Need("traces of the first run come", 10, () => collector.Spans.Any(span => span.Run == "first"));
        ProcessSignal.Kill(first.Cli.ProcessNumber);
        _ = first.Cli.WaitForEnd(EndSeconds);
        Demo second = Demo.StartTrading(home, "second");
        second.NeedOrders(5);
        Deadline.Need("traces of the second run come", 10, () => collector.Spans.Any(span => span.Run == "second"));
        second.End().NeedSoundBooks();
        Deadline.Need("it says that the second run is told", 10, () => Says(follower, "\"run\":\"second\",\"message\":\"", " traces of "));
        Assert.True(follower.IsRunning);
        ProcessSignal.Terminate(follower.ProcessNumber);
        Assert.True(follower.WaitForEnd(EndSeconds) == 0, $"{follower}");
        foreach (Demo demo in (Demo[])[first, second])
        {
            string run = demo.Paths.RunId;
            Assert.Equal(
                Placed(RunStreams.ReadArchive(demo.Paths, StreamId.Wire, RecordType.RequestSent)),
                collector.Spans.Where(span => span.Run == run && span.Parent.Length == 0).Select(span => span.About["artic.order"]));
        }
    });

    [Fact]
    public void What_cannot_be_followed_is_named() => Home.Story(home =>
    {
        StartedProgram unknown = home.Cli("trace", "follow", "never");
        Assert.Equal(2, unknown.WaitForEnd(0));
        Assert.Contains("there is no run 'never'", unknown.ErrorText, StringComparison.Ordinal);
        StartedProgram nowhere = home.Cli("trace", "follow", "--otlp", "ftp://nowhere");
        Assert.Equal(2, nowhere.WaitForEnd(0));
        Assert.Contains("--otlp ftp://nowhere: is no address", nowhere.ErrorText, StringComparison.Ordinal);
    });

    private static StartedProgram Follow(Home home, string address, string run) =>
        home.Start("artic-cli", "trace", "follow", run, "--otlp", address);

    private static bool Says(StartedProgram follower, params string[] words)
    {
        Assert.True(follower.IsRunning || words.Contains(" traces of "), $"the follower has ended: {follower}");
        return follower.ErrorText.Split('\n').Any(line => Array.TrueForAll(words, word => line.Contains(word, StringComparison.Ordinal)));
    }

    /// <summary>Orders that left and that a tick has led to, as they left.</summary>
    private static string[] SentOrders(RunPaths paths) => Placed(RunStreams.Read(paths, StreamId.Wire, RecordType.RequestSent));

    private static string[] Placed(IEnumerable<StreamRecord> requests) =>
    [
        .. requests.Where(record => record.OriginNs > 0 && record.As<RequestSent>() is { Kind: RequestKind.Place, Failed: false })
            .Select(record => OrderTrail.Text(record.As<RequestSent>().ClientOrderId)),
    ];

    private static string[] Told(OtlpSpan[] spans) =>
        [.. spans.Select(span => $"{span.Trace} {span.Id} {span.Parent} {span.Service} {span.Name} {span.BeginNs} {span.EndNs}").Distinct().Order(StringComparer.Ordinal)];

    /// <summary>It has the least of all priorities, every thread of it, and nothing of the run's memory.</summary>
    private static void NeedApartFromTrading(int process)
    {
        foreach (string task in Directory.GetDirectories($"/proc/{process}/task"))
        {
            string stat = File.ReadAllText(Path.Combine(task, "stat"));
            Assert.Equal($"{IdlePolicy}", stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[PolicyField]);
        }

        Assert.DoesNotContain("/dev/shm/", File.ReadAllText($"/proc/{process}/maps"), StringComparison.Ordinal);
    }
}
