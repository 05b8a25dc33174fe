using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Artic.EndToEnd.Tests.Venues;
using Artic.Streams.Counters;
using Artic.Streams.Log;

namespace Artic.EndToEnd.Tests.Running;

/// <summary>
/// A demo that <c>artic-cli</c> runs in a home, seen from outside: its counters, its HTTP, its venue, its processes.
/// </summary>
internal sealed class Demo
{
    private const double StartSeconds = 40;
    private const double EndSeconds = 60;
    private static readonly HttpClient s_http = new() { Timeout = TimeSpan.FromSeconds(10) };

    private readonly Dictionary<string, CountersFile> _counters = [];
    private readonly string _summaryFile;
    private Venue? _venue;

    private Demo(Home home, string run, string[] options)
    {
        Paths = new RunPaths(Path.Combine(home.Runs, run));
        _summaryFile = home.PathOf($"{run}.json");
        Cli = home.Start(
            "artic-cli",
            ["demo", "--headless", "--run", run, "--json", _summaryFile, "--port-base", "0", .. options]);
    }

    /// <summary>The supervising process.</summary>
    public StartedProgram Cli { get; }

    /// <summary>Where the run lies.</summary>
    public RunPaths Paths { get; }

    /// <summary>The simulated venue.</summary>
    public Venue Venue => _venue ??= Venue.Of(Paths);

    /// <summary>Bearer token of the run.</summary>
    public string Token => File.ReadAllText(Path.Combine(Paths.RunFolder, "token")).Trim();

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
        IsAlive() && Array.TrueForAll(Repository.Services, name => Value(name, "process_number") != 0) &&
        Value("market-data", "market_instruments_live") > 0);

    /// <summary>Waits until the venue has accepted so many orders more than it has now.</summary>
    public void NeedOrders(int more)
    {
        NeedServices();
        int before = Venue.Accepted().Count;
        Deadline.Need($"{more} orders more than {before}", 20, () => IsAlive() && Venue.Accepted().Count >= before + more);
    }

    /// <summary>A counter of a service; 0 where it is not there yet.</summary>
    public long Value(string service, string counter)
    {
        if (!_counters.TryGetValue(service, out CountersFile? file))
        {
            file = CountersFile.TryOpen(Paths.Counters(service));
            if (file == null)
            {
                return 0;
            }

            _counters.Add(service, file);
        }

        return file.Value(counter);
    }

    /// <summary>Process number of a service that has started.</summary>
    public int ProcessOf(string service) => (int)Value(service, "process_number");

    /// <summary>Waits until another process serves in place of <paramref name="before"/> and gives its number.</summary>
    public int NeedRestart(string service, int before)
    {
        Deadline.Need($"{service} is started again", 20, () => IsAlive() && ProcessOf(service) != before);
        return ProcessOf(service);
    }

    /// <summary>Asks a service by HTTP; <paramref name="token"/> null: as nobody.</summary>
    public Answer Http(HttpMethod method, string service, string path, string? token = null, string? body = null)
    {
        using HttpRequestMessage request = new(
            method, $"http://127.0.0.1:{Value(service, "http_port")}{path}");
        if (token != null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }

        if (body != null)
        {
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        }

        using HttpResponseMessage response = s_http.Send(request);
        using StreamReader text = new(response.Content.ReadAsStream());
        return new Answer((int)response.StatusCode, text.ReadToEnd());
    }

    /// <summary>Asks a service by HTTP, reading only.</summary>
    public Answer Get(string service, string path) => Http(HttpMethod.Get, service, path);

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
        using JsonDocument? summary = File.Exists(_summaryFile) ? JsonDocument.Parse(File.ReadAllText(_summaryFile)) : null;
        return new DemoResult(exit, summary?.RootElement.Clone() ?? default);
    }

    /// <summary>Lines of a service's log.</summary>
    public string LogOf(string service) => File.ReadAllText(Path.Combine(Paths.Logs, $"{service}.log"));

    private bool IsAlive()
    {
        Assert.True(Cli.IsRunning, "the demo has ended before its time");
        return true;
    }
}

/// <summary>An answer by HTTP.</summary>
/// <param name="Status">The status code.</param>
/// <param name="Body">The whole body.</param>
internal sealed record Answer(int Status, string Body);
