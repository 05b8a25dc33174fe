namespace Artic.Hosting.Metrics;

/// <summary>The services that show a metric.</summary>
[Flags]
public enum MetricOwners
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary><c>market-data</c>.</summary>
    MarketData = 1,

    /// <summary><c>signal-bridge</c>.</summary>
    SignalBridge = 2,

    /// <summary><c>risk-manager</c>.</summary>
    RiskManager = 4,

    /// <summary><c>execution-engine</c>.</summary>
    ExecutionEngine = 8,

    /// <summary><c>position-tracker</c>.</summary>
    PositionTracker = 16,

    /// <summary>Those that take commands.</summary>
    Commanded = SignalBridge | RiskManager | ExecutionEngine,

    /// <summary>All five.</summary>
    All = 31,
}
