using System.CommandLine;
using System.Globalization;
using System.Text;
using Artic.Core.Domain;
using Artic.VenueSimulator.Accounts;
using Artic.VenueSimulator.Domain;
using Artic.VenueSimulator.Faults;

namespace Artic.VenueSimulator.Options;

/// <summary>
/// The command line of <c>artic-venue</c>: its help, and its reading with every violation told at once.
/// </summary>
public sealed class VenueCommand
{
    /// <summary>The variable that can hold the secret.</summary>
    public const string SecretVariable = "ARTIC_VENUE_SECRET";

    private const long LargestBalanceE8 = 10_000_000_000 * Instrument.UnitE8;

    private readonly Option<string?> _port = Text(
        "--port", "N", "Port on 127.0.0.1; 0 takes any free one. Default: 9200.");

    private readonly Option<string?> _readyFile = Text(
        "--ready-file", "PATH", "Written as {\"port\":..,\"pid\":..} once the venue listens.");

    private readonly Option<string?> _seed = Text(
        "--seed", "N", "Seed of the order-flow model. Default: 1.");

    private readonly Option<string?> _symbol = Text(
        "--symbol", "SYMBOL", "Instrument of the model or of --mirror; with --replay, what the capture must hold. Default: BTCUSDT.");

    private readonly Option<string?> _instruments = Text(
        "--instruments", "N",
        "Instruments of the model, 1 to 1000: beside the traded one S0001USDT and so on, quiet and not traded. Default: 1.");

    private readonly Option<string?> _replay = Text(
        "--replay", "FILE",
        "Serve this capture, not the model; starts with the first subscriber. Lines of receive time in ns and JSON, plain or .gz, "
        + "as hftbacktest's collector and `artic record export` write them; or cryptofeed's raw Binance capture.");

    private readonly Option<string?> _replayHttp = Text(
        "--replay-http", "FILE",
        "With a cryptofeed capture: its file of HTTP answers, which has the depth snapshots. Of several symbols --symbol picks one.");

    private readonly Option<string?> _mirror = Text(
        "--mirror", "URL",
        "Pass on the market streams of the Binance-shaped venue at this wss:// or ws:// address, and trade the account's "
        + "orders with its book. Needs --mirror-rest.");

    private readonly Option<string?> _mirrorRest = Text(
        "--mirror-rest", "URL", "REST of the mirrored venue, https:// or http://.");

    private readonly Option<string?> _speed = Text(
        "--speed", "X", "Simulated time per real time, above 0. Default: 1.");

    private readonly Option<string?> _apiKey = Text(
        "--api-key", "KEY", "Key of the one account. Without it, signed requests are refused.");

    private readonly Option<string?> _secretFile = Text(
        "--secret-file", "PATH", $"File with the account's secret; or the variable {SecretVariable}.");

    private readonly Option<string?> _makerBps = Text(
        "--maker-bps", "BPS", "Maker commission in basis points. Default: 10 (0.1 %).");

    private readonly Option<string?> _takerBps = Text(
        "--taker-bps", "BPS", "Taker commission in basis points. Default: 10 (0.1 %).");

    private readonly Option<string?> _maxOpenOrders = Text(
        "--max-open-orders", "N", "Orders of the account that may rest at once, with the model. Default: 200.");

    private readonly Option<string?> _weightPerMinute = Text(
        "--weight-per-minute", "N", "Refuse requests above this weight in a UTC minute (429, -1003). Default: it is counted and told only.");

    private readonly Option<string?> _log = Text(
        "--log", "FILE", "Append what the venue does here, as JSON lines.");

    private readonly Option<string?> _maxSeconds = Text(
        "--max-seconds", "N", "End by itself after so long.");

