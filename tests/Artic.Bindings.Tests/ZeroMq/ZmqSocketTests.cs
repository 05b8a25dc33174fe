using System.Runtime.Versioning;
using Artic.Messaging.ZeroMq;
using Xunit;

namespace Artic.Bindings.Tests.ZeroMq;

public sealed class ZmqSocketTests : IDisposable
{
    private const int PatienceMs = 5_000;
    private const int NothingComesMs = 200;

    private readonly TemporaryFolder _folder = new();
    private readonly ZmqContext _context = new();
    private readonly ZmqSocket _router;
    private readonly ZmqSocket _dealer;
    private readonly byte[] _buffer = new byte[64];

    public ZmqSocketTests()
    {
        _router = new ZmqSocket(_context, ZmqSocketType.Router);
        _dealer = new ZmqSocket(_context, ZmqSocketType.Dealer);
    }

    public void Dispose()
    {
        _dealer.Dispose();
        _router.Dispose();
        _context.Dispose();
        _folder.Dispose();
    }

    [Fact]
    [SupportedOSPlatform("linux")]
    public void Gives_a_socket_file_to_owner_and_group_only()
    {
        string path = _folder.File("market.pub");

        _router.Bind("ipc://" + path);

        Assert.Equal(
            UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite,
            File.GetUnixFileMode(path));
    }

    [Fact]
    public void Tells_a_truncated_frame_by_its_length_and_counts_it()
    {
        Pair("inproc://truncation");
        byte[] tooLong = new byte[100];
        tooLong.AsSpan().Fill(7);

        Assert.True(_dealer.TrySend(tooLong, more: true));
        Assert.True(_dealer.TrySend([8], more: false));

        Assert.True(_router.TryReceive(_buffer, out _, out _));
        Assert.True(_router.TryReceive(_buffer.AsSpan(0, 10), out int length, out bool more));
        Assert.Equal(100, length);
        Assert.True(more);
        Assert.Equal(1, _router.TruncatedFrames);
        Assert.Equal(7, _buffer[9]);
        Assert.True(_router.TryReceive(_buffer, out length, out more));
        Assert.Equal(1, length);
        Assert.False(more);
        Assert.Equal(8, _buffer[0]);
        Assert.Equal(1, _router.TruncatedFrames);
    }

    [Fact]
    public void Allocates_nothing_to_send_poll_and_receive()
    {
        Pair("inproc://allocation");
        byte[] frame = new byte[32];
        int failures = 0;

        long bytes = Allocation.Of(() =>
        {
            bool passed = _dealer.TrySend(frame, more: false) &&
                ZmqPoller.Poll(_dealer, _router, PatienceMs) == ZmqReady.Second &&
                _router.TryReceive(_buffer, out _, out _) &&
                _router.TryReceive(_buffer, out int length, out bool more) && length == 32 && !more &&
                !_dealer.TryReceive(_buffer, out _, out _);
            failures += passed ? 0 : 1;
        });

        Assert.Equal(0, failures);
        Assert.Equal(0, bytes);
    }

    [Fact]
    public void Refuses_to_send_when_the_queue_is_full()
    {
        _dealer.SendHighWaterMark = 3;
        _dealer.Connect("ipc://" + _folder.File("nobody"));
        int sent = 0;
        while (sent < 100 && _dealer.TrySend([1], more: false))
        {
            sent++;
        }

        Assert.Equal(3, sent);
    }

    [Fact]
    public void A_router_says_that_the_peer_is_unknown()
    {
        _router.Bind("ipc://" + _folder.File("router"));

        Assert.False(_router.TrySend("stranger"u8, more: true));
    }

    [Fact]
    public void Cuts_off_a_peer_that_sends_more_than_the_largest_message()
    {
        _router.MaxMessageBytes = 1000;
        Pair("ipc://" + _folder.File("limited"));

        Assert.True(_dealer.TrySend(new byte[1001], more: false));
        Assert.Equal(ZmqReady.None, ZmqPoller.Poll(_router, null, NothingComesMs));

        using ZmqSocket other = new(_context, ZmqSocketType.Dealer);
        other.Connect("ipc://" + _folder.File("limited"));
        Assert.True(other.TrySend(new byte[1000], more: false));
        Assert.Equal(ZmqReady.First, ZmqPoller.Poll(_router, null, PatienceMs));
        Assert.Equal(1000, _router.MaxMessageBytes);
    }

