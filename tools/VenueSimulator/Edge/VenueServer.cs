using System.Net;
using System.Text;
using Artic.VenueSimulator.Domain;
using Artic.VenueSimulator.Languages;
using Artic.VenueSimulator.Wire;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Artic.VenueSimulator.Edge;

/// <summary>
/// HTTP and WebSocket on loopback: Binance's <c>/ws/..</c>, <c>/stream?streams=..</c>, <c>/ws-api/v3</c>, <c>/api/v3/..</c>;
/// Kraken's <c>/v2</c>, OKX's <c>/ws/v5/public</c>, Coinbase's <c>/</c> and their definitions; <c>/sim/status</c>. It parses and hands over to the <see cref="VenueEngine"/>; it decides nothing.
/// </summary>
public sealed class VenueServer : IAsyncDisposable
{
    private static readonly TimeSpan s_pingInterval = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan s_pongTimeout = TimeSpan.FromSeconds(60);

    private const string CoinbaseProducts = "/api/v3/brokerage/market/products";

    /// <summary>1,024 names of streams and more.</summary>
    private const int MaxRequestLineBytes = 64 * 1024;

    private readonly WebApplication _app;
    private readonly VenueEngine _engine;
    private long _connectionId;

    /// <summary>Allocates; <see cref="StartAsync"/> listens.</summary>
    public VenueServer(VenueEngine engine, int port)
    {
        _engine = engine;
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(options =>
        {
            options.AddServerHeader = false;
            options.Limits.MaxRequestBodySize = WebSocketSession.MaxFrameBytes;
            options.Limits.MaxRequestLineSize = MaxRequestLineBytes;
            options.Listen(IPAddress.Loopback, port);
        });
        _app = builder.Build();
        _app.UseWebSockets();
        _app.Run(HandleAsync);
    }

    /// <summary>Listens, and gives the port. IOException where the port is in use.</summary>
    public async Task<int> StartAsync()
    {
        await _app.StartAsync();
        IServerAddressesFeature addresses =
            _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!;
        return new Uri(addresses.Addresses.First()).Port;
    }

