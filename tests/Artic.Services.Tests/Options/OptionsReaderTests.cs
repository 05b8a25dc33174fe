using System.Text.Json;
using Artic.Hosting.Options;

namespace Artic.Services.Tests.Options;

public sealed class OptionsReaderTests : IDisposable
{
    private const string Client = "Yne@$w-vo<fVvi]a<NY6T1ed:M$fCG*[IaLV{hID";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("artic-");

    [Fact]
    public void A_sound_configuration_has_no_violation()
    {
        (PipelineOptions? options, List<string> violations) = Read(JsonSerializer.Serialize(Sound(), OptionsJson.Default.PipelineOptions));
        Assert.Empty(violations);
        Assert.NotNull(options);
    }

    [Fact]
    public void Every_violation_is_listed_at_once_with_its_path()
    {
        PipelineOptions options = Sound();
        options.Epoch = 0;
        options.Risk.MaxOrderValue = "";
        options.Risk.MaxPosition = "-1";
        options.Risk.MaxDailyLoss = "1.123456789";
        options.Strategies[0].Parameters = new Dictionary<string, double> { ["fast"] = 9, ["slow"] = 9 };
        options.Services["risk-manager"].HttpPort = 70_000;
        string json = JsonSerializer.Serialize(options, OptionsJson.Default.PipelineOptions)
            .Replace("\"price_collar_bps\"", "\"price_colar_bps\"", StringComparison.Ordinal);
        (PipelineOptions? read, List<string> violations) = Read(json);
        Assert.Null(read);
        string[] paths = [.. violations.Select(violation => violation[..violation.IndexOf(':', StringComparison.Ordinal)])];
        Assert.Equal(
            [
                "risk.price_colar_bps", "epoch", "strategies.0.parameters", "risk.max_order_value", "risk.max_position",
                "risk.max_daily_loss", "risk.price_collar_bps", "services.risk-manager.http_port",
            ],
            paths.OrderBy(path => Array.IndexOf(
                (string[])["risk.price_colar_bps", "epoch", "strategies.0.parameters", "risk.max_order_value",
                    "risk.max_position", "risk.max_daily_loss", "risk.price_collar_bps",
                    "services.risk-manager.http_port"], path)));
        Assert.Contains(violations, violation => violation.Contains("there is no unlimited", StringComparison.Ordinal));
    }

    [Fact]
    public void A_configuration_of_market_data_alone_needs_no_key_and_no_limits()
    {
        (PipelineOptions? read, List<string> violations) = Read(
            """
            {"account":"a","state_folder":"/tmp/a","epoch":1,
             "venue":{"market":"okx","market_stream_url":"wss://h","rest_url":"https://h"},
             "instruments":[{"id":1,"symbol":"BTCUSDT","base_asset":"BTC","quote_asset":"USDT"}],
             "services":{"market-data":{}}}
            """);
        Assert.Empty(violations);
        Assert.Equal(VenueNames.Okx, read!.Venue.Market);
    }

    [Fact]
    public void Who_resumes_and_what_the_venue_allows_is_checked_with_its_path()
    {
        PipelineOptions options = Sound();
        options.Kill = new KillOptions { ResumePersons = 3, Tokens = { ["ann"] = "/no/such/file", [new string('x', 65)] = "/dev/null" } };
        options.Venue.OrderWeightPerMinute = 99;
        (_, List<string> violations) = Read(JsonSerializer.Serialize(options, OptionsJson.Default.PipelineOptions));
        Assert.Equal(
            [
                "kill.resume_persons: must be 1 or 2", "kill.tokens.ann: there is no file /no/such/file",
                $"kill.tokens.{new string('x', 65)}: a name has 1 to 64 characters",
                "venue.order_weight_per_minute: must be 100 to 1000000000",
            ],
            violations);
    }

