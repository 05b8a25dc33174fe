using System.Diagnostics;

namespace Artic.EndToEnd.Tests.Running;

/// <summary>A fact of the Python client; skipped, and counted as such, where Debian's packages for it are missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PythonFactAttribute : FactAttribute
{
    private static readonly Lazy<bool> s_installed = new(CanImport);

    /// <summary>Looks for Debian's python3-zmq and python3-protobuf.</summary>
    public PythonFactAttribute()
    {
        if (!s_installed.Value)
        {
            Skip = $"{Home.Python} cannot import zmq and google.protobuf (Debian: python3-zmq python3-protobuf)";
        }
    }

    private static bool CanImport()
    {
        if (!File.Exists(Home.Python))
        {
            return false;
        }

        using Process python = Process.Start(
            new ProcessStartInfo(Home.Python, ["-c", "import zmq, google.protobuf"]) { RedirectStandardError = true })!;
        python.WaitForExit();
        return python.ExitCode == 0;
    }
}
