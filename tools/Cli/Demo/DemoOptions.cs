using Artic.Models.Registry;
using System.Globalization;
using Artic.Hosting.Options;
using Artic.Runs;
using Artic.Streams.Waiting;

namespace Artic.Cli.Demo;

/// <summary>What the demo was asked to do.</summary>
public sealed class DemoOptions
{
    /// <summary>The order-flow model, or a capture.</summary>
    public const string SimulatedVenue = "simulated";

    /// <summary>A live market, with orders on paper.</summary>
    public const string BinanceVenue = "binance";

    /// <summary>Binance's public streams of market data.</summary>
    public const string BinanceMarketUrl = "wss://stream.binance.com:9443";

    /// <summary>Binance's public REST.</summary>
    public const string BinanceRestUrl = "https://api.binance.com";

    /// <summary>As in any run.</summary>
    public const int DefaultSnapshotEvery = 300;

    /// <summary>How long it trades.</summary>
    public int Seconds { get; init; } = 60;

    /// <summary>A recorded capture in place of the order-flow model.</summary>
    public string? Replay { get; init; }

    /// <summary>Time goes so many times faster.</summary>
    public double? Speed { get; init; }

    /// <summary>Seed of the order-flow model.</summary>
    public long? Seed { get; init; }

    /// <summary>No live view.</summary>
    public bool Headless { get; init; }

    /// <summary>Where the summary is written as JSON.</summary>
    public string? Json { get; init; }

    /// <summary>The run's name.</summary>
    public string? Run { get; init; }

    /// <summary>Port of the first service; the others follow. 0: any free ones.</summary>
    public int PortBase { get; init; } = 9101;

    /// <summary>How hot threads wait.</summary>
    public string Idle { get; init; } = "auto";

    /// <summary>Model of the second strategy instance; null: the one that comes with the installation.</summary>
    public string? Model { get; init; }

    /// <summary>Seconds between two rounds of snapshots; 0: none.</summary>
    public int SnapshotEvery { get; init; } = DefaultSnapshotEvery;

    /// <summary>Connection string of a PostgreSQL that is kept up with the run; null: none.</summary>
    public string? Database { get; init; }

    /// <summary>Services that take their inputs by ZeroMQ.</summary>
    public string[] Zmq { get; init; } = [];

    /// <summary>Whose market it is: <see cref="SimulatedVenue"/> or <see cref="BinanceVenue"/>.</summary>
    public string Venue { get; init; } = SimulatedVenue;

    /// <summary>In whose language the simulated venue gives its market data: one of <see cref="VenueNames"/>.</summary>
    public string Language { get; init; } = VenueNames.Binance;

    /// <summary>Where the live venue's market streams are.</summary>
    public string MarketUrl { get; init; } = BinanceMarketUrl;

    /// <summary>Where its REST is.</summary>
    public string RestUrl { get; init; } = BinanceRestUrl;

    /// <summary>Options for the simulated venue, each as it would be typed: <c>--drop 0.01</c>.</summary>
    public string[] VenueArguments { get; init; } = [];

    /// <summary>Where its market comes from, in words.</summary>
    public string Source =>
        Replay ?? (Venue == BinanceVenue ? $"live market of {MarketUrl}" : "order-flow model");

    /// <summary>All that is wrong with it, but for what the venue itself says of its options.</summary>
    public List<string> Violations()
    {
        List<string> found = [];
        Need(Seconds is >= 1 and <= 86_400, $"--seconds {Seconds}: must be 1 to 86400");
        Need(Replay == null || File.Exists(Replay), $"--replay {Replay}: there is no such file");
        Need(
            Speed is null or (>= 0.01 and <= 1000),
            $"--speed {Speed?.ToString(CultureInfo.InvariantCulture)}: must be 0.01 to 1000");
        Need(Replay == null || Seed == null, "--seed is for the order-flow model; it cannot go with --replay");
        Need(Venue is SimulatedVenue or BinanceVenue, $"--venue {Venue}: is none of {SimulatedVenue}, {BinanceVenue}");
        bool isLive = Venue == BinanceVenue;
        Need(
            Array.IndexOf(VenueNames.All, Language) >= 0,
            $"--language {Language}: is none of {string.Join(", ", VenueNames.All)}");
        Need(
            Language == VenueNames.Binance || (!isLive && Replay == null),
            "--language is for the order-flow model: a capture and a live market have their own");
        Need(
            !isLive || (Replay == null && Seed == null && Speed == null),
            "--venue binance is the market of now: it cannot go with --replay, --seed or --speed");
        Need(
            isLive || (MarketUrl == BinanceMarketUrl && RestUrl == BinanceRestUrl),
            "--market-url and --rest-url are for --venue binance");
        Need(Seed is null or >= 0, $"--seed {Seed}: must be 0 or more");
        Need(
            Run == null || (Run.Length <= 64 && Run.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_')),
            $"--run {Run}: up to 64 letters, digits, '-' and '_'");
        Need(PortBase is 0 or (>= 1024 and <= 65_531), $"--port-base {PortBase}: must be 0, or 1024 to 65531");
        Need(SnapshotEvery is >= 0 and <= 86_400, $"--snapshot-every {SnapshotEvery}: must be 0 to 86400");
        string? folder = Json == null ? null : Path.GetDirectoryName(Path.GetFullPath(Json));
        Need(folder == null || Directory.Exists(folder), $"--json {Json}: there is no folder {folder}");
        Need(Model == null || !ModelReference.IsFile(Model) || File.Exists(Model), $"--model {Model}: there is no such file");
        foreach (string service in Zmq)
        {
            Need(
                Array.IndexOf(OptionsRules.ServiceNames, service) >= 0,
                $"--zmq {service}: is none of {string.Join(", ", OptionsRules.ServiceNames)}");
        }

        if (Enum.TryParse(Idle, ignoreCase: true, out IdleStrategy idle) && Enum.IsDefined(idle))
        {
            string? objection = ThreadPlan.Objection(idle);
            Need(objection == null, $"--idle {Idle}: {objection}");
        }
        else
        {
            found.Add($"--idle {Idle}: is none of auto, spin, relay, yield, park");
        }

        return found;

        void Need(bool condition, string violation)
        {
            if (!condition)
            {
                found.Add(violation);
            }
        }
    }
}
