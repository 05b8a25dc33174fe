using System.Text.Json;
using Artic.EndToEnd.Tests.Running;

namespace Artic.EndToEnd.Tests;

public sealed class BenchTests
{
    private const int BadOptions = 2;

    [Fact]
    public void Every_tick_becomes_one_order_and_its_stages_and_hops_add_up() => Home.Story(home =>
    {
        string file = home.PathOf("chain.json");
        StartedProgram bench = home.Start(
            "artic-bench", "chain", "--rate", "500", "--seconds", "1", "--runs", "1", "--instruments", "3", "--json", file);

        Assert.Equal(0, bench.WaitForEnd(90));
        using JsonDocument report = JsonDocument.Parse(File.ReadAllText(file));
        JsonElement root = report.RootElement;
        Assert.Equal(1.0, root.GetProperty("orders_per_tick").GetDouble());
        foreach (string part in (string[])["artic", "zeromq", "floor"])
        {
            JsonElement figures = root.GetProperty(part);
            double p50 = figures.GetProperty("p50_us").GetDouble();
            double p99 = figures.GetProperty("p99_us").GetDouble();
            double p999 = figures.GetProperty("p999_us").GetDouble();
            Assert.True(p50 > 0 && p50 <= p99 && p99 <= p999 && p999 <= figures.GetProperty("max_us").GetDouble());
            Assert.True(figures.GetProperty("from_intended").GetProperty("p50_us").GetDouble() >= p50);
        }

        Assert.Equal(
            ["market_data", "signal", "risk", "execution", "request"],
            root.GetProperty("artic").GetProperty("stages").EnumerateObject().Select(stage => stage.Name));
        double compared = root.GetProperty("ratios").GetProperty("zeromq_p99_over_artic_p99").GetProperty("median").GetDouble();
        Assert.Equal(
            root.GetProperty("zeromq").GetProperty("p99_us").GetDouble() / root.GetProperty("artic").GetProperty("p99_us").GetDouble(),
            compared, 0.01);
        Assert.Empty(Directory.GetDirectories(home.Runs));
    });

    [Fact]
    public void A_process_that_dies_ends_the_measurement_with_its_name() => Home.Story(home =>
    {
        StartedProgram bench = home.Start(
            "artic-bench", "chain", "--rate", "500", "--seconds", "30", "--runs", "1");
        int victim = 0;
        Deadline.Need("the risk manager runs", 20, () => (victim = ChildOf(home, "artic-risk-manager")) > 0);
        ProcessSignal.Kill(victim);

        Assert.Equal(1, bench.WaitForEnd(20));
        Assert.Contains("risk-manager ended (exit 137)", bench.ErrorText, StringComparison.Ordinal);
        Assert.Equal(0, ChildOf(home, "artic-market-data"));
    });

    [Theory]
    [InlineData("none", 8)]
    [InlineData("risk-hung", 4)]
    [InlineData("risk-dead", 2)]
    [InlineData("engine-hung", 2)]
    public void After_every_kill_under_load_the_venue_accepts_nothing_until_it_is_resumed(string fault, int kills) => Home.Story(home =>
    {
        string file = home.PathOf("kill.json");
        StartedProgram bench = home.Start(
            "artic-bench", "kill", "--kills", $"{kills}", "--fault", fault, "--rate", "500", "--seed", "7", "--json", file);

        Assert.Equal(0, bench.WaitForEnd(120));
        using JsonDocument report = JsonDocument.Parse(File.ReadAllText(file));
        JsonElement root = report.RootElement;
        Assert.Equal(kills, root.GetProperty("kills").GetInt32());
        Assert.Equal(0, root.GetProperty("orders_after_ack").GetInt64());
        Assert.Equal(fault == "engine-hung" ? kills : 0, root.GetProperty("engines_ended").GetInt32());
        Assert.True(root.GetProperty("orders").GetInt64() >= kills * 20L);
        Assert.True(root.GetProperty("page_to_last_order_p99_us").GetDouble() >= root.GetProperty("page_to_last_order_p50_us").GetDouble());
        foreach (string way in (string[])["http", "zeromq"])
        {
            double page = root.GetProperty("command_to_page_p99_us").GetProperty(way).GetDouble();
            double latched = root.GetProperty("command_to_latched_p99_us").GetProperty(way).GetDouble();
            double stopped = root.GetProperty("command_to_stopped_p99_us").GetProperty(way).GetDouble();
            Assert.True(page > 0 && page <= latched && latched <= stopped, $"{way}: {page}, {latched}, {stopped}");
        }

        Assert.Empty(Directory.GetDirectories(home.Runs));
    });

