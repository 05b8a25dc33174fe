using System.Net;
using System.Text;
using Artic.Core.Domain;
using Artic.Messaging.ZeroMq;
using Artic.Streams.Log;

namespace Artic.Hosting.Options;

/// <summary>What a configuration must satisfy before anything starts.</summary>
public static class OptionsRules
{
    /// <summary>Scale of all quantities and money in the configuration and in the venue's balances.</summary>
    public const int Scale = 8;

    private const int LongestName = 64;
    private const string RiskManager = "risk-manager";
    private const string ExecutionEngine = "execution-engine";

    /// <summary>A Unix socket's path holds 107 bytes.</summary>
    private const int LongestIpc = 6 + 107;

    /// <summary>The names of the services, in the order of the path.</summary>
    public static readonly string[] ServiceNames =
        ["market-data", "signal-bridge", "risk-manager", "execution-engine", "position-tracker"];

    private static readonly string[] s_idle = ["spin", "relay", "yield", "park"];

    /// <summary>Bars of an instrument besides those that strategies use.</summary>
    public const int MostBars = 16;

    /// <summary>Reads a positive decimal that was checked before.</summary>
    public static long Decimal(string text) =>
        FixedPoint.TryParse(Encoding.ASCII.GetBytes(text), Scale, out long value)
            ? value
            : throw new FormatException($"'{text}' is not a decimal with at most {Scale} places");

