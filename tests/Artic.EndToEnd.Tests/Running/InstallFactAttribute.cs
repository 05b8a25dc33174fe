namespace Artic.EndToEnd.Tests.Running;

/// <summary>A fact about installing under a root of its own; skipped, and counted as such, without root and systemd's tools.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class InstallFactAttribute : FactAttribute
{
    /// <summary>Looks for them; systemd itself need not run.</summary>
    public InstallFactAttribute() => Skip = !Environment.IsPrivilegedProcess
        ? "sets owners of files: run the tests as root"
        : Array.Find(["systemd-sysusers", "systemd-tmpfiles"], tool => Repository.OnPath(tool) == null) is { } missing
            ? $"no {missing} on PATH (Debian: apt-get install systemd)"
            : null;
}
