using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Artic.Bench.Figures;
using Artic.Streams.Native;
using System.Text.Json;

namespace Artic.Bench.Venue;

/// <summary>
/// A venue for measuring, with Binance's spot interface on loopback and nothing behind it: books that move at a fixed
/// rate, orders that expire. <c>POST /bench/start</c> begins the ticks, <c>GET /bench/status</c> tells how it went.
/// Thread: the main one accepts; each connection has one of its own.
/// </summary>
public sealed class BenchVenue : IDisposable
{
    private readonly VenueOptions _options;
    private readonly TickSource _ticks;
    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly string _secret;
    private readonly OrderTimes? _times;
    private OrderDesk? _desk;

    /// <param name="options">What it was asked to do.</param>
    public BenchVenue(VenueOptions options)
    {
        _options = options;
        _secret = File.ReadAllText(options.SecretFile).Trim();
        _ticks = new TickSource(options);
        _times = options.OrderTimesFile is { } file ? OrderTimes.Create(file, options.Ticks) : null;
    }

    /// <summary>Serves until the process is ended.</summary>
    public void Run()
    {
        ThreadSettings.SetName("venue-accept");
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Listen();
        string next = _options.ReadyFile + ".next";
        File.WriteAllText(next, $"{{\"port\":{((IPEndPoint)_listener.LocalEndPoint!).Port}}}\n");
        File.Move(next, _options.ReadyFile, overwrite: true);
        while (true)
        {
            Socket socket = _listener.Accept();
            socket.NoDelay = true;
            new Thread(() => Serve(socket)) { Name = "venue-peer", IsBackground = true }.Start();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _listener.Dispose();
        _times?.Dispose();
    }

    private void Serve(Socket socket)
    {
        bool handedOver = false;
        try
        {
            while (!handedOver && RequestHead.Read(socket) is { } head)
            {
                string path = head.Target.Split('?')[0];
                if (head.WebSocketKey.Length > 0 && path is "/stream" or "/ws-api/v3")
                {
                    Upgrade(socket, head.WebSocketKey);
                    if (path == "/stream")
                    {
                        _ticks.Attach(socket);
                        handedOver = true;
                        return;
                    }

                    using OrderDesk desk = new(socket, _ticks, _secret, _options.Sleeps, _times);
                    Volatile.Write(ref _desk, desk);
                    desk.Serve();
                    return;
                }

                Respond(socket, head.Method, path);
            }
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            Console.Error.WriteLine($"a connection ended: {error.Message}");
        }
        finally
        {
            if (!handedOver)
            {
                socket.Dispose();
            }
        }
    }

    private static void Upgrade(Socket socket, string key)
    {
#pragma warning disable CA5350 // The protocol demands SHA-1 here; nothing secret depends on it.
        string accept = Convert.ToBase64String(
            SHA1.HashData(Encoding.ASCII.GetBytes(key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11")));
#pragma warning restore CA5350
        Send(
            socket,
            $"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: {accept}\r\n\r\n");
    }

    private void Respond(Socket socket, string method, string path)
    {
        (int status, string body) = (method, path) switch
        {
            ("GET", "/api/v3/exchangeInfo") => (200, Definitions()),
            ("GET", "/api/v3/depth") => (200, DepthFrames.Snapshot()),
            ("GET", "/bench/status") => (200, Status()),
            ("POST", "/bench/start") => _ticks.Start() is { } start
                ? (200, $"{{\"start_ns\":{start}}}")
                : (409, "{\"code\":-1000,\"msg\":\"nobody listens to the market streams\"}"),
            _ => (404, "{\"code\":-1000,\"msg\":\"there is no such path\"}"),
        };
        Send(
            socket,
            $"HTTP/1.1 {status} {(status == 200 ? "OK" : "Error")}\r\nContent-Type: application/json\r\n" +
            $"Content-Length: {body.Length}\r\n\r\n{body}");
    }

    private string Status() => JsonSerializer.Serialize(
        new VenueStatus
        {
            Sent = _ticks.Sent,
            MaxLateUs = _ticks.MaxLateNs / 1000.0,
            Orders = Volatile.Read(ref _desk)?.Orders ?? 0,
            Refused = Volatile.Read(ref _desk)?.Refused ?? 0,
            Failure = _ticks.Failure,
        },
        BenchJson.Default.VenueStatus);

    private string Definitions()
    {
        StringBuilder text = new("{\"timezone\":\"UTC\",\"rateLimits\":[],\"exchangeFilters\":[],\"symbols\":[");
        for (int i = 0; i < _options.Instruments; i++)
        {
            _ = text.Append(i > 0 ? "," : "").Append(
                $"{{\"symbol\":\"{BenchInstrument.Symbol(i)}\",\"status\":\"TRADING\"," +
                $"\"baseAsset\":\"{BenchInstrument.BaseAsset}\",\"quoteAsset\":\"{BenchInstrument.QuoteAsset}\",\"filters\":[" +
                "{\"filterType\":\"PRICE_FILTER\",\"minPrice\":\"0.01000000\",\"maxPrice\":\"1000000.00000000\",\"tickSize\":\"0.01000000\"}," +
                "{\"filterType\":\"LOT_SIZE\",\"minQty\":\"0.00001000\",\"maxQty\":\"9000.00000000\",\"stepSize\":\"0.00001000\"}," +
                "{\"filterType\":\"NOTIONAL\",\"minNotional\":\"5.00000000\"}]}");
        }

        return text.Append("]}").ToString();
    }

    private static void Send(Socket socket, string text)
    {
        ReadOnlySpan<byte> left = Encoding.ASCII.GetBytes(text);
        while (left.Length > 0)
        {
            left = left[socket.Send(left)..];
        }
    }
}
