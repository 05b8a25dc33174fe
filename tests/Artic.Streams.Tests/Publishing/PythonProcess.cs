using System.Diagnostics;

namespace Artic.Streams.Tests.Publishing;

/// <summary>A Python program beside the test; ended with it.</summary>
internal sealed class PythonProcess : IDisposable
{
    public const string Interpreter = "/usr/bin/python3";

    private readonly Process _process;

    public PythonProcess(string program, params string[] arguments) => _process = Process.Start(
        new ProcessStartInfo(Interpreter, ["-c", program, .. arguments]) { RedirectStandardOutput = true })!;

    public bool HasExited => _process.HasExited;

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
}
