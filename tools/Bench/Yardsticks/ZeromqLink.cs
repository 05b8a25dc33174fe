using System.Runtime.InteropServices;
using Artic.Messaging.ZeroMq;
using Artic.Streams.Native;

namespace Artic.Bench.Yardsticks;

/// <summary>
/// libzmq's PUB/SUB over ipc, with queues without limit: nothing is dropped. Errors: <see cref="ZmqException"/>.
/// </summary>
public sealed class ZeromqLink : ILink
{
    private const int BlockMs = 200;

    private readonly ZmqSocket _socket;
    private readonly byte[] _message;
    private readonly bool _polls;

    private ZeromqLink(ZmqSocket socket, int messageBytes, bool polls)
    {
        _socket = socket;
        _message = new byte[messageBytes];
        _polls = polls;
    }

    /// <summary>The sending end of a hop.</summary>
    public static ZeromqLink Publish(ZmqContext context, string path, int messageBytes)
    {
        ZmqSocket socket = new(context, ZmqSocketType.Pub) { SendHighWaterMark = 0 };
        socket.Bind($"ipc://{path}");
        return new ZeromqLink(socket, messageBytes, polls: false);
    }

    /// <summary>The receiving end.</summary>
    public static ZeromqLink Subscribe(ZmqContext context, string path, int messageBytes, bool polls)
    {
        ZmqSocket socket = new(context, ZmqSocketType.Sub)
        {
            ReceiveHighWaterMark = 0,
            ReceiveTimeoutMs = polls ? 0 : BlockMs,
        };
        socket.Subscribe([]);
        socket.Connect($"ipc://{path}");
        return new ZeromqLink(socket, messageBytes, polls);
    }

    /// <inheritdoc/>
    public void Send(in Stamp stamp)
    {
        MemoryMarshal.Write(_message, stamp);
        _ = _socket.TrySend(_message, more: false);
    }

    /// <inheritdoc/>
    public bool TryReceive(out Stamp stamp)
    {
        if (!_socket.TryReceive(_message, out _, out _))
        {
            stamp = default;
            if (_polls)
            {
                ThreadSettings.Yield();
            }

            return false;
        }

        stamp = MemoryMarshal.Read<Stamp>(_message);
        return true;
    }

    /// <inheritdoc/>
    public void Dispose() => _socket.Dispose();
}
