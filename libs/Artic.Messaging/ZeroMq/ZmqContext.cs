using System.Runtime.InteropServices;

namespace Artic.Messaging.ZeroMq;

/// <summary>
/// ZeroMQ's I/O thread and the sockets that share it; one for each process. Thread: any. Owner: <see cref="Dispose"/>
/// makes every call on its sockets fail with <see cref="ZmqErrno.ContextTerminated"/>, also one that waits on another
/// thread; the I/O thread ends when the last socket is disposed of.
/// </summary>
public sealed class ZmqContext : IDisposable
{
    /// <summary>
    /// Starts a context with one I/O thread, on <paramref name="ioThreadCpus"/> where given. Errors:
    /// <see cref="ZmqException"/>, also where the library is missing.
    /// </summary>
    public ZmqContext(params ReadOnlySpan<int> ioThreadCpus)
    {
        nint context = New();
        Handle = new ZmqContextHandle(context);
        try
        {
            ZmqNative.Check(ZmqNative.ContextSet(context, ZmqNative.ContextIoThreads, 1), "set I/O threads");
            foreach (int cpu in ioThreadCpus)
            {
                ZmqNative.Check(
                    ZmqNative.ContextSet(context, ZmqNative.ContextThreadAffinityCpuAdd, cpu),
                    $"pin the I/O thread to CPU {cpu}");
            }
        }
        catch
        {
            Handle.Dispose();
            throw;
        }
    }

    /// <summary>
    /// A context whose I/O thread is SCHED_FIFO at <paramref name="priority"/>: above every real-time thread that uses its sockets,
    /// for libzmq spins until that thread has done something. The calling process must have the right to it: without it libzmq ends
    /// the process.
    /// </summary>
    public static ZmqContext OfRealTime(int priority)
    {
        ZmqContext context = new();
        try
        {
            nint handle = context.Handle.DangerousGetHandle();
            ZmqNative.Check(
                ZmqNative.ContextSet(handle, ZmqNative.ContextThreadSchedulingPolicy, ZmqNative.FirstInFirstOut), "set the I/O thread's turns");
            ZmqNative.Check(
                ZmqNative.ContextSet(handle, ZmqNative.ContextThreadPriority, priority), "set the I/O thread's priority");
            return context;
        }
        catch
        {
            context.Dispose();
            throw;
        }
    }

    /// <summary>The version of the library that is loaded, such as "4.3.4".</summary>
    public static string LibraryVersion
    {
        get
        {
            ZmqNative.Version(out int major, out int minor, out int patch);
            return $"{major}.{minor}.{patch}";
        }
    }

    internal ZmqContextHandle Handle { get; }

    /// <summary>Ends the context; does not wait. May be called again.</summary>
    public void Dispose()
    {
        if (!Handle.IsClosed)
        {
            bool held = false;
            Handle.DangerousAddRef(ref held);
            _ = ZmqNative.ContextShutdown(Handle.DangerousGetHandle());
            Handle.Dispose();
            Handle.DangerousRelease();
        }
    }

    private static nint New()
    {
        try
        {
            nint context = ZmqNative.ContextNew();
            return context != 0 ? context : throw new ZmqException("create a context", Marshal.GetLastPInvokeError());
        }
        catch (DllNotFoundException error)
        {
            throw new ZmqException("libzmq.so.5 is missing: install Debian's libzmq5", error);
        }
    }
}
