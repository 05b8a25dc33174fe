using System.Text.Json;
using System.Text.Json.Nodes;
using Artic.Hosting.Instances;
using Artic.Hosting.Options;
using Artic.SignalBridge;
using Artic.V1;
using static Artic.Services.Tests.Signals.InstanceWorld;

namespace Artic.Services.Tests.Signals;

/// <summary>What people ask of strategy instances while a run lives, with a thread in place of the process's hot one.</summary>
public sealed class InstanceDeskTests : IDisposable
{
    private readonly InstanceWorld _world = new(OptionsOf(1, Crossover(1), Crossover(2), Crossover(3, mode: "observe")));
    private readonly InstanceDesk _desk;
    private readonly Thread _hot;
    private volatile bool _ends;

    public InstanceDeskTests()
    {
        _desk = new InstanceDesk(_world.Options, _world.Strategies, _world.Edge);
        _hot = new Thread(() =>
        {
            while (!_ends)
            {
                _world.Edge.Take();
                _world.Turn();
                _world.Edge.Done();
                Thread.Yield();
            }
        });
        _hot.Start();
    }

    [Fact]
    public void A_mode_is_in_effect_when_it_is_answered_and_on_record_with_who_asked_and_why()
    {
        JsonNode answer = Declare("""{"instance":{"id":2,"mode":"observe"},"by":"ann","reason":"looks odd"}""", isDone: true);
        Assert.Equal(
            """[{"id":2,"mode":"observe","generation":2}]""", answer["changed"]!.ToJsonString());
        Assert.Equal(InstanceMode.Observe, _world.Strategies.Instances[1].Mode);
        InstanceDeclared declared = _world.Strategies.Instances[1].Declared;
        Assert.Equal(("token: ann", "looks odd", 2ul), (declared.By, declared.Reason, declared.Generation));
        Assert.Equal(4, answer["sequence"]!.GetValue<long>());
    }

    [Fact]
    public void Members_of_one_instance_change_and_all_others_stay()
    {
        _ = Declare(
            """{"instance":{"id":1,"parameters":{"fast":4,"slow":9},"cooldown_ms":7,"filter":{"weekdays":["monday"]}},"by":"a","reason":"r"}""", isDone: true);
        InstanceDeclared declared = _world.Strategies.Instances[0].Declared;
        Assert.Equal([("fast", 4.0), ("slow", 9.0)], declared.Parameters.Select(each => (each.Name, each.Value)));
        Assert.Equal((7u, 2u, 0u, 300_000_000L), (declared.CooldownMs, declared.Filter.Weekdays, declared.Filter.Sessions, declared.MaxPosition));
        _ = Declare("""{"instance":{"id":1,"parameters":{"fast":null,"slow":null},"filter":null},"by":"a","reason":"r"}""", isDone: true);
        Assert.Equal([12.0, 26.0], _world.Strategies.Instances[0].Declared.Parameters.Select(each => each.Value));
        Assert.Null(_world.Strategies.Instances[0].Declared.Filter);
    }

    [Fact]
    public void Everything_that_is_wrong_is_said_at_once_and_nothing_happens_then()
    {
        JsonNode answer = Declare(
            """
            {"instances":[
              {"id":1,"name":"ema_crossover","instrument":1,"order_quantity":"1","max_position":"3","parameters":{"fats":4,"slow":99999}},
              {"id":2,"name":"onnx","instrument":1,"order_quantity":"-1","max_position":"3","mode":"on","model":"/none"},
              {"id":3,"name":"ema_crossover","instrument":1,"order_quantity":"1","max_position":"3"}],
             "by":"a","reason":"r"}
            """, isDone: false);
        Assert.Equal("INSTANCE_REFUSED", answer["error"]!.GetValue<string>());
        string[] violations = [.. answer["violations"]!.AsArray().Select(each => each!.GetValue<string>())];
        Assert.Equal(
            [
                "instance 1: parameters: ema_crossover: no parameter 'fats'; known: fast, slow",
                "instance 1: parameters: ema_crossover: slow 99999 must be a whole number of 1 to 10000",
                "instance 2: mode: 'on' is none of off, observe, active",
                "instance 2: order_quantity: '-1' is not a decimal above 0 with at most 8 places",
            ],
            violations);
        Assert.All(_world.Strategies.Instances, each => Assert.Equal(1ul, each.Declared.Generation));
    }

