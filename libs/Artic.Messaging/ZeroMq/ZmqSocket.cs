using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using System.Text;

namespace Artic.Messaging.ZeroMq;

/// <summary>
/// One ZeroMQ socket. Thread: single owner; handing it over needs a full fence. Set the options before
/// <see cref="Bind"/> and <see cref="Connect"/>. Sending and receiving wait no longer than
/// <see cref="SendTimeoutMs"/> and <see cref="ReceiveTimeoutMs"/>, both 0 at first: they do not wait.
/// <see cref="LingerMs"/> is 0 at first: what is unsent when the socket closes is dropped. A Router reports unknown
/// peers instead of dropping in silence; a Req may ask again after a lost answer. Errors: <see cref="ZmqException"/>;
/// the socket stays as it was.
/// </summary>
public sealed unsafe class ZmqSocket : IDisposable
{
    /// <summary>The largest frame accepted unless set otherwise; a peer that sends more is cut off.</summary>
    public const long DefaultMaxMessageBytes = 1 << 20;

    private const UnixFileMode SocketMode =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite;

    private const string IpcScheme = "ipc://";
    private const int MaxEndpointBytes = 256;

    private readonly ZmqContextHandle _context;
    private nint _handle;

    /// <summary>Opens a socket; it keeps the context's I/O thread alive until it is disposed of.</summary>
    public ZmqSocket(ZmqContext context, ZmqSocketType type)
    {
        _context = context.Handle;
        bool held = false;
        _context.DangerousAddRef(ref held);
        _handle = ZmqNative.SocketNew(_context.DangerousGetHandle(), (int)type);
        if (_handle == 0)
        {
            int code = Marshal.GetLastPInvokeError();
            _context.DangerousRelease();
            throw new ZmqException($"open a {type} socket", code);
        }

        Type = type;
        try
        {
            SetDefaults();
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>What kind of socket this is.</summary>
    public ZmqSocketType Type { get; }

    /// <summary>How long closing keeps unsent frames, milliseconds; below 0 is for ever.</summary>
    public int LingerMs
    {
        get => GetInt32(ZmqNative.Linger);
        set => SetInt32(ZmqNative.Linger, value);
    }

    /// <summary>Messages queued for each peer before sending refuses (Pub: drops); 0 is no limit.</summary>
    public int SendHighWaterMark
    {
        get => GetInt32(ZmqNative.SendHighWaterMark);
        set => SetInt32(ZmqNative.SendHighWaterMark, value);
    }

    /// <summary>Messages queued from each peer before the peer's own queue fills; 0 is no limit.</summary>
    public int ReceiveHighWaterMark
    {
        get => GetInt32(ZmqNative.ReceiveHighWaterMark);
        set => SetInt32(ZmqNative.ReceiveHighWaterMark, value);
    }

    /// <summary>How long <see cref="TrySend"/> waits, milliseconds; below 0 is for ever.</summary>
    public int SendTimeoutMs
    {
        get => GetInt32(ZmqNative.SendTimeout);
        set => SetInt32(ZmqNative.SendTimeout, value);
    }

    /// <summary>How long <see cref="TryReceive"/> waits, milliseconds; below 0 is for ever.</summary>
    public int ReceiveTimeoutMs
    {
        get => GetInt32(ZmqNative.ReceiveTimeout);
        set => SetInt32(ZmqNative.ReceiveTimeout, value);
    }

    /// <summary>
    /// The largest frame accepted, bytes (ZMQ_MAXMSGSIZE); -1 is no limit. A peer that sends more is cut off.
    /// </summary>
    public long MaxMessageBytes
    {
        get
        {
            long value;
            nuint length = sizeof(long);
            ZmqNative.Check(ZmqNative.GetOption(Handle, ZmqNative.MaxMessageSize, &value, &length), "get an option");
            return value;
        }
        set => ZmqNative.Check(
            ZmqNative.SetOption(Handle, ZmqNative.MaxMessageSize, &value, sizeof(long)), "set the largest message");
    }

    /// <summary>Whether tcp endpoints may be IPv6.</summary>
    public bool Ipv6
    {
        get => GetInt32(ZmqNative.Ipv6) != 0;
        set => SetInt32(ZmqNative.Ipv6, value ? 1 : 0);
    }

    /// <summary>Frames received that were longer than their buffer, since the socket was opened.</summary>
    public long TruncatedFrames { get; private set; }

    /// <summary>The endpoint bound last, with the port that a wildcard became.</summary>
    public string LastEndpoint
    {
        get
        {
            byte* text = stackalloc byte[MaxEndpointBytes];
            nuint length = MaxEndpointBytes;
            ZmqNative.Check(ZmqNative.GetOption(Handle, ZmqNative.LastEndpoint, text, &length), "get an option");
            return Encoding.UTF8.GetString(text, (int)length - 1);
        }
    }

    internal nint Handle
    {
        get
        {
            ObjectDisposedException.ThrowIf(_handle == 0, this);
            return _handle;
        }
    }

    /// <summary>
    /// Listens at an endpoint, <c>tcp://address:port</c> or <c>ipc://path</c>. A socket file is made 0660 (owner and
    /// group); one that another process left behind is replaced. Its folder must exist. Blocks briefly. Errors:
    /// <see cref="ZmqException"/>; where it comes from the file's mode, dispose of the socket.
    /// </summary>
    public void Bind(string endpoint)
    {
        ZmqNative.Check(ZmqNative.Bind(Handle, endpoint), $"bind {endpoint}");
        if (endpoint.StartsWith(IpcScheme, StringComparison.Ordinal) && endpoint[IpcScheme.Length] is not ('@' or '*'))
        {
            RestrictToGroup(endpoint[IpcScheme.Length..]);
        }
    }

    /// <summary>Connects, now or whenever the other side is there; libzmq reconnects by itself.</summary>
    public void Connect(string endpoint) =>
        ZmqNative.Check(ZmqNative.Connect(Handle, endpoint), $"connect {endpoint}");

    /// <summary>Sub: receives messages whose first frame begins with the prefix; empty takes all.</summary>
    public void Subscribe(ReadOnlySpan<byte> prefix) => SetBytes(ZmqNative.Subscribe, prefix, "subscribe");

    /// <summary>Sub: takes one subscription back.</summary>
    public void Unsubscribe(ReadOnlySpan<byte> prefix) => SetBytes(ZmqNative.Unsubscribe, prefix, "unsubscribe");

    /// <summary>Encrypts: clients must know the public key. Who they are is not checked.</summary>
    public void UseCurveAsServer(ZmqCurveKeys keys)
    {
        SetInt32(ZmqNative.CurveServer, 1);
        SetKey(ZmqNative.CurveSecretKey, keys.Secret);
    }

    /// <summary>
    /// Encrypts to the server that holds the secret of <paramref name="serverKey"/>, and to no other.
    /// </summary>
    public void UseCurveAsClient(string serverKey, ZmqCurveKeys keys)
    {
        SetKey(ZmqNative.CurveServerKey, ZmqCurveKeys.RequireKey(serverKey, nameof(serverKey)));
        SetKey(ZmqNative.CurvePublicKey, keys.Public);
        SetKey(ZmqNative.CurveSecretKey, keys.Secret);
    }

    /// <summary>
    /// Sends one frame; <paramref name="more"/> where the message goes on. The bytes are copied before it returns.
    /// False: not sent, because the queue is full or, on a Router, the peer is gone; the rest of the message must not
    /// follow. Allocates nothing.
    /// </summary>
    public bool TrySend(ReadOnlySpan<byte> frame, bool more)
    {
        bool tookNote = false;
        fixed (byte* data = frame)
        {
            while (ZmqNative.Send(Handle, data, (nuint)frame.Length, more ? ZmqNative.SendMore : 0) < 0)
            {
                int code = Marshal.GetLastPInvokeError();
                if (code == ZmqErrno.WouldBlock && !tookNote)
                {
                    // A send looks at what peers have taken since about once a millisecond alone, and refuses until then where a queue
                    // was full: too seldom for one who takes each answer at once and asks again. This look is made always.
                    tookNote = true;
                    int events;
                    nuint length = sizeof(int);
                    _ = ZmqNative.GetOption(Handle, ZmqNative.Events, &events, &length); // What is wrong with it, the next send says.
                    continue;
                }

                if (code is ZmqErrno.WouldBlock or ZmqErrno.HostUnreachable)
                {
                    return false;
                }

                if (code != ZmqErrno.Interrupted)
                {
                    Throw("send", code);
                }
            }
        }

        return true;
    }

    /// <summary>
    /// Receives one frame into <paramref name="buffer"/>; <paramref name="more"/> where its message goes on. False:
    /// there is none. <paramref name="length"/> is the frame's own length: where it exceeds the buffer's, the frame
    /// was truncated, the rest is lost and counted in <see cref="TruncatedFrames"/>, and the message must be refused.
    /// Allocates nothing.
    /// </summary>
    public bool TryReceive(Span<byte> buffer, out int length, out bool more)
    {
        more = false;
        fixed (byte* target = buffer)
        {
            while ((length = ZmqNative.Receive(Handle, target, (nuint)buffer.Length, 0)) < 0)
            {
                int code = Marshal.GetLastPInvokeError();
                if (code == ZmqErrno.WouldBlock)
                {
                    length = 0;
                    return false;
                }

                if (code != ZmqErrno.Interrupted)
                {
                    Throw("receive", code);
                }
            }
        }

        if (length > buffer.Length)
        {
            TruncatedFrames++;
        }

        more = GetInt32(ZmqNative.ReceiveMore) != 0;
        return true;
    }

    /// <summary>Closes the socket, and removes the file of an ipc endpoint soon after. May be called again.</summary>
    public void Dispose()
    {
        if (_handle != 0)
        {
            _ = ZmqNative.SocketClose(_handle);
            _handle = 0;
            _context.DangerousRelease();
        }
    }

    [SuppressMessage("Interoperability", "CA1416", Justification = "the project runs on Linux")]
    private static void RestrictToGroup(string path)
    {
        try
        {
            File.SetUnixFileMode(path, SocketMode);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new ZmqException($"set the mode of {path} to 0660: {error.Message}", error);
        }
    }

    private static void Throw(string operation, int code) => throw new ZmqException(operation, code);

    private void SetDefaults()
    {
        LingerMs = 0;
        SendTimeoutMs = 0;
        ReceiveTimeoutMs = 0;
        MaxMessageBytes = DefaultMaxMessageBytes;
        if (Type == ZmqSocketType.Router)
        {
            SetInt32(ZmqNative.RouterMandatory, 1);
        }
        else if (Type == ZmqSocketType.Req)
        {
            SetInt32(ZmqNative.RequestCorrelate, 1);
            SetInt32(ZmqNative.RequestRelaxed, 1);
        }
    }

    private int GetInt32(int option)
    {
        int value;
        nuint length = sizeof(int);
        ZmqNative.Check(ZmqNative.GetOption(Handle, option, &value, &length), "get an option");
        return value;
    }

    private void SetInt32(int option, int value) =>
        ZmqNative.Check(ZmqNative.SetOption(Handle, option, &value, sizeof(int)), "set an option");

    private void SetBytes(int option, ReadOnlySpan<byte> value, string operation)
    {
        fixed (byte* data = value)
        {
            ZmqNative.Check(ZmqNative.SetOption(Handle, option, data, (nuint)value.Length), operation);
        }
    }

    // Z85 text with its terminating zero.
    private void SetKey(int option, string key) =>
        SetBytes(option, Encoding.ASCII.GetBytes(key + '\0'), "set a CURVE key");
}
