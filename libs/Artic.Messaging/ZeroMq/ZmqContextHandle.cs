using System.Runtime.InteropServices;

namespace Artic.Messaging.ZeroMq;

/// <summary>
/// A libzmq context. zmq_ctx_term waits for every socket to be closed; so each socket holds a reference, and the last
/// one to go ends the context without waiting.
/// </summary>
internal sealed class ZmqContextHandle : SafeHandle
{
    public ZmqContextHandle(nint context)
        : base(0, ownsHandle: true) => SetHandle(context);

    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle()
    {
        while (ZmqNative.ContextTerminate(handle) < 0)
        {
            if (Marshal.GetLastPInvokeError() != ZmqErrno.Interrupted)
            {
                return false;
            }
        }

        return true;
    }
}
