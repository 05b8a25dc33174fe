namespace Artic.Hosting.Metrics;

/// <summary>A dashboard.</summary>
public enum MetricBoard
{
    /// <summary>How long each stage takes.</summary>
    Latency,

    /// <summary>Signals, orders, fills, positions, results.</summary>
    Trading,

    /// <summary>States, limits, denials, commands.</summary>
    Risk,

    /// <summary>Feeds and books.</summary>
    MarketData,

    /// <summary>Processes, memory, archive, tables, transports.</summary>
    Host,
}
