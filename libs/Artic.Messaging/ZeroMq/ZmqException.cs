using System.Runtime.InteropServices;

namespace Artic.Messaging.ZeroMq;

/// <summary>A ZeroMQ call that failed: what was tried, and libzmq's text for the error number.</summary>
public sealed class ZmqException : Exception
{
    /// <summary>A failure of <paramref name="operation"/> with libzmq's error number.</summary>
    public ZmqException(string operation, int code)
        : base($"{operation}: {TextOf(code)} (errno {code})") => Code = code;

    /// <summary>A failure before libzmq was reached.</summary>
    public ZmqException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }

    /// <summary>The error number, see <see cref="ZmqErrno"/>; 0 where libzmq was not reached.</summary>
    public int Code { get; }

    private static unsafe string TextOf(int code) =>
        Marshal.PtrToStringUTF8((nint)ZmqNative.ErrorText(code)) ?? "unknown error";
}
