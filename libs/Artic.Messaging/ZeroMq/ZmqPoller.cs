using System.Runtime.InteropServices;
using Artic.Core.Time;

namespace Artic.Messaging.ZeroMq;

/// <summary>Waits for a message on some sockets. Thread: the owner of all.</summary>
public static unsafe class ZmqPoller
{
    /// <summary>Sockets that are waited for together at most.</summary>
    public const int MostSockets = 16;

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

        _ = Wait(items, count, timeoutMs);
        return (items[0].Ready != 0 ? ZmqReady.First : ZmqReady.None) |
            (items[1].Ready != 0 ? ZmqReady.Second : ZmqReady.None);
    }

    /// <summary>
    /// The same for up to <see cref="MostSockets"/>; true where one has a message. Blocks; allocates nothing.
    /// </summary>
    public static bool Poll(ReadOnlySpan<ZmqSocket> sockets, int timeoutMs)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(sockets.Length, MostSockets);
        ZmqNative.PollItem* items = stackalloc ZmqNative.PollItem[MostSockets];
        for (int i = 0; i < sockets.Length; i++)
        {
            items[i] = new ZmqNative.PollItem { Socket = sockets[i].Handle, Events = ZmqNative.PollIn };
        }

        return Wait(items, sockets.Length, timeoutMs) > 0;
    }

    private static int Wait(ZmqNative.PollItem* items, int count, int timeoutMs)
    {
        long startNs = timeoutMs > 0 ? Clock.MonotonicNs() : 0;
        int remainingMs = timeoutMs;
        while (true)
        {
            int ready = ZmqNative.Poll(items, count, remainingMs);
            if (ready >= 0)
            {
                return ready;
            }

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
    }
}