    [Fact]
    public void Market_data_is_measured_once_all_instruments_are_live() => Home.Story(home =>
    {
        string file = home.PathOf("market.json");
        StartedProgram bench = home.Start("artic-bench", "market", "--instruments", "1,3", "--seconds", "2", "--json", file);

        Assert.Equal(0, bench.WaitForEnd(120));
        using JsonDocument report = JsonDocument.Parse(File.ReadAllText(file));
        JsonElement[] runs = [.. report.RootElement.GetProperty("runs").EnumerateArray()];
        Assert.Equal([1, 3], runs.Select(run => run.GetProperty("instruments").GetInt32()));
        Assert.All(runs, run =>
        {
            JsonElement latency = run.GetProperty("latency");
            double p50 = latency.GetProperty("p50_us").GetDouble();
            double p99 = latency.GetProperty("p99_us").GetDouble();
            Assert.True(p50 > 0 && p50 <= p99 && p99 <= latency.GetProperty("max_us").GetDouble(), $"{latency}");
            Assert.Equal(1, run.GetProperty("connections").GetInt32());
            Assert.True(run.GetProperty("frames_per_second").GetDouble() > 10);
            Assert.True(run.GetProperty("private_mb").GetDouble() > 1);
            Assert.Equal(0, run.GetProperty("gaps").GetInt64());
        });
        Assert.Empty(Directory.GetDirectories(home.Runs));
    });

    [Fact]
    public void A_capture_that_is_not_there_is_named() => Home.Story(home =>
    {
        StartedProgram bench = home.Start("artic-bench", "market", "--replay", "/no/such/capture.gz", "--speed", "0", "--instruments", "0");

        Assert.Equal(BadOptions, bench.WaitForEnd(20));
        foreach (string named in (string[])["--replay /no/such/capture.gz", "--speed 0", "--instruments 0"])
        {
            Assert.Contains(named, bench.ErrorText, StringComparison.Ordinal);
        }
    });

    [Fact]
    public void Options_that_cannot_be_are_all_named() => Home.Story(home =>
    {
        StartedProgram bench = home.Start(
            "artic-bench", "chain", "--rates", "1,x", "--seconds", "0", "--runs", "0", "--instruments", "1001", "--burst", "0",
            "--idle", "wobble", "--json", "/no/such/folder/x.json");

        Assert.Equal(BadOptions, bench.WaitForEnd(20));
        foreach (string named in (string[])[
            "--rate 1:", "--rate -1:", "--seconds 0", "--runs 0", "--instruments 1001", "--burst 0", "--idle wobble", "--json"])
        {
            Assert.Contains(named, bench.ErrorText, StringComparison.Ordinal);
        }
    });

    [Fact]
    public void The_doctor_looks_at_this_machine_and_finds_that_a_run_can_work() => Home.Story(home =>
    {
        StartedProgram cli = home.Cli("doctor", "--json");

        Assert.Equal(0, cli.WaitForEnd(0));
        using JsonDocument report = JsonDocument.Parse(cli.OutputText);
        string[] names = [.. report.RootElement.GetProperty("findings").EnumerateArray().Select(x => x.GetProperty("name").GetString()!)];
        Assert.Contains("clock source", names);
        Assert.Contains("disk sync", names);
        Assert.NotEqual("fail", report.RootElement.GetProperty("worst").GetString());
        Assert.False(Directory.Exists(home.Runs), "the doctor left something behind");
    });

    private static int ChildOf(Home home, string binary)
    {
        foreach (string entry in Directory.GetDirectories("/proc"))
        {
            try
            {
                if (int.TryParse(Path.GetFileName(entry), out int number) &&
                    File.ReadAllText($"{entry}/cmdline") is { } line &&
                    line.Contains($"{binary}\0", StringComparison.Ordinal) && !line.StartsWith("/bin/sh", StringComparison.Ordinal) &&
                    line.Contains(home.Folder + "/", StringComparison.Ordinal))
                {
                    return number;
                }
            }
            catch (IOException)
            {
                // It has ended meanwhile.
            }
        }

        return 0;
    }
}
