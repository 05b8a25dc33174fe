using System.Runtime.InteropServices;

namespace Artic.EndToEnd.Tests.Running;

/// <summary>
/// One thread of another process that stands still while the others go on, as one does that hangs: held by ptrace from a thread of
/// the test's own, for only the tracer may let it go. Goes on when this is disposed.
/// </summary>
internal sealed partial class HungThread : IDisposable
{
    private const int Interrupt = 0x4207;
    private const int Seize = 0x4206;
    private const int Detach = 17;
    private const int WaitForAnyThread = 0x40000000;

    private readonly ManualResetEventSlim _release = new();
    private readonly Thread _tracer;

    /// <param name="process">The process.</param>
    /// <param name="name">Name of the thread, as the kernel has it. Others may have inherited it; the one is meant that goes on waking
    /// the most, and never the main one.</param>
    public HungThread(int process, string name)
    {
        Dictionary<string, long> before = Directory.GetDirectories($"/proc/{process}/task")
            .Where(task => File.ReadAllText(Path.Combine(task, "comm")).Trim() == name && Path.GetFileName(task) != $"{process}")
            .ToDictionary(task => task, Wakes);
        Deadline.Pass(0.3);
        int thread = int.Parse(Path.GetFileName(before.MaxBy(task => Wakes(task.Key) - task.Value).Key));
        using ManualResetEventSlim held = new();
        string? fault = null;
        _tracer = new Thread(() =>
        {
            bool isHeld = Trace(Seize, thread, 0, 0) == 0 && Trace(Interrupt, thread, 0, 0) == 0 &&
                WaitPid(thread, out _, WaitForAnyThread) == thread;
            fault = isHeld ? null : Marshal.GetLastPInvokeErrorMessage();
            held.Set();
            _release.Wait();
            _ = Trace(Detach, thread, 0, 0);
        });
        _tracer.Start();
        held.Wait();
        if (fault != null)
        {
            Dispose();
            Assert.Fail($"thread {name} of process {process} could not be held: {fault}");
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _release.Set();
        _tracer.Join();
    }

    private static long Wakes(string task) => long.Parse(
        File.ReadLines(Path.Combine(task, "status")).Single(line => line.StartsWith("voluntary_ctxt_switches", StringComparison.Ordinal))
            .Split('\t')[1]);

    [LibraryImport("libc", EntryPoint = "ptrace", SetLastError = true)]
    private static partial long Trace(long request, int thread, nint address, nint data);

    [LibraryImport("libc", EntryPoint = "waitpid", SetLastError = true)]
    private static partial int WaitPid(int thread, out int status, int options);
}
