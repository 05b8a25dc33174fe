using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Artic.Messaging.ZeroMq;

/// <summary>
/// libzmq 4 as Debian's libzmq5 ships it. Source: zmq.h of 4.3.4; the numbers are its option names. errno is read right
/// after each call: the runtime may change it later.
/// </summary>
internal static unsafe partial class ZmqNative
{
    public const int ContextIoThreads = 1;
    public const int ContextThreadPriority = 3;
    public const int ContextThreadSchedulingPolicy = 4;
    public const int ContextThreadAffinityCpuAdd = 7;

    /// <summary>SCHED_FIFO.</summary>
    public const int FirstInFirstOut = 1;

    public const int Subscribe = 6;
    public const int Unsubscribe = 7;
    public const int ReceiveMore = 13;
    public const int Events = 15;
    public const int Linger = 17;
    public const int MaxMessageSize = 22;
    public const int SendHighWaterMark = 23;
    public const int ReceiveHighWaterMark = 24;
    public const int ReceiveTimeout = 27;
    public const int SendTimeout = 28;
    public const int LastEndpoint = 32;
    public const int RouterMandatory = 33;
    public const int Ipv6 = 42;
    public const int CurveServer = 47;
    public const int CurvePublicKey = 48;
    public const int CurveSecretKey = 49;
    public const int CurveServerKey = 50;
    public const int RequestCorrelate = 52;
    public const int RequestRelaxed = 53;

    public const int SendMore = 2;
    public const short PollIn = 1;

    private const string Library = "libzmq.so.5";

    [LibraryImport(Library, EntryPoint = "zmq_version")]
    public static partial void Version(out int major, out int minor, out int patch);

    [LibraryImport(Library, EntryPoint = "zmq_strerror")]
    public static partial byte* ErrorText(int code);

    [LibraryImport(Library, EntryPoint = "zmq_ctx_new", SetLastError = true)]
    public static partial nint ContextNew();

    [LibraryImport(Library, EntryPoint = "zmq_ctx_set", SetLastError = true)]
    public static partial int ContextSet(nint context, int option, int value);

    [LibraryImport(Library, EntryPoint = "zmq_ctx_shutdown", SetLastError = true)]
    public static partial int ContextShutdown(nint context);

    [LibraryImport(Library, EntryPoint = "zmq_ctx_term", SetLastError = true)]
    public static partial int ContextTerminate(nint context);

    [LibraryImport(Library, EntryPoint = "zmq_socket", SetLastError = true)]
    public static partial nint SocketNew(nint context, int type);

    [LibraryImport(Library, EntryPoint = "zmq_close", SetLastError = true)]
    public static partial int SocketClose(nint socket);

    [LibraryImport(Library, EntryPoint = "zmq_bind", SetLastError = true)]
    public static partial int Bind(nint socket, [MarshalAs(UnmanagedType.LPUTF8Str)] string endpoint);

    [LibraryImport(Library, EntryPoint = "zmq_connect", SetLastError = true)]
    public static partial int Connect(nint socket, [MarshalAs(UnmanagedType.LPUTF8Str)] string endpoint);

    [LibraryImport(Library, EntryPoint = "zmq_setsockopt", SetLastError = true)]
    public static partial int SetOption(nint socket, int option, void* value, nuint length);

    [LibraryImport(Library, EntryPoint = "zmq_getsockopt", SetLastError = true)]
    public static partial int GetOption(nint socket, int option, void* value, nuint* length);

    [LibraryImport(Library, EntryPoint = "zmq_send", SetLastError = true)]
    public static partial int Send(nint socket, byte* data, nuint length, int flags);

    [LibraryImport(Library, EntryPoint = "zmq_recv", SetLastError = true)]
    public static partial int Receive(nint socket, byte* buffer, nuint length, int flags);

    [LibraryImport(Library, EntryPoint = "zmq_poll", SetLastError = true)]
    public static partial int Poll(PollItem* items, int count, nint timeoutMs);

    [LibraryImport(Library, EntryPoint = "zmq_curve_keypair", SetLastError = true)]
    public static partial int CurveKeyPair(byte* publicKey, byte* secretKey);

    [LibraryImport(Library, EntryPoint = "zmq_curve_public", SetLastError = true)]
    public static partial int CurvePublic(byte* publicKey, [MarshalAs(UnmanagedType.LPUTF8Str)] string secretKey);

    [LibraryImport(Library, EntryPoint = "zmq_z85_decode", SetLastError = true)]
    public static partial byte* Z85Decode(byte* destination, [MarshalAs(UnmanagedType.LPUTF8Str)] string text);

    /// <summary>zmq_pollitem_t on Linux.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct PollItem
    {
        public nint Socket;
        public int FileDescriptor;
        public short Events;
        public short Ready;
    }

    /// <summary>Throws for a result below zero, with what was tried.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Check(int result, string operation)
    {
        if (result < 0)
        {
            Throw(operation);
        }
    }

    private static void Throw(string operation) => throw new ZmqException(operation, Marshal.GetLastPInvokeError());
}
