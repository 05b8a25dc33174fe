using System.CommandLine;
using System.Text.Json;
using Artic.Cli.Models;

namespace Artic.Cli.Tests;

public sealed class ModelCommandTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("artic-");
    private readonly string _microprice;

    public ModelCommandTests()
    {
        DirectoryInfo at = new(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(at.FullName, "Artic.Pipeline.sln")))
        {
            at = at.Parent!;
        }

        _microprice = Path.Combine(at.FullName, "models", "microprice.onnx");
        if (string.IsNullOrEmpty(Environment.GetEnvironmentVariable("ARTIC_HOME")))
        {
            Environment.SetEnvironmentVariable("ARTIC_HOME", at.FullName);
        }
    }

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void A_model_goes_from_a_file_to_the_promoted_version()
    {
        Assert.Equal("m@1", Json("add", _microprice, "--name", "m", "--json").GetProperty("model").GetString());
        Assert.Equal("m@1", Json("promote", "m@1", "--json").GetProperty("model").GetString());
        JsonElement listed = Json("list", "--json");
        Assert.Equal("m", listed.GetProperty("name").GetString());
        Assert.Equal([1], listed.GetProperty("promoted").EnumerateArray().Select(version => version.GetInt32()));
        Assert.Contains("m@1", Run(0, "list").Output, StringComparison.Ordinal);
        Assert.Contains("NOT_PROMOTED", Run(1, "rollback", "m").Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Inspect_says_what_a_model_takes_gives_and_whether_it_can_be_traded()
    {
        JsonElement inspected = Json("inspect", _microprice, "--json");

        Assert.True(inspected.GetProperty("tradeable").GetBoolean());
        Assert.Equal("[1,8]", inspected.GetProperty("inputs")[0].GetProperty("shape").GetString());
        Assert.Equal("20", inspected.GetProperty("metadata").GetProperty("horizon_quotes").GetString());
        Assert.Equal(3, inspected.GetProperty("operators").GetProperty("Gemm").GetInt32());
        Assert.Contains("can be traded: 8 features, 3 classes, horizon 20 quotes", Run(0, "inspect", _microprice).Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_takes_features_by_name_or_the_inputs_of_the_graph()
    {
        // The probe that models/train_microprice.py prints.
        const string features = """
            {"book_imbalance": 0.35, "depth_imbalance": -0.2, "microprice_offset_bps": 0.26, "spread_bps": 1.5, "mid_return_8_bps": -0.8,
             "mid_return_32_bps": 0.6, "trade_flow_imbalance": 0.25, "realized_volatility_bps": 0.4}
            """;

        JsonElement scores = Json("run", _microprice, "--input", features, "--json").GetProperty("scores");
        Assert.Equal(0.4021770, scores.GetProperty("down").GetDouble(), 1e-5);
        Assert.Equal(0.3933824, scores.GetProperty("up").GetDouble(), 1e-5);

        string file = Path.Combine(_folder.FullName, "row.json");
        File.WriteAllText(file, """{"features": [[0.35, -0.2, 0.26, 1.5, -0.8, 0.6, 0.25, 0.4]]}""");
        JsonElement output = Json("run", _microprice, "--input", file, "--json").GetProperty("probabilities");
        Assert.Equal([1, 3], output.GetProperty("shape").EnumerateArray().Select(size => size.GetInt32()));
        Assert.Equal(0.2044406, output.GetProperty("data")[1].GetDouble(), 1e-5);
    }

    [Theory]
    [InlineData("INPUT_INVALID: the feature 'depth_imbalance' is missing or no number", "{\"book_imbalance\": 1}")]
    [InlineData("INPUT_INVALID: input 'features': \"x\" is no float", "{\"features\": [[\"x\"]]}")]
    [InlineData("INPUT_INVALID: input 'features': its rows are not of one length", "{\"features\": [[1], [1, 2]]}")]
    [InlineData("RUN_FAILED", "{\"features\": [[1, 2]]}")]
    [InlineData("INPUT_INVALID", "{\"features\": ")]
    [InlineData("INPUT_INVALID: /no/such.pb", "/no/such.pb")]
    public void Run_says_what_is_wrong_with_an_input(string expected, string input) => Assert.StartsWith(
        $"artic model: {expected}", Run(1, "run", _microprice, "--input", input).Error, StringComparison.Ordinal);

    private JsonElement Json(params string[] arguments) => JsonDocument.Parse(Run(0, arguments).Output).RootElement;

    private (string Output, string Error) Run(int expected, params string[] arguments)
    {
        StringWriter output = new();
        StringWriter error = new();
        int exit = ModelCommands.Build(_folder.FullName).Parse(arguments).Invoke(
            new InvocationConfiguration { Output = output, Error = error });
        Assert.True(exit == expected, $"exit {exit}: {error}");
        return (output.ToString(), error.ToString());
    }
}
