using Artic.Core.Histogram;
using Artic.Streams.Counters;

namespace Artic.ExecutionEngine;

/// <summary>The figures of the execution engine. Thread: the hot thread writes.</summary>
public sealed class ExecutionCounters(CountersFile file)
{
    private readonly Counter _submitted = file.Counter("orders_submitted_total");
    private readonly Counter _flatten = file.Counter("orders_flatten_total");
    private readonly Counter _filled = file.Counter("orders_filled_total");
    private readonly Counter _partiallyFilled = file.Counter("orders_partially_filled_total");
    private readonly Counter _canceled = file.Counter("orders_canceled_total");
    private readonly Counter _rejected = file.Counter("orders_rejected_total");
    private readonly Counter _denied = file.Counter("orders_denied_total");
    private readonly Counter _fills = file.Counter("fills_total");
    private readonly Counter _malformed = file.Counter("venue_malformed_total");
    private readonly Counter _foreign = file.Counter("venue_foreign_reports_total");
    private readonly Counter _checks = file.Counter("order_checks_total");
    private readonly Counter _breaks = file.Counter("order_breaks_total");
    private readonly Counter _asked = file.Counter("orders_outcome_unknown_total");
    private readonly Counter _open = file.Counter("orders_open");
    private readonly Counter _ready = file.Counter("venue_session_ready");

    /// <summary>From the receive of the market frame to the clock before the write of the signed request.</summary>
    public LatencyHistogram TickToOrder { get; } = file.Histogram("tick_to_order_microseconds");

    /// <summary>The same with the write.</summary>
    public LatencyHistogram TickToWire { get; } = file.Histogram("tick_to_wire_microseconds");

    /// <summary>From the commit of the approval to the clock before the write, the hop included.</summary>
    public LatencyHistogram Execution { get; } = file.Histogram("execution_processing_latency_microseconds");

    /// <summary>From the write of an order to the venue's answer.</summary>
    public LatencyHistogram Placement { get; } = file.Histogram("order_placement_latency_milliseconds");

    /// <summary>Counts a question to the venue what became of an order.</summary>
    public void Asked() => _asked.Increment();

    /// <summary>Shows what the state holds.</summary>
    public void Show(ExecutionHandler handler)
    {
        ExecutionTotals totals = handler.Totals;
        _submitted.Set(totals.Submitted);
        _flatten.Set(totals.Flatten);
        _filled.Set(totals.Filled);
        _partiallyFilled.Set(totals.PartiallyFilled);
        _canceled.Set(totals.Canceled);
        _rejected.Set(totals.Rejected);
        _denied.Set(totals.Denied);
        _fills.Set(totals.Fills);
        _malformed.Set(totals.Malformed);
        _foreign.Set(totals.Foreign);
        _open.Set(handler.OpenOrders);
        _checks.Set((long)handler.Comparison.Checks);
        _breaks.Set((long)handler.Comparison.Breaks);
        _ready.Set(handler.SessionReady ? 1 : 0);
    }
}
