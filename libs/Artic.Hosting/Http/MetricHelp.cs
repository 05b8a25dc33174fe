using System.Text;

namespace Artic.Hosting.Http;

/// <summary>What each metric says, for its HELP line. A test fails where a service shows one that is not here.</summary>
public static class MetricHelp
{
    private static readonly Dictionary<string, string> s_help = new()
    {
        ["archive_faults_total"] = "Times that the disk refused an archive.",
        ["archive_lag_bytes"] = "Committed to a stream but not yet in the archive; the most of this process's streams.",
        ["circuit_breaker_trips_total"] = "Times that a breaker has opened by itself.",
        ["commands_refused_malformed_total"] = "ZeroMQ commands that could not be read.",
        ["commands_refused_token_total"] = "ZeroMQ commands without the run's token.",
        ["commands_refused_total"] = "ZeroMQ commands that were refused.",
        ["commands_refused_unknown_total"] = "ZeroMQ commands that this service does not have.",
        ["commands_total"] = "ZeroMQ commands that were carried out.",
        ["execution_processing_latency_microseconds"] = "From the commit of an approval to the clock before the write of its request.",
        ["fees_usd"] = "All fees, valued at the price of their fill.",
        ["fills_total"] = "Trades of this account.",
        ["gc_allocated_bytes_total"] = "Managed memory allocated in this run.",
        ["gc_collections_total"] = "Garbage collections since the hot loop began.",
        ["hot_loop_max_gap_ns"] = "The longest that the hot loop was away from its inputs, after two seconds of warm-up.",
        ["hot_loop_turns_total"] = "Turns of the hot loop.",
        ["http_port"] = "Port of this page.",
        ["kill_requests_total"] = "Kills by HTTP.",
        ["market_ask_price"] = "Best ask of the first instrument.",
        ["market_bid_price"] = "Best bid of the first instrument.",
        ["market_data_processing_latency_microseconds"] = "From the receive of a frame to the commit of its records.",
        ["market_gaps_total"] = "Holes in a venue's sequence.",
        ["market_instruments_live"] = "Instruments whose book is known to be right.",
        ["market_malformed_definition_total"] = "Instrument definitions that could not be read.",
        ["market_malformed_incomplete_total"] = "Messages without a member that their kind needs.",
        ["market_malformed_json_total"] = "Frames that are not JSON or not of the venue's shape.",
        ["market_malformed_snapshot_total"] = "Depth snapshots that could not be read.",
        ["market_malformed_symbol_total"] = "Messages about a symbol that nobody asked for.",
        ["market_malformed_total"] = "Frames that were refused, for whatever reason.",
        ["market_messages_total"] = "Messages that were understood.",
        ["market_resyncs_total"] = "Books that were built anew after they had been live.",
        ["order_intents_total"] = "Orders that strategy instances wanted.",
        ["order_placement_latency_milliseconds"] = "From the write of an order to the venue's answer.",
        ["orders_approved_total"] = "Intents that passed every check.",
        ["orders_canceled_total"] = "Orders that were cancelled or expired at the venue.",
        ["orders_denied_by_risk_total"] = "Intents that a check held back.",
        ["orders_denied_total"] = "Intents and approvals that never left.",
        ["orders_filled_total"] = "Orders that were filled whole.",
        ["orders_open"] = "Orders that are not over.",
        ["orders_partially_filled_total"] = "Orders whose first fill was not all of them.",
        ["orders_rejected_total"] = "Orders that the venue refused or never got.",
        ["orders_submitted_total"] = "Orders that left for the venue.",
        ["position_breaks_total"] = "Differences with the venue's account that two comparisons in a row have shown.",
        ["position_checks_total"] = "Comparisons with the venue's account.",
        ["position_fills_total"] = "Trades that the positions contain.",
        ["position_quantity"] = "Net position of the first instrument.",
        ["position_value_usd"] = "Worth of all positions at the mid.",
        ["process_number"] = "Number of this process.",
        ["realized_pnl_usd"] = "Result of what was closed, before fees.",
        ["risk_check_duration_microseconds"] = "From the commit of an intent to the commit of the decision.",
        ["risk_day_pnl_usd"] = "Result of the UTC day at the mid, fees off.",
        ["risk_last_denial_code"] = "Number of the last denial's code.",
        ["risk_open_orders"] = "Orders that count against the limits.",
        ["signal_processing_latency_microseconds"] = "From the commit of a market record to the commit of the signal that it led to.",
        ["signals_total"] = "Times that a strategy instance has changed its mind.",
        ["strategy_instances_refused"] = "Strategy instances that refused to start.",
        ["tick_to_order_microseconds"] = "From the receive of a market frame to the clock before the write of the signed order.",
        ["tick_to_wire_microseconds"] = "The same with the write.",
        ["trading_state"] = "1 active, 2 reducing, 3 halted; 0 before the first word.",
        ["unrealized_pnl_usd"] = "Result of what is open, at the mid.",
        ["venue_foreign_reports_total"] = "Reports about orders that are not of this run.",
        ["venue_malformed_total"] = "Messages of the order API that were refused.",
        ["venue_session_ready"] = "1 while the account's events arrive and orders may be sent.",
    };

    /// <summary>The HELP line of a metric; one without a text is named as such.</summary>
    public static byte[] Line(string name) =>
        Encoding.UTF8.GetBytes($"# HELP {name} {s_help.GetValueOrDefault(name, "Not described.")}\n");
}
