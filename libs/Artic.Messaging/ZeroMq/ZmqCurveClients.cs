using Artic.Streams.Native;

namespace Artic.Messaging.ZeroMq;

/// <summary>
/// Lets only those clients in whose CURVE keys are listed, on all CURVE servers of a context: a ZAP handler (ZeroMQ's
/// RFC 27) at <c>inproc://zeromq.zap.01</c>, at most one in a context. Open it before a server binds. Sockets without
/// CURVE do not notice it. Thread: its own (artic-zap), from the constructor to <see cref="Dispose"/>; allocates nothing
/// for a client. Errors: the constructor throws <see cref="ArgumentException"/> for what is no key, and
/// <see cref="ZmqException"/> where there is such a handler already; afterwards whoever cannot be judged is refused.
/// </summary>
public sealed class ZmqCurveClients : IDisposable
{
    private const string Endpoint = "inproc://zeromq.zap.01";
    private const int LongestWaitMs = 50;
    private const int KeyBytes = 32;
    private const int LongestFrameBytes = 512;

    // Identity and delimiter of the asking socket; then as the RFC numbers them.
    private const int Frames = 9;
    private const int Identity = 0;
    private const int Version = 2;
    private const int RequestId = 3;
    private const int Mechanism = 7;
    private const int Credentials = 8;

    private readonly byte[][] _keys;
    private readonly byte[][] _frames = new byte[Frames][];
    private readonly int[] _lengths = new int[Frames];
    private readonly ZmqSocket _router;
    private readonly Thread _thread;
    private long _refused;
    private volatile bool _stopping;

    /// <summary>Begins to judge.</summary>
    /// <param name="context">The servers' context.</param>
    /// <param name="publicKeys">Z85 text of the clients that may come in.</param>
    public ZmqCurveClients(ZmqContext context, IReadOnlyList<string> publicKeys)
    {
        _keys = new byte[publicKeys.Count][];
        for (int i = 0; i < _keys.Length; i++)
        {
            _keys[i] = ZmqCurveKeys.Decode(publicKeys[i]);
        }

        for (int i = 0; i < Frames; i++)
        {
            _frames[i] = new byte[LongestFrameBytes];
        }

        _router = new ZmqSocket(context, ZmqSocketType.Router);
        try
        {
            _router.Bind(Endpoint);
        }
        catch
        {
            _router.Dispose();
            throw;
        }

        _thread = new Thread(Run) { Name = "artic-zap", IsBackground = true };
        _thread.Start();
    }

    /// <summary>Clients that were not let in. Thread: any.</summary>
    public long Refused => Volatile.Read(ref _refused);

    /// <summary>Ends the thread. Blocks shortly.</summary>
    public void Dispose()
    {
        _stopping = true;
        _thread.Join();
        _router.Dispose();
    }

    private void Run()
    {
        ThreadSettings.SetName("artic-zap");
        try
        {
            while (!_stopping)
            {
                _ = ZmqPoller.Poll(_router, null, LongestWaitMs);
                while (!_stopping && TryReceive(out int frames))
                {
                    Answer(frames);
                }
            }
        }
        catch (ZmqException error) when (error.Code == ZmqErrno.ContextTerminated)
        {
            // The servers have ended too.
        }
    }

    private bool TryReceive(out int frames)
    {
        frames = 0;
        bool more = true;
        while (more && _router.TryReceive(_frames[Math.Min(frames, Frames - 1)], out int length, out more))
        {
            _lengths[Math.Min(frames, Frames - 1)] = length;
            frames++;
        }

        return frames > 0;
    }

    private void Answer(int frames)
    {
        if (frames < Version + 2)
        {
            return;
        }

        bool known = frames == Frames && Frame(Version).SequenceEqual("1.0"u8) &&
            Frame(Mechanism).SequenceEqual("CURVE"u8) && IsListed(Frame(Credentials));
        if (!known)
        {
            Volatile.Write(ref _refused, _refused + 1);
        }

        _ = _router.TrySend(Frame(Identity), more: true) && _router.TrySend(default, more: true) &&
            _router.TrySend("1.0"u8, more: true) && _router.TrySend(Frame(RequestId), more: true) &&
            _router.TrySend(known ? "200"u8 : "400"u8, more: true) &&
            _router.TrySend(known ? "OK"u8 : "this key is not listed"u8, more: true) &&
            _router.TrySend(default, more: true) && _router.TrySend(default, more: false);
    }

    private bool IsListed(ReadOnlySpan<byte> key)
    {
        bool listed = false;
        foreach (byte[] known in _keys)
        {
            listed |= key.Length == KeyBytes && key.SequenceEqual(known);
        }

        return listed;
    }

    private ReadOnlySpan<byte> Frame(int index) => _frames[index].AsSpan(0, Math.Min(_lengths[index], LongestFrameBytes));
}