    /// <summary>Closes all connections, politely for at most a second.</summary>
    public async Task StopAsync()
    {
        _engine.CloseAll();
        using CancellationTokenSource deadline = new(TimeSpan.FromSeconds(1));
        await _app.StopAsync(deadline.Token);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private Task HandleAsync(HttpContext context)
    {
        string path = context.Request.Path.Value ?? "";
        if (LanguageOf(path) is { } language && context.WebSockets.IsWebSocketRequest)
        {
            return RunSessionAsync(context, language);
        }

        if (path == "/ws" || path.StartsWith("/ws/", StringComparison.Ordinal))
        {
            return RunStreamsAsync(context, SplitStreams(path.Length > 4 ? path[4..] : ""), isCombined: false);
        }

        string combined = context.Request.Query["streams"].ToString();
        return path switch
        {
            "/stream" => RunStreamsAsync(context, SplitStreams(combined), isCombined: true),
            "/ws-api/v3" => RunApiAsync(context),
            "/sim/status" => WriteStatusAsync(context),
            _ when Definitions(context, path) is { } reply => WriteAsync(context, reply.Status, reply.Body),
            _ => AnswerAsync(context, path),
        };
    }

    private static MarketLanguage? LanguageOf(string path) => path switch
    {
        "/v2" => MarketLanguage.Kraken,
        "/ws/v5/public" => MarketLanguage.Okx,
        "/" => MarketLanguage.Coinbase,
        _ => null,
    };

    /// <summary>What other venues publish of the instrument; null where the path is none of theirs.</summary>
    private (int Status, byte[] Body)? Definitions(HttpContext context, string path)
    {
        IQueryCollection query = context.Request.Query;
        return path switch
        {
            "/0/public/AssetPairs" => KrakenDefinitions.AssetPairs(_engine.Instrument, query["pair"]),
            "/api/v5/public/instruments" =>
                OkxDefinitions.Instruments(_engine.Instrument, query["instType"].ToString(), query["instId"].ToString()),
            CoinbaseProducts => CoinbaseDefinitions.Products(_engine.Instrument),
            _ when path.StartsWith(CoinbaseProducts + "/", StringComparison.Ordinal) =>
                CoinbaseDefinitions.Product(_engine.Instrument, path[(CoinbaseProducts.Length + 1)..]),
            _ => null,
        };
    }

    private static string[] SplitStreams(string names) => names.Split('/', StringSplitOptions.RemoveEmptyEntries);

    private async Task RunStreamsAsync(HttpContext context, string[] streams, bool isCombined)
    {
        if (!context.WebSockets.IsWebSocketRequest || streams.Length > StreamRequestCodec.MaxStreams)
        {
            await WriteAsync(context, StatusCodes.Status400BadRequest, ApiReplyCodec.Error(VenueError.Unsupported));
            return;
        }

        Connection connection = await AcceptAsync(context, isCombined, returnsRateLimits: false);
        if (_engine.ConnectMarket(connection, streams))
        {
            await WebSocketSession.RunAsync(_engine, connection, frame => _engine.PostStreamFrame(connection, frame));
        }
    }

    private async Task RunSessionAsync(HttpContext context, MarketLanguage language)
    {
        Connection connection = await AcceptAsync(context, isCombined: false, returnsRateLimits: false);
        if (_engine.ConnectSession(connection, language))
        {
            await WebSocketSession.RunAsync(_engine, connection, frame => _engine.PostSessionFrame(connection, frame));
        }
    }

    private async Task RunApiAsync(HttpContext context)
    {
        if (!context.WebSockets.IsWebSocketRequest)
        {
            await WriteAsync(context, StatusCodes.Status400BadRequest, ApiReplyCodec.Error(VenueError.Unsupported));
            return;
        }

        bool returnsRateLimits = context.Request.Query["returnRateLimits"] != "false";
        Connection connection = await AcceptAsync(context, isCombined: false, returnsRateLimits);
        if (_engine.ConnectApi(connection))
        {
            await WebSocketSession.RunAsync(_engine, connection, frame => _engine.PostApiFrame(connection, frame));
        }
    }

    private async Task<Connection> AcceptAsync(HttpContext context, bool isCombined, bool returnsRateLimits)
    {
        WebSocketAcceptContext accept = new() { KeepAliveInterval = s_pingInterval, KeepAliveTimeout = s_pongTimeout };
        System.Net.WebSockets.WebSocket socket = await context.WebSockets.AcceptWebSocketAsync(accept);
        string target = context.Request.Path + context.Request.QueryString.ToString();
        return new Connection(
            Interlocked.Increment(ref _connectionId), target, socket, context.Abort, isCombined, returnsRateLimits);
    }

    private async Task AnswerAsync(HttpContext context, string path)
    {
        string body;
        try
        {
            using StreamReader reader = new(context.Request.Body, Encoding.UTF8);
            body = await reader.ReadToEndAsync();
        }
        catch (BadHttpRequestException e)
        {
            await WriteAsync(context, e.StatusCode, ApiReplyCodec.Error(new VenueError(-1101, "Too many parameters.")));
            return;
        }

        string query = context.Request.QueryString.Value ?? "";
        string? apiKey = context.Request.Headers["X-MBX-APIKEY"];
        ApiRequest request =
            ApiRequest.FromRest(Route(context.Request.Method, path), query.TrimStart('?'), body, apiKey);
        if (await _engine.AskAsync(request) is not { } reply)
        {
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            return;
        }

        context.Response.Headers["X-MBX-USED-WEIGHT-1M"] = reply.UsedWeight.ToString();
        await WriteAsync(
            context, reply.Status, reply.Error is { } error ? ApiReplyCodec.Error(error) : reply.ResultJson);
    }

    private async Task WriteStatusAsync(HttpContext context)
    {
        byte[]? status = await _engine.StatusAsync();
        int code = status is null ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status200OK;
        await WriteAsync(context, code, status ?? "{}"u8.ToArray());
    }

    private static async Task WriteAsync(HttpContext context, int status, byte[] json)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json;charset=UTF-8";
        context.Response.ContentLength = json.Length;
        await context.Response.Body.WriteAsync(json);
    }

    private static ApiMethod Route(string method, string path) => (method, path) switch
    {
        ("GET", "/api/v3/ping") => ApiMethod.Ping,
        ("GET", "/api/v3/time") => ApiMethod.Time,
        ("GET", "/api/v3/depth") => ApiMethod.Depth,
        ("GET", "/api/v3/exchangeInfo") => ApiMethod.ExchangeInfo,
        ("POST", "/api/v3/order") => ApiMethod.OrderPlace,
        ("POST", "/api/v3/order/test") => ApiMethod.OrderTest,
        ("DELETE", "/api/v3/order") => ApiMethod.OrderCancel,
        ("GET", "/api/v3/order") => ApiMethod.OrderStatus,
        ("GET", "/api/v3/openOrders") => ApiMethod.OpenOrdersStatus,
        ("DELETE", "/api/v3/openOrders") => ApiMethod.OpenOrdersCancelAll,
        ("GET", "/api/v3/account") => ApiMethod.AccountStatus,
        ("GET", "/api/v3/myTrades") => ApiMethod.MyTrades,
        _ => ApiMethod.Unknown,
    };
}
