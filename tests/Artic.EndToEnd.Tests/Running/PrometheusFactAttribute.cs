namespace Artic.EndToEnd.Tests.Running;

/// <summary>
/// A fact that Prometheus and its own tool decide; skipped, and counted as such, where they are not there. <c>./artic test</c> installs them.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PrometheusFactAttribute : FactAttribute
{
    /// <summary>Looks for them.</summary>
    public PrometheusFactAttribute()
    {
        if (Repository.OnPath("promtool") == null || Repository.OnPath("prometheus") == null)
        {
            Skip = "no prometheus on PATH (Debian: apt-get install prometheus)";
        }
    }
}
