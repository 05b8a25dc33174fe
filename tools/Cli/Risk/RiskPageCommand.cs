using System.Text;
using System.Text.Json;
using Artic.Runs;
using Artic.Streams.Log;
using Artic.Streams.Waiting;

namespace Artic.Cli.Risk;

/// <summary><c>artic risk</c>: the risk manager's page of a live run, for a terminal. Thread: the main thread.</summary>
public static class RiskPageCommand
{
    private const long PeriodNs = 1_000_000_000;
    private const string Home = "\u001b[H\u001b[2J\u001b[3J";

    /// <summary>Prints the page once, or each second until interrupted. Gives the exit code.</summary>
    public static int Execute(Installation installation, string? run, bool asJson, bool watch, bool all)
    {
        string? folder = installation.FindRun(run == "current" ? null : run);
        if (folder == null)
        {
            Console.Error.WriteLine($"artic risk: there is no run {run ?? "yet"}; runs lie in {installation.Runs}");
            return 1;
        }

        using HttpClient client = new() { Timeout = TimeSpan.FromSeconds(5) };
        bool isOnTerminal = !Console.IsOutputRedirected;
        int exit;
        while ((exit = Print(client, new RunPaths(folder), asJson, all, watch && isOnTerminal && !asJson)) == 0 && watch)
        {
            Poll.Pause(PeriodNs);
        }

        return exit;
    }

    private static int Print(HttpClient client, RunPaths paths, bool asJson, bool all, bool clears)
    {
        byte[]? page = Fetch(client, paths);
        if (page == null)
        {
            Console.Error.WriteLine(
                $"artic risk: {paths.RunFolder} is not live: no risk manager answers. Orders of a finished run: artic risk explain ORDER");
            return 1;
        }

        if (asJson)
        {
            Console.Write(Encoding.UTF8.GetString(page));
            return 0;
        }

        using JsonDocument document = JsonDocument.Parse(page);
        StringBuilder text = new(clears ? Home : "");
        new RiskPageText(new Paint(), all).Write(document.RootElement, text);
        Console.Write(text.ToString());
        return 0;
    }

    private static byte[]? Fetch(HttpClient client, RunPaths paths)
    {
        if (!Directory.Exists(paths.HotFolder))
        {
            return null;
        }

        using RunFigures figures = new(paths);
        long port = figures.Value("risk-manager", "http_port");
        if (port == 0)
        {
            return null;
        }

        try
        {
            return client.GetByteArrayAsync(new Uri($"http://127.0.0.1:{port}/risk")).GetAwaiter().GetResult();
        }
        catch (Exception error) when (error is HttpRequestException or TaskCanceledException)
        {
            return null;
        }
    }
}
