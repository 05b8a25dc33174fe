using System.Diagnostics;

namespace Artic.EndToEnd.Tests.Running;

/// <summary>A fact about users and sandboxes, which only root can make; skipped, and counted as such, without what it takes.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SandboxFactAttribute : FactAttribute
{
    private static readonly Lazy<bool> s_makesSandboxes = new(MakesSandboxes);

    /// <summary>Looks for root and the tools.</summary>
    public SandboxFactAttribute()
    {
        Skip = !Environment.IsPrivilegedProcess ? "starts services as users of their own: run the tests as root"
            : Repository.OnPath("bwrap") == null ? "no bwrap on PATH (Debian: apt-get install bubblewrap)"
            : Repository.OnPath("systemd-analyze") == null ? "no systemd-analyze on PATH (Debian: apt-get install systemd)"
            : Directory.GetFiles("/usr/lib/python3/dist-packages", "seccomp*.so").Length == 0
                ? "no libseccomp for Python (Debian: apt-get install python3-seccomp)"
            : !s_makesSandboxes.Value ? "SKIPPED: bwrap may make no namespaces on this machine, or other users do not get as far as the repository"
            : null;
    }

    private static bool MakesSandboxes()
    {
        using Process bwrap = Process.Start(
            "bwrap",
            ["--ro-bind", "/", "/", "setpriv", "--reuid", "61001", "--regid", "61001", "--clear-groups", "test", "-x", Repository.Binary("artic-cli")]);
        bwrap.WaitForExit();
        return bwrap.ExitCode == 0;
    }
}
