using System.Diagnostics;

namespace Artic.Bindings.Tests.ZeroMq;

/// <summary>A Python program beside the test; ended with it.</summary>
internal sealed class PythonProcess : IDisposable
{
    public const string Interpreter = "/usr/bin/python3";

    private const int PatienceMs = 10_000;

    private readonly Process _process;

    public PythonProcess(string program, params string[] arguments) => _process = Process.Start(
        new ProcessStartInfo(Interpreter, ["-c", program, .. arguments]) { RedirectStandardOutput = true })!;

    /// <summary>All that it prints, when it has ended by itself.</summary>
    public string ReadToEnd()
    {
        string output = _process.StandardOutput.ReadToEnd();
        _process.WaitForExit(PatienceMs);
        return output.Trim();
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
