using System.Net;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using Artic.Core.Time;
using Artic.VenueSimulator.Domain;
using Artic.VenueSimulator.Edge;
using Artic.VenueSimulator.Options;
using Artic.VenueSimulator.Wire;

namespace Artic.VenueSimulator.Tests;

public sealed class VenueEndToEndTests : IAsyncLifetime
{
    private const string Key = "test-key";

    private static readonly byte[] s_secret = "test-secret"u8.ToArray();
    private readonly CancellationTokenSource _deadline = new(TimeSpan.FromSeconds(20));
    private readonly string _log =
        Path.Combine(Path.GetTempPath(), $"artic-venue-{Environment.ProcessId}-{Clock.MonotonicNs()}.log");
    private readonly HttpClient _http = new();
    private Venue _venue = null!;
    private int _port;

    public async Task InitializeAsync()
    {
        _venue = new Venue(new VenueOptions { Port = 0, ApiKey = Key, Secret = s_secret, LogFile = _log });
        _port = await _venue.StartAsync();
    }

    public async Task DisposeAsync()
    {
        await _venue.DisposeAsync();
        _http.Dispose();
        _deadline.Dispose();
        File.Delete(_log);
    }

    [Fact]
    public async Task An_order_is_reported_and_the_account_status_after_it_contains_it()
    {
        using ClientWebSocket socket = await OpenAsync("/ws-api/v3?returnRateLimits=false");
        await SendAsync(socket, Signed("s", "userDataStream.subscribe.signature"));
        Assert.Equal(
            """{"id":"s","status":200,"result":{"subscriptionId":0}}""", (await ReceiveAsync(socket)).GetRawText());

        await SendAsync(socket, Signed(
            7, "order.place", ("symbol", "BTCUSDT"), ("side", "BUY"), ("type", "MARKET"), ("quantity", "0.01"),
                ("newClientOrderId", "e-1")));
        await SendAsync(socket, Signed(8, "account.status"));

        List<JsonElement> reports = [];
        JsonElement position = default;
        JsonElement message;
        while (!(message = await ReceiveAsync(socket)).TryGetProperty("id", out _))
        {
            JsonElement @event = message.GetProperty("event");
            if (@event.GetProperty("e").GetString() == "executionReport")
            {
                reports.Add(@event);
            }
            else
            {
                position = @event;
            }
        }

        Assert.Equal(
            ("NEW", "FILLED"), (reports[0].GetProperty("x").GetString(), reports[^1].GetProperty("X").GetString()));
        Assert.All(reports, r => Assert.Equal("e-1", r.GetProperty("c").GetString()));
        Assert.Equal(200, message.GetProperty("status").GetInt32());
        JsonElement placed = message.GetProperty("result");
        Assert.Equal(reports.Count - 1, placed.GetProperty("fills").GetArrayLength());
        Assert.Equal(reports[^1].GetProperty("Z").GetString(), placed.GetProperty("cummulativeQuoteQty").GetString());

        JsonElement balances = (await ReceiveAsync(socket)).GetProperty("result").GetProperty("balances");
        long commission = reports.Skip(1).Sum(r => DiffFollower.E8(r.GetProperty("n")));
        Assert.Equal((10 * Instrument.UnitE8) + (Instrument.UnitE8 / 100) - commission,
            DiffFollower.E8(balances[0].GetProperty("free")));
        Assert.Equal(
            (1_000_000 * Instrument.UnitE8) - DiffFollower.E8(reports[^1].GetProperty("Z")),
                DiffFollower.E8(balances[1].GetProperty("free")));
        Assert.Equal(
            balances[1].GetProperty("free").GetString(), position.GetProperty("B")[1].GetProperty("f").GetString());
        string log = await File.ReadAllTextAsync(_log);
        Assert.Contains(
            "\"event\":\"order_accepted\",\"client_order_id\":\"e-1\",\"order_id\":1", log, StringComparison.Ordinal);
        Assert.Contains("\"event\":\"fill\"", log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rest_places_queries_and_cancels()
    {
        const string order =
            "symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTC&quantity=0.001&price=50000&newClientOrderId=r-1&newOrderRespType=ACK";
        JsonElement placed = await RestAsync(HttpMethod.Post, "/api/v3/order", order, HttpStatusCode.OK);
        Assert.Equal("r-1", placed.GetProperty("clientOrderId").GetString());
        Assert.False(placed.TryGetProperty("status", out _));
        Assert.Equal(-2010, (await RestAsync(
            HttpMethod.Post, "/api/v3/order", order, HttpStatusCode.BadRequest)).GetProperty("code").GetInt32());

        const string name = "symbol=BTCUSDT&origClientOrderId=r-1";
        Assert.Equal("NEW", (await RestAsync(HttpMethod.Get, "/api/v3/order", name, HttpStatusCode.OK)).GetProperty(
            "status").GetString());
        Assert.Equal(
            1, (await RestAsync(HttpMethod.Get, "/api/v3/openOrders", "", HttpStatusCode.OK)).GetArrayLength());
        JsonElement canceled = await RestAsync(HttpMethod.Delete, "/api/v3/order", name, HttpStatusCode.OK);
        Assert.Equal(("CANCELED", "r-1"),
            (canceled.GetProperty("status").GetString(), canceled.GetProperty("origClientOrderId").GetString()));
        Assert.Equal(-2011, (await RestAsync(
            HttpMethod.Delete, "/api/v3/order", name, HttpStatusCode.BadRequest)).GetProperty("code").GetInt32());
        Assert.Equal(-2013, (await RestAsync(HttpMethod.Get, "/api/v3/order", "symbol=BTCUSDT&orderId=99",
            HttpStatusCode.BadRequest)).GetProperty("code").GetInt32());
        Assert.Equal(0, (
            await RestAsync(HttpMethod.Get, "/api/v3/myTrades", "symbol=BTCUSDT", HttpStatusCode.OK)).GetArrayLength());

        JsonElement status = JsonDocument.Parse(await _http.GetStringAsync(Url("/sim/status"))).RootElement;
        Assert.Equal((1, 1, 1), (Count("orders_accepted"), Count("orders_refused"), Count("orders_canceled")));
        int Count(string counter) => status.GetProperty(counter).GetInt32();
    }

    [Theory]
    [InlineData("symbol=BTCUSDT&side=UP&type=LIMIT&timeInForce=GTC&quantity=1&price=1", -1117)]
    [InlineData("symbol=BTCUSDT&side=BUY&type=STOP_LOSS&quantity=1&price=1", -1116)]
    [InlineData("symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=DAY&quantity=1&price=1", -1115)]
    [InlineData("symbol=ETHUSDT&side=BUY&type=LIMIT&timeInForce=GTC&quantity=1&price=1", -1121)]
    [InlineData("symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTC&price=1", -1102)]
    [InlineData("symbol=BTCUSDT&side=BUY&type=MARKET&timeInForce=GTC&quantity=1", -1106)]
    [InlineData("symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTC&quantity=1&price=1.123456789", -1111)]
    [InlineData("symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTC&quantity=-1&price=1", -1100)]
    [InlineData("symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTC&quantity=99999999999999999999&price=1", -1013)]
    [InlineData("symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTC&quantity=1&price=1&price=2", -1101)]
    [InlineData("symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTC&quantity=1&price=1&colour=red", -1104)]
    [InlineData("symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTC&quantity=1&price=1&newClientOrderId=a%20b", -1100)]
    public async Task A_malformed_order_gets_the_venues_code(string order, int code) =>
        Assert.Equal(code, (await RestAsync(
            HttpMethod.Post, "/api/v3/order", order, HttpStatusCode.BadRequest)).GetProperty("code").GetInt32());

    [Fact]
    public async Task Market_streams_are_raw_on_ws_and_wrapped_on_stream_and_the_book_follows()
    {
        using ClientWebSocket combined = await OpenAsync("/stream?streams=btcusdt@depth@100ms/btcusdt@trade");
        using ClientWebSocket raw = await OpenAsync("/ws");
        await SendAsync(raw, """{"method":"SUBSCRIBE","params":["btcusdt@bookTicker"],"id":"a"}""");
        Assert.Equal("""{"result":null,"id":"a"}""", (await ReceiveAsync(raw)).GetRawText());
        Assert.True((await ReceiveAsync(raw)).TryGetProperty("u", out _));

        JsonElement depth =
            JsonDocument.Parse(await _http.GetStringAsync(Url("/api/v3/depth?symbol=BTCUSDT&limit=5000"))).RootElement;
        DiffFollower follower = new(new Matching.DepthSnapshot(
            depth.GetProperty("lastUpdateId").GetInt64(), Levels(depth.GetProperty("bids")),
                Levels(depth.GetProperty("asks"))));
        while (follower.Applied < 5)
        {
            JsonElement message = await ReceiveAsync(combined);
            if (message.GetProperty("stream").GetString() == "btcusdt@depth@100ms")
            {
                follower.Apply(Encoding.UTF8.GetBytes(message.GetProperty("data").GetRawText()));
            }
        }
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("{\"id\":{},\"method\":\"time\"}")]
    [InlineData("{\"id\":1,\"method\":\"time\",\"params\":[]}")]
    [InlineData("{\"id\":1,\"method\":\"order.place\",\"params\":{\"a\":[[{}]]}}")]
    [InlineData("{\"id\":1,\"method\":\"no.such\"}")]
    [InlineData("{\"method\":\"SUBSCRIBE\",\"params\":[1],\"id\":1}")]
    public async Task Malformed_input_gets_an_error_and_the_connection_goes_on(string frame)
    {
        foreach (string path in new[] { "/ws-api/v3", "/ws" })
        {
            using ClientWebSocket socket = await OpenAsync(path);
            await SendAsync(socket, frame);
            Assert.True((await ReceiveAsync(socket)).TryGetProperty("error", out _));
            await SendAsync(socket, """{"id":2,"method":"LIST_SUBSCRIPTIONS"}""");
            Assert.Equal(2, (await ReceiveAsync(socket)).GetProperty("id").GetInt32());
        }
    }

    [Fact]
    public async Task A_frame_above_the_limit_closes_its_connection_only()
    {
        using ClientWebSocket socket = await OpenAsync("/ws-api/v3");
        await SendAsync(socket, new string(' ', WebSocketSession.MaxFrameBytes + 1));
        WebSocketReceiveResult result = await socket.ReceiveAsync(new byte[100], _deadline.Token);

        Assert.Equal(WebSocketCloseStatus.MessageTooBig, result.CloseStatus);
        Assert.Equal("{}", await _http.GetStringAsync(Url("/api/v3/ping")));
    }

    [Fact]
    public async Task A_wrong_key_a_wrong_signature_and_an_old_request_are_refused()
    {
        HttpRequestMessage unsigned = new(HttpMethod.Get, Url("/api/v3/account?timestamp=1"));
        Assert.Equal(HttpStatusCode.Unauthorized, (await _http.SendAsync(unsigned, _deadline.Token)).StatusCode);
        using ClientWebSocket socket = await OpenAsync("/ws-api/v3");
        await SendAsync(socket, Signed(1, "account.status", ("recvWindow", "61000")));
        Assert.Equal(-1131, Code(await ReceiveAsync(socket)));
        await SendAsync(socket,
            Signed(1, "account.status").Replace("\"signature\":\"", "\"signature\":\"0", StringComparison.Ordinal));
        Assert.Equal(-1022, Code(await ReceiveAsync(socket)));
        static int Code(JsonElement reply) => reply.GetProperty("error").GetProperty("code").GetInt32();
    }

    [Fact]
    public async Task A_port_in_use_is_an_io_exception_with_a_clear_message()
    {
        await using Venue second = new(new VenueOptions { Port = _port });
        IOException error = await Assert.ThrowsAsync<IOException>(second.StartAsync);
        Assert.Contains($"{_port}", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/v2", """{"method":"subscribe","params":{"channel":"book","symbol":["BTC/USDT"]}}""", "\"type\":\"update\"")]
    [InlineData("/ws/v5/public", """{"op":"subscribe","args":[{"channel":"books","instId":"BTC-USDT"}]}""", "\"action\":\"update\"")]
    [InlineData("/", """{"type":"subscribe","channel":"level2","product_ids":["BTC-USDT"]}""", "\"type\":\"update\"")]
    public async Task The_same_market_is_told_in_other_venues_languages_at_their_own_paths(string path, string subscribe, string update)
    {
        using ClientWebSocket socket = await OpenAsync(path);
        await SendAsync(socket, "nonsense");
        await SendAsync(socket, subscribe);
        int updates = 0;
        while (updates < 3)
        {
            updates += (await ReceiveAsync(socket)).GetRawText().Contains(update, StringComparison.Ordinal) ? 1 : 0;
        }
    }

    [Theory]
    [InlineData("/0/public/AssetPairs?pair=BTCUSDT", "wsname")]
    [InlineData("/api/v5/public/instruments?instType=SPOT", "tickSz")]
    [InlineData("/api/v3/brokerage/market/products", "base_increment")]
    [InlineData("/api/v3/brokerage/market/products/BTC-USDT", "base_increment")]
    public async Task Other_venues_definitions_are_at_their_own_paths(string path, string member) =>
        Assert.Contains(member, await _http.GetStringAsync(Url(path)), StringComparison.Ordinal);

    [Fact]
    public async Task A_thousand_instruments_each_have_a_definition_a_book_and_diffs_without_a_gap()
    {
        const int instruments = 1_000;
        await using Venue venue = new(new VenueOptions { Port = 0, Instruments = instruments });
        int port = await venue.StartAsync();
        JsonElement all = JsonDocument.Parse(
            await _http.GetStringAsync($"http://127.0.0.1:{port}/api/v3/exchangeInfo")).RootElement.GetProperty("symbols");
        string[] symbols = [.. all.EnumerateArray().Select(symbol => symbol.GetProperty("symbol").GetString()!)];
        Assert.Equal(instruments, symbols.Distinct().Count());

        using ClientWebSocket socket = new();
        string streams = string.Join('/', symbols.Select(symbol => $"{symbol.ToLowerInvariant()}@depth@100ms"));
        await socket.ConnectAsync(new Uri($"ws://127.0.0.1:{port}/stream?streams={streams}"), _deadline.Token);
        Dictionary<string, long> last = [];
        int diffs = 0;
        while (last.Count < instruments || diffs < 3 * instruments)
        {
            JsonElement data = (await ReceiveAsync(socket)).GetProperty("data");
            string symbol = data.GetProperty("s").GetString()!;
            Assert.True(!last.TryGetValue(symbol, out long before) || data.GetProperty("U").GetInt64() == before + 1, symbol);
            last[symbol] = data.GetProperty("u").GetInt64();
            diffs++;
        }

        JsonElement depth = JsonDocument.Parse(
            await _http.GetStringAsync($"http://127.0.0.1:{port}/api/v3/depth?symbol={symbols[^1]}&limit=5")).RootElement;
        Assert.Equal(5, depth.GetProperty("bids").GetArrayLength());
        Assert.True(depth.GetProperty("lastUpdateId").GetInt64() >= last[symbols[^1]]);
        HttpResponseMessage unknown = await _http.GetAsync($"http://127.0.0.1:{port}/api/v3/depth?symbol=S9999USDT");
        Assert.Equal(HttpStatusCode.BadRequest, unknown.StatusCode);
    }

    private static List<(long PriceE8, long QuantityE8)> Levels(JsonElement levels) =>
        levels.EnumerateArray().Select(l => (DiffFollower.E8(l[0]), DiffFollower.E8(l[1]))).ToList();

    private static string Signed(object id, string method, params (string Name, string Value)[] parameters)
    {
        List<KeyValuePair<string, string>> all = parameters.Select(p => KeyValuePair.Create(p.Name, p.Value)).ToList();
        all.Add(KeyValuePair.Create("apiKey", Key));
        all.Add(KeyValuePair.Create("timestamp", (Clock.UtcNs() / 1_000_000).ToString()));
        all.Add(KeyValuePair.Create("signature", RequestSecurity.Sign(s_secret, ApiRequest.SortedPayload(all))));
        string fields = string.Join(',', all.Select(p => $"\"{p.Key}\":\"{p.Value}\""));
        return $"{{\"id\":{(id is string ? $"\"{id}\"" : id)},\"method\":\"{method}\",\"params\":{{{fields}}}}}";
    }

    private string Url(string path) => $"http://127.0.0.1:{_port}{path}";

    private async Task<JsonElement> RestAsync(HttpMethod method, string path, string form, HttpStatusCode expected)
    {
        form += $"{(form.Length > 0 ? "&" : "")}timestamp={Clock.UtcNs() / 1_000_000}";
        form += $"&signature={RequestSecurity.Sign(s_secret, Encoding.UTF8.GetBytes(form))}";
        using HttpRequestMessage request = new(method, Url(method == HttpMethod.Post ? path : $"{path}?{form}"));
        request.Headers.Add("X-MBX-APIKEY", Key);
        request.Content = method == HttpMethod.Post
            ? new StringContent(form, Encoding.UTF8, "application/x-www-form-urlencoded") : null;
        using HttpResponseMessage response = await _http.SendAsync(request, _deadline.Token);
        string body = await response.Content.ReadAsStringAsync(_deadline.Token);
        Assert.True(expected == response.StatusCode, $"{response.StatusCode}: {body}");
        return JsonDocument.Parse(body).RootElement;
    }

    private async Task<ClientWebSocket> OpenAsync(string path)
    {
        ClientWebSocket socket = new();
        await socket.ConnectAsync(new Uri($"ws://127.0.0.1:{_port}{path}"), _deadline.Token);
        return socket;
    }

    private Task SendAsync(ClientWebSocket socket, string text) =>
        socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, true, _deadline.Token);

    private async Task<JsonElement> ReceiveAsync(ClientWebSocket socket)
    {
        byte[] buffer = new byte[1 << 20];
        int length = 0;
        WebSocketReceiveResult result;
        do
        {
            result = await socket.ReceiveAsync(
                new ArraySegment<byte>(buffer, length, buffer.Length - length), _deadline.Token);
            length += result.Count;
        }
        while (!result.EndOfMessage);
        return JsonDocument.Parse(buffer.AsMemory(0, length)).RootElement;
    }
}
