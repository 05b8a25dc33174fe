using System.Text.Json;
using System.Text.Json.Nodes;
using Artic.EndToEnd.Tests.Running;
using Artic.Streams.Native;

namespace Artic.EndToEnd.Tests;

/// <summary>Tables in a real PostgreSQL that is kept up with the native processes.</summary>
public sealed class TablesTests
{
    [PostgresFact]
    public void A_demo_trades_on_while_its_database_is_dead_and_the_tables_are_its_streams_at_the_end() => Home.Story(home =>
    {
        using PostgresCluster cluster = new();
        StartedProgram migrate = home.Cli("db", "migrate", "--database", cluster.Connection());
        Assert.True(migrate.WaitForEnd(0) == 0, $"{migrate}");
        Demo demo = Demo.StartTrading(home, "kept", "--database", cluster.Connection());
        demo.NeedOrders(3);
        Deadline.Need("rows come in", 10, () => demo.Value("position-tracker", "database_rows_total") > 0);
        cluster.Kill();
        Deadline.Need("it says degraded, and is ready", 20, () =>
            demo.Get("position-tracker", "/ready") is { Status: 200 } answer && answer.Body.Contains("\"degraded\"", StringComparison.Ordinal));
        demo.NeedOrders(3);
        cluster.Start();
        Deadline.Need("it is well again", 20, () => demo.Get("position-tracker", "/ready").Body == "{\"status\":\"ready\"}\n");
        DemoResult result = demo.End();
        result.NeedSoundBooks();

        StartedProgram verify = home.Cli("db", "verify", "kept", "--json", "--database", cluster.Connection());
        Assert.True(verify.WaitForEnd(0) == 0, $"{verify}");
        JsonElement verified = JsonDocument.Parse(verify.OutputText).RootElement;
        Assert.True(verified.GetProperty("good").GetBoolean(), $"{verify}");
        Assert.Equal(0, verified.GetProperty("records_behind").GetInt64());
        StartedProgram status = home.Cli("db", "status", "--json", "--database", cluster.Connection());
        JsonElement run = JsonDocument.Parse(status.OutputText.TrimEnd().Split('\n')[^1]).RootElement;
        Assert.Equal(result.Number("orders", "fills"), run.GetProperty("fills").GetDecimal());
        Assert.True(run.GetProperty("orders").GetDecimal() >= result.Number("orders", "submitted"), $"{status}");
    });

    [PostgresFact]
    public void A_run_that_traded_without_a_database_is_brought_into_one_later() => Home.Story(home =>
    {
        Demo demo = Demo.Start(home, "later", "--seconds", "8");
        DemoResult result = demo.Wait(80);
        using PostgresCluster cluster = new();
        StartedProgram early = home.Cli("db", "fill", "later", "--database", cluster.Connection());
        Assert.Equal(1, early.WaitForEnd(0));
        Assert.Contains("run: artic db migrate", early.ErrorText, StringComparison.Ordinal);
        Assert.Equal(0, home.Cli("db", "migrate", "--database", cluster.Connection()).WaitForEnd(0));
        StartedProgram fill = home.Cli("db", "fill", "later", "--json", "--database", cluster.Connection());
        Assert.True(fill.WaitForEnd(0) == 0, $"{fill}");
        Assert.True(JsonDocument.Parse(fill.OutputText).RootElement.GetProperty("rows").GetInt64() > result.Number("orders", "fills"));
        StartedProgram again = home.Cli("db", "fill", "later", "--json", "--database", cluster.Connection());
        Assert.Equal(0, JsonDocument.Parse(again.OutputText).RootElement.GetProperty("rows").GetInt64());
        StartedProgram verify = home.Cli("db", "verify", "--database", cluster.Connection());
        Assert.True(verify.WaitForEnd(0) == 0, $"{verify}");
        Assert.EndsWith(": good\n", verify.OutputText, StringComparison.Ordinal);
    });

    [PostgresFact]
    public void A_tracker_whose_database_cannot_be_used_refuses_and_says_what_to_run() => Home.Story(home =>
    {
        using PostgresCluster cluster = new();
        ServiceRun run = new(home, "refused");
        Directory.CreateDirectory(run.Paths.Logs);
        run.Configuration["database"] = new JsonObject { ["connection"] = cluster.Connection() };
        StartedProgram tracker = run.Start("position-tracker");
        Assert.Equal(1, tracker.WaitForEnd(20));
        Assert.Contains("has no role artic_writer; run: artic db migrate", tracker.ErrorText, StringComparison.Ordinal);
        cluster.Kill();
        run.Configuration["database"]!["required"] = true;
        StartedProgram required = run.Start("position-tracker");
        Assert.Equal(1, required.WaitForEnd(20));
        Assert.Contains("is required and away", required.ErrorText, StringComparison.Ordinal);
        run.Configuration["database"]!["required"] = false;
        StartedProgram waiting = run.StartServing("position-tracker");
        Assert.Contains("\"degraded\"", run.Get("position-tracker", "/ready").Body, StringComparison.Ordinal);
        ProcessSignal.Terminate(waiting.ProcessNumber);
        Assert.Equal(0, waiting.WaitForEnd(20));
    });
}
