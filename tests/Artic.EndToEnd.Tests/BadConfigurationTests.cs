using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using Artic.EndToEnd.Tests.Running;

namespace Artic.EndToEnd.Tests;

public sealed class BadConfigurationTests
{
    private const int BadOptions = 2;

    [Fact]
    public void Each_service_lists_every_fault_of_its_configuration_with_its_path() => Home.Story(home =>
    {
        ServiceRun run = new(home, "faults");
        JsonObject configuration = run.Configuration;
        configuration["account"] = "";
        configuration["colour"] = "red";
        configuration["venue"]!["rest_url"] = "not an address";
        configuration["venue"]!["receive_window_ms"] = 60_000;
        configuration["instruments"]![0]!["symbol"] = "btc/usdt";
        configuration["strategies"]![0]!["slow_period"] = 1;
        configuration["strategies"]![0]!["max_positoin"] = "1";
        configuration["risk"]!["max_order_value"] = "0.000000001";
        _ = configuration["risk"]!.AsObject().Remove("max_daily_loss");
        configuration["services"]!["risk-manager"]!["idle"] = "wobble";
        configuration["services"]!["barber"] = new JsonObject();

        foreach (string service in Repository.Services)
        {
            NeedRefusalOf(run.Start(service),
            [
                "account", "colour", "venue.rest_url", "venue.receive_window_ms", "instruments.0.symbol",
                "strategies.0.slow_period", "strategies.0.max_positoin", "risk.max_order_value", "risk.max_daily_loss",
                "services.risk-manager.idle", "services.barber",
            ]);
        }
    });

    [Fact]
    public void A_value_of_the_wrong_type_does_not_hide_the_other_faults() => Home.Story(home =>
    {
        ServiceRun run = new(home, "types");
        run.Configuration["epoch"] = "one";
        run.Configuration["market_data"]!["bar_ms"] = true;
        run.Configuration["account"] = "";

        NeedRefusalOf(run.Start("market-data"), ["epoch", "market_data.bar_ms", "account"]);
    });

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{\"venue\": null, \"risk\": null, \"instruments\": null, \"services\": null, \"account\": null}")]
    [InlineData("{\"instruments\": [null], \"strategies\": [null], \"services\": {\"market-data\": null}}")]
    public void A_configuration_that_is_none_is_refused_with_a_reason(string text) => Home.Story(home =>
    {
        ServiceRun run = new(home, "none");
        File.WriteAllText(run.Paths.Configuration, text);
        StartedProgram service = home.Start("artic-market-data", "--run", run.Paths.RunFolder);

        Assert.Equal(BadOptions, service.WaitForEnd(20));
        string[] lines = service.ErrorText.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Contains(run.Paths.Configuration, lines[0], StringComparison.Ordinal);
        Assert.True(lines.Length >= 2 && lines[1].StartsWith("  ", StringComparison.Ordinal), "no fault is listed");
        Assert.DoesNotContain("Unhandled exception", service.ErrorText, StringComparison.Ordinal);
    });

    [Fact]
    public void Without_a_run_or_with_an_unknown_option_a_service_says_so() => Home.Story(home =>
    {
        StartedProgram none = home.Start("artic-risk-manager");
        Assert.Equal(BadOptions, none.WaitForEnd(20));
        Assert.Contains("--run", none.ErrorText, StringComparison.Ordinal);

        StartedProgram unknown = home.Start("artic-risk-manager", "--run", "/no/such/run", "--bogus");
        Assert.Equal(BadOptions, unknown.WaitForEnd(20));
        Assert.Contains("--bogus", unknown.ErrorText, StringComparison.Ordinal);

        StartedProgram nowhere = home.Start("artic-risk-manager", "--run", "/no/such/run");
        Assert.Equal(BadOptions, nowhere.WaitForEnd(20));
        Assert.Contains("/no/such/run/config.json", nowhere.ErrorText, StringComparison.Ordinal);
    });

    [Fact]
    public void A_port_that_is_taken_stops_the_start_with_its_path_in_the_configuration() => Home.Story(home =>
    {
        using TcpListener taken = new(IPAddress.Loopback, 0);
        taken.Start();
        int port = ((IPEndPoint)taken.LocalEndpoint).Port;
        ServiceRun run = new(home, "port");
        run.Configuration["services"]!["market-data"]!["http_port"] = port;
        StartedProgram service = run.Start("market-data");

        Assert.NotEqual(0, service.WaitForEnd(20));
        Assert.Contains($"port {port}", service.ErrorText, StringComparison.Ordinal);
        Assert.Contains("services.market-data.http_port", service.ErrorText, StringComparison.Ordinal);
    });

    private static void NeedRefusalOf(StartedProgram service, string[] faults)
    {
        Assert.Equal(BadOptions, service.WaitForEnd(20));
        string[] lines = service.ErrorText.Split('\n');
        string[] missing = Array.FindAll(faults, fault => !Array.Exists(
            lines, line => line.Contains($"{fault}:", StringComparison.Ordinal)));
        Assert.True(missing.Length == 0, $"not listed: {string.Join(", ", missing)}");
    }
}
