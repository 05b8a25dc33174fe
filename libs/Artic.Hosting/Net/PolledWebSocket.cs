using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Text;

namespace Artic.Hosting.Net;

/// <summary>
/// A client WebSocket that is read by polling: no thread but the caller's touches a message. Framing, masks, pings and
/// pongs are the platform's. Thread: one receives, one sends. Steady state allocates nothing over <c>ws://</c>.
/// </summary>
public sealed class PolledWebSocket : IDisposable
{
    /// <summary>The largest message that is taken; a larger one ends the connection. A whole book of tens of thousands of
    /// levels has a hundred bytes for each (Coinbase's clients take 10 MiB).</summary>
    public const int LargestMessageBytes = 10 << 20;

    private const int LargestHandshakeBytes = 8192;

    private readonly PolledSocketStream _stream;
    private readonly WebSocket _socket;
    private readonly byte[] _buffer = new byte[LargestMessageBytes];
    private ValueTask<ValueWebSocketReceiveResult> _receive;
    private bool _receiving;
    private int _length;

    private PolledWebSocket(PolledSocketStream stream, WebSocket socket)
    {
        _stream = stream;
        _socket = socket;
    }

    /// <summary>Connects and upgrades, blocking for at most a few seconds. Errors: <see cref="IOException"/>.</summary>
    public static PolledWebSocket Connect(Uri address, TimeSpan timeout)
    {
        Socket socket = new(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            Connect(socket, address, timeout);
            PolledSocketStream polled = new(socket);
            Stream stream = polled;
            if (address.Scheme == "wss")
            {
                SslStream secure = new(polled);
                secure.AuthenticateAsClient(address.Host);
                stream = secure;
            }

            Upgrade(stream, address);
            return new PolledWebSocket(polled, WebSocket.CreateFromStream(
                stream, new WebSocketCreationOptions { IsServer = false, KeepAliveInterval = TimeSpan.Zero }));
        }
        catch (Exception error) when (error is SocketException or OperationCanceledException)
        {
            socket.Dispose();
            throw new IOException($"{address}: {error.Message}", error);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Gives a whole message if one has arrived; it is valid until the next call. Errors: <see cref="IOException"/> once
    /// the connection has ended, with the reason.
    /// </summary>
#pragma warning disable CA2012 // The one pending receive is kept in a field and its result is taken once.
    public bool TryReceive(out ReadOnlySpan<byte> message)
    {
        message = default;
        try
        {
            if (!_receiving)
            {
                _receive = _socket.ReceiveAsync(_buffer.AsMemory(_length), CancellationToken.None);
                _receiving = true;
            }

            if (!_receive.IsCompleted)
            {
                _stream.Pump();
                if (!_receive.IsCompleted)
                {
                    return false;
                }
            }

            _receiving = false;
            ValueWebSocketReceiveResult result = _receive.GetAwaiter().GetResult();
            if (result.MessageType == WebSocketMessageType.Close)
            {
                throw new IOException($"the venue closed the connection ({_socket.CloseStatusDescription})");
            }

            _length += result.Count;
            if (!result.EndOfMessage)
            {
                return _length < _buffer.Length
                    ? false
                    : throw new IOException($"a message has more than {LargestMessageBytes} bytes");
            }

            message = _buffer.AsSpan(0, _length);
            _length = 0;
            return true;
        }
        catch (WebSocketException error)
        {
            throw new IOException(error.Message, error);
        }
    }

#pragma warning restore CA2012

    /// <summary>Sends a text message; returns when the kernel has it. Errors: <see cref="IOException"/>.</summary>
    public void Send(ReadOnlyMemory<byte> text)
    {
        try
        {
#pragma warning disable CA2012 // Checked for completion first.
            ValueTask sent = _socket.SendAsync(text, WebSocketMessageType.Text, true, CancellationToken.None);
            if (sent.IsCompleted)
            {
                sent.GetAwaiter().GetResult();
            }
            else
            {
                // The receiving thread is just answering a ping.
                sent.AsTask().GetAwaiter().GetResult();
            }
#pragma warning restore CA2012
        }
        catch (Exception error) when (error is WebSocketException or ObjectDisposedException or InvalidOperationException)
        {
            throw new IOException(error.Message, error);
        }
    }

    /// <summary>Blocks until bytes have arrived or the time is up.</summary>
    public void WaitReadable(int timeoutMs) => _ = _stream.WaitReadable(timeoutMs);

    /// <inheritdoc/>
    public void Dispose()
    {
        _socket.Dispose();
        _stream.Dispose();
    }

    /// <summary>
    /// Connects with a call that blocks, which closing the socket ends. An asynchronous one would have the platform's own thread watch
    /// the socket from then on: each packet in or out of it would wake that thread, and one of the pool, for nothing (5,000 frames and
    /// orders a second: a fifth of the core where housekeeping is).
    /// </summary>
    private static void Connect(Socket socket, Uri address, TimeSpan timeout)
    {
        using CancellationTokenSource deadline = new(timeout);
        IPAddress[] found = Dns.GetHostAddressesAsync(address.IdnHost, deadline.Token).GetAwaiter().GetResult();
        try
        {
            using (deadline.Token.UnsafeRegister(static socket => ((Socket)socket!).Dispose(), socket))
            {
                socket.Connect(found, address.Port);
            }

            deadline.Token.ThrowIfCancellationRequested();
        }
        catch (Exception error) when (deadline.IsCancellationRequested)
        {
            throw new OperationCanceledException(
                string.Create(CultureInfo.InvariantCulture, $"no connection within {timeout.TotalSeconds:0.#} s"), error);
        }
    }

    /// <summary>The opening handshake (RFC 6455, section 4.1).</summary>
    private static void Upgrade(Stream stream, Uri address)
    {
        string key = Convert.ToBase64String(RandomNumberGenerator.GetBytes(16));
        string request =
            $"GET {address.PathAndQuery} HTTP/1.1\r\nHost: {address.Authority}\r\nUpgrade: websocket\r\n" +
            $"Connection: Upgrade\r\nSec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\n\r\n";
        stream.Write(Encoding.ASCII.GetBytes(request));
        stream.Flush();

        // A byte at a time: what follows the handshake belongs to the first frame.
        byte[] one = new byte[1];
        StringBuilder answer = new();
        while (!(answer.Length >= 4 && answer[^1] == '\n' && answer[^3] == '\n'))
        {
            if (stream.Read(one, 0, 1) == 0 || answer.Length > LargestHandshakeBytes)
            {
                throw new IOException($"{address}: the venue ended the handshake: {answer}");
            }

            _ = answer.Append((char)one[0]);
        }

        string text = answer.ToString();
#pragma warning disable CA5350 // The protocol demands SHA-1 here; nothing secret depends on it.
        string accept = Convert.ToBase64String(
            SHA1.HashData(Encoding.ASCII.GetBytes(key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11")));
#pragma warning restore CA5350
        if (!text.StartsWith("HTTP/1.1 101", StringComparison.Ordinal) || !text.Contains(accept, StringComparison.Ordinal))
        {
            throw new IOException($"{address}: no WebSocket: {text.Split('\r')[0]}");
        }
    }
}
