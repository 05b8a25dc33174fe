using System.Text;
using Artic.Messaging.ZeroMq;
using Artic.Streams.Log;
using Artic.V1;
using Google.Protobuf;

namespace Artic.Streams.Tests.Publishing;

/// <summary>Somebody who asks for what was missed.</summary>
internal sealed class ReplayClient : IDisposable
{
    private const int PatienceMs = 60_000;

    private readonly ZmqSocket _socket;
    private readonly byte[] _buffer = new byte[1 << 16];

    public ReplayClient(ZmqContext context, RunPaths paths, ZmqSocketType type = ZmqSocketType.Dealer)
    {
        _socket = new ZmqSocket(context, type)
        {
            ReceiveTimeoutMs = PatienceMs, SendTimeoutMs = PatienceMs, LingerMs = PatienceMs,
        };
        _socket.Connect($"ipc://{paths.Sockets}/market.replay");
    }

    public void Send(params byte[][] frames)
    {
        for (int i = 0; i < frames.Length; i++)
        {
            Assert.True(_socket.TrySend(frames[i], more: i + 1 < frames.Length));
        }
    }

    /// <summary>Asks and takes the page, with topic, header and payload of each record.</summary>
    public (ReplayPage Page, List<(string Topic, byte[] Header, byte[] Payload)> Records) Ask(
        ulong from, ulong to = 0, string topic = "", ulong requestId = 7)
    {
        Send(new ReplayRequest { FromSequence = from, ToSequence = to, Topic = topic, RequestId = requestId }.ToByteArray());
        return Receive();
    }

    /// <summary>The next page.</summary>
    public (ReplayPage Page, List<(string Topic, byte[] Header, byte[] Payload)> Records) Receive()
    {
        ReplayPage page = ReplayPage.Parser.ParseFrom(Frame(out bool more));
        List<(string, byte[], byte[])> records = [];
        while (more)
        {
            byte[] topic = Frame(out _);
            byte[] header = Frame(out _);
            records.Add((Encoding.UTF8.GetString(topic), header, Frame(out more)));
        }

        Assert.Equal((int)page.Records, records.Count);
        return (page, records);
    }

    public bool HasAnswer(int withinMs) => ZmqPoller.Poll(_socket, null, withinMs) != ZmqReady.None;

    public void Dispose() => _socket.Dispose();

    private byte[] Frame(out bool more)
    {
        Assert.True(_socket.TryReceive(_buffer, out int length, out more), "no answer came");
        return _buffer[..length];
    }
}
