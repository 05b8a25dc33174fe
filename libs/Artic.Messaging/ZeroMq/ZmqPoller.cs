using System.Runtime.InteropServices;
using Artic.Core.Time;

namespace Artic.Messaging.ZeroMq;

/// <summary>Waits for a message on one or two sockets. Thread: the owner of both.</summary>
public static unsafe class ZmqPoller
{
    private const long NsPerMs = 1_000_000;

    /// <summary>
    /// Waits until a socket has a message or <paramref name="timeoutMs"/> have passed; 0 only looks, below 0 waits for
    /// ever. Signals do not cut it short. Blocks; allocates nothing. Errors: <see cref="ZmqException"/>, with
    /// <see cref="ZmqErrno.ContextTerminated"/> when the context ends meanwhile.
    /// </summary>
    public static ZmqReady Poll(ZmqSocket first, ZmqSocket? second, int timeoutMs)
    {
        ZmqNative.PollItem* items = stackalloc ZmqNative.PollItem[2];
        items[0] = new ZmqNative.PollItem { Socket = first.Handle, Events = ZmqNative.PollIn };
        items[1] = default;
        int count = 1;
        if (second is not null)
        {
            items[1] = new ZmqNative.PollItem { Socket = second.Handle, Events = ZmqNative.PollIn };
            count = 2;
        }

        long startNs = timeoutMs > 0 ? Clock.MonotonicNs() : 0;
        int remainingMs = timeoutMs;
        while (ZmqNative.Poll(items, count, remainingMs) < 0)
        {
            int code = Marshal.GetLastPInvokeError();
            if (code != ZmqErrno.Interrupted)
            {
                throw new ZmqException("poll", code);
            }

            if (timeoutMs > 0)
            {
                remainingMs = (int)Math.Max(0, timeoutMs - ((Clock.MonotonicNs() - startNs) / NsPerMs));
            }
        }

        return (items[0].Ready != 0 ? ZmqReady.First : ZmqReady.None) |
            (items[1].Ready != 0 ? ZmqReady.Second : ZmqReady.None);
    }
}
