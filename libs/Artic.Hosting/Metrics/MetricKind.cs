namespace Artic.Hosting.Metrics;

/// <summary>The types of Prometheus that are in use.</summary>
public enum MetricKind
{
    /// <summary>Only rises within a run.</summary>
    Counter,

    /// <summary>Rises and falls.</summary>
    Gauge,

    /// <summary>How often which duration came.</summary>
    Histogram,
}
