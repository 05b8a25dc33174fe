using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Artic.Streams.Tests.Publishing;

/// <summary>A Python program beside the test, with the project's client at hand; ended with the test.</summary>
internal sealed partial class PythonProcess : IDisposable
{
    public const string Interpreter = "/usr/bin/python3";

    private const int ContinueNumber = 18;

    private readonly Process _process;

    public PythonProcess(string program, params string[] arguments)
    {
        ProcessStartInfo start = new(Interpreter, ["-c", program, .. arguments]) { RedirectStandardOutput = true };
        start.Environment["PYTHONPATH"] = Path.Combine(ClientFolder, "src");
        start.Environment["PYTHONDONTWRITEBYTECODE"] = "1";
        _process = Process.Start(start)!;
    }

    /// <summary>clients/python of this repository.</summary>
    public static string ClientFolder { get; } = FindClient();

    public bool HasExited => _process.HasExited;

    /// <summary>It has stopped itself, by SIGSTOP.</summary>
    public bool IsStopped
    {
        get
        {
            string stat = File.ReadAllText($"/proc/{_process.Id}/stat");
            return stat[stat.LastIndexOf(')') + 2] == 'T';
        }
    }

    /// <summary>Has it go on after a SIGSTOP.</summary>
    public void Continue() => Assert.Equal(0, SendSignal(_process.Id, ContinueNumber));

    /// <summary>The next line that it prints.</summary>
    public string? ReadLine() => _process.StandardOutput.ReadLine();

    /// <summary>All lines that it prints, when it has ended by itself, and well.</summary>
    public string[] ReadToEnd()
    {
        string output = _process.StandardOutput.ReadToEnd();
        _process.WaitForExit();
        Assert.Equal(0, _process.ExitCode);
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            _process.WaitForExit();
        }

        _process.Dispose();
    }

    private static string FindClient([CallerFilePath] string file = "")
    {
        DirectoryInfo? folder = new(Path.GetDirectoryName(file)!);
        while (folder != null && !Directory.Exists(Path.Combine(folder.FullName, "clients", "python")))
        {
            folder = folder.Parent;
        }

        return Path.Combine(folder!.FullName, "clients", "python");
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int SendSignal(int process, int signal);
}
