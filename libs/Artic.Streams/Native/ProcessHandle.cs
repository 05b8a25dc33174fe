using System.Runtime.InteropServices;

namespace Artic.Streams.Native;

/// <summary>
/// A pidfd: it stays with the very process that it was opened for, so that a recycled number is never killed. Owner:
/// the caller. Errors: <see cref="IOException"/>.
/// </summary>
public sealed partial class ProcessHandle : IDisposable
{
    private const long PidfdOpenNumber = 434;
    private const long PidfdSendSignalNumber = 424;
    private const int SigKill = 9;
    private const short PollIn = 1;

    private int _descriptor;

    private ProcessHandle(int descriptor) => _descriptor = descriptor;

    /// <summary>Opens the process; null where there is none with this number.</summary>
    public static ProcessHandle? TryOpen(int pid)
    {
        long descriptor = Libc.Syscall(PidfdOpenNumber, pid, 0, 0, 0);
        return descriptor < 0 ? null : new ProcessHandle((int)descriptor);
    }

    /// <summary>
    /// Opens the process that had this number and began at <paramref name="startTicks"/>; null where it has gone, though
    /// another may bear its number by now.
    /// </summary>
    public static ProcessHandle? TryOpen(int pid, long startTicks)
    {
        ProcessHandle? handle = TryOpen(pid);
        if (handle != null && StartTicksOf(pid) == startTicks)
        {
            return handle;
        }

        handle?.Dispose();
        return null;
    }

    /// <summary>When a process began, in clock ticks since boot (proc(5), stat, field 22); 0 where there is none.</summary>
    public static long StartTicksOf(int pid)
    {
        try
        {
            string stat = File.ReadAllText($"/proc/{pid}/stat");
            string[] afterName = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            return long.Parse(afterName[19]);
        }
        catch (IOException)
        {
            return 0;
        }
    }

    /// <summary>Sends SIGKILL; false where the process has gone or may not be signalled.</summary>
    public bool Kill() => Libc.Syscall(PidfdSendSignalNumber, _descriptor, SigKill, 0, 0) == 0;

    /// <summary>Waits until the process has ended; false after <paramref name="timeoutMs"/>.</summary>
    public bool WaitForExit(int timeoutMs)
    {
        PollDescriptor poll = new() { Descriptor = _descriptor, Events = PollIn };
        return Poll(ref poll, 1, timeoutMs) == 1;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        int descriptor = Interlocked.Exchange(ref _descriptor, -1);
        if (descriptor >= 0)
        {
            _ = Close(descriptor);
        }
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct PollDescriptor
    {
        public int Descriptor;
        public short Events;
        public short Returned;
    }

    [LibraryImport("libc", EntryPoint = "poll", SetLastError = true)]
    private static partial int Poll(ref PollDescriptor descriptors, ulong count, int timeoutMs);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int descriptor);
}
