using System.Diagnostics;
using Artic.Core.Time;

namespace Artic.Runs;

/// <summary>
/// A process that the supervisor keeps alive: started through the shell's redirection, so that its output goes to a
/// file without a thread of ours, and asked by the kernel to end where the supervisor dies, so that nobody trades
/// without one. The thread that starts it is the one whose death counts: the main thread. Owner: the <see cref="Supervisor"/>. Thread: the supervisor's.
/// </summary>
public sealed class ChildProcess(string name, string binary, string[] arguments, string logPath) : IDisposable
{
    private Process? _process;
    private long _startedNs;

    /// <summary>The service's name.</summary>
    public string Name { get; } = name;

    /// <summary>The program.</summary>
    public string Binary { get; } = binary;

    /// <summary>Its log.</summary>
    public string LogPath { get; } = logPath;

    /// <summary>Process number; 0 before the first start.</summary>
    public int ProcessNumber { get; private set; }

    /// <summary>
    /// True where the process's memory map shows one of our binaries and no managed runtime; it is looked at while the
    /// process lives, and remembered.
    /// </summary>
    public bool IsNative { get; private set; }

    /// <summary>It runs.</summary>
    public bool IsRunning => _process is { HasExited: false };

    /// <summary>Exit code of the last process, 128 and more for signals.</summary>
    public int ExitCode => _process is { HasExited: true } ended ? ended.ExitCode : 0;

    /// <summary>How long the process in hand has lived.</summary>
    public long AgeNs => Clock.MonotonicNs() - _startedNs;

    /// <summary>Starts it, or starts it again.</summary>
    public void Start()
    {
        _process?.Dispose();
        ProcessStartInfo start = new("/bin/sh") { UseShellExecute = false, RedirectStandardInput = true };
        start.ArgumentList.Add("-c");
        start.ArgumentList.Add("log=$1; shift; exec setpriv --pdeathsig TERM -- \"$@\" >>\"$log\" 2>&1 </dev/null");
        start.ArgumentList.Add("artic");
        start.ArgumentList.Add(LogPath);
        start.ArgumentList.Add(Binary);
        foreach (string argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        _process = Process.Start(start) ?? throw new IOException($"{Binary} could not be started");
        ProcessNumber = _process.Id;
        _startedNs = Clock.MonotonicNs();
    }

    /// <summary>Looks at the memory map of the living process.</summary>
    public void LookAtMap()
    {
        if (!IsRunning)
        {
            return;
        }

        string map = File.ReadAllText($"/proc/{ProcessNumber}/maps");
        IsNative = map.Contains($"/{Path.GetFileName(Binary)}", StringComparison.Ordinal) &&
            !map.Contains("libcoreclr", StringComparison.Ordinal) &&
            !map.Contains("libclrjit", StringComparison.Ordinal) &&
            !map.Contains("libmonosgen", StringComparison.Ordinal) &&
            !map.Contains("System.Private.CoreLib.dll", StringComparison.Ordinal);
    }

    /// <summary>Asks it to end (SIGTERM).</summary>
    public void Terminate()
    {
        if (IsRunning)
        {
            _ = Signals.Send(ProcessNumber, Signals.Terminate);
        }
    }

    /// <summary>Waits for its end; kills it after <paramref name="milliseconds"/>. False where it had to be killed.</summary>
    public bool WaitOrKill(int milliseconds)
    {
        if (_process == null || _process.WaitForExit(milliseconds))
        {
            return true;
        }

        _process.Kill();
        _process.WaitForExit();
        return false;
    }

    /// <summary>The last lines of its log.</summary>
    public string LogTail(int lines)
    {
        string[] all = File.Exists(LogPath) ? File.ReadAllLines(LogPath) : [];
        return string.Join('\n', all[^Math.Min(lines, all.Length)..]);
    }

    /// <inheritdoc/>
    public void Dispose() => _process?.Dispose();
}
