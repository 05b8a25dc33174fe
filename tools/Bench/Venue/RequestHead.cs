using System.Net.Sockets;
using System.Text;

namespace Artic.Bench.Venue;

/// <summary>The head of an HTTP request: method, target and the key of a WebSocket upgrade.</summary>
/// <param name="Method">GET, POST.</param>
/// <param name="Target">Path and query.</param>
/// <param name="WebSocketKey">Sec-WebSocket-Key; empty for a plain request.</param>
public readonly record struct RequestHead(string Method, string Target, string WebSocketKey)
{
    /// <summary>A thousand instruments name three streams each in one target.</summary>
    private const int LargestHeadBytes = 512 << 10;

    /// <summary>Reads a head; null where the peer has closed or sends something else. No request here has a body.</summary>
    public static RequestHead? Read(Socket socket)
    {
        byte[] bytes = new byte[16 << 10];
        int length = 0;
        int end;
        while ((end = bytes.AsSpan(0, length).IndexOf("\r\n\r\n"u8)) < 0)
        {
            if (length == bytes.Length)
            {
                if (length == LargestHeadBytes)
                {
                    return null;
                }

                Array.Resize(ref bytes, length * 2);
            }

            int count = socket.Receive(bytes.AsSpan(length), SocketFlags.None, out SocketError error);
            if (error != SocketError.Success || count == 0)
            {
                return null;
            }

            length += count;
        }

        string[] lines = Encoding.ASCII.GetString(bytes, 0, end).Split("\r\n");
        string[] first = lines[0].Split(' ');
        string key = "";
        foreach (string line in lines)
        {
            int colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon > 0 && line.AsSpan(0, colon).Equals("Sec-WebSocket-Key", StringComparison.OrdinalIgnoreCase))
            {
                key = line[(colon + 1)..].Trim();
            }
        }

        return first.Length == 3 ? new RequestHead(first[0], first[1], key) : null;
    }
}
