using System.Text.Json;
using Artic.Bench.Signal;

namespace Artic.Bench.Tests;

public sealed class SignalBenchTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("artic-");

    [Fact]
    public void The_report_has_the_figures_and_nothing_was_allocated()
    {
        DirectoryInfo at = new(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(at.FullName, "Artic.Pipeline.sln")))
        {
            at = at.Parent!;
        }

        if (string.IsNullOrEmpty(Environment.GetEnvironmentVariable("ARTIC_HOME")))
        {
            Environment.SetEnvironmentVariable("ARTIC_HOME", at.FullName);
        }

        string json = Path.Combine(_folder.FullName, "out.json");
        int exit = -1;

        // On a thread of its own: the measurement pins it to a core.
        Thread thread = new(() => exit = new SignalBenchCommand(new SignalBenchOptions
        {
            Model = Path.Combine(at.FullName, "models", "microprice.onnx"), Runs = 4000, Swaps = 20, Json = json,
        }).Execute());
        thread.Start();
        thread.Join();
        Assert.Equal(0, exit);
        JsonElement report = JsonDocument.Parse(File.ReadAllText(json)).RootElement;
        foreach (string figure in (string[])[
            "inference_p50_us", "inference_p99_us", "c_api_p50_us", "stage_p50_us", "stage_p99_us", "instances_100_ns_per_tick", "mlp_p99_us",
            "mlp_by_library_p99_us", "dense_p50_us", "swap_first_tick_p50_us", "swap_first_tick_p99_us", "swap_first_tick_max_us"])
        {
            Assert.True(report.GetProperty(figure).GetDouble() > 0, figure);
        }

        Assert.Equal(20, report.GetProperty("swaps").GetInt32());
        foreach (string way in (string[])["swap", "swap_by_library"])
        {
            Assert.Equal(
                ["far_tick", "loading_tick", "swap", "first_tick"], report.GetProperty(way).EnumerateObject().Select(span => span.Name));
            Assert.All(report.GetProperty(way).EnumerateObject(), span => Assert.True(span.Value.GetProperty("p50_us").GetDouble() > 0, span.Name));
        }

        Assert.True(report.TryGetProperty("alloc_bytes", out _));
    }

    [Fact]
    public void What_cannot_be_is_said_at_once() => Assert.Equal(
        4, new SignalBenchOptions { Model = "/none.onnx", Runs = 1, Swaps = 1, Json = "/no/such/folder/x.json" }.Violations().Count);

    public void Dispose() => _folder.Delete(recursive: true);
}
