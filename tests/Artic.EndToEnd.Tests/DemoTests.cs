using System.Text.Json;
using Artic.Core.Time;
using Artic.EndToEnd.Tests.Running;
using Artic.Messaging.Records;
using Artic.Streams.Log;
using Artic.V1;

namespace Artic.EndToEnd.Tests;

public sealed class DemoTests
{
    private const int LongSeconds = 300;

    private static readonly string[] s_latencies =
        ["tick_to_order", "tick_to_wire", "market_data", "signal", "risk", "execution"];

    [Fact]
    public void Five_native_processes_trade_the_order_flow_model_and_agree_with_the_venue() => Home.Story(home =>
    {
        Demo demo = Demo.Start(home, "model", "--seconds", "12");
        DemoResult result = demo.Wait(80);

        result.NeedSoundBooks();
        NeedEveryPromisedField(result);
        NeedFiveNativeProcesses(result);
        Assert.Equal(0, result.Number("market", "gaps"));
        Assert.True(result.Number("position", "checks") >= 5, $"{result.Summary}");
        Assert.True(result.Number("orders", "submitted") >= 5, $"{result.Summary}");
        NeedNoCollections(result);
        Assert.Empty(result.Restarts());

        NeedRunRecord(demo.Paths);
        NeedStreamsThatTellTheSame(demo, result);
        OrderTrail.NeedEveryOrderOnRecordAndSentOnce(demo.Paths);
        Assert.False(Directory.Exists(demo.Paths.HotFolder), $"{demo.Paths.HotFolder} was left behind");
    });

    [CaptureFact]
    public void Five_native_processes_trade_a_recorded_market_and_agree_with_the_venue() => Home.Story(home =>
    {
        Demo demo = Demo.Start(home, "replay", "--replay", Repository.Capture!, "--speed", "5", "--seconds", "22");
        DemoResult result = demo.Wait(110);

        result.NeedSoundBooks();
        NeedEveryPromisedField(result);
        NeedFiveNativeProcesses(result);
        Assert.Equal(0, result.Number("market", "gaps"));
        Assert.True(result.Number("position", "checks") >= 10, $"{result.Summary}");
        Assert.True(result.Number("orders", "submitted") >= 50, $"{result.Summary}");
        Assert.True(result.Number("orders", "fills") >= 20, $"{result.Summary}");
        NeedNoCollections(result);
        NeedStreamsThatTellTheSame(demo, result);
        OrderTrail.NeedEveryOrderOnRecordAndSentOnce(demo.Paths);
    });

    [LongFact]
    public void Nothing_is_collected_in_five_minutes_that_are_scraped_every_second() => Home.Story(home =>
    {
        Demo demo = Demo.Start(home, "long", "--seconds", $"{LongSeconds}");
        demo.NeedOrders(1);
        long begin = Clock.MonotonicNs();
        while (Deadline.SecondsSince(begin) < LongSeconds - 10)
        {
            foreach (string service in Repository.Services)
            {
                Assert.Equal(200, demo.Get(service, "/metrics").Status);
            }

            Deadline.Pass(1);
        }

        DemoResult result = demo.Wait(90);
        result.NeedSoundBooks();
        NeedNoCollections(result);
    });

    private static void NeedEveryPromisedField(DemoResult result)
    {
        string[][] numbers =
        [
            ["market", "messages"], ["market", "gaps"], ["market", "resyncs"], ["signals"], ["orders", "submitted"],
            ["orders", "filled"], ["orders", "partially_filled"], ["orders", "canceled"], ["orders", "rejected"],
            ["orders", "denied"], ["position", "checks"], ["position", "breaks"], ["position", "realized_pnl"],
            ["position", "unrealized_pnl"],
        ];
        foreach (string[] path in numbers)
        {
            Assert.Equal(JsonValueKind.Number, result.At(path).ValueKind);
        }

        foreach (string latency in s_latencies)
        {
            decimal last = 0;
            foreach (string quantile in (string[])["p50", "p90", "p99", "p999", "max"])
            {
                decimal value = result.Number("latency_us", latency, quantile);
                Assert.True(value >= last && value > 0, $"{latency}.{quantile} is {value} after {last}");
                last = value;
            }

            Assert.True(result.Number("latency_us", latency, "count") >= 5, $"{latency}: {result.Summary}");
        }

        Assert.True(
            result.Number("latency_us", "tick_to_order", "p50") <= result.Number("latency_us", "tick_to_wire", "p50"),
            "tick_to_wire includes the write");
        Assert.Equal(JsonValueKind.Array, result.At("restarts").ValueKind);
        foreach (string service in Repository.Services)
        {
            Assert.Equal(JsonValueKind.Number, result.At("gc_count", service).ValueKind);
            Assert.True(result.Number("hot_loop_max_gap_us", service) > 0, $"{service}: {result.Summary}");
        }
    }

    private static void NeedFiveNativeProcesses(DemoResult result)
    {
        JsonElement[] processes = [.. result.At("processes").EnumerateArray()];
        Assert.Equal(Repository.Services, processes.Select(process => process.GetProperty("name").GetString()));
        Assert.All(processes, process => Assert.True(process.GetProperty("native").GetBoolean(), $"{process}"));
        Assert.Equal(5, processes.Select(process => process.GetProperty("pid").GetInt32()).Distinct().Count());
    }

    private static void NeedNoCollections(DemoResult result)
    {
        foreach (string service in Repository.ServicesOnThePath)
        {
            Assert.True(result.Number("gc_count", service) == 0, $"collections in {service}: {result.Summary}");
        }
    }

    private static void NeedRunRecord(RunPaths paths)
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(Path.Combine(paths.RunFolder, "run.json")));
        JsonElement run = document.RootElement;
        Assert.Equal(paths.RunId, run.GetProperty("run").GetString());
        Assert.True(run.GetProperty("ended_utc_ns").GetInt64() > run.GetProperty("began_utc_ns").GetInt64());
        Assert.Equal(64, run.GetProperty("configuration_sha256").GetString()!.Length);
        Assert.Equal(
            Repository.Services, run.GetProperty("binaries_sha256").EnumerateObject().Select(member => member.Name));
        Assert.Equal(paths.RunFolder, run.GetProperty("summary").GetProperty("run").GetString());
    }

    private static void NeedStreamsThatTellTheSame(Demo demo, DemoResult result)
    {
        foreach (StreamId stream in RunStreams.All)
        {
            List<StreamRecord> records = RunStreams.Read(demo.Paths, stream);
            Assert.True(records.Count > 0, $"the archive of '{RunPaths.NameOf(stream)}' is empty");
            Assert.DoesNotContain(records, record => record.Message == null);
        }

        int submitted = RunStreams.Read(demo.Paths, StreamId.Execution, RecordType.OrderEvent)
            .Count(record => record.As<OrderEvent>().Status == OrderStatus.Submitted);
        int withheld = RunStreams.Read(demo.Paths, StreamId.Wire, RecordType.RequestWithheld).Count;
        Assert.Equal(result.Number("orders", "submitted"), submitted - withheld);
        int fills = RunStreams.Read(demo.Paths, StreamId.Execution, RecordType.Fill).Count;
        Assert.Equal(result.Number("orders", "fills"), fills);
        Assert.Equal(fills, demo.Venue.Events("fill").Count);
    }
}