    [Fact]
    public void Strategy_and_instruments_of_an_instance_never_change()
    {
        JsonNode answer = Declare("""{"instance":{"id":1,"name":"breakout","parameters":null},"by":"a","reason":"r"}""", isDone: false);
        Assert.StartsWith(
            "instance 1: name: strategy and instruments of an instance never change", answer["violations"]![0]!.GetValue<string>(),
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_whole_set_is_reconciled_in_one_commit_and_who_is_not_in_it_goes_off()
    {
        JsonNode answer = Declare(
            """
            {"instances":[
              {"id":3,"name":"ema_crossover","instrument":1,"order_quantity":"1","max_position":"3","cooldown_ms":0,"parameters":{"fast":1,"slow":2}},
              {"id":1,"name":"ema_crossover","instrument":1,"order_quantity":"1","max_position":"3","cooldown_ms":0,"parameters":{"fast":1,"slow":2}}],
             "by":"a","reason":"r"}
            """, isDone: true);
        Assert.Equal(
            """[{"id":2,"mode":"off","generation":2},{"id":3,"mode":"active","generation":2}]""", answer["changed"]!.ToJsonString());
        Assert.Equal(
            [InstanceMode.Active, InstanceMode.Off, InstanceMode.Active], _world.Strategies.Instances.Select(each => each.Mode));
    }

    [Fact]
    public void A_model_that_does_not_load_refuses_the_whole_request()
    {
        using InstanceWorld world = new(OptionsOf(1, Crossover(1), new StrategyOptions
        {
            Id = 2, Name = "onnx", Instrument = 1, Mode = "off", OrderQuantity = "1", MaxPosition = "1", Model = "/none/model.onnx",
        }));
        InstanceDesk desk = new(world.Options, world.Strategies, world.Edge);
        InstanceRequest request = Read("""{"instance":{"id":2,"mode":"active"},"by":"a","reason":"r"}""");
        JsonNode answer = JsonNode.Parse(desk.Declare("token", request, out bool isDone))!;
        Assert.False(isDone);
        Assert.Contains("/none/model.onnx", answer["violations"]![0]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Equal((1ul, InstanceMode.Off), (world.Strategies.Instances[1].Declared.Generation, world.Strategies.Instances[1].Mode));
    }

    [Theory]
    [InlineData("""{"instance":{"id":9,"mode":"off"},"by":"a","reason":"r"}""", "INSTANCE_UNKNOWN")]
    [InlineData("""{"instance":{"mode":"off"},"by":"a","reason":"r"}""", "INSTANCE_UNKNOWN")]
    [InlineData("""{"instances":[{"id":1},{"id":1}],"by":"a","reason":"r"}""", "MALFORMED")]
    [InlineData("""{"instances":[7],"by":"a","reason":"r"}""", "INSTANCE_UNKNOWN")]
    [InlineData("""{"by":"a","reason":"r"}""", "MALFORMED")]
    [InlineData("""{"instance":{"id":1},"instances":[],"by":"a","reason":"r"}""", "MALFORMED")]
    [InlineData("""{"instance":{"id":1,"mode":"off"},"reason":"r"}""", "NAME_MISSING")]
    [InlineData("""{"instance":{"id":1,"mode":"off"},"by":"a"}""", "REASON_MISSING")]
    [InlineData("""{"instance":{"id":1,"parameters":{"fast":"x"}},"by":"a","reason":"r"}""", "INSTANCE_REFUSED")]
    [InlineData("""{"instance":{"id":1,"colour":"red"},"by":"a","reason":"r"}""", "INSTANCE_REFUSED")]
    public void What_cannot_be_is_refused_with_a_code(string request, string code) =>
        Assert.Equal(code, Declare(request, isDone: false)["error"]!.GetValue<string>());

    [Fact]
    public void What_is_so_already_is_no_declaration()
    {
        JsonNode answer = Declare("""{"instance":{"id":1,"mode":"active"},"by":"a","reason":"r"}""", isDone: true);
        Assert.Empty(answer["changed"]!.AsArray());
        Assert.Equal(1ul, _world.Strategies.Instances[0].Declared.Generation);
    }

    [Fact]
    public void The_page_shows_what_is_declared_and_what_it_does()
    {
        JsonNode page = JsonNode.Parse(_desk.Show())!;
        JsonNode one = page["instances"]![2]!;
        Assert.Equal(
            (3, "ema_crossover", "A1USDT", "test", "binance", "observe", "observe"),
            (one["id"]!.GetValue<int>(), one["name"]!.GetValue<string>(), one["symbol"]!.GetValue<string>(),
                one["account"]!.GetValue<string>(), one["venue"]!.GetValue<string>(), one["mode"]!.GetValue<string>(),
                one["declared_mode"]!.GetValue<string>()));
        Assert.Null(one["last_signal"]);
        Assert.Equal("""{"fast":1,"slow":2}""", one["parameters"]!.ToJsonString());
    }

    public void Dispose()
    {
        _ends = true;
        _hot.Join();
        _world.Dispose();
    }

    private static InstanceRequest Read(string request)
    {
        JsonElement json = JsonDocument.Parse(request).RootElement;
        return new InstanceRequest
        {
            Instance = json.TryGetProperty("instance", out JsonElement one) ? one : default,
            Instances = json.TryGetProperty("instances", out JsonElement all) ? all : default,
            By = json.TryGetProperty("by", out JsonElement by) ? by.GetString() : null,
            Reason = json.TryGetProperty("reason", out JsonElement reason) ? reason.GetString() : null,
        };
    }

    private JsonNode Declare(string request, bool isDone)
    {
        JsonNode answer = JsonNode.Parse(_desk.Declare("token", Read(request), out bool done))!;
        Assert.True(isDone == done, answer.ToJsonString());
        return answer;
    }
}
