using System.Text;
using System.Text.Json;
using Artic.Messaging.ZeroMq;
using Artic.Streams.Log;

namespace Artic.Streams.Tests.Publishing;

/// <summary>Somebody who sends commands.</summary>
internal sealed class CommandClient : IDisposable
{
    public const int PatienceMs = 10_000;

    private readonly ZmqSocket _socket;
    private readonly byte[] _buffer = new byte[1 << 16];

    public CommandClient(ZmqContext context, RunPaths paths, ZmqSocketType type = ZmqSocketType.Dealer)
    {
        _socket = new ZmqSocket(context, type)
        {
            ReceiveTimeoutMs = PatienceMs, SendTimeoutMs = PatienceMs, LingerMs = PatienceMs,
        };
        _socket.Connect($"ipc://{paths.Sockets}/risk-manager.command");
    }

    public void Send(string command, string? token = CommandSocketTests.Token, string reason = "a drill") =>
        Send(JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, string?>
        {
            ["command"] = command, ["reason"] = reason, ["token"] = token,
        }));

    public void Send(params byte[][] frames)
    {
        for (int i = 0; i < frames.Length; i++)
        {
            Assert.True(_socket.TrySend(frames[i], more: i + 1 < frames.Length));
        }
    }

    /// <summary>The next answer, one frame of JSON.</summary>
    public JsonElement Receive()
    {
        Assert.True(_socket.TryReceive(_buffer, out int length, out bool more), "no answer came");
        Assert.False(more);
        return JsonDocument.Parse(Encoding.UTF8.GetString(_buffer, 0, length)).RootElement;
    }

    public bool HasAnswer(int withinMs) => ZmqPoller.Poll(_socket, null, withinMs) != ZmqReady.None;

    public void Dispose() => _socket.Dispose();
}
