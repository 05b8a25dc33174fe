using System.Text.Json;
using Artic.Bench.Risk;
using Artic.V1;

namespace Artic.Bench.Tests;

public sealed class RiskBenchTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("artic-");

    [Fact]
    public void The_report_has_the_figures_and_nothing_was_allocated()
    {
        string json = Path.Combine(_folder.FullName, "out.json");
        int exit = -1;

        // On a thread of its own: the measurement pins it to a core.
        Thread thread = new(() => exit = new RiskBenchCommand(new RiskBenchOptions
        {
            Instruments = 20, OpenOrders = 200, Decisions = 2000, Seed = 1, Json = json,
        }).Execute());
        thread.Start();
        thread.Join();
        Assert.Equal(0, exit);
        JsonElement report = JsonDocument.Parse(File.ReadAllText(json)).RootElement;
        Assert.True(report.GetProperty("p50_us").GetDouble() > 0);
        Assert.True(report.GetProperty("p99_us").GetDouble() >= report.GetProperty("p50_us").GetDouble());
        Assert.Equal(200, report.GetProperty("open_orders").GetInt32());
        Assert.True(report.TryGetProperty("alloc_bytes", out _));
    }

    [Fact]
    public void The_load_keeps_its_orders_open_and_nearly_all_decisions_are_approvals()
    {
        RiskLoad load = new(instruments: 50, openOrders: 500, seed: 7);
        int approved = 0;
        for (int i = 0; i < 20_000; i++)
        {
            load.Update();
            load.Prepare();
            bool isApproved = load.Decide();
            approved += isApproved ? 1 : 0;
            Assert.True(isApproved || load.LastCode is DenialCode.OrderSelfTrade or DenialCode.OrderDuplicate, $"{load.LastCode} at {i}");
        }

        Assert.InRange(load.OpenOrders, 499, 500);
        Assert.InRange(approved, 18_000, 20_000);
    }

    [Fact]
    public void Everything_that_cannot_be_is_said_at_once() => Assert.Equal(
        4,
        new RiskBenchOptions { Instruments = 0, OpenOrders = 0, Decisions = 0, Seed = 1, Json = "/no/such/folder/x.json" }
            .Violations().Count);

    public void Dispose() => _folder.Delete(recursive: true);
}
