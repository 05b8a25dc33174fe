using System.Text.Json;
using System.Text.Json.Nodes;
using Artic.Bindings.Tests.Onnx;
using Artic.Hosting.Instances;
using Artic.Hosting.Options;
using Artic.Models.Onnx;
using Artic.Models.Registry;
using Artic.SignalBridge;
using Artic.V1;
using static Artic.Services.Tests.Signals.InstanceWorld;

namespace Artic.Services.Tests.Signals;

/// <summary>Versions of a model that take each other's place between two quotes, and models that fail by themselves.</summary>
public sealed class ModelSwapTests : IDisposable
{
    private const int Warm = 32;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("artic-");
    private readonly ModelRegistry _registry;
    private readonly RunModels _kept;

    public ModelSwapTests()
    {
        UseHome();
        _registry = new ModelRegistry(PathOf("registry"));
        _kept = new RunModels(PathOf("run"), _registry.Folder);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void The_next_quote_is_answered_by_the_version_that_was_declared_and_a_restart_does_the_same()
    {
        ulong up = Add(Leaning(1));
        ulong down = Add(Leaning(-1));
        using InstanceWorld world = World(_kept.Keep("mine@1"));
        InstanceDesk desk = new(world.Options, world.Strategies, world.Edge);
        Quotes(world, Warm);
        Assert.Equal([(1.0, up)], world.Signals.Select(signal => (Math.Round(signal.Value, 3), signal.ModelVersion)));

        Assert.True(Swap(world, desk, "mine@2", out _));
        Quotes(world, 1);

        Assert.Equal(
            [(1.0, up), (-1.0, down)], world.Signals.Select(signal => (Math.Round(signal.Value, 3), signal.ModelVersion)));
        Assert.Equal("models/mine@2.onnx", world.Strategies.Instances[0].Declared.Model);
        world.NeedSameAfterRestart();

        // The registry may be gone: the run has the bytes.
        Directory.Delete(_registry.Folder, recursive: true);
        world.NeedSameAfterRestart();
    }

    [Fact]
    public void Who_names_a_version_stays_with_it_and_who_names_the_model_alone_follows_it()
    {
        _ = Add(Leaning(1));
        _ = Add(Leaning(-1));
        using InstanceWorld world = World(_kept.Keep("mine@1"));
        InstanceDesk desk = new(world.Options, world.Strategies, world.Edge);
        Assert.False(Declared().ModelFollowed);

        _ = _registry.Promote(new ModelReference("mine", 1));
        Assert.True(Swap(world, desk, "mine", out _));
        Assert.Equal((true, "models/mine@1.onnx"), (Declared().ModelFollowed, Declared().Model));

        // What the registry brings leaves it following; what a person names does not.
        Assert.True(Swap(world, desk, "mine@2", out _, ModelWatch.Name));
        Assert.Equal((true, "models/mine@2.onnx"), (Declared().ModelFollowed, Declared().Model));
        Assert.True(Swap(world, desk, "mine@1", out _));
        Assert.Equal((false, "models/mine@1.onnx"), (Declared().ModelFollowed, Declared().Model));
        world.NeedSameAfterRestart();

        InstanceDeclared Declared() => world.Strategies.Instances[0].Declared;
    }

    [Fact]
    public void A_version_that_is_refused_leaves_the_one_in_use_where_it_is()
    {
        ulong up = Add(Leaning(1));
        _ = Add(TinyModel.Build("Relu", ["1", "1"], ["1", "1"], TinyModel.Contract(1)));
        _ = Add(Leaning(-1));
        File.WriteAllBytes(_registry.PathOf("mine", 3), [1, 2, 3]);
        using InstanceWorld world = World(_kept.Keep("mine@1"));
        InstanceDesk desk = new(world.Options, world.Strategies, world.Edge);

        Assert.False(Swap(world, desk, "mine@2", out string unknown));
        Assert.Contains("it wants the feature 'a', which is not given", unknown, StringComparison.Ordinal);
        Assert.False(Swap(world, desk, "mine@3", out string changed));
        Assert.Contains("its SHA-256 is", changed, StringComparison.Ordinal);
        Assert.False(Swap(world, desk, "mine@4", out string none));
        Assert.Contains("there is no version 4; it has 1 to 3", none, StringComparison.Ordinal);

        Quotes(world, Warm);
        Assert.Equal([up], world.Signals.Select(signal => signal.ModelVersion));
        world.NeedSameAfterRestart();
    }

    [Fact]
    public void A_model_that_gives_no_number_has_no_opinion_and_the_others_keep_their_pace()
    {
        _ = Add(Leaning(1));
        byte[] root = TinyModel.Graph(
            [TinyModel.Node("Neg", ["x"], ["minus"]), TinyModel.Node("Exp", ["x"], ["size"]), TinyModel.Node("Neg", ["size"], ["below"]),
                TinyModel.Node("Sqrt", ["below"], ["y"])],
            [TinyModel.Value("x", ["1", "1"])], [TinyModel.Value("y", ["1", "1"])], [], Metadata());
        _ = Add(root);
        using InstanceWorld world = World(_kept.Keep("mine@1"), _kept.Keep("mine@2"));

        Quotes(world, Warm);

        Assert.Equal([1u], world.Signals.Select(signal => signal.InstanceId));
        Assert.Equal(InstanceMode.Active, world.Strategies.Instances[1].Mode);
        world.NeedSameAfterRestart();
    }

    [Fact]
    public void A_recurrent_model_goes_on_with_its_state_after_a_restart_and_begins_anew_after_a_hole()
    {
        // The signal is the number of quotes since the model began, over 100: a memory that anybody can check.
        byte[] counting = TinyModel.Graph(
            [
                TinyModel.Node("Mul", ["x", "zero"], ["nothing"]), TinyModel.Node("Add", ["nothing", "step"], ["one"]),
                TinyModel.Node("Add", ["one", "count"], ["next"]), TinyModel.Node("Identity", ["next"], ["y"]),
            ],
            [TinyModel.Value("x", ["1", "1"]), TinyModel.Value("count", ["1", "1"])],
            [TinyModel.Value("next", ["1", "1"]), TinyModel.Value("y", ["1", "1"])],
            [TinyModel.Weight("zero", [1, 1], 0), TinyModel.Weight("step", [1, 1], 0.0625f)],
            [.. Metadata(), "state", """{ "count": "next" }""", "output", "y"]);
        _ = Add(counting);
        using InstanceWorld world = World(_kept.Keep("mine@1"));

        // The threshold of one half is reached with the eighth quote that is asked.
        Quotes(world, Warm + 6);
        Assert.Empty(world.Signals);
        Quotes(world, 1);
        Assert.Equal([0.5], world.Signals.Select(signal => signal.Value));
        world.NeedSameAfterRestart();
    }

    [Fact]
    public void A_run_never_takes_other_bytes_under_a_name_that_it_has()
    {
        _ = Add(Leaning(1));
        string path = _kept.Keep("mine@1");
        Assert.Equal("models/mine@1.onnx", path);
        Assert.Equal(path, _kept.Keep("mine@1"));
        File.WriteAllBytes(Path.Combine(PathOf("run"), path), [1, 2, 3]);

        Assert.Equal("FILE_CHANGED", Assert.Throws<OnnxModelException>(() => _kept.Keep("mine@1")).Code);

        File.WriteAllBytes(PathOf("my model.onnx"), Leaning(1));
        Assert.Matches("^models/my_model-[0-9a-f]{12}\\.onnx$", _kept.Keep(PathOf("my model.onnx")));
    }

    private static void Quotes(InstanceWorld world, int count)
    {
        for (int i = 0; i < count; i++)
        {
            world.Quote(99, 101);
        }
    }

    private static bool Swap(InstanceWorld world, InstanceDesk desk, string model, out string violation, string proved = "token")
    {
        using JsonDocument instance = JsonDocument.Parse($$"""{ "id": 1, "model": "{{model}}" }""");
        InstanceRequest request = new() { Instance = instance.RootElement, By = "a", Reason = "r" };
        byte[] answer = [];
        bool isDone = false;
        Thread asker = new(() => answer = desk.Declare(proved, request, out isDone));
        asker.Start();
        while (!asker.Join(1))
        {
            world.Edge.Take();
            world.Turn();
            world.Edge.Done();
        }

        violation = JsonNode.Parse(answer)!["violations"]?[0]?.GetValue<string>() ?? "";
        return isDone;
    }

    /// <summary>Down, flat, up by fixed numbers, whatever the feature.</summary>
    private static byte[] Leaning(int side) => TinyModel.Graph(
        [TinyModel.Node("Gemm", ["x", "w", "b"], ["z"]), TinyModel.Node("Softmax", ["z"], ["y"])],
        [TinyModel.Value("x", ["1", "1"])], [TinyModel.Value("y", ["1", "3"])],
        [TinyModel.Weight("w", [1, 3], 0, 0, 0), TinyModel.Weight("b", [3], -10 * side, 0, 10 * side)], Metadata());

    private static string[] Metadata() => TinyModel.Contract(1, "feature_names", """["book_imbalance"]""");

    private static void UseHome()
    {
        DirectoryInfo? at = new(AppContext.BaseDirectory);
        while (at != null && !File.Exists(Path.Combine(at.FullName, "Artic.Pipeline.sln")))
        {
            at = at.Parent;
        }

        if (string.IsNullOrEmpty(Environment.GetEnvironmentVariable("ARTIC_HOME")))
        {
            Environment.SetEnvironmentVariable("ARTIC_HOME", at?.FullName);
        }
    }

    private InstanceWorld World(params string[] models)
    {
        PipelineOptions options = OptionsOf(1, [.. models.Select((model, i) => new StrategyOptions
        {
            Id = i + 1, Name = "onnx", Instrument = 1, OrderQuantity = "1", MaxPosition = "3", CooldownMs = 0, Model = model, Threshold = 0.5,
        })]);
        options.RunFolder = PathOf("run");
        options.Models.Registry = _registry.Folder;
        return new InstanceWorld(options);
    }

    private ulong Add(byte[] model)
    {
        string path = PathOf("added.onnx");
        File.WriteAllBytes(path, model);
        return Convert.ToUInt64(_registry.Add(path, "mine").Sha256[..16], 16);
    }

    private string PathOf(string name) => Path.Combine(_folder.FullName, name);
}