    private readonly Option<string?>[] _faultRates =
    [
        Text("--drop", "RATE", "Fault: probability that a message does not go out, 0 to 1."),
        Text("--duplicate", "RATE", "Fault: probability that a message goes out twice."),
        Text("--reorder", "RATE", "Fault: probability that a message goes out after the next one."),
        Text(
            "--garbage", "RATE",
            "Fault: probability that no JSON, half a message, an absurd number, a wrong symbol or a binary frame goes out "
            + "in a message's place."),
        Text(
            "--silence", "RATE",
            "Fault: probability, for each second of a connection, that it stays open and says nothing for --silence-ms."),
        Text("--disconnect", "RATE", "Fault: probability, for each second of a connection, that it is aborted."),
    ];

    private readonly Option<string?> _silenceMs = Text(
        "--silence-ms", "N", "How long a silence is, up to 600000. Default: 5000.");

    private readonly Option<string?> _clockBehindMs = Text(
        "--clock-behind-ms", "N", "Fault: the venue's clock is so far behind this machine's, up to 60000. Default: 0.");

    private readonly Option<string?> _faultSeed = Text(
        "--fault-seed", "N", "Seed of the faults; each connection draws its own from it. Default: 1.");

    private readonly Option<string?> _faultSeconds = Text(
        "--fault-seconds", "N", "Faults end so long after the first market connection. Default: never.");

    private readonly Option<string[]> _balance = new("--balance")
    {
        HelpName = "ASSET=AMOUNT",
        Description = "A balance of the account; may be given several times, and then replaces both defaults. "
            + "Default: BTC=10, USDT=1000000.",
    };

    private readonly RootCommand _root;
    private readonly List<string> _violations = [];

    /// <summary>Builds the command.</summary>
    public VenueCommand()
    {
        _root = new RootCommand(
            "A simulated exchange on loopback: a matching engine behind Binance spot's WebSocket and REST shapes, fed by "
            + "a seeded order-flow model, a recorded capture or a live venue.\n\nMarket streams at ws://127.0.0.1:PORT/ws and /stream, "
            + "the WebSocket API at /ws-api/v3, REST at http://127.0.0.1:PORT/api/v3, the simulator's own counts at "
            + "/sim/status.\n\nThe same market data in other venues' languages, at their own paths: Kraken v2 at /v2 (definitions "
            + "/0/public/AssetPairs), OKX v5 at /ws/v5/public (/api/v5/public/instruments), Coinbase Advanced Trade at / "
            + "(/api/v3/brokerage/market/products).\n\nFaults are those of market streams and of the clock: orders and user data are always served. Each of a stream is in "
            + "the log and counted in the status.\n\n"
            + "Exit codes: 0 stopped as asked, 1 failed, 2 bad options.")
        {
            _port, _readyFile, _seed, _symbol, _instruments, _replay, _replayHttp, _mirror, _mirrorRest, _speed, _apiKey, _secretFile, _balance, _makerBps, _takerBps, _maxOpenOrders, _weightPerMinute,
            _log, _maxSeconds, _silenceMs, _clockBehindMs, _faultSeed, _faultSeconds,
        };
        foreach (Option<string?> rate in _faultRates)
        {
            _root.Add(rate);
        }
    }

    /// <summary>All that is wrong with the options that were read.</summary>
    public IReadOnlyList<string> Violations => _violations;

    /// <summary>
    /// Reads the arguments. Null where there is nothing to run: help or version was asked for and written
    /// (<paramref name="exitCode"/> 0), or there are <see cref="Violations"/> (2).
    /// </summary>
    public VenueOptions? Read(string[] args, out int exitCode)
    {
        ParseResult result = _root.Parse(args);
        _violations.AddRange(result.Errors.Select(error => error.Message));
        if (_violations.Count == 0 && result.Action is not null)
        {
            exitCode = result.Invoke();
            return null;
        }

        VenueOptions options = Read(result);
        exitCode = _violations.Count > 0 ? 2 : 0;
        return _violations.Count > 0 ? null : options;
    }

