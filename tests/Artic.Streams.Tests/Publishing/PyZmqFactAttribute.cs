using System.Diagnostics;

namespace Artic.Streams.Tests.Publishing;

/// <summary>A test against Debian's pyzmq and protobuf; skipped, and counted as such, where it is not installed.</summary>
[AttributeUsage(AttributeTargets.Method)]
public class PyZmqFactAttribute : FactAttribute
{
    private static readonly Lazy<bool> s_installed = new(CanImport);

    public PyZmqFactAttribute()
    {
        if (!s_installed.Value)
        {
            Skip = $"{PythonProcess.Interpreter} cannot import zmq and google.protobuf: install Debian's python3-zmq and python3-protobuf";
        }
    }

    private static bool CanImport()
    {
        if (!File.Exists(PythonProcess.Interpreter))
        {
            return false;
        }

        using Process python = Process.Start(
            new ProcessStartInfo(PythonProcess.Interpreter, ["-c", "import zmq, google.protobuf"]) { RedirectStandardError = true })!;
        python.WaitForExit();
        return python.ExitCode == 0;
    }
}
