using System.Text.Json;
using Artic.EndToEnd.Tests.Venues;
using Artic.Streams.Log;

namespace Artic.EndToEnd.Tests.Running;

/// <summary>A demo that <c>artic-cli</c> runs in a home.</summary>
internal sealed class Demo : Run
{
    private const double StartSeconds = 40;
    private const double OrderSeconds = 20;
    private const double RestartSeconds = 20;
    private const double EndSeconds = 60;

    private readonly string _summaryFile;
    private Venue? _venue;

    private Demo(Home home, string run, string[] options)
        : base(new RunPaths(Path.Combine(home.Runs, run)))
    {
        _summaryFile = home.PathOf($"{run}.json");
        Cli = home.Start(
            "artic-cli",
            ["demo", "--headless", "--run", run, "--json", _summaryFile, "--port-base", "0", .. options]);
    }

    /// <summary>The supervising process.</summary>
    public StartedProgram Cli { get; }

    /// <summary>The simulated venue.</summary>
    public Venue Venue => _venue ??= Venue.Of(Paths);

    /// <summary>The risk manager's trading state: 1 active, 3 halted.</summary>
    public long TradingState => Value("risk-manager", "trading_state");

    /// <summary>Starts a demo and does not wait.</summary>
    public static Demo Start(Home home, string run, params string[] options) => new(home, run, options);

    /// <summary>Starts a demo of at most two minutes and waits until the venue has accepted an order.</summary>
    public static Demo StartTrading(Home home, string run, params string[] options)
    {
        Demo demo = new(home, run, ["--seconds", "120", .. options]);
        demo.NeedOrders(1);
        return demo;
    }

    /// <summary>Waits until all services serve.</summary>
    public void NeedServices() => Deadline.Need("all services are up", StartSeconds, () =>
        IsAlive() && Array.TrueForAll(Repository.Services, name => ProcessOf(name) != 0) &&
        Value("market-data", "market_instruments_live") > 0);

    /// <summary>Waits until the venue has accepted so many orders more than it has now.</summary>
    public void NeedOrders(int more)
    {
        NeedServices();
        int before = Venue.Accepted().Count;
        Deadline.Need(
            $"{more} orders more than {before}", OrderSeconds,
            () => IsAlive() && Venue.Accepted().Count >= before + more);
    }

    /// <summary>Waits until another process serves in place of <paramref name="before"/>.</summary>
    public void NeedRestart(string service, int before) => Deadline.Need(
        $"{service} is started again", RestartSeconds, () => IsAlive() && ProcessOf(service) != before);

    /// <summary>Ends the demo before its time as Ctrl-C does.</summary>
    public DemoResult End()
    {
        ProcessSignal.Terminate(Cli.ProcessNumber);
        return Wait(EndSeconds);
    }

    /// <summary>Waits until it ends by itself.</summary>
    public DemoResult Wait(double seconds)
    {
        int exit = Cli.WaitForEnd(seconds);
        string text = File.Exists(_summaryFile) ? File.ReadAllText(_summaryFile) : "null";
        using JsonDocument summary = JsonDocument.Parse(text);
        return new DemoResult(exit, summary.RootElement.Clone());
    }

    /// <summary>A service's log.</summary>
    public string LogOf(string service) => File.ReadAllText(Path.Combine(Paths.Logs, $"{service}.log"));

    private bool IsAlive()
    {
        Assert.True(Cli.IsRunning, "the demo has ended before its time");
        return true;
    }
}
