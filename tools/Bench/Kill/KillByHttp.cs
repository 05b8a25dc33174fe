using System.Net;
using System.Net.Sockets;
using System.Text;
using Artic.Bench.Chain;

namespace Artic.Bench.Kill;

/// <summary>
/// <c>POST /kill</c> over a connection that stays, the request made ahead: what is measured is the service, and not how long a client of
/// .NET needs, whose code is cold at each kill (0.3 ms). Thread: one; blocks. Errors: <see cref="BenchFailedException"/> where the answer is none
/// of a kill, <see cref="SocketException"/> where none comes in time.
/// </summary>
public sealed class KillByHttp : IDisposable
{
    private const string Body = """{"reason":"bench"}""";

    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly byte[] _request;
    private readonly byte[] _answer = new byte[4096];
    private int _length;
    private int _read;

    /// <param name="port">The service's, on loopback.</param>
    /// <param name="token">Borne by each request.</param>
    /// <param name="patienceMs">For each piece of an answer.</param>
    public KillByHttp(int port, string token, int patienceMs)
    {
        _request = Encoding.ASCII.GetBytes(
            $"POST /kill HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {token}\r\nContent-Type: application/json\r\n" +
            $"Content-Length: {Body.Length}\r\n\r\n{Body}");
        _socket.ReceiveTimeout = patienceMs;
        _socket.Connect(IPAddress.Loopback, port);
    }

    /// <summary>Sends a kill.</summary>
    public void Send()
    {
        _length = 0;
        _read = 0;
        _ = _socket.Send(_request);
    }

    /// <summary>The next line of JSON; what frames it is passed over.</summary>
    public string ReadLine()
    {
        while (true)
        {
            int end;
            while ((end = _answer.AsSpan(_read.._length).IndexOf((byte)'\n')) >= 0)
            {
                ReadOnlySpan<byte> line = _answer.AsSpan(_read, end);
                _read += end + 1;
                if (line.Length > 0 && line[0] == '{')
                {
                    return Encoding.UTF8.GetString(line);
                }
            }

            Receive();
        }
    }

    /// <summary>Reads up to the last chunk's end, behind which the next answer begins.</summary>
    public void ReadEnd()
    {
        while (!_answer.AsSpan(0, _length).EndsWith("0\r\n\r\n"u8))
        {
            Receive();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _socket.Dispose();

    private void Receive()
    {
        int received = _length < _answer.Length ? _socket.Receive(_answer.AsSpan(_length)) : 0;
        if (received == 0)
        {
            throw new BenchFailedException($"a kill by HTTP was answered with '{Encoding.UTF8.GetString(_answer, 0, _length)}'");
        }

        _length += received;
    }
}
