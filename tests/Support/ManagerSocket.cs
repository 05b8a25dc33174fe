using System.Net.Sockets;
using System.Text;

namespace Artic.Tests.Support;

/// <summary>The service manager's end of NOTIFY_SOCKET: a real Unix datagram socket.</summary>
internal sealed class ManagerSocket : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified) { ReceiveTimeout = 50 };
    private readonly string _address;

    /// <param name="address">A path, or '@' and an abstract name.</param>
    public ManagerSocket(string address)
    {
        _address = address;
        _socket.Bind(new UnixDomainSocketEndPoint(address[0] == '@' ? "\0" + address[1..] : address));
    }

    /// <summary>All datagrams that are there, in their order.</summary>
    public List<string> Received()
    {
        List<string> messages = [];
        byte[] buffer = new byte[2048];
        while (_socket.Available > 0)
        {
            messages.Add(Encoding.UTF8.GetString(buffer, 0, _socket.Receive(buffer)));
        }

        return messages;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _socket.Dispose();
        if (_address[0] != '@')
        {
            File.Delete(_address);
        }
    }
}
