using System.Runtime.InteropServices;

namespace Artic.EndToEnd.Tests.Running;

/// <summary>Signals to single processes, each by its number.</summary>
internal static partial class ProcessSignal
{
    private const int KillNumber = 9;
    private const int UserOneNumber = 10;
    private const int TerminateNumber = 15;
    private const int ContinueNumber = 18;
    private const int StopNumber = 19;

    /// <summary>SIGKILL.</summary>
    public static void Kill(int process) => Send(process, KillNumber);

    /// <summary>SIGUSR1.</summary>
    public static void UserOne(int process) => Send(process, UserOneNumber);

    /// <summary>SIGTERM.</summary>
    public static void Terminate(int process) => Send(process, TerminateNumber);

    /// <summary>SIGCONT.</summary>
    public static void Continue(int process) => Send(process, ContinueNumber);

    /// <summary>SIGSTOP, and waits until every thread of it stands still.</summary>
    public static void Stop(int process)
    {
        Send(process, StopNumber);
        Deadline.Need($"process {process} stands still", 5, () => State(process) is 'T' or 't');
    }

    /// <summary>The letter of its state in /proc, 'Z' where it has gone.</summary>
    public static char State(int process)
    {
        try
        {
            string stat = File.ReadAllText($"/proc/{process}/stat");
            return stat[stat.LastIndexOf(')') + 2];
        }
        catch (IOException)
        {
            return 'Z';
        }
    }

    private static void Send(int process, int signal)
    {
        Assert.True(process > 1, $"signal {signal} to process {process}");
        Assert.True(SendNumber(process, signal) == 0, $"signal {signal} did not reach process {process}");
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int SendNumber(int process, int signal);
}