    /// <summary>Appends a line for each violation: its path, what was found, what is wanted.</summary>
    public static void Check(PipelineOptions options, List<string> violations)
    {
        Need(options.Account.Length > 0, "account", "is missing");
        Need(options.StateFolder.Length > 0, "state_folder", "is missing");
        Need(options.Epoch is > 0 and < int.MaxValue, "epoch", "must be 1 or more");
        Need(options.Streams.SegmentBytes is >= 16 << 20 and <= 1 << 30, "streams.segment_bytes", "must be 16 MiB to 1 GiB");
        Need(options.Streams.HotSegments is >= 6 and <= 1024, "streams.hot_segments", "must be 6 to 1024");
        Need(options.Streams.ArchiveSyncMs is >= 1 and <= 60_000, "streams.archive_sync_ms", "must be 1 to 60000");
        Need(options.Streams.ArchiveSyncBytes is >= 1 << 20 and <= 1 << 30, "streams.archive_sync_bytes", "must be 1 MiB to 1 GiB");
        Need(options.Streams.ArchiveStallMs is >= 100 and <= 60_000, "streams.archive_stall_ms", "must be 100 to 60000");
        Need(options.Snapshots.EveryS is >= 0 and <= 86_400, "snapshots.every_s", "must be 0 to 86400");
        Need(options.Retention.Bytes >= 0, "retention.bytes", "must be 0 or more");
        Need(options.Retention.Hours is >= 0 and <= 87_600, "retention.hours", "must be 0 to 87600");
        Need(options.Database.CommitMs is >= 10 and <= 60_000, "database.commit_ms", "must be 10 to 60000");
        Need(
            !options.Database.Connection.Contains("password", StringComparison.OrdinalIgnoreCase), "database.connection",
            "has a password in it: name a file by database.password_file");
        Need(
            options.Database.PasswordFile.Length == 0 || SecretFile.MayBeThere(options.Database.PasswordFile), "database.password_file",
            $"there is no file {options.Database.PasswordFile}");
        Need(!options.Database.Required || options.Database.Connection.Length > 0, "database.connection", "is missing and required");
        Need(options.Kill.ResumePersons is 1 or 2, "kill.resume_persons", "must be 1 or 2");
        foreach ((string name, string file) in options.Kill.Tokens)
        {
            Need(name.Length is > 0 and <= LongestName, $"kill.tokens.{name}", $"a name has 1 to {LongestName} characters");
            Need(SecretFile.MayBeThere(file), $"kill.tokens.{name}", $"there is no file {file}");
        }

        Need(
            Array.IndexOf(VenueNames.All, options.Venue.Market) >= 0, "venue.market",
            $"'{options.Venue.Market}' is none of {string.Join(", ", VenueNames.All)}");
        Need(options.Venue.SymbolsPerConnection >= 0, "venue.symbols_per_connection", "must be 0 or more");
        Need(options.Venue.RestWeightPerMinute is >= 0 and <= 1_000_000, "venue.rest_weight_per_minute", "must be 0 to 1000000");
        Need(
            options.Venue.OrderWeightPerMinute is >= 100 and <= 1_000_000_000, "venue.order_weight_per_minute",
            "must be 100 to 1000000000");
        Url(options.Venue.MarketStreamUrl, "venue.market_stream_url", "ws", "wss");
        Url(options.Venue.RestUrl, "venue.rest_url", "http", "https");
        if (options.Services.ContainsKey(ExecutionEngine))
        {
            Url(options.Venue.OrderApiUrl, "venue.order_api_url", "ws", "wss");
            Need(options.Venue.ApiKey.Length > 0, "venue.api_key", "is missing");
            Need(options.Venue.SecretFile.Length > 0, "venue.secret_file", "is missing");
            Need(options.Venue.ReceiveWindowMs is >= 1 and <= 1000, "venue.receive_window_ms", "must be 1 to 1000");
        }

        Need(options.MarketData.BarMs is >= 10 and <= 86_400_000, "market_data.bar_ms", "must be 10 to 86400000");
        Bars();
        Need(options.MarketData.BookLevels is >= 1 and <= 50, "market_data.book_levels", "must be 1 to 50");
        Need(options.MarketData.SilenceMs is >= 100 and <= 600_000, "market_data.silence_ms", "must be 100 to 600000");
        Need(options.MarketData.AbsurdPriceBps is >= 1 and <= 1_000_000, "market_data.absurd_price_bps", "must be 1 to 1000000");
        Instruments();
        StrategyRules.Check(options, violations);
        if (options.Services.ContainsKey(RiskManager))
        {
            RiskRules.Check(options, violations);
        }

        Publish();
        Services();

        void Bars()
        {
            List<BarOptions> bars = options.MarketData.Bars;
            Need(bars.Count <= MostBars, "market_data.bars", $"must be {MostBars} at most");
            HashSet<(string, int, int, string)> known = [("time", options.MarketData.BarMs, 0, "")];
            for (int i = 0; i < bars.Count; i++)
            {
                BarOptions bar = bars[i];
                string at = $"market_data.bars.{i}";
                bool isKnown = bar.Kind is "time" or "tick" or "volume";
                Need(isKnown, $"{at}.kind", $"'{bar.Kind}' is none of time, tick, volume");
                if (!isKnown)
                {
                    continue;
                }

                Need(
                    bar.Kind == "time" ? bar.Ms is >= 10 and <= 86_400_000 : bar.Ms == 0, $"{at}.ms",
                    bar.Kind == "time" ? "must be 10 to 86400000" : "is for time bars");
                Need(
                    bar.Kind == "tick" ? bar.Trades is >= 1 and <= 1_000_000 : bar.Trades == 0, $"{at}.trades",
                    bar.Kind == "tick" ? "must be 1 to 1000000" : "is for tick bars");
                if (bar.Kind == "volume")
                {
                    Positive(bar.Quantity, $"{at}.quantity");
                }
                else
                {
                    Need(bar.Quantity.Length == 0, $"{at}.quantity", "is for volume bars");
                }

                Need(known.Add((bar.Kind, bar.Ms, bar.Trades, bar.Quantity)), at, "is there twice");
            }
        }

        void Instruments()
        {
            Need(options.Instruments.Count > 0, "instruments", "must name at least one");
            HashSet<int> ids = [];
            HashSet<string> symbols = [];
            for (int i = 0; i < options.Instruments.Count; i++)
            {
                InstrumentOptions instrument = options.Instruments[i];
                Need(instrument.Id is >= 1 and <= 65_535, $"instruments.{i}.id", "must be 1 to 65535");
                Need(ids.Add(instrument.Id), $"instruments.{i}.id", $"{instrument.Id} is there twice");
                Need(IsSymbol(instrument.Symbol), $"instruments.{i}.symbol", "must be upper-case letters and digits");
                Need(IsSymbol(instrument.BaseAsset), $"instruments.{i}.base_asset", "must be upper-case letters and digits");
                Need(IsSymbol(instrument.QuoteAsset), $"instruments.{i}.quote_asset", "must be upper-case letters and digits");
                Need(instrument.SilenceMs is 0 or >= 100 and <= 3_600_000, $"instruments.{i}.silence_ms", "must be 0, or 100 to 3600000");
                Need(symbols.Add(instrument.Symbol), $"instruments.{i}.symbol", $"{instrument.Symbol} is there twice");
            }
        }

        void Publish()
        {
            PublishOptions publish = options.Publish;
            bool isTcp = publish.TcpHost.Length > 0;
            IPAddress? address = null;
            Need(!isTcp || IPAddress.TryParse(publish.TcpHost, out address), "publish.tcp_host", $"'{publish.TcpHost}' is not an IP address");
            Need(
                !isTcp || publish.TcpPortBase is >= 1 and <= 65_000, "publish.tcp_port_base",
                "must be 1 to 65000; each stream takes two ports from it on");
            Need(
                address == null || IPAddress.IsLoopback(address) ||
                (publish.CurveSecretFile.Length > 0 && publish.CurveClients.Count > 0),
                "publish.tcp_host", "is not loopback: curve_secret_file and curve_clients are needed");
            Need(
                publish.CurveClients.Count == 0 || publish.CurveSecretFile.Length > 0, "publish.curve_secret_file",
                "is missing; without it nobody is asked for a key");
            for (int i = 0; i < publish.CurveClients.Count; i++)
            {
                Need(
                    ZmqCurveKeys.IsKey(publish.CurveClients[i]), $"publish.curve_clients.{i}",
                    $"is not a CURVE key: {ZmqCurveKeys.TextLength} characters of Z85");
            }
        }

        void Services()
        {
            Need(options.Services.Count > 0, "services", "must name at least one; whoever is not there is not run");
            Need(
                options.Services.ContainsKey(ExecutionEngine) == options.Services.ContainsKey(RiskManager), "services",
                $"{RiskManager} and {ExecutionEngine} go together: no order leaves without an approval");
            foreach (string name in ServiceNames)
            {
                if (!options.Services.TryGetValue(name, out ServiceOptions? service))
                {
                    continue;
                }

                Need(service.HttpPort is >= 0 and <= 65_535, $"services.{name}.http_port", "must be 0 to 65535");
                Need(service.Core is >= -1 and <= 63, $"services.{name}.core", "must be -1 to 63");
                Need(service.RealTimePriority is >= 0 and <= 99, $"services.{name}.real_time_priority", "must be 0 to 99");
                Need(
                    Array.IndexOf(s_idle, service.Idle) >= 0, $"services.{name}.idle",
                    $"'{service.Idle}' is none of {string.Join(", ", s_idle)}");
                Need(
                    service.Transport is ServiceInputs.SharedMemory or ServiceInputs.ZeroMq, $"services.{name}.transport",
                    $"'{service.Transport}' is none of {ServiceInputs.SharedMemory}, {ServiceInputs.ZeroMq}");
                foreach ((string stream, InputOptions input) in service.Inputs)
                {
                    Input(name, service, stream, input);
                }
            }

            foreach (string name in options.Services.Keys)
            {
                Need(
                    Array.IndexOf(ServiceNames, name) >= 0, $"services.{name}",
                    $"is none of {string.Join(", ", ServiceNames)}");
            }
        }

        void Input(string name, ServiceOptions service, string stream, InputOptions input)
        {
            string at = $"services.{name}.inputs.{stream}";
            StreamId[] streams = ServiceInputs.FromOthers(name);
            int index = Array.FindIndex(streams, each => RunPaths.NameOf(each) == stream);
            Need(
                index >= 0, at,
                streams.Length == 0 ? $"{name} reads no stream of another service"
                    : $"is none of {string.Join(", ", Array.ConvertAll(streams, RunPaths.NameOf))}");
            Need(
                service.Transport == ServiceInputs.ZeroMq, at, $"is used with transport '{ServiceInputs.ZeroMq}' only");
            Need(
                index < 0 || !ServiceInputs.NeedsOneHost(name, streams[index]), at,
                "must be left out: risk manager and execution engine share one host and one run folder, for kill, lease and " +
                "trading state are pages in its memory");
            Endpoint(input.Publisher, $"{at}.publisher");
            Endpoint(input.Replay, $"{at}.replay");
            Need(
                input.ServerKey.Length == 0 || ZmqCurveKeys.IsKey(input.ServerKey), $"{at}.server_key",
                $"is not a CURVE key: {ZmqCurveKeys.TextLength} characters of Z85");
            Need(
                input.ServerKey.Length == 0 || options.Publish.CurveSecretFile.Length > 0, "publish.curve_secret_file",
                $"is missing; {at}.server_key needs it");

            void Endpoint(string text, string path)
            {
                bool isIpc = text.StartsWith("ipc:///", StringComparison.Ordinal) && text.Length <= LongestIpc;
                bool isTcp = Uri.TryCreate(text, UriKind.Absolute, out Uri? uri) && uri.Scheme == "tcp" && uri.Port > 0 &&
                    uri.AbsolutePath is "" or "/";
                Need(isIpc || isTcp, path, $"'{text}' is not tcp://host:port or ipc:///path");
                Need(
                    !isTcp || uri!.IsLoopback || input.ServerKey.Length > 0, path,
                    "is not loopback: server_key is needed");
            }
        }

        void Need(bool condition, string path, string what)
        {
            if (!condition)
            {
                violations.Add($"{path}: {what}");
            }
        }

        void Positive(string text, string path) =>
            Need(
                FixedPoint.TryParse(Encoding.ASCII.GetBytes(text), Scale, out long value) && value > 0, path,
                text.Length == 0 ? "is missing; there is no unlimited" : $"'{text}' is not a decimal above 0 with at most {Scale} places");

        void Url(string text, string path, string scheme, string secureScheme) =>
            Need(
                Uri.TryCreate(text, UriKind.Absolute, out Uri? uri) && (uri.Scheme == scheme || uri.Scheme == secureScheme),
                path, $"'{text}' is not a {scheme}:// or {secureScheme}:// address");
    }

    private static bool IsSymbol(string text)
    {
        foreach (char c in text)
        {
            if (!char.IsAsciiLetterUpper(c) && !char.IsAsciiDigit(c))
            {
                return false;
            }
        }

        return text.Length is >= 1 and <= 32;
    }
}