    private VenueOptions Read(ParseResult result)
    {
        string? replay = result.GetValue(_replay);
        string? apiKey = result.GetValue(_apiKey);
        if (replay is not null && result.GetValue(_seed) is not null)
        {
            _violations.Add("--seed: a replay has no seed");
        }

        if (replay is not null && result.GetValue(_instruments) is not null)
        {
            _violations.Add("--instruments: a replay has one instrument");
        }

        string? replayHttp = result.GetValue(_replayHttp);
        if (replayHttp is not null && (replay is null || !File.Exists(replayHttp)))
        {
            _violations.Add(replay is null ? "--replay-http: needs --replay" : $"--replay-http: there is no file '{replayHttp}'");
        }

        MirrorOptions? mirror = ReadMirror(result);
        foreach (Option<string?> option in mirror is null ? [] : (Option<string?>[])[_seed, _replay, _instruments, _speed])
        {
            if (result.GetValue(option) is not null)
            {
                _violations.Add($"{option.Name}: a mirror has none");
            }
        }

        if (replay is not null && !File.Exists(replay))
        {
            _violations.Add($"--replay: there is no file '{replay}'");
        }

        return new VenueOptions
        {
            Port = (int)Integer(result, _port, 9200, 0, 65_535),
            ReadyFile = result.GetValue(_readyFile),
            Seed = (ulong)Integer(result, _seed, 1, 0, long.MaxValue),
            Instrument = ReadInstrument(result.GetValue(_symbol)),
            Instruments = (int)Integer(result, _instruments, 1, 1, 1_000),
            ReplayFile = replay,
            ReplayHttpFile = replayHttp,
            Mirror = mirror,
            Speed = ReadSpeed(result.GetValue(_speed)),
            ApiKey = apiKey,
            Secret = ReadSecret(apiKey, result.GetValue(_secretFile)),
            BalancesE8 = ReadBalances(result.GetValue(_balance) ?? []),
            Fees = new FeeSchedule(RateE8(result, _makerBps), RateE8(result, _takerBps)),
            MaxOpenOrders = (int)Integer(result, _maxOpenOrders, 200, 1, 100_000),
            WeightPerMinute = result.GetValue(_weightPerMinute) is null
                ? null
                : (int)Integer(result, _weightPerMinute, 0, 1, 1_000_000),
            Faults = ReadFaults(result),
            ClockBehindNs = Integer(result, _clockBehindMs, 0, 0, 60_000) * 1_000_000,
            LogFile = result.GetValue(_log),
            MaxTime = result.GetValue(_maxSeconds) is null
                ? null
                : TimeSpan.FromSeconds(Integer(result, _maxSeconds, 0, 1, 1_000_000)),
        };
    }

    private static Option<string?> Text(string name, string helpName, string description) =>
        new(name) { HelpName = helpName, Description = description };

    private long Integer(ParseResult result, Option<string?> option, long fallback, long low, long high)
    {
        string? text = result.GetValue(option);
        if (text is null)
        {
            return fallback;
        }

        if (!long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long value) || value < low
            || value > high)
        {
            _violations.Add($"{option.Name}: '{text}' is not an integer from {low} to {high}");
            return fallback;
        }

