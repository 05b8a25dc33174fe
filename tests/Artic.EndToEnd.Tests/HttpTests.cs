using System.Diagnostics;
using System.Text.Json;
using Artic.Core.Time;
using Artic.EndToEnd.Tests.Running;

namespace Artic.EndToEnd.Tests;

public sealed class HttpTests
{
    private const int Halted = 3;

    /// <summary>The names that dashboards rely on (the design's list), each with the service that shows it.</summary>
    private static readonly (string Service, string Name, string Type)[] s_promised =
    [
        ("market-data", "market_data_processing_latency_microseconds", "histogram"),
        ("risk-manager", "risk_check_duration_microseconds", "histogram"),
        ("execution-engine", "order_placement_latency_milliseconds", "histogram"),
        ("execution-engine", "orders_submitted_total", "counter"),
        ("execution-engine", "orders_filled_total", "counter"),
        ("execution-engine", "orders_rejected_total", "counter"),
        ("risk-manager", "circuit_breaker_trips_total", "counter"),
        ("position-tracker", "position_value_usd", "gauge"),
        ("position-tracker", "unrealized_pnl_usd", "gauge"),
    ];

    [Fact]
    public void Every_service_tells_its_health_its_readiness_and_its_figures() => Home.Story(home =>
    {
        Demo demo = Demo.StartTrading(home, "http");
        Dictionary<string, MetricsText> metrics = [];
        foreach (string service in Repository.Services)
        {
            Answer health = demo.Get(service, "/health");
            Assert.Equal((200, "alive"), (health.Status, Member(health, "status")));
            Answer ready = demo.Get(service, "/ready");
            Assert.Equal((200, "ready"), (ready.Status, Member(ready, "status")));
            string page = demo.Get(service, "/metrics").Body;
            metrics.Add(service, MetricsText.Parse(page));
            Assert.Equal(404, demo.Get(service, "/no-such-page").Status);
            Assert.Equal(405, demo.Http(HttpMethod.Delete, service, "/health").Status);
        }

        string[] missing = [.. s_promised
            .Where(promise => metrics[promise.Service].Types.GetValueOrDefault(promise.Name) != promise.Type)
            .Select(promise => $"{promise.Service}: {promise.Type} {promise.Name}")];
        Assert.True(missing.Length == 0, $"not shown: {string.Join(", ", missing)}");
        Assert.True(metrics["execution-engine"].Value("orders_submitted_total") >= 1);

        StartedProgram stat = home.Cli("stat");
        Assert.Equal(0, stat.WaitForEnd(0));
        string shown = stat.OutputText;
        Assert.All(Repository.Services, name => Assert.Contains($"{name}\n", shown, StringComparison.Ordinal));
        Assert.Contains("orders_submitted_total", shown, StringComparison.Ordinal);

        using JsonDocument risk = JsonDocument.Parse(demo.Get("risk-manager", "/risk").Body);
        Assert.Equal("5000", risk.RootElement.GetProperty("limits").GetProperty("max_order_value").GetString());
        Assert.Equal("BTCUSDT", risk.RootElement.GetProperty("instruments")[0].GetProperty("symbol").GetString());
        Assert.True(risk.RootElement.GetProperty("approved").GetInt64() >= 1);
        demo.End().NeedSoundBooks();
    });

    [ProgramsFact("promtool")]
    public void Prometheus_itself_takes_the_figures() => Home.Story(home =>
    {
        Demo demo = Demo.StartTrading(home, "promtool");
        List<string> problems = [];
        foreach (string service in Repository.Services)
        {
            ProcessStartInfo start = new(Repository.OnPath("promtool")!, ["check", "metrics"])
            {
                RedirectStandardInput = true,
                RedirectStandardError = true,
                RedirectStandardOutput = true,
            };
            using Process promtool = Process.Start(start)!;
            promtool.StandardInput.Write(demo.Get(service, "/metrics").Body);
            promtool.StandardInput.Close();
            string said = promtool.StandardError.ReadToEnd() + promtool.StandardOutput.ReadToEnd();
            promtool.WaitForExit();

            // The names' units are the design's choice, not Prometheus's base units; all else must be as it wants it.
            problems.AddRange(said.Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Where(line => !line.Contains("use base unit", StringComparison.Ordinal) &&
                    !line.Contains("abbreviated units", StringComparison.Ordinal))
                .Select(line => $"{service}: {line}"));
        }

        Assert.True(problems.Count == 0, string.Join('\n', problems));
    });

    [Fact]
    public void A_kill_by_http_wants_the_runs_token_and_stops_the_account_until_a_resume_with_a_reason() =>
        Home.Story(home =>
        {
            Demo demo = Demo.StartTrading(home, "http-kill");
            foreach (string service in (string[])["risk-manager", "execution-engine"])
            {
                NeedRefusals(demo, service, "/kill");
                Assert.Equal(1, demo.TradingState);

                string[] lines = demo.Http(
                    HttpMethod.Post, service, "/kill", demo.Token, """{"reason":"by http"}""").Body.Split('\n');
                long stopped = Clock.UtcNs();
                Assert.Equal("latched", Event(lines[0]));
                Assert.Equal("stopped", Event(lines[1]));
                Deadline.Never(
                    "the venue accepted an order after 'stopped'", 2,
                    () => demo.Venue.Accepted().Exists(order => order.AtNs > stopped));
                Assert.Equal(Halted, demo.TradingState);
                Answer ready = demo.Get("risk-manager", "/ready");
                Assert.Equal((503, "not ready"), (ready.Status, Member(ready, "status")));

                NeedRefusals(demo, "risk-manager", "/resume");
                Assert.Equal(400, demo.Http(HttpMethod.Post, "risk-manager", "/resume", demo.Token).Status);
                Assert.Equal(400, demo.Http(HttpMethod.Post, "risk-manager", "/resume", demo.Token, "{\"rea").Status);
                Assert.Equal(Halted, demo.TradingState);
                Assert.Equal(200, demo.Http(
                    HttpMethod.Post, "risk-manager", "/resume", demo.Token, """{"reason":"seen to"}""").Status);
                demo.NeedOrders(1);
            }

            string history = File.ReadAllText(Path.Combine(home.Account, "kills.jsonl"));
            Assert.Contains("\"by\":\"http-token\",\"reason\":\"by http\"", history, StringComparison.Ordinal);
            demo.End().NeedSoundBooks();
        });

    private static void NeedRefusals(Demo demo, string service, string path)
    {
        const string body = """{"reason":"not me"}""";
        foreach (string? token in (string?[])[null, "", new string('0', demo.Token.Length), demo.Token[..^1]])
        {
            Assert.Equal(401, demo.Http(HttpMethod.Post, service, path, token, body).Status);
        }

        Assert.NotEqual(200, demo.Get(service, path).Status);
    }

    private static string? Event(string line)
    {
        using JsonDocument document = JsonDocument.Parse(line);
        return document.RootElement.GetProperty("event").GetString();
    }

    private static string? Member(Answer answer, string name)
    {
        using JsonDocument document = JsonDocument.Parse(answer.Body);
        return document.RootElement.GetProperty(name).GetString();
    }
}
