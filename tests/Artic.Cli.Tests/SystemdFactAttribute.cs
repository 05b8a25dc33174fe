namespace Artic.Cli.Tests;

/// <summary>A fact that needs systemd's tools, though not systemd, and root; skipped, and counted as such, without.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SystemdFactAttribute : FactAttribute
{
    /// <summary>Looks for them.</summary>
    public SystemdFactAttribute() => Skip = SystemdTools.Missing();
}

/// <summary>The same for a theory.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SystemdTheoryAttribute : TheoryAttribute
{
    /// <summary>Looks for them.</summary>
    public SystemdTheoryAttribute() => Skip = SystemdTools.Missing();
}

/// <summary>What is missing of systemd's tools.</summary>
internal static class SystemdTools
{
    private static readonly string[] s_tools = ["systemd-sysusers", "systemd-tmpfiles", "systemd-analyze"];

    /// <summary>The reason to skip; null: none.</summary>
    public static string? Missing() => !Environment.IsPrivilegedProcess
        ? "sets owners of files: run the tests as root"
        : s_tools.FirstOrDefault(tool => !File.Exists($"/usr/bin/{tool}")) is { } tool
            ? $"no /usr/bin/{tool} (Debian: apt-get install systemd)"
            : null;
}
