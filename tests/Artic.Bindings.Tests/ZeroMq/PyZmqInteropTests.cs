using System.Diagnostics;
using System.Text;
using Artic.Messaging.ZeroMq;
using Xunit;

namespace Artic.Bindings.Tests.ZeroMq;

public sealed class PyZmqInteropTests : IDisposable
{
    private const int PatienceMs = 10_000;

    private const string ForwardProgram = """
        import sys, zmq
        context = zmq.Context()
        receiver = context.socket(zmq.SUB)
        receiver.subscribe(b"market.")
        sender = context.socket(zmq.PUB)
        sender.bind(sys.argv[2])
        receiver.connect(sys.argv[1])
        while True:
            sender.send_multipart([frame + b"!" for frame in receiver.recv_multipart()])
        """;

    private const string RequestProgram = """
        import sys, zmq
        socket = zmq.Context().socket(zmq.REQ)
        socket.linger = 0
        socket.rcvtimeo = 8000
        socket.connect(sys.argv[1])
        socket.send_multipart([b"kill", b"\x00\x01"])
        print(socket.recv().decode())
        """;

    private readonly TemporaryFolder _folder = new();
    private readonly ZmqContext _context = new();
    private readonly byte[] _buffer = new byte[256];

    public void Dispose()
    {
        _context.Dispose();
        _folder.Dispose();
    }

    [PyZmqFact]
    public void Publishes_to_python_and_subscribes_to_it_over_ipc()
    {
        string toPython = "ipc://" + _folder.File("to");
        string fromPython = "ipc://" + _folder.File("from");
        using ZmqSocket publisher = new(_context, ZmqSocketType.Pub);
        publisher.Bind(toPython);
        using ZmqSocket subscriber = new(_context, ZmqSocketType.Sub);
        subscriber.Subscribe(default);
        subscriber.Connect(fromPython);
        using PythonProcess python = new(ForwardProgram, toPython, fromPython);

        // A PUB socket drops what it sends before the subscription is there: send until one comes round.
        long start = Stopwatch.GetTimestamp();
        while (ZmqPoller.Poll(subscriber, null, 20) == ZmqReady.None)
        {
            Assert.True(Stopwatch.GetElapsedTime(start).TotalMilliseconds < PatienceMs, "nothing came back");
            Assert.True(publisher.TrySend("order.unwanted"u8, more: false));
            Assert.True(publisher.TrySend("market.quote.BTCUSDT."u8, more: true));
            Assert.True(publisher.TrySend([1, 2, 3], more: true));
            Assert.True(publisher.TrySend([], more: false));
        }

        Assert.Equal("market.quote.BTCUSDT.!", Receive(subscriber, expectMore: true));
        Assert.Equal("\x01\x02\x03!", Receive(subscriber, expectMore: true));
        Assert.Equal("!", Receive(subscriber, expectMore: false));
    }

    [PyZmqFact]
    public void Answers_a_request_from_python()
    {
        string endpoint = "ipc://" + _folder.File("command");
        using ZmqSocket router = new(_context, ZmqSocketType.Router);
        router.Bind(endpoint);
        using PythonProcess python = new(RequestProgram, endpoint);

        Assert.Equal(ZmqReady.First, ZmqPoller.Poll(router, null, PatienceMs));
        Span<byte> identity = stackalloc byte[16];
        Assert.True(router.TryReceive(identity, out int identityLength, out bool more));
        Assert.True(more);
        Assert.Equal("", Receive(router, expectMore: true));
        Assert.Equal("kill", Receive(router, expectMore: true));
        Assert.Equal("\0\x01", Receive(router, expectMore: false));
        Assert.True(router.TrySend(identity[..identityLength], more: true));
        Assert.True(router.TrySend([], more: true));
        Assert.True(router.TrySend("latched"u8, more: false));

        Assert.Equal("latched", python.ReadToEnd());
    }

    private string Receive(ZmqSocket socket, bool expectMore)
    {
        Assert.True(socket.TryReceive(_buffer, out int length, out bool more));
        Assert.Equal(expectMore, more);
        return Encoding.Latin1.GetString(_buffer, 0, length);
    }
}
