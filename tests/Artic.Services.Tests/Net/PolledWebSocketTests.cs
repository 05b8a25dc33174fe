using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Artic.Hosting.Net;

namespace Artic.Services.Tests.Net;

/// <summary>The connection to a venue as the kernel sees it.</summary>
public sealed class PolledWebSocketTests
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);

    [Fact]
    public void A_message_comes_and_goes_and_no_thread_of_the_platform_watches_the_socket()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        int port = ((IPEndPoint)listener.LocalEndpoint).Port;
        Thread venue = new(() => Serve(listener, "{\"price\":\"1.5\"}"u8.ToArray())) { IsBackground = true };
        venue.Start();
        using PolledWebSocket socket = PolledWebSocket.Connect(new Uri($"ws://127.0.0.1:{port}/ws"), s_patience);
        string message = Receive(socket);
        Assert.Equal("{\"price\":\"1.5\"}", message);
        socket.Send(Encoding.ASCII.GetBytes("{\"id\":1}"));

        // /proc names what each epoll of this process watches.
        string inode = InodeOfClient(port);
        string[] ours = [.. Directory.GetFiles("/proc/self/fd").Where(fd => LinkOf(fd) == $"socket:[{inode}]").Select(fd => Path.GetFileName(fd)!)];
        Assert.Single(ours);
        Assert.DoesNotContain(ours[0], WatchedFiles());
        venue.Join();
    }

    [Fact]
    public void A_venue_that_does_not_take_the_connection_is_given_up_when_the_time_is_over()
    {
        // A queue of one that nobody takes from: the kernel drops what comes after it.
        using Socket listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen(0);
        IPEndPoint at = (IPEndPoint)listener.LocalEndPoint!;
        List<Socket> waiting = [];
        for (int i = 0; i < 4; i++)
        {
            Socket one = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { Blocking = false };
            waiting.Add(one);
            try
            {
                one.Connect(at);
            }
            catch (SocketException error) when (error.SocketErrorCode is SocketError.WouldBlock or SocketError.InProgress)
            {
                // Under way, or for ever.
            }
        }

        Stopwatch watch = Stopwatch.StartNew();
        IOException refused = Assert.Throws<IOException>(
            () => PolledWebSocket.Connect(new Uri($"ws://127.0.0.1:{at.Port}/ws"), TimeSpan.FromSeconds(0.3)));
        Assert.Contains("no connection within 0.3 s", refused.Message, StringComparison.Ordinal);
        Assert.InRange(watch.Elapsed, TimeSpan.FromSeconds(0.25), s_patience);
        waiting.ForEach(one => one.Dispose());
    }

    [Fact]
    public void A_port_where_nobody_listens_and_a_name_that_nobody_has_are_said()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        int port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        IOException refused = Assert.Throws<IOException>(() => PolledWebSocket.Connect(new Uri($"ws://127.0.0.1:{port}/ws"), s_patience));
        Assert.Contains("refused", refused.Message, StringComparison.OrdinalIgnoreCase);
        _ = Assert.Throws<IOException>(() => PolledWebSocket.Connect(new Uri("ws://no-such-host.invalid/ws"), s_patience));
    }

    private static string Receive(PolledWebSocket socket)
    {
        Stopwatch watch = Stopwatch.StartNew();
        ReadOnlySpan<byte> message;
        while (!socket.TryReceive(out message))
        {
            Assert.True(watch.Elapsed < s_patience, "no message came");
            socket.WaitReadable(10);
        }

        return Encoding.ASCII.GetString(message);
    }

    /// <summary>A venue of blocking calls: the handshake, one text frame, and the client's frame.</summary>
    private static void Serve(TcpListener listener, byte[] message)
    {
        using Socket socket = listener.AcceptSocket();
        using NetworkStream stream = new(socket);
        using StreamReader reader = new(stream, Encoding.ASCII, leaveOpen: true);
        string key = "";
        for (string? line = reader.ReadLine(); !string.IsNullOrEmpty(line); line = reader.ReadLine())
        {
            key = line.StartsWith("Sec-WebSocket-Key: ", StringComparison.Ordinal) ? line[19..] : key;
        }

#pragma warning disable CA5350 // The protocol demands SHA-1 here.
        string accept = Convert.ToBase64String(SHA1.HashData(Encoding.ASCII.GetBytes(key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11")));
#pragma warning restore CA5350
        stream.Write(Encoding.ASCII.GetBytes(
            $"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: {accept}\r\n\r\n"));
        stream.Write([0x81, (byte)message.Length, .. message]);
        _ = stream.Read(new byte[64]);
    }

    /// <summary>The socket's number in the kernel's table of connections to the port.</summary>
    private static string InodeOfClient(int port)
    {
        string to = port.ToString("X4", CultureInfo.InvariantCulture);
        string[] lines = [.. File.ReadAllLines("/proc/net/tcp").Skip(1), .. File.ReadAllLines("/proc/net/tcp6").Skip(1)];
        return lines.Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Single(fields => fields[2].EndsWith($":{to}", StringComparison.Ordinal) && fields[9] != "0")[9];
    }

    private static string[] WatchedFiles() =>
    [
        .. Directory.GetFiles("/proc/self/fdinfo").Where(file => LinkOf(file.Replace("fdinfo", "fd", StringComparison.Ordinal)) == "anon_inode:[eventpoll]")
            .SelectMany(File.ReadAllLines).Where(line => line.StartsWith("tfd:", StringComparison.Ordinal))
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1]),
    ];

    private static string? LinkOf(string path)
    {
        try
        {
            return new FileInfo(path).LinkTarget;
        }
        catch (IOException)
        {
            // Another test has closed it.
            return null;
        }
    }
}
