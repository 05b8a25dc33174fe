using System.Collections.Concurrent;
using System.Net;
using System.Net.WebSockets;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Artic.EndToEnd.Tests.Venues;

/// <summary>
/// A venue that says exactly what a test wants, right or wrong: market streams by WebSocket, snapshots and exchange
/// information by REST. Good parts keep one book of one bid and one ask, whose update ids run on.
/// </summary>
internal sealed class ScriptedVenue : IAsyncDisposable
{
    private readonly WebApplication _application;
    private readonly ConcurrentQueue<byte[]> _snapshots = new();
    private readonly ConcurrentQueue<byte[]> _definitions = new();
    private readonly Lock _gate = new();
    private WebSocket? _socket;
    private int _connections;
    private int _snapshotsAsked;
    private long _updateId = 1000;

    /// <summary>Starts it on a free port.</summary>
    public ScriptedVenue()
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        _ = builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        _application = builder.Build();
        _ = _application.UseWebSockets();
        _application.Run(AnswerAsync);
        _application.StartAsync().GetAwaiter().GetResult();
        string address = _application.Services.GetRequiredService<IServer>()
            .Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        Port = new Uri(address).Port;
    }

    /// <summary>Its port on 127.0.0.1.</summary>
    public int Port { get; }

    /// <summary>Connections to the market streams so far.</summary>
    public int Connections => Volatile.Read(ref _connections);

    /// <summary>Snapshots that were asked for so far.</summary>
    public int SnapshotsAsked => Volatile.Read(ref _snapshotsAsked);

    /// <summary>What is said instead of the next good snapshot; empty: HTTP 500.</summary>
    public void SpoilSnapshot(string body) => _snapshots.Enqueue(Encoding.UTF8.GetBytes(body));

    /// <summary>What is said instead of the next good exchange information.</summary>
    public void SpoilDefinitions(string body) => _definitions.Enqueue(Encoding.UTF8.GetBytes(body));

    /// <summary>Sends a text as it is.</summary>
    public void Send(string text) => Send(Encoding.UTF8.GetBytes(text));

    /// <summary>
    /// Sends bytes as they are, as one text message. Without a connection, or to one that just breaks, nothing is sent.
    /// </summary>
    public void Send(byte[] message)
    {
        lock (_gate)
        {
            if (_socket is not { State: WebSocketState.Open })
            {
                return;
            }

            try
            {
                _socket.SendAsync(message, WebSocketMessageType.Text, true, CancellationToken.None)
                    .GetAwaiter().GetResult();
            }
            catch (Exception error) when (error is WebSocketException or OperationCanceledException)
            {
                // The service did not want the rest of it, as some tests expect.
            }
        }
    }

    /// <summary>Sends the next depth message, after leaving out <paramref name="missing"/> before it.</summary>
    public void SendDiff(int missing = 0)
    {
        long id = Interlocked.Add(ref _updateId, 1 + missing);
        Send($$$"""
            {"stream":"btcusdt@depth@100ms","data":{"e":"depthUpdate","E":1700000000000,"s":"BTCUSDT","U":{{{id}}},
            "u":{{{id}}},"b":[["60000.00","{{{id}}}.5"]],"a":[["60000.01","1.5"]]}}
            """);
    }

    /// <summary>Closes the connection as a venue does after a day.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _socket?.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, "a day has passed", CancellationToken.None)
                .GetAwaiter().GetResult();
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            _socket?.Abort();
        }

        return _application.DisposeAsync();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        switch (context.Request.Path.Value)
        {
            case "/stream":
                await ServeAsync(await context.WebSockets.AcceptWebSocketAsync());
                break;
            case "/api/v3/depth":
                _ = Interlocked.Increment(ref _snapshotsAsked);
                await SayAsync(context, _snapshots.TryDequeue(out byte[]? spoilt) ? spoilt : Snapshot());
                break;
            case "/api/v3/exchangeInfo":
                await SayAsync(context, _definitions.TryDequeue(out byte[]? wrong) ? wrong : Definitions());
                break;
            default:
                context.Response.StatusCode = StatusCodes.Status404NotFound;
                break;
        }
    }

    private async Task ServeAsync(WebSocket socket)
    {
        lock (_gate)
        {
            _socket = socket;
        }

        _ = Interlocked.Increment(ref _connections);
        byte[] buffer = new byte[1024];
        try
        {
            WebSocketReceiveResult result;
            do
            {
                result = await socket.ReceiveAsync(buffer, CancellationToken.None);
            }
            while (result.MessageType != WebSocketMessageType.Close);
        }
        catch (WebSocketException)
        {
            // The service under test went away, as some tests want.
        }
    }

    private static async Task SayAsync(HttpContext context, byte[] body)
    {
        context.Response.StatusCode = body.Length == 0
            ? StatusCodes.Status500InternalServerError
            : StatusCodes.Status200OK;
        context.Response.ContentType = "application/json";
        await context.Response.Body.WriteAsync(body);
    }

    private byte[] Snapshot() => Encoding.UTF8.GetBytes($$"""
        {"lastUpdateId":{{Volatile.Read(ref _updateId)}},"bids":[["60000.00","1.0"]],"asks":[["60000.01","1.5"]]}
        """);

    private static byte[] Definitions() => Encoding.UTF8.GetBytes("""
        {"symbols":[{"symbol":"BTCUSDT","status":"TRADING","baseAsset":"BTC","quoteAsset":"USDT","filters":[
        {"filterType":"PRICE_FILTER","minPrice":"0.01","maxPrice":"1000000.00","tickSize":"0.01"},
        {"filterType":"LOT_SIZE","minQty":"0.00001","maxQty":"9000.0","stepSize":"0.00001"},
        {"filterType":"NOTIONAL","minNotional":"5.0"}]}]}
        """);
}
