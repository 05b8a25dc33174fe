using System.Text.Json;
using System.Text.Json.Nodes;
using Artic.Bindings.Tests.Onnx;
using Artic.EndToEnd.Tests.Running;
using Artic.Messaging.Records;
using Artic.Streams.Log;

namespace Artic.EndToEnd.Tests;

public sealed class BadModelTests
{
    private const int Crossover = 1;
    private const string Features = """
        ["book_imbalance", "depth_imbalance", "microprice_offset_bps", "spread_bps", "mid_return_8_bps", "mid_return_32_bps",
         "trade_flow_imbalance", "realized_volatility_bps"]
        """;

    [Fact]
    public void A_model_of_another_shape_is_refused_with_both_shapes_and_the_other_trades() => Home.Story(home =>
    {
        string model = home.PathOf("other-shape.onnx");
        File.WriteAllBytes(model, TinyModel.Build("Identity", ["1", "37"], ["1", "37"], TinyModel.Contract(8, "feature_names", Features)));
        Demo demo = Demo.StartTrading(home, "model", "--model", model);

        string refusal = demo.LogOf("signal-bridge").Split('\n').Single(
            line => line.Contains("refuses to start", StringComparison.Ordinal));
        Assert.Contains("[1,37]", refusal, StringComparison.Ordinal);
        Assert.Matches(@"\[1,(?!37\])\d+\]", refusal);
        Answer ready = demo.Get("signal-bridge", "/ready");
        Assert.Equal(503, ready.Status);
        using JsonDocument reason = JsonDocument.Parse(ready.Body);
        Assert.Contains("[1,37]", reason.RootElement.GetProperty("reason").GetString(), StringComparison.Ordinal);

        demo.End().NeedSoundBooks();
        NeedOnlyTheCrossover(demo);
    });

    [Fact]
    public void A_file_that_is_no_model_is_refused_and_the_other_trades() => Home.Story(home =>
    {
        string model = home.PathOf("no-model.onnx");
        File.WriteAllText(model, "this is no model");
        Demo demo = Demo.StartTrading(home, "model", "--model", model);

        Assert.Contains("refuses to start", demo.LogOf("signal-bridge"), StringComparison.Ordinal);
        demo.End().NeedSoundBooks();
        NeedOnlyTheCrossover(demo);
    });

    [Fact]
    public void A_reason_with_quotes_in_it_is_still_json() => Home.Story(home =>
    {
        string model = home.PathOf("a \"model\".onnx");
        File.WriteAllText(model, "this is no model");
        ServiceRun run = new(home, "quotes");
        run.Configuration["strategies"]!.AsArray().Add(JsonNode.Parse("""
            { "id": 2, "name": "onnx", "instrument": 1, "order_quantity": "0.01", "max_position": "0.03" }
            """));
        run.Configuration["strategies"]![1]!["model"] = model;
        _ = run.StartServing("signal-bridge");

        Answer ready = run.Get("signal-bridge", "/ready");
        Deadline.Need("its loop has taken what the run begins with", 20, () =>
        {
            ready = run.Get("signal-bridge", "/ready");
            Assert.Equal(503, ready.Status);
            return !ready.Body.Contains("not declared yet", StringComparison.Ordinal);
        });
        using JsonDocument reason = JsonDocument.Parse(ready.Body);
        Assert.Contains(model, reason.RootElement.GetProperty("reason").GetString(), StringComparison.Ordinal);
    });

    private static void NeedOnlyTheCrossover(Demo demo)
    {
        List<StreamRecord> signals = RunStreams.Read(demo.Paths, StreamId.Signal, RecordType.Signal);
        Assert.NotEmpty(signals);
        Assert.All(signals, record => Assert.Equal(Crossover, (int)record.As<V1.Signal>().InstanceId));
    }
}
