using System.Text.Json;
using Artic.EndToEnd.Tests.Running;
using Artic.Streams.Log;

namespace Artic.EndToEnd.Tests.Venues;

/// <summary>The simulated venue of a run: its own log, and its counts as it tells them.</summary>
internal sealed class Venue
{
    private const double StartSeconds = 20;

    private static readonly HttpClient s_http = new() { Timeout = TimeSpan.FromSeconds(5) };

    private readonly string _log;

    private Venue(string readyFile, string log)
    {
        using JsonDocument ready = JsonDocument.Parse(File.ReadAllText(readyFile));
        Port = ready.RootElement.GetProperty("port").GetInt32();
        _log = log;
    }

    /// <summary>Where it listens.</summary>
    public int Port { get; }

    /// <summary>The venue of a run that has begun.</summary>
    public static Venue Of(RunPaths paths) =>
        new(Path.Combine(paths.RunFolder, "venue.json"), Path.Combine(paths.Logs, "venue.jsonl"));

    /// <summary>Starts one on a free port, which is another company's: its files are not the run's. Waits until it listens.</summary>
    public static Venue Start(Home home, out StartedProgram program, params IEnumerable<string> options)
    {
        string ready = home.PathOf("venue.json");
        string log = home.PathOf("venue.jsonl");
        program = home.Start("artic-venue", ["--port", "0", "--ready-file", ready, "--log", log, .. options]);
        Deadline.Need("the venue listens", StartSeconds, () => File.Exists(ready));
        return new Venue(ready, log);
    }

    /// <summary>Every order that the venue accepted.</summary>
    public List<VenueEvent> Accepted() => Events("order_accepted");

    /// <summary>What the account has bought less what it has sold, by the fills in the venue's log.</summary>
    public decimal NetQuantity()
    {
        decimal net = 0;
        using FileStream file = new(_log, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using StreamReader lines = new(file);
        while (lines.ReadLine() is { } line)
        {
            if (!line.EndsWith('}') || !line.Contains("\"event\":\"fill\"", StringComparison.Ordinal))
            {
                continue;
            }

            using JsonDocument fill = JsonDocument.Parse(line);
            decimal quantity = decimal.Parse(
                fill.RootElement.GetProperty("quantity").GetString()!, System.Globalization.CultureInfo.InvariantCulture);
            net += fill.RootElement.GetProperty("side").GetString() == "BUY" ? quantity : -quantity;
        }

        return net;
    }

    /// <summary>The events of a name in the venue's log.</summary>
    public List<VenueEvent> Events(string name)
    {
        List<VenueEvent> events = [];
        if (!File.Exists(_log))
        {
            return events;
        }

        using FileStream file = new(_log, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using StreamReader lines = new(file);
        while (lines.ReadLine() is { } line)
        {
            // The last line may be half written while the venue lives.
            if (line.EndsWith('}') && line.Contains($"\"event\":\"{name}\"", StringComparison.Ordinal))
            {
                using JsonDocument entry = JsonDocument.Parse(line);
                events.Add(new VenueEvent(
                    entry.RootElement.GetProperty("at_ns").GetInt64(),
                    entry.RootElement.GetProperty("client_order_id").GetString() ?? ""));
            }
        }

        return events;
    }

    /// <summary>Orders that rest at the venue now, by its own word.</summary>
    public long OpenOrders()
    {
        using JsonDocument status = Ask("/sim/status");
        return status.RootElement.GetProperty("open_orders").GetInt64();
    }

    /// <summary>How often a fault has happened, by its own word.</summary>
    public long Faults(string name)
    {
        using JsonDocument status = Ask("/sim/status");
        return status.RootElement.GetProperty("faults").GetProperty(name).GetInt64();
    }

    /// <summary>Asks it by REST.</summary>
    public JsonDocument Ask(string path)
    {
        using HttpRequestMessage request = new(HttpMethod.Get, $"http://127.0.0.1:{Port}{path}");
        using HttpResponseMessage response = s_http.Send(request);
        return JsonDocument.Parse(response.Content.ReadAsStream());
    }
}

/// <summary>A line of the venue's log.</summary>
/// <param name="AtNs">UTC.</param>
/// <param name="ClientOrderId">Which order; empty for none.</param>
internal sealed record VenueEvent(long AtNs, string ClientOrderId);
