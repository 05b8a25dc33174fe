using Artic.Core.Histogram;
using Artic.EndToEnd.Tests.Running;
using Artic.Messaging.Records;
using Artic.Streams.Log;
using Artic.V1;

namespace Artic.EndToEnd.Tests;

public sealed class TraceTests
{
    private const int SpansOfAnOrder = 14;
    private static readonly string[] s_stages = ["market data", "signal", "risk", "execution"];

    [Fact]
    public void A_collector_gets_one_tree_for_each_order_with_the_times_of_the_record_and_of_the_histograms() => Home.Story(home =>
    {
        Demo demo = Demo.StartTrading(home, "traced");
        demo.NeedOrders(5);
        LatencyHistogram toOrder = demo.Histogram("execution-engine", "tick_to_order_microseconds");
        LatencyHistogram execution = demo.Histogram("execution-engine", "execution_processing_latency_microseconds");
        demo.End().NeedSoundBooks();

        using OtlpListener collector = new();
        StartedProgram export = home.Cli("trace", "export", "traced", "--otlp", collector.Address);
        Assert.True(export.WaitForEnd(0) == 0, $"{export}");
        OtlpSpan[] spans = collector.Spans;
        OtlpSpan[][] traces = [.. spans.GroupBy(span => span.Trace).Select(trace => trace.ToArray())];
        Assert.Equal(toOrder.Count, traces.Length);
        Assert.Equal($"{traces.Length} traces of {traces.Length} orders sent to {collector.Address}\n", export.OutputText);
        Assert.All(spans, span => Assert.Equal("traced", span.Run));
        Assert.All(traces, NeedTree);

        // To the nanosecond what the engine has counted.
        Assert.Equal(toOrder.SumNs, traces.Sum(trace => trace.Single(span => span.Parent.Length == 0).DurationNs));
        Assert.Equal(toOrder.MaxNs, traces.Max(trace => trace.Single(span => span.Parent.Length == 0).DurationNs));
        Assert.Equal(execution.SumNs, spans.Where(span => span.Name == "execution").Sum(span => span.DurationNs));

        NeedTheRecord(demo.Paths, traces[^1]);

        // The same order is the same trace.
        string order = traces[0].Single(span => span.Parent.Length == 0).About["artic.order"];
        using OtlpListener again = new();
        StartedProgram one = home.Cli("trace", "export", "traced", "--otlp", $"{again.Address}/", "--order", order);
        Assert.True(one.WaitForEnd(0) == 0, $"{one}");
        Assert.Equal(
            traces[0].Select(Told).Order(), again.Spans.Select(Told).Order());
    });

    [Fact]
    public void A_collector_that_is_away_refuses_or_rejects_is_named_and_so_is_what_cannot_be_asked_for() => Home.Story(home =>
    {
        Demo demo = Demo.StartTrading(home, "untold");
        demo.End().NeedSoundBooks();
        using OtlpListener collector = new();
        collector.Status = 503;
        collector.Body = "too much";
        Need(1, "answered 503: too much; 0 traces are there", "--otlp", collector.Address);
        collector.Status = 200;
        collector.Body = """{"partialSuccess":{"rejectedSpans":"7","errorMessage":"too old"}}""";
        Need(1, "the collector rejected 7 spans: too old", "--otlp", collector.Address);
        string away = collector.Address;
        collector.Dispose();
        Need(1, $"{away}/v1/traces: ", "--otlp", away);
        Need(2, "--otlp ftp://nowhere: is no address", "--otlp", "ftp://nowhere");
        Need(2, "--order first: is no client order id", "--order", "first");
        Need(2, "no order a99-7 that a tick has led to left in this run", "--order", "a99-7");
        StartedProgram unknown = home.Cli("trace", "export", "never");
        Assert.Equal(2, unknown.WaitForEnd(0));
        Assert.Contains("there is no run 'never'", unknown.ErrorText, StringComparison.Ordinal);

        void Need(int exit, string words, params string[] options)
        {
            StartedProgram export = home.Cli(["trace", "export", "untold", .. options]);
            Assert.True(export.WaitForEnd(0) == exit, $"{export}");
            Assert.Contains(words, export.ErrorText, StringComparison.Ordinal);
        }
    });

    private static string Told(OtlpSpan span) => $"{span.Trace} {span.Id} {span.Parent} {span.Service} {span.Name} {span.BeginNs} {span.EndNs}";

    /// <summary>One root; each span within its parent; the stages follow one another without a gap and fill the whole.</summary>
    private static void NeedTree(OtlpSpan[] trace)
    {
        Assert.Equal(SpansOfAnOrder, trace.Length);
        OtlpSpan root = trace.Single(span => span.Parent.Length == 0);
        Assert.Equal("tick to order", root.Name);
        Dictionary<string, OtlpSpan> byId = trace.ToDictionary(span => span.Id);
        Assert.All(trace.Where(span => span != root), span =>
        {
            OtlpSpan parent = byId[span.Parent];
            Assert.True(parent.BeginNs <= span.BeginNs && span.BeginNs <= span.EndNs && span.EndNs <= parent.EndNs, $"{parent}\n{span}");
        });
        long at = root.BeginNs;
        foreach (string name in s_stages)
        {
            OtlpSpan stage = trace.Single(span => span.Name == name);
            Assert.Equal((root.Id, at), (stage.Parent, stage.BeginNs));
            OtlpSpan[] parts = [.. trace.Where(span => span.Parent == stage.Id).OrderBy(span => span.BeginNs)];
            Assert.All(parts, part => Assert.Equal(stage.Service, part.Service));
            Assert.Equal(stage.DurationNs, parts.Sum(part => part.DurationNs));
            at = stage.EndNs;
        }

        Assert.Equal(root.EndNs, at);
    }

    /// <summary>The times of one order, straight from the streams.</summary>
    private static void NeedTheRecord(RunPaths paths, OtlpSpan[] trace)
    {
        OtlpSpan root = trace.Single(span => span.Parent.Length == 0);
        StreamRecord sent = RunStreams.Read(paths, StreamId.Wire, RecordType.RequestSent)
            .Single(record => record.As<RequestSent>() is { Kind: RequestKind.Place } request && OrderTrail.Text(request.ClientOrderId) == root.About["artic.order"]);
        ulong id = sent.As<RequestSent>().ClientOrderId;
        StreamRecord approved = RunStreams.Read(paths, StreamId.Order, RecordType.OrderApproved)
            .Single(record => record.As<OrderApproved>().ClientOrderId == id);
        StreamRecord intent = RunStreams.Read(paths, StreamId.Signal, RecordType.OrderIntent).Single(record => record.OriginNs == sent.OriginNs);
        long quoteNs = RunStreams.Read(paths, StreamId.Market)
            .Where(record => record.OriginNs == sent.OriginNs && record.PublishedNs <= intent.PublishedNs).Max(record => record.PublishedNs);
        long offset = root.BeginNs - sent.OriginNs;
        long[] expected = [sent.OriginNs, quoteNs, intent.PublishedNs, approved.PublishedNs, sent.PublishedNs];
        for (int i = 0; i < s_stages.Length; i++)
        {
            OtlpSpan stage = trace.Single(span => span.Name == s_stages[i]);
            Assert.Equal((s_stages[i], expected[i], expected[i + 1]), (stage.Name, stage.BeginNs - offset, stage.EndNs - offset));
        }

        Assert.Equal(
            $"{sent.As<RequestSent>().WrittenNs - sent.OriginNs}", root.About["artic.tick_to_wire_ns"]);
        Assert.Equal("BTCUSDT", root.About["artic.symbol"]);
    }
}