    [Theory]
    [InlineData("risk-manager")]
    [InlineData("execution-engine")]
    public void Risk_manager_and_execution_engine_go_together(string removed)
    {
        PipelineOptions options = Sound();
        _ = options.Services.Remove(removed);
        (_, List<string> violations) = Read(JsonSerializer.Serialize(options, OptionsJson.Default.PipelineOptions));
        Assert.Contains("services: risk-manager and execution-engine go together", Assert.Single(violations), StringComparison.Ordinal);
        options.Services.Clear();
        (_, violations) = Read(JsonSerializer.Serialize(options, OptionsJson.Default.PipelineOptions));
        Assert.StartsWith("services: must name at least one", Assert.Single(violations), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", 0, "", "", "")]
    [InlineData("127.0.0.1", 20000, "", "", "")]
    [InlineData("::1", 20000, "key", "", "")]
    [InlineData("10.0.0.1", 20000, "key", Client, "")]
    [InlineData("10.0.0.1", 20000, "key", "", "publish.tcp_host")]
    [InlineData("0.0.0.0", 20000, "", Client, "publish.tcp_host, publish.curve_secret_file")]
    [InlineData("127.0.0.1", 20000, "", Client, "publish.curve_secret_file")]
    [InlineData("127.0.0.1", 20000, "key", "rq:rM>}U?@Lns47E1%kR.o@n%FcmmsL/@{H8]yf", "publish.curve_clients.0")]
    [InlineData("127.0.0.1", 0, "", "", "publish.tcp_port_base")]
    [InlineData("127.0.0.1", 65_001, "", "", "publish.tcp_port_base")]
    [InlineData("localhost", 20000, "", "", "publish.tcp_host")]
    public void Publishing_by_tcp_beyond_loopback_needs_keys(
        string host, int port, string secretFile, string client, string refused)
    {
        PipelineOptions options = Sound();
        options.Publish = new PublishOptions
        {
            TcpHost = host, TcpPortBase = port, CurveSecretFile = secretFile, CurveClients = client.Length == 0 ? [] : [client],
        };
        (_, List<string> violations) = Read(JsonSerializer.Serialize(options, OptionsJson.Default.PipelineOptions));
        Assert.Equal(
            refused, string.Join(", ", violations.Select(at => at[..at.IndexOf(':', StringComparison.Ordinal)])));
    }

    [Theory]
    [InlineData("position-tracker", "zmq", "", "", "", "")]
    [InlineData("market-data", "zmq", "", "", "", "")]
    [InlineData("risk-manager", "zmq", "signal", "tcp://10.0.0.1:20006", Client, "")]
    [InlineData("signal-bridge", "zmq", "market", "tcp://[::1]:20004", "", "")]
    [InlineData("signal-bridge", "zmq", "market", "ipc:///dev/shm/market", "", "")]
    [InlineData("signal-bridge", "zmq", "market", "tcp://market-data:20004", Client, "")]
    [InlineData("signal-bridge", "udp", "", "", "", "services.signal-bridge.transport")]
    [InlineData("signal-bridge", "shm", "market", "ipc:///dev/shm/market", "", "services.signal-bridge.inputs.market")]
    [InlineData("signal-bridge", "zmq", "order", "ipc:///dev/shm/order", "", "services.signal-bridge.inputs.order")]
    [InlineData("market-data", "zmq", "order", "ipc:///dev/shm/order", "", "services.market-data.inputs.order")]
    [InlineData("risk-manager", "zmq", "execution", "ipc:///dev/shm/e", "", "services.risk-manager.inputs.execution")]
    [InlineData("execution-engine", "zmq", "order", "tcp://127.0.0.1:20008", "", "services.execution-engine.inputs.order")]
    [InlineData(
        "position-tracker", "zmq", "market", "tcp://10.0.0.1:20004", "",
        "services.position-tracker.inputs.market.publisher, services.position-tracker.inputs.market.replay")]
    [InlineData(
        "position-tracker", "zmq", "market", "market:20004", Client,
        "services.position-tracker.inputs.market.publisher, services.position-tracker.inputs.market.replay")]
    [InlineData(
        "position-tracker", "zmq", "market", "tcp://127.0.0.1:20004", "short",
        "services.position-tracker.inputs.market.server_key")]
    public void Inputs_by_ZeroMQ_are_named_whole_and_safe(
        string service, string transport, string stream, string endpoint, string serverKey, string refused)
    {
        PipelineOptions options = Sound();
        options.Publish.CurveSecretFile = "key";
        options.Services[service].Transport = transport;
        if (stream.Length > 0)
        {
            options.Services[service].Inputs.Add(
                stream, new InputOptions { Publisher = endpoint, Replay = endpoint, ServerKey = serverKey });
        }

        (_, List<string> violations) = Read(JsonSerializer.Serialize(options, OptionsJson.Default.PipelineOptions));
        Assert.Equal(
            refused, string.Join(", ", violations.Select(at => at[..at.IndexOf(':', StringComparison.Ordinal)])));
    }

    [Fact]
    public void An_input_with_a_server_key_needs_a_key_of_this_side()
    {
        PipelineOptions options = Sound();
        options.Services["position-tracker"].Transport = "zmq";
        options.Services["position-tracker"].Inputs.Add("market", new InputOptions
        {
            Publisher = "tcp://10.0.0.1:20004", Replay = "tcp://10.0.0.1:20005", ServerKey = Client,
        });
        (_, List<string> violations) = Read(JsonSerializer.Serialize(options, OptionsJson.Default.PipelineOptions));
        Assert.Equal(
            "publish.curve_secret_file: is missing; services.position-tracker.inputs.market.server_key needs it",
            Assert.Single(violations));
    }

    [Theory]
    [InlineData("""{ "kind": "time", "ms": 10 }, { "kind": "tick", "trades": 1 }, { "kind": "volume", "quantity": "0.00000001" }""", "")]
    [InlineData("""{ "kind": "time", "ms": 9 }""", "market_data.bars.0.ms")]
    [InlineData("""{ "kind": "tick", "trades": 0 }""", "market_data.bars.0.trades")]
    [InlineData("""{ "kind": "tick", "trades": 1000001 }""", "market_data.bars.0.trades")]
    [InlineData("""{ "kind": "volume", "quantity": "0" }""", "market_data.bars.0.quantity")]
    [InlineData("""{ "kind": "volume" }""", "market_data.bars.0.quantity")]
    [InlineData("""{ "kind": "range" }""", "market_data.bars.0.kind")]
    [InlineData("""{ "kind": "tick", "trades": 1, "ms": 5, "quantity": "1" }""", "market_data.bars.0.ms, market_data.bars.0.quantity")]
    [InlineData("""{ "kind": "tick", "trades": 1 }, { "kind": "tick", "trades": 1 }""", "market_data.bars.1")]
    [InlineData("""{ "kind": "time", "ms": 1000 }""", "market_data.bars.0")]
    [InlineData("""{ "kind": "tick", "trades": 1, "colour": 2 }""", "market_data.bars.0.colour")]
    public void A_bar_has_what_its_kind_needs_and_nothing_else(string bars, string refused)
    {
        string sound = JsonSerializer.Serialize(Sound(), OptionsJson.Default.PipelineOptions);
        string json = sound.Replace("\"bars\": []", $"\"bars\": [{bars}]", StringComparison.Ordinal);
        Assert.NotEqual(sound, json);
        (_, List<string> violations) = Read(json);
        Assert.Equal(
            refused, string.Join(", ", violations.Select(at => at[..at.IndexOf(':', StringComparison.Ordinal)])));
    }

    [Fact]
    public void Sixteen_kinds_of_bars_are_allowed_and_seventeen_are_not()
    {
        PipelineOptions options = Sound();
        options.MarketData.Bars = [.. Enumerable.Range(1, 16).Select(trades => new BarOptions { Kind = "tick", Trades = trades })];
        Assert.Empty(Read(JsonSerializer.Serialize(options, OptionsJson.Default.PipelineOptions)).Violations);
        options.MarketData.Bars.Add(new BarOptions { Kind = "tick", Trades = 17 });
        Assert.StartsWith(
            "market_data.bars:", Assert.Single(Read(JsonSerializer.Serialize(options, OptionsJson.Default.PipelineOptions)).Violations),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("{\"epoch\":\"x\"}")]
    public void A_malformed_file_is_refused_with_a_reason(string json)
    {
        (PipelineOptions? read, List<string> violations) = Read(json);
        Assert.Null(read);
        Assert.NotEmpty(violations);
    }

    [Fact]
    public void A_missing_file_is_named()
    {
        List<string> violations = [];
        Assert.Null(OptionsReader.Read(Path.Combine(_folder.FullName, "none.json"), violations));
        Assert.Contains("none.json", Assert.Single(violations), StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static PipelineOptions Sound()
    {
        PipelineOptions options = new()
        {
            Account = "a", StateFolder = "/s", Epoch = 1,
            Venue = new VenueOptions
            {
                MarketStreamUrl = "ws://127.0.0.1:1", RestUrl = "http://127.0.0.1:1", OrderApiUrl = "ws://127.0.0.1:1/x",
                ApiKey = "k", SecretFile = "f",
            },
            Instruments = [new InstrumentOptions { Id = 1, Symbol = "BTCUSDT", BaseAsset = "BTC", QuoteAsset = "USDT" }],
            Strategies =
            [
                new StrategyOptions { Id = 1, Name = "ema_crossover", Instrument = 1, OrderQuantity = "1", MaxPosition = "1" },
            ],
            Risk = new RiskOptions
            {
                MaxOrderValue = "1", MaxOrderQuantity = "1", MaxPosition = "1", MaxDailyLoss = "1", PriceCollarBps = 1,
                OrdersPerSecond = 1, OrderBurst = 1, MaxRollingLoss = "1", MaxDrawdown = "1", MaxGrossExposure = "1",
                MaxNetExposure = "1", MaxValueAtRisk = "1",
            },
        };
        foreach (string name in OptionsRules.ServiceNames)
        {
            options.Services.Add(name, new ServiceOptions());
        }

        return options;
    }

    private (PipelineOptions? Options, List<string> Violations) Read(string json)
    {
        string path = Path.Combine(_folder.FullName, "config.json");
        File.WriteAllText(path, json);
        List<string> violations = [];
        return (OptionsReader.Read(path, violations), violations);
    }
}
