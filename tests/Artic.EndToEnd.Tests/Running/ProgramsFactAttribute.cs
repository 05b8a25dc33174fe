namespace Artic.EndToEnd.Tests.Running;

/// <summary>
/// A fact that other programs decide; skipped, and counted as such, where one is not on PATH. <c>./artic test</c> installs them.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ProgramsFactAttribute : FactAttribute
{
    /// <summary>Looks for them.</summary>
    public ProgramsFactAttribute(params string[] programs)
    {
        string[] missing = [.. programs.Where(program => Repository.OnPath(program) == null)];
        if (missing.Length > 0)
        {
            Skip = $"not on PATH: {string.Join(", ", missing)} (Debian's packages: prometheus with promtool, chromium)";
        }
    }
}
