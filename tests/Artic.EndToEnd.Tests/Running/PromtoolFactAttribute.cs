namespace Artic.EndToEnd.Tests.Running;

/// <summary>A fact that Prometheus's own tool decides; skipped, and counted as such, where there is none.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PromtoolFactAttribute : FactAttribute
{
    /// <summary>Looks for promtool.</summary>
    public PromtoolFactAttribute()
    {
        if (Repository.OnPath("promtool") == null)
        {
            Skip = "no promtool on PATH (Debian: apt-get install prometheus)";
        }
    }
}
