namespace Artic.EndToEnd.Tests.Running;

/// <summary>
/// A fact that Prometheus and a browser decide; skipped, and counted as such, where one is not there. <c>./artic test</c> installs them.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ChromiumFactAttribute : FactAttribute
{
    private static readonly string[] s_wanted = ["prometheus", "chromium"];

    /// <summary>Looks for them.</summary>
    public ChromiumFactAttribute()
    {
        string[] missing = [.. s_wanted.Where(program => Repository.OnPath(program) == null)];
        if (missing.Length > 0)
        {
            Skip = $"not on PATH: {string.Join(", ", missing)} (Debian: apt-get install {string.Join(' ', missing)})";
        }
    }
}
