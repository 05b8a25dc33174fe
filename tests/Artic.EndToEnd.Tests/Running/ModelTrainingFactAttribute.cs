using System.Diagnostics;

namespace Artic.EndToEnd.Tests.Running;

/// <summary>A fact of the training example; skipped, and counted as such, where Debian's packages for it are missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ModelTrainingFactAttribute : FactAttribute
{
    private static readonly Lazy<bool> s_installed = new(CanImport);

    /// <summary>Looks for Debian's packages.</summary>
    public ModelTrainingFactAttribute()
    {
        if (!s_installed.Value)
        {
            Skip = $"{Home.Python} cannot import zmq, google.protobuf, numpy and onnx (Debian: python3-zmq python3-protobuf python3-numpy python3-onnx)";
        }
    }

    private static bool CanImport()
    {
        if (!File.Exists(Home.Python))
        {
            return false;
        }

        using Process python = Process.Start(
            new ProcessStartInfo(Home.Python, ["-c", "import zmq, google.protobuf, numpy, onnx"]) { RedirectStandardError = true })!;
        python.WaitForExit();
        return python.ExitCode == 0;
    }
}
