using Artic.Cli.Runs;
using Artic.Runs;
using Artic.Core.Histogram;

namespace Artic.Cli.Demo;

/// <summary>Collects a run's figures from its counters and its processes' memory maps.</summary>
public static class SummaryBuilder
{
    private static readonly (string Name, string Service, string Histogram)[] s_latencies =
    [
        ("tick_to_order", "execution-engine", "tick_to_order_microseconds"),
        ("tick_to_wire", "execution-engine", "tick_to_wire_microseconds"),
        ("market_data", "market-data", "market_data_processing_latency_microseconds"),
        ("signal", "signal-bridge", "signal_processing_latency_microseconds"),
        ("risk", "risk-manager", "risk_check_duration_microseconds"),
        ("execution", "execution-engine", "execution_processing_latency_microseconds"),
        ("placement", "execution-engine", "order_placement_latency_milliseconds"),
    ];

    private static readonly string[] s_states = ["unknown", "active", "reducing", "halted"];

    /// <summary>The figures as they stand.</summary>
    public static DemoSummary Collect(RunFigures figures, IReadOnlyList<ChildProcess> services, Supervisor supervisor)
    {
        DemoSummary summary = new()
        {
            Signals = figures.Value("signal-bridge", "signals_total"),
            Market = new MarketSummary
            {
                Messages = figures.Value("market-data", "market_messages_total"),
                Malformed = figures.Value("market-data", "market_malformed_total"),
                Gaps = figures.Value("market-data", "market_gaps_total"),
                Resyncs = figures.Value("market-data", "market_resyncs_total"),
            },
            Orders = new OrderSummary
            {
                Submitted = figures.Value("execution-engine", "orders_submitted_total"),
                Filled = figures.Value("execution-engine", "orders_filled_total"),
                PartiallyFilled = figures.Value("execution-engine", "orders_partially_filled_total"),
                Canceled = figures.Value("execution-engine", "orders_canceled_total"),
                Rejected = figures.Value("execution-engine", "orders_rejected_total"),
                Denied = figures.Value("execution-engine", "orders_denied_total"),
                Fills = figures.Value("execution-engine", "fills_total"),
                Open = figures.Value("execution-engine", "orders_open"),
            },
            Position = new PositionSummary
            {
                Quantity = Money(figures, "position_quantity"),
                Checks = figures.Value("position-tracker", "position_checks_total"),
                Breaks = figures.Value("position-tracker", "position_breaks_total"),
                RealizedPnl = Money(figures, "realized_pnl_usd"),
                UnrealizedPnl = Money(figures, "unrealized_pnl_usd"),
                Fees = Money(figures, "fees_usd"),
            },
            TradingState = s_states[Math.Clamp(figures.Value("risk-manager", "trading_state"), 0, 3)],
        };
        foreach ((string name, string service, string histogram) in s_latencies)
        {
            summary.LatencyUs[name] = Percentiles(figures.Histogram(service, histogram));
        }

        foreach (ChildProcess service in services)
        {
            long collections = figures.Value(service.Name, "gc_collections_total");
            double gap = figures.Value(service.Name, "hot_loop_max_gap_ns") / 1000.0;
            summary.GcCount[service.Name] = collections;
            summary.HotLoopMaxGapUs[service.Name] = gap;
            summary.Processes.Add(new ProcessSummary
            {
                Name = service.Name,
                Pid = service.ProcessNumber,
                Native = service.IsNative,
                GcCount = collections,
                HotLoopMaxGapUs = gap,
            });
        }

        foreach (Restart restart in supervisor.Restarts)
        {
            summary.Restarts.Add(new RestartSummary
            {
                Name = restart.Name,
                PidBefore = restart.ProcessBefore,
                PidAfter = restart.ProcessAfter,
                Reason = restart.Reason,
                AtSeconds = Math.Round(restart.AtSeconds, 3),
            });
        }

        return summary;
    }

    /// <summary>Percentiles in microseconds.</summary>
    public static LatencySummary Percentiles(LatencyHistogram? histogram) => histogram is not { Count: > 0 } values
        ? new LatencySummary()
        : new LatencySummary
        {
            P50 = values.QuantileNs(0.5) / 1000.0,
            P90 = values.QuantileNs(0.9) / 1000.0,
            P99 = values.QuantileNs(0.99) / 1000.0,
            P999 = values.QuantileNs(0.999) / 1000.0,
            Max = values.MaxNs / 1000.0,
            Count = values.Count,
        };

    private static decimal Money(RunFigures figures, string counter) =>
        figures.Value("position-tracker", counter) / 100_000_000m;
}