        return value;
    }

    private Instrument? ReadInstrument(string? symbol)
    {
        Instrument? instrument = null;
        if (symbol is not null && !Instrument.TryParse(symbol, out instrument))
        {
            _violations.Add($"--symbol: '{symbol}' is not upper case and of a known quote asset, such as BTCUSDT");
        }

        return instrument;
    }

    private MirrorOptions? ReadMirror(ParseResult result)
    {
        Uri? streams = Address(result, _mirror, "wss", "ws");
        Uri? rest = Address(result, _mirrorRest, "https", "http");
        if (result.GetValue(_mirror) is null != result.GetValue(_mirrorRest) is null)
        {
            _violations.Add("--mirror and --mirror-rest: one needs the other");
        }

        return streams is not null && rest is not null ? new MirrorOptions(streams, rest) : null;
    }

    private Uri? Address(ParseResult result, Option<string?> option, string secure, string plain)
    {
        string? text = result.GetValue(option);
        if (text is null)
        {
            return null;
        }

        if (Uri.TryCreate(text, UriKind.Absolute, out Uri? address) && (address.Scheme == secure || address.Scheme == plain)
            && address.PathAndQuery == "/")
        {
            return address;
        }

        _violations.Add($"{option.Name}: '{text}' is not {secure}://HOST or {plain}://HOST, with or without a port");
        return null;
    }

    private double ReadSpeed(string? text)
    {
        if (text is null)
        {
            return 1;
        }

        if (!double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double speed)
            || !(speed >= 0.001 && speed <= 1_000))
        {
            _violations.Add($"--speed: '{text}' is not a number from 0.001 to 1000");
            return 1;
        }

        return speed;
    }

    private FaultOptions ReadFaults(ParseResult result) => new()
    {
        Rates = Array.ConvertAll(_faultRates, option => Probability(result, option)),
        Seed = (ulong)Integer(result, _faultSeed, 1, 0, long.MaxValue),
        SilenceNs = Integer(result, _silenceMs, 5_000, 1, 600_000) * 1_000_000,
        LengthNs = result.GetValue(_faultSeconds) is null
            ? null
            : Integer(result, _faultSeconds, 0, 1, 1_000_000) * 1_000_000_000,
    };

    private double Probability(ParseResult result, Option<string?> option)
    {
        string text = result.GetValue(option) ?? "0";
        if (!double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double rate) || !(rate <= 1))
        {
            _violations.Add($"{option.Name}: '{text}' is not a probability from 0 to 1");
            return 0;
        }

        return rate;
    }

    private long RateE8(ParseResult result, Option<string?> option)
    {
        string text = result.GetValue(option) ?? "10";

        // A basis point is 10^-4, so its integer at scale 4 is the rate at scale 8.
        if (!FixedPoint.TryParse(Encoding.UTF8.GetBytes(text), 4, out long rateE8) || rateE8 < 0 || rateE8 > 10_000_000)
        {
            _violations.Add($"{option.Name}: '{text}' is not a number from 0 to 1000 with at most 4 decimals");
        }

        return rateE8;
    }

    private byte[]? ReadSecret(string? apiKey, string? file)
    {
        if (apiKey is null)
        {
            if (file is not null)
            {
                _violations.Add("--secret-file: needs --api-key");
            }

            return null;
        }

        string? secret = Environment.GetEnvironmentVariable(SecretVariable);
        if (file is not null)
        {
            try
            {
                secret = File.ReadAllText(file).Trim();
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                _violations.Add($"--secret-file: {e.Message}");
                return null;
            }
        }

        if (string.IsNullOrEmpty(secret))
        {
            _violations.Add($"--api-key: needs a secret, in --secret-file or {SecretVariable}");
            return null;
        }

        return Encoding.UTF8.GetBytes(secret);
    }

    private Dictionary<string, long>? ReadBalances(string[] balances)
    {
        Dictionary<string, long> amounts = new(StringComparer.Ordinal);
        foreach (string balance in balances)
        {
            string[] parts = balance.Split('=');
            if (parts.Length != 2 || parts[0].Length is 0 or > 20
                || !parts[0].All(c => char.IsAsciiLetterUpper(c) || char.IsAsciiDigit(c))
                || !FixedPoint.TryParse(Encoding.UTF8.GetBytes(parts[1]), Instrument.Scale, out long amountE8)
                || amountE8 < 0 || amountE8 > LargestBalanceE8)
            {
                _violations.Add($"--balance: '{balance}' is not ASSET=AMOUNT with at most 8 decimals and 10000000000");
            }
            else if (!amounts.TryAdd(parts[0], amountE8))
            {
                _violations.Add($"--balance: {parts[0]} is given twice");
            }
        }

        return balances.Length == 0 ? null : amounts;
    }
}
