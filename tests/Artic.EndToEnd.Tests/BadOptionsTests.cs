using System.Net;
using System.Net.Sockets;
using Artic.EndToEnd.Tests.Running;

namespace Artic.EndToEnd.Tests;

public sealed class BadOptionsTests
{
    private const int BadOptions = 2;

    [Theory]
    [InlineData("demo", "--bogus", "--bogus")]
    [InlineData("--bogus", "", "--bogus")]
    [InlineData("dmeo", "", "dmeo")]
    [InlineData("demo", "--seconds ten", "ten")]
    [InlineData("demo", "--zmq signal-bridge nonsense", "--zmq nonsense")]
    [InlineData("kill", "", "--reason")]
    [InlineData("resume", "", "--reason")]
    [InlineData("kill", "--reason x --run no-such-run", "no-such-run")]
    public void An_option_that_cannot_be_is_named(string command, string options, string named) => Home.Story(home =>
    {
        StartedProgram cli = home.Cli([command, .. options.Split(' ', StringSplitOptions.RemoveEmptyEntries)]);

        Assert.Equal(BadOptions, cli.WaitForEnd(0));
        Assert.Contains(named, cli.ErrorText, StringComparison.Ordinal);
        Assert.False(Directory.Exists(home.Runs), "a run was begun");
    });

    [Fact]
    public void Every_contradiction_is_listed_at_once() => Home.Story(home =>
    {
        StartedProgram cli = home.Cli(
            "demo", "--seconds", "0", "--replay", "/no/such.jsonl", "--seed", "3", "--speed", "0", "--idle", "wobble",
            "--port-base", "80", "--run", "a b", "--json", "/no/such/folder/x.json", "--model", "/no/such.onnx");

        NeedRefusalOf(home, cli,
        [
            "--seconds 0", "--replay /no/such.jsonl", "--seed", "--speed 0", "--idle wobble", "--port-base 80",
            "--run a b", "--json /no/such/folder/x.json", "--model /no/such.onnx",
        ]);
    });

    [Fact]
    public void An_unknown_option_does_not_hide_the_contradictions() => Home.Story(home =>
    {
        StartedProgram cli = home.Cli("demo", "--bogus", "--seconds", "0", "--idle", "wobble");

        NeedRefusalOf(home, cli, ["--bogus", "--seconds 0", "--idle wobble"]);
    });

    [Fact]
    public void A_run_folder_is_used_once() => Home.Story(home =>
    {
        string folder = Path.Combine(home.Runs, "twice");
        _ = Directory.CreateDirectory(folder);
        StartedProgram cli = home.Cli("demo", "--seconds", "1", "--headless", "--port-base", "0", "--run", "twice");

        Assert.NotEqual(0, cli.WaitForEnd(0));
        Assert.Contains($"{folder} is already in use", cli.ErrorText, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(folder));
    });

    [Fact]
    public void A_port_in_use_is_named_with_its_service() => Home.Story(home =>
    {
        using TcpListener taken = new(IPAddress.Loopback, 0);
        taken.Start();
        int port = ((IPEndPoint)taken.LocalEndpoint).Port;
        StartedProgram cli = home.Cli("demo", "--seconds", "1", "--headless", "--port-base", $"{port - 2}");

        Assert.NotEqual(0, cli.WaitForEnd(0));

        // A port below it may be taken too, by whoever else is on this machine.
        Assert.Matches(
            @"port \d+ on 127\.0\.0\.1 \((market-data|signal-bridge|risk-manager)\) is already in use", cli.ErrorText);
        Assert.Contains("--port-base", cli.ErrorText, StringComparison.Ordinal);
        Assert.False(Directory.Exists(home.Runs), "a run was begun");
    });

    [Fact]
    public void A_second_demo_of_the_account_is_refused_by_name_and_the_first_goes_on() => Home.Story(home =>
    {
        Demo first = Demo.StartTrading(home, "the-first");
        StartedProgram second = home.Cli("demo", "--seconds", "1", "--headless", "--port-base", "0", "--run", "second");

        Assert.NotEqual(0, second.WaitForEnd(0));
        Assert.Contains("'demo'", second.ErrorText, StringComparison.Ordinal);
        Assert.Contains(first.Paths.RunFolder, second.ErrorText, StringComparison.Ordinal);
        first.NeedOrders(1);
        first.End().NeedSoundBooks();
    });

    private static void NeedRefusalOf(Home home, StartedProgram cli, string[] violations)
    {
        Assert.Equal(BadOptions, cli.WaitForEnd(0));
        string[] missing = Array.FindAll(
            violations, violation => !cli.ErrorText.Contains(violation, StringComparison.Ordinal));
        Assert.True(missing.Length == 0, $"not listed: {string.Join(", ", missing)}");
        Assert.False(Directory.Exists(home.Runs), "a run was begun");
    }
}
