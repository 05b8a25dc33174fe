using System.Buffers.Binary;
using System.Text;
using Artic.Messaging.ZeroMq;
using Artic.Streams.Log;
using Artic.Streams.Waiting;

namespace Artic.Streams.Tests.Publishing;

/// <summary>A subscriber as another process would have it: its own socket, frames copied out.</summary>
internal sealed class Subscription : IDisposable
{
    private const long PatienceNs = 15_000_000_000;

    private readonly ZmqSocket _socket;
    private readonly byte[] _buffer = new byte[1 << 16];
    private long _lastSequence;

    public Subscription(ZmqContext context, RunPaths paths, string stream, string topic)
    {
        _socket = new ZmqSocket(context, ZmqSocketType.Sub) { ReceiveHighWaterMark = 0 };
        _socket.Subscribe(Encoding.UTF8.GetBytes(topic));
        _socket.Connect($"ipc://{paths.Sockets}/{stream}.pub");
    }

    /// <summary>The next message, if there is one.</summary>
    public bool TryTake(out string topic, out byte[] header, out byte[] payload)
    {
        topic = "";
        header = payload = [];
        if (!_socket.TryReceive(_buffer, out int length, out bool more))
        {
            return false;
        }

        topic = Encoding.UTF8.GetString(_buffer, 0, length);
        Assert.True(more);
        Assert.True(_socket.TryReceive(_buffer, out length, out more));
        header = _buffer[..length];
        Assert.True(more);
        Assert.True(_socket.TryReceive(_buffer, out length, out more));
        payload = _buffer[..length];
        Assert.False(more);
        _lastSequence = BinaryPrimitives.ReadInt64LittleEndian(header.AsSpan(8));
        return true;
    }

    /// <summary>Takes and forgets what is there; gives the number of messages.</summary>
    public int Drain()
    {
        int messages = 0;
        while (TryTake(out _, out _, out _))
        {
            messages++;
        }

        return messages;
    }

    /// <summary>
    /// Has <paramref name="publish"/> done until a message comes, since a PUB socket drops what is sent before that,
    /// and takes everything up to the sequence that <paramref name="last"/> gives afterwards.
    /// </summary>
    public void Join(Action publish, Func<long> last)
    {
        Assert.True(
            Poll.Until(
                () =>
                {
                    publish();
                    return Drain() > 0;
                },
                PatienceNs),
            "no message came");
        Assert.True(
            Poll.Until(
                () =>
                {
                    _ = Drain();
                    return _lastSequence >= last();
                },
                PatienceNs),
            "the last message did not come");
    }

    public void Dispose() => _socket.Dispose();
}
