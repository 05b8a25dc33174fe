using System.Diagnostics;

namespace Artic.Streams.Tests.Publishing;

/// <summary>A test that runs Debian's protoc; skipped, and counted as such, where there is none or another.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ProtocFactAttribute : FactAttribute
{
    private const string Compiler = "/usr/bin/protoc";
    private const string Version = "libprotoc 3.21";

    private static readonly Lazy<bool> s_installed = new(IsInstalled);

    public ProtocFactAttribute()
    {
        if (!s_installed.Value)
        {
            Skip = $"{Compiler} is not {Version}: install Debian 12's protobuf-compiler";
        }
    }

    private static bool IsInstalled()
    {
        if (!File.Exists(Compiler))
        {
            return false;
        }

        using Process protoc = Process.Start(
            new ProcessStartInfo(Compiler, ["--version"]) { RedirectStandardOutput = true })!;
        string said = protoc.StandardOutput.ReadToEnd();
        protoc.WaitForExit();
        return said.StartsWith(Version, StringComparison.Ordinal);
    }
}