    [Fact]
    public void Keeps_the_options_that_it_is_given()
    {
        _dealer.LingerMs = 5;
        _dealer.SendHighWaterMark = 6;
        _dealer.ReceiveHighWaterMark = 7;
        _dealer.SendTimeoutMs = 8;
        _dealer.ReceiveTimeoutMs = 9;
        _dealer.Ipv6 = true;

        Assert.Equal((5, 6, 7), (_dealer.LingerMs, _dealer.SendHighWaterMark, _dealer.ReceiveHighWaterMark));
        Assert.Equal((8, 9, true), (_dealer.SendTimeoutMs, _dealer.ReceiveTimeoutMs, _dealer.Ipv6));
        Assert.Equal(ZmqSocket.DefaultMaxMessageBytes, _dealer.MaxMessageBytes);
        Assert.False(_dealer.TryReceive(_buffer, out _, out _));
    }

    [Fact]
    public void A_request_may_be_asked_again_when_no_answer_came()
    {
        using ZmqSocket request = new(_context, ZmqSocketType.Req);
        request.Connect("ipc://" + _folder.File("silent"));

        Assert.True(request.TrySend([1], more: false));
        Assert.False(request.TryReceive(_buffer, out _, out _));
        Assert.True(request.TrySend([1], more: false));
    }

    [Fact]
    public void Talks_over_curve_to_who_knows_the_server_and_to_no_other()
    {
        ZmqCurveKeys server = ZmqCurveKeys.Generate();
        _router.UseCurveAsServer(server);
        _router.Bind("tcp://127.0.0.1:*");
        using ZmqSocket stranger = new(_context, ZmqSocketType.Dealer);
        stranger.UseCurveAsClient(ZmqCurveKeys.Generate().Public, ZmqCurveKeys.Generate());
        stranger.Connect(_router.LastEndpoint);
        Assert.True(stranger.TrySend("from a stranger"u8, more: false));
        Assert.Equal(ZmqReady.None, ZmqPoller.Poll(_router, null, NothingComesMs));

        _dealer.UseCurveAsClient(server.Public, ZmqCurveKeys.Generate());
        _dealer.Connect(_router.LastEndpoint);
        Assert.True(_dealer.TrySend("from a friend"u8, more: false));

        Assert.Equal(ZmqReady.First, ZmqPoller.Poll(_router, null, PatienceMs));
        Assert.True(_router.TryReceive(_buffer, out _, out _));
        Assert.True(_router.TryReceive(_buffer, out int length, out _));
        Assert.Equal("from a friend"u8, _buffer.AsSpan(0, length));
        Assert.DoesNotContain(server.Secret, server.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Says_what_failed_where_and_why()
    {
        ZmqException error = Assert.Throws<ZmqException>(() => _router.Bind("ipc:///no/such/folder/socket"));

        Assert.Equal("bind ipc:///no/such/folder/socket: No such file or directory (errno 2)", error.Message);
        Assert.Equal(2, error.Code);
    }

    [Fact]
    public void Cannot_be_used_when_closed()
    {
        _dealer.Dispose();
        _dealer.Dispose();

        Assert.Throws<ObjectDisposedException>(() => _dealer.TrySend([1], more: false));
        Assert.Throws<ObjectDisposedException>(() => ZmqPoller.Poll(_dealer, null, 0));
    }

    [Fact]
    public void Ending_the_context_frees_a_thread_that_waits_and_hangs_nowhere()
    {
        using ManualResetEventSlim waiting = new();
        int code = 0;
        Thread owner = new(() =>
        {
            using ZmqSocket socket = new(_context, ZmqSocketType.Sub);
            waiting.Set();
            try
            {
                ZmqPoller.Poll(socket, null, -1);
            }
            catch (ZmqException error)
            {
                code = error.Code;
            }
        });
        owner.Start();
        Assert.True(waiting.Wait(PatienceMs));

        _context.Dispose();

        Assert.True(owner.Join(PatienceMs), "the thread still waits");
        Assert.Equal(ZmqErrno.ContextTerminated, code);
        ZmqException late = Assert.Throws<ZmqException>(() => new ZmqSocket(_context, ZmqSocketType.Pub));
        Assert.Equal(ZmqErrno.ContextTerminated, late.Code);
    }

    [Fact]
    public void Pins_its_thread_to_a_core()
    {
        using ZmqContext pinned = new(0);
        using ZmqSocket socket = new(pinned, ZmqSocketType.Pub);

        socket.Bind("ipc://" + _folder.File("pinned"));

        Assert.StartsWith("4.", ZmqContext.LibraryVersion, StringComparison.Ordinal);
    }

    private void Pair(string endpoint)
    {
        _router.Bind(endpoint);
        _dealer.Connect(endpoint);
    }
}
