namespace Artic.Messaging.ZeroMq;

/// <summary>The error numbers that callers tell apart: Linux's errno, and libzmq's own beyond 156384712.</summary>
public static class ZmqErrno
{
    /// <summary>A signal came first.</summary>
    public const int Interrupted = 4;

    /// <summary>Not now: the queue is full, or there is nothing to receive.</summary>
    public const int WouldBlock = 11;

    /// <summary>Another socket has the address.</summary>
    public const int AddressInUse = 98;

    /// <summary>A Router knows no such peer (any more).</summary>
    public const int HostUnreachable = 113;

    /// <summary>The call does not fit the socket's state, such as a Req that sends twice.</summary>
    public const int WrongState = 156384763;

    /// <summary>The context is going away: close the socket.</summary>
    public const int ContextTerminated = 156384765;
}
