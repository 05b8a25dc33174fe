using Artic.Hosting.Options;
using Artic.Messaging.Records;
using Artic.V1;

namespace Artic.Hosting.Metrics;

/// <summary>
/// All metrics of all services. From here come the HELP and TYPE lines of <c>/metrics</c>, docs/metrics.md and the dashboards;
/// tests fail where a service shows one that is not here.
/// </summary>
public static class MetricCatalog
{
    private const string Database = "a database";
    private const string Mirror = "inputs by ZeroMQ";

    /// <summary>All, in the order of the dashboards, their panels, and what is drawn in these.</summary>
    public static IReadOnlyList<MetricDefinition> All { get; } =
        [
            new("market_data_processing_latency_microseconds", MetricKind.Histogram, MetricUnit.Microseconds, MetricOwners.MarketData,
                new(MetricBoard.Latency, "Market data"), "From the receive of a frame to the commit of its records.")
            {
                Budget = 20,
            },
            new("signal_processing_latency_microseconds", MetricKind.Histogram, MetricUnit.Microseconds, MetricOwners.SignalBridge,
                new(MetricBoard.Latency, "Signals"), "From the commit of a market record to the commit of the signal that it led to.")
            {
                Budget = 30,
            },
            new("risk_check_duration_microseconds", MetricKind.Histogram, MetricUnit.Microseconds, MetricOwners.RiskManager,
                new(MetricBoard.Latency, "Risk checks"), "From the commit of an intent to the commit of the decision.")
            {
                Budget = 20,
            },
            new("execution_processing_latency_microseconds", MetricKind.Histogram, MetricUnit.Microseconds, MetricOwners.ExecutionEngine,
                new(MetricBoard.Latency, "Order out"), "From the commit of an approval to the clock before the write of its request.")
            {
                Budget = 30,
            },
            new("tick_to_order_microseconds", MetricKind.Histogram, MetricUnit.Microseconds, MetricOwners.ExecutionEngine,
                new(MetricBoard.Latency, "Tick to order"),
                "From the receive of a market frame to the clock before the write of the signed order.")
            {
                Budget = 100,
            },
            new("tick_to_wire_microseconds", MetricKind.Histogram, MetricUnit.Microseconds, MetricOwners.ExecutionEngine,
                new(MetricBoard.Latency, "Tick to wire"), "The same with the write."),
            new("order_placement_latency_milliseconds", MetricKind.Histogram, MetricUnit.Milliseconds, MetricOwners.ExecutionEngine,
                new(MetricBoard.Latency, "Venue's answer"), "From the write of an order to the venue's answer."),
            new("hot_loop_max_gap_ns", MetricKind.Gauge, MetricUnit.Nanoseconds, MetricOwners.All,
                new(MetricBoard.Latency, "Longest gap of the hot loops"),
                "The longest that the hot loop was away from its inputs, after two seconds of warm-up."),
            new("hot_loop_stalls_total", MetricKind.Counter, MetricUnit.Events, MetricOwners.All,
                new(MetricBoard.Latency, "Stalls of the hot loops"),
                "Times that the hot loop was away from its inputs for more than 10 ms, after two seconds of warm-up."),
            new("hot_loop_turns_total", MetricKind.Counter, MetricUnit.Count, MetricOwners.All,
                new(MetricBoard.Latency, "Turns of the hot loops"), "Turns of the hot loop."),
            new("signals_total", MetricKind.Counter, MetricUnit.Count, MetricOwners.SignalBridge,
                new(MetricBoard.Trading, "Signals and intents"), "Times that a strategy instance has changed its mind."),
            new("order_intents_total", MetricKind.Counter, MetricUnit.Count, MetricOwners.SignalBridge,
                new(MetricBoard.Trading, "Signals and intents"), "Orders that strategy instances wanted."),
            new("orders_submitted_total", MetricKind.Counter, MetricUnit.Count, MetricOwners.ExecutionEngine,
                new(MetricBoard.Trading, "Orders"), "Orders that left for the venue."),
            new("orders_filled_total", MetricKind.Counter, MetricUnit.Count, MetricOwners.ExecutionEngine,
                new(MetricBoard.Trading, "Orders"), "Orders that were filled whole."),
            new("orders_partially_filled_total", MetricKind.Counter, MetricUnit.Count, MetricOwners.ExecutionEngine,
                new(MetricBoard.Trading, "Orders"), "Orders whose first fill was not all of them."),
            new("orders_canceled_total", MetricKind.Counter, MetricUnit.Count, MetricOwners.ExecutionEngine,
                new(MetricBoard.Trading, "Orders"), "Orders that were cancelled or expired at the venue."),
            new("orders_flatten_total", MetricKind.Counter, MetricUnit.Count, MetricOwners.ExecutionEngine,
                new(MetricBoard.Trading, "Orders"), "Orders that left to close a position after a kill."),
            new("orders_rejected_total", MetricKind.Counter, MetricUnit.Events, MetricOwners.ExecutionEngine,
                new(MetricBoard.Trading, "Orders that went wrong"), "Orders that the venue refused or never got."),
            new("orders_outcome_unknown_total", MetricKind.Counter, MetricUnit.Events, MetricOwners.ExecutionEngine,
                new(MetricBoard.Trading, "Orders that went wrong"),
                "Times that the venue was asked what became of an order, because it had not said so."),
            new("venue_foreign_reports_total", MetricKind.Counter, MetricUnit.Events, MetricOwners.ExecutionEngine,
                new(MetricBoard.Trading, "Orders that went wrong"), "Reports about orders that are not of this run."),
            new("venue_malformed_total", MetricKind.Counter, MetricUnit.Events, MetricOwners.ExecutionEngine,
                new(MetricBoard.Trading, "Orders that went wrong"), "Messages of the order API that were refused."),
            new("orders_open", MetricKind.Gauge, MetricUnit.Count, MetricOwners.ExecutionEngine,
                new(MetricBoard.Trading, "Open orders"), "Orders that are not over."),
            new("venue_session_ready", MetricKind.Gauge, MetricUnit.Flag, MetricOwners.ExecutionEngine,
                new(MetricBoard.Trading, "Session with the venue"), "1 while the account's events arrive and orders may be sent.")
            {
                Meanings = [new(1, "ready", true), new(0, "none", false)],
            },
            new("fills_total", MetricKind.Counter, MetricUnit.Count, MetricOwners.ExecutionEngine,
                new(MetricBoard.Trading, "Fills"), "Trades of this account."),
            new("position_fills_total", MetricKind.Counter, MetricUnit.Count, MetricOwners.PositionTracker,
                new(MetricBoard.Trading, "Fills"), "Trades that the positions contain."),
            new("position_quantity", MetricKind.Gauge, MetricUnit.Quantity, MetricOwners.PositionTracker,
                new(MetricBoard.Trading, "Position of the first instrument"), "Net position of the first instrument."),
            new("position_value_usd", MetricKind.Gauge, MetricUnit.Usd, MetricOwners.PositionTracker,
                new(MetricBoard.Trading, "Worth of the positions"), "Worth of all positions at the mid."),
            new("realized_pnl_usd", MetricKind.Gauge, MetricUnit.Usd, MetricOwners.PositionTracker,
                new(MetricBoard.Trading, "Result"), "Result of what was closed, before fees."),
            new("unrealized_pnl_usd", MetricKind.Gauge, MetricUnit.Usd, MetricOwners.PositionTracker,
                new(MetricBoard.Trading, "Result"), "Result of what is open, at the mid."),
            new("fees_usd", MetricKind.Gauge, MetricUnit.Usd, MetricOwners.PositionTracker,
                new(MetricBoard.Trading, "Result"), "All fees, valued at the price of their fill."),
            new("position_checks_total", MetricKind.Counter, MetricUnit.Count, MetricOwners.PositionTracker,
                new(MetricBoard.Trading, "Comparisons with the venue"), "Comparisons with the venue's account."),
            new("position_breaks_total", MetricKind.Counter, MetricUnit.Events, MetricOwners.PositionTracker,
                new(MetricBoard.Trading, "Breaks"), "Differences with the venue's account that two comparisons in a row have shown."),
            new("order_checks_total", MetricKind.Counter, MetricUnit.Count, MetricOwners.ExecutionEngine,
                new(MetricBoard.Trading, "Comparisons with the venue"), "Comparisons of an instrument's open orders with the venue's."),
            new("order_breaks_total", MetricKind.Counter, MetricUnit.Events, MetricOwners.ExecutionEngine,
                new(MetricBoard.Trading, "Breaks"), "Of these, those in which an order has differed twice."),
            new("strategy_instances_active", MetricKind.Gauge, MetricUnit.Count, MetricOwners.SignalBridge,
                new(MetricBoard.Trading, "Strategy instances"), "Strategy instances that may act."),
            new("strategy_instances_observed", MetricKind.Gauge, MetricUnit.Count, MetricOwners.SignalBridge,
                new(MetricBoard.Trading, "Strategy instances"), "Strategy instances that think and may not act."),
            new("strategy_instances_refused", MetricKind.Gauge, MetricUnit.Count, MetricOwners.SignalBridge,
                new(MetricBoard.Trading, "Strategy instances"),
                "Strategy instances that refused to start or have failed, such as by a model that gives no number."),
            new("model_swaps_total", MetricKind.Counter, MetricUnit.Events, MetricOwners.SignalBridge,
                new(MetricBoard.Trading, "Changes of models"),
                "Strategy instances that were given another version of their model while running."),
            new("model_swaps_refused_total", MetricKind.Counter, MetricUnit.Events, MetricOwners.SignalBridge,
                new(MetricBoard.Trading, "Changes of models"), "Promoted models that were not taken."),
            new("trading_state", MetricKind.Gauge, MetricUnit.State, MetricOwners.RiskManager,
                new(MetricBoard.Risk, "Trading state"), "1 active, 2 reducing, 3 halted; 0 before the first word.")
            {
                Meanings = [new(0, "none yet", false), new(1, "active", true), new(2, "reducing", false), new(3, "halted", false)],
            },
            new("kill_latched", MetricKind.Gauge, MetricUnit.Flag, MetricOwners.ExecutionEngine,
                new(MetricBoard.Risk, "Kill"), "1 while a kill of everything holds.")
            {
                Meanings = [new(0, "none", true), new(1, "killed", false)],
            },
            new("risk_scopes_killed", MetricKind.Gauge, MetricUnit.Count, MetricOwners.RiskManager,
                new(MetricBoard.Risk, "Killed parts"), "Strategy instances and instruments whose own kill holds."),
            new("lease_left_ms", MetricKind.Gauge, MetricUnit.Milliseconds, MetricOwners.ExecutionEngine,
                new(MetricBoard.Risk, "Lease"),
                "How long the risk manager's lease holds yet, as the engine sees it; below 0 it has lapsed, and no order leaves."),
            new("lease_lapses_total", MetricKind.Counter, MetricUnit.Events, MetricOwners.ExecutionEngine,
                new(MetricBoard.Risk, "Lapses of the lease"),
                "Times that the risk manager's lease has lapsed, looked at each millisecond."),
            new("circuit_breaker_state", MetricKind.Gauge, MetricUnit.State, MetricOwners.RiskManager,
                new(MetricBoard.Risk, "Circuit breakers"), "The worst of the circuit breakers: 1 closed, 2 open, 3 half open.")
            {
                Meanings = [new(0, "none yet", true), new(1, "closed", true), new(2, "open", false), new(3, "half open", false)],
            },
            new("circuit_breaker_trips_total", MetricKind.Counter, MetricUnit.Events, MetricOwners.RiskManager,
                new(MetricBoard.Risk, "Trips and warnings"), "Times that a breaker has opened by itself."),
            new("limit_warnings_total", MetricKind.Counter, MetricUnit.Events, MetricOwners.RiskManager,
                new(MetricBoard.Risk, "Trips and warnings"), "Warning thresholds of limits that were passed."),
            new("risk_day_pnl_usd", MetricKind.Gauge, MetricUnit.Usd, MetricOwners.RiskManager,
                new(MetricBoard.Risk, "Result of the day"), "Result of the UTC day at the mid, fees off."),
            new("risk_daily_loss_limit_usd", MetricKind.Gauge, MetricUnit.Usd, MetricOwners.RiskManager,
                new(MetricBoard.Risk, "Result of the day"), "The account's limit of the day's loss, as it is now.")
            {
                IsDrawnNegative = true,
            },
            new("risk_drawdown_usd", MetricKind.Gauge, MetricUnit.Usd, MetricOwners.RiskManager,
                new(MetricBoard.Risk, "Drawdown"), "Loss from the best result within the window."),
            new("risk_drawdown_limit_usd", MetricKind.Gauge, MetricUnit.Usd, MetricOwners.RiskManager,
                new(MetricBoard.Risk, "Drawdown"), "The account's limit of that."),
            new("risk_gross_exposure_usd", MetricKind.Gauge, MetricUnit.Usd, MetricOwners.RiskManager,
                new(MetricBoard.Risk, "Gross exposure"), "Positions and open orders at the worst, without regard to their side."),
            new("risk_gross_exposure_limit_usd", MetricKind.Gauge, MetricUnit.Usd, MetricOwners.RiskManager,
                new(MetricBoard.Risk, "Gross exposure"), "The account's limit of that."),
            new("risk_net_exposure_usd", MetricKind.Gauge, MetricUnit.Usd, MetricOwners.RiskManager,
                new(MetricBoard.Risk, "Net exposure"), "The same, longs less shorts."),
            new("risk_net_exposure_limit_usd", MetricKind.Gauge, MetricUnit.Usd, MetricOwners.RiskManager,
                new(MetricBoard.Risk, "Net exposure"), "The account's limit of that."),
            new("risk_open_orders", MetricKind.Gauge, MetricUnit.Count, MetricOwners.RiskManager,
                new(MetricBoard.Risk, "Open orders"), "Orders that count against the limits."),
            new("orders_approved_total", MetricKind.Counter, MetricUnit.Count, MetricOwners.RiskManager,
                new(MetricBoard.Risk, "Decisions"), "Intents that passed every check."),
            new("orders_denied_by_risk_total", MetricKind.Counter, MetricUnit.Count, MetricOwners.RiskManager,
                new(MetricBoard.Risk, "Decisions"), "Intents that a check held back."),
            new("orders_denied_total", MetricKind.Counter, MetricUnit.Count, MetricOwners.ExecutionEngine,
                new(MetricBoard.Risk, "Decisions"), "Intents and approvals that never left."),
            new("orders_overridden_total", MetricKind.Counter, MetricUnit.Count, MetricOwners.RiskManager,
                new(MetricBoard.Risk, "Decisions"), "Denied orders that a named person had approved without the check that denied them."),
            new("orders_denied_state_total", MetricKind.Counter, MetricUnit.Count, MetricOwners.RiskManager,
                new(MetricBoard.Risk, "Denials by kind"), "Denied by a state, restriction, breaker, hour, clock, archive or age."),
            new("orders_denied_market_total", MetricKind.Counter, MetricUnit.Count, MetricOwners.RiskManager,
                new(MetricBoard.Risk, "Denials by kind"), "Denied because the market was not live, old or had moved."),
            new("orders_denied_order_total", MetricKind.Counter, MetricUnit.Count, MetricOwners.RiskManager,
                new(MetricBoard.Risk, "Denials by kind"), "Denied for price, size, value or form of the order itself."),
            new("orders_denied_exposure_total", MetricKind.Counter, MetricUnit.Count, MetricOwners.RiskManager,
                new(MetricBoard.Risk, "Denials by kind"), "Denied for position, exposure, value at risk or balance."),
            new("orders_denied_loss_total", MetricKind.Counter, MetricUnit.Count, MetricOwners.RiskManager,
                new(MetricBoard.Risk, "Denials by kind"), "Denied for losses."),
            new("orders_denied_rate_total", MetricKind.Counter, MetricUnit.Count, MetricOwners.RiskManager,
                new(MetricBoard.Risk, "Denials by kind"), "Denied by a throttle: orders, cancels, open orders, orders for each trade."),
            new("orders_denied_observed_total", MetricKind.Counter, MetricUnit.Count, MetricOwners.RiskManager,
                new(MetricBoard.Risk, "Denials by kind"), "Denied because their strategy instance may not act."),
            new("risk_last_denial_code", MetricKind.Gauge, MetricUnit.State, MetricOwners.RiskManager,
                new(MetricBoard.Risk, "Last denial"), "Number of the last denial's code.")
            {
                Meanings = [.. Enum.GetValues<DenialCode>().Select(code =>
                    new MetricMeaning((int)code, code == DenialCode.Unspecified ? "none yet" : DenialNames.Of(code), null))],
            },
            new("venue_clock_offset_ms", MetricKind.Gauge, MetricUnit.Milliseconds, MetricOwners.RiskManager,
                new(MetricBoard.Risk, "Distance from the venue's clock"),
                "How far this machine's clock is from the venue's at the most, as last measured."),
            new("limits_set_total", MetricKind.Counter, MetricUnit.Events, MetricOwners.RiskManager,
                new(MetricBoard.Risk, "Commands of people"), "Limit commands that are on record in this run."),
            new("kill_requests_total", MetricKind.Counter, MetricUnit.Events, MetricOwners.RiskManager | MetricOwners.ExecutionEngine,
                new(MetricBoard.Risk, "Commands of people"), "Kills by HTTP."),
            new("limit_requests_total", MetricKind.Counter, MetricUnit.Events, MetricOwners.RiskManager,
                new(MetricBoard.Risk, "Commands of people"), "Limit commands by HTTP, good or bad."),
            new("state_requests_total", MetricKind.Counter, MetricUnit.Events, MetricOwners.RiskManager,
                new(MetricBoard.Risk, "Commands of people"), "Commands of scopes' trading states by HTTP, good or bad."),
            new("override_requests_total", MetricKind.Counter, MetricUnit.Events, MetricOwners.RiskManager,
                new(MetricBoard.Risk, "Commands of people"), "Overrides of denied orders by HTTP, good or bad."),
            new("instance_requests_total", MetricKind.Counter, MetricUnit.Events, MetricOwners.SignalBridge,
                new(MetricBoard.Risk, "Commands of people"), "Commands by HTTP to declare strategy instances."),
            new("reconcile_requests_total", MetricKind.Counter, MetricUnit.Events, MetricOwners.ExecutionEngine,
                new(MetricBoard.Risk, "Commands of people"), "Commands by HTTP to compare with the venue."),
            new("commands_total", MetricKind.Counter, MetricUnit.Events, MetricOwners.Commanded,
                new(MetricBoard.Risk, "Commands of people"), "ZeroMQ commands that were carried out."),
            new("commands_refused_total", MetricKind.Counter, MetricUnit.Events, MetricOwners.Commanded,
                new(MetricBoard.Risk, "Refused commands"), "ZeroMQ commands that were refused."),
            new("commands_refused_content_total", MetricKind.Counter, MetricUnit.Events, MetricOwners.Commanded,
                new(MetricBoard.Risk, "Refused commands"), "ZeroMQ commands that asked for what cannot be."),
            new("commands_refused_malformed_total", MetricKind.Counter, MetricUnit.Events, MetricOwners.Commanded,
                new(MetricBoard.Risk, "Refused commands"), "ZeroMQ commands that could not be read."),
            new("commands_refused_token_total", MetricKind.Counter, MetricUnit.Events, MetricOwners.Commanded,
                new(MetricBoard.Risk, "Refused commands"), "ZeroMQ commands without the run's token."),
            new("commands_refused_unknown_total", MetricKind.Counter, MetricUnit.Events, MetricOwners.Commanded,
                new(MetricBoard.Risk, "Refused commands"), "ZeroMQ commands that this service does not have."),
            new("commands_unauthorized_total", MetricKind.Counter, MetricUnit.Events, MetricOwners.All,
                new(MetricBoard.Risk, "Refused commands"), "Commands by HTTP or ZeroMQ without the run's token."),
            new("commands_rate_limited_total", MetricKind.Counter, MetricUnit.Events, MetricOwners.All,
                new(MetricBoard.Risk, "Refused commands"), "The same whose peer had sent so many that it was told to wait."),
            new("market_messages_total", MetricKind.Counter, MetricUnit.Count, MetricOwners.MarketData,
                new(MetricBoard.MarketData, "Messages"), "Messages that were understood."),
            new("market_instruments", MetricKind.Gauge, MetricUnit.Count, MetricOwners.MarketData,
                new(MetricBoard.MarketData, "Instruments"), "Instruments that this run has."),
            new("market_instruments_live", MetricKind.Gauge, MetricUnit.Count, MetricOwners.MarketData,
                new(MetricBoard.MarketData, "Instruments"), "Instruments whose book is known to be right."),
            new("market_bid_price", MetricKind.Gauge, MetricUnit.Price, MetricOwners.MarketData,
                new(MetricBoard.MarketData, "Best prices of the first instrument"),
                "Best bid of the first instrument, to eight decimals."),
            new("market_ask_price", MetricKind.Gauge, MetricUnit.Price, MetricOwners.MarketData,
                new(MetricBoard.MarketData, "Best prices of the first instrument"),
                "Best ask of the first instrument, to eight decimals."),
            new("market_exchange_latency_microseconds", MetricKind.Gauge, MetricUnit.Microseconds, MetricOwners.MarketData,
                new(MetricBoard.MarketData, "From the venue to here"),
                "From the venue's time in the last message to its receipt, by two clocks; may be negative."),
            new("market_exchange_ahead_total", MetricKind.Counter, MetricUnit.Count, MetricOwners.MarketData,
                new(MetricBoard.MarketData, "Ahead of the venue's clock"),
                "Messages received before they were sent, by the venue's clock and this machine's."),
            new("market_gaps_total", MetricKind.Counter, MetricUnit.Events, MetricOwners.MarketData,
                new(MetricBoard.MarketData, "Books withdrawn"), "Holes in a venue's sequence."),
            new("market_checksums_failed_total", MetricKind.Counter, MetricUnit.Events, MetricOwners.MarketData,
                new(MetricBoard.MarketData, "Books withdrawn"), "Books whose checksum was not the venue's: each was withdrawn."),
            new("market_silences_total", MetricKind.Counter, MetricUnit.Events, MetricOwners.MarketData,
                new(MetricBoard.MarketData, "Books withdrawn"), "Live books that were doubted because nothing came."),
            new("market_resyncs_total", MetricKind.Counter, MetricUnit.Events, MetricOwners.MarketData,
                new(MetricBoard.MarketData, "Books withdrawn"), "Books that were built anew after they had been live."),
            new("late_trades_total", MetricKind.Counter, MetricUnit.Events, MetricOwners.MarketData,
                new(MetricBoard.MarketData, "Late trades"), "Trades left out of bars that had closed before them, counted for each bar."),
            new("market_malformed_total", MetricKind.Counter, MetricUnit.Events, MetricOwners.MarketData,
                new(MetricBoard.MarketData, "Refused frames"), "Frames that were refused, for whatever reason."),
            new("market_malformed_definition_total", MetricKind.Counter, MetricUnit.Events, MetricOwners.MarketData,
                new(MetricBoard.MarketData, "Refused frames by reason"), "Instrument definitions that could not be read."),
            new("market_malformed_duplicate_total", MetricKind.Counter, MetricUnit.Events, MetricOwners.MarketData,
                new(MetricBoard.MarketData, "Refused frames by reason"), "Messages that came before, or after a newer one."),
            new("market_malformed_incomplete_total", MetricKind.Counter, MetricUnit.Events, MetricOwners.MarketData,
                new(MetricBoard.MarketData, "Refused frames by reason"), "Messages without a member that their kind needs."),
            new("market_malformed_json_total", MetricKind.Counter, MetricUnit.Events, MetricOwners.MarketData,
                new(MetricBoard.MarketData, "Refused frames by reason"), "Frames that are not JSON."),
            new("market_malformed_number_total", MetricKind.Counter, MetricUnit.Events, MetricOwners.MarketData,
                new(MetricBoard.MarketData, "Refused frames by reason"),
                "Frames with a negative number, a price of 0, or one that does not fit the instrument's scale."),
            new("market_malformed_price_total", MetricKind.Counter, MetricUnit.Events, MetricOwners.MarketData,
                new(MetricBoard.MarketData, "Refused frames by reason"), "Trades and best prices far from the book."),
            new("market_malformed_refused_total", MetricKind.Counter, MetricUnit.Events, MetricOwners.MarketData,
                new(MetricBoard.MarketData, "Refused frames by reason"), "Requests that the venue refused."),
            new("market_malformed_shape_total", MetricKind.Counter, MetricUnit.Events, MetricOwners.MarketData,
                new(MetricBoard.MarketData, "Refused frames by reason"), "Frames that are JSON but not of the venue's shape."),
            new("market_malformed_size_total", MetricKind.Counter, MetricUnit.Events, MetricOwners.MarketData,
                new(MetricBoard.MarketData, "Refused frames by reason"), "Frames with more levels, events or letters than are taken."),
            new("market_malformed_snapshot_total", MetricKind.Counter, MetricUnit.Events, MetricOwners.MarketData,
                new(MetricBoard.MarketData, "Refused frames by reason"), "Depth snapshots that could not be read."),
            new("market_malformed_symbol_total", MetricKind.Counter, MetricUnit.Events, MetricOwners.MarketData,
                new(MetricBoard.MarketData, "Refused frames by reason"), "Messages about a symbol that nobody asked for."),
            new("process_start_time_seconds", MetricKind.Gauge, MetricUnit.UtcSeconds, MetricOwners.All,
                new(MetricBoard.Host, "Time since the start"), "When this process began, in seconds since 1970."),
            new("process_cpu_seconds_total", MetricKind.Counter, MetricUnit.Seconds, MetricOwners.All,
                new(MetricBoard.Host, "Processor time"), "Processor time of this process, user and system."),
            new("process_resident_memory_bytes", MetricKind.Gauge, MetricUnit.Bytes, MetricOwners.All,
                new(MetricBoard.Host, "Resident memory"), "Memory that this process has in RAM, shared memory included."),
            new("gc_allocated_bytes_total", MetricKind.Counter, MetricUnit.Bytes, MetricOwners.All,
                new(MetricBoard.Host, "Managed memory allocated"), "Managed memory allocated in this run."),
            new("gc_collections_total", MetricKind.Counter, MetricUnit.Events, MetricOwners.All,
                new(MetricBoard.Host, "Garbage collections"), "Garbage collections since the hot loop began."),
            new("archive_lag_bytes", MetricKind.Gauge, MetricUnit.Bytes, MetricOwners.All,
                new(MetricBoard.Host, "Waiting for the archive"),
                "Committed to a stream but not yet in the archive; the most of this process's streams.")
            {
                Budget = 67108864,
            },
            new("archive_faults_total", MetricKind.Counter, MetricUnit.Events, MetricOwners.All,
                new(MetricBoard.Host, "Refusals of the archive's disk"), "Times that the disk refused an archive."),
            new("late_segments_total", MetricKind.Counter, MetricUnit.Events, MetricOwners.All,
                new(MetricBoard.Host, "Segments made late"),
                "Segments that a writing thread had to make itself: housekeeping got too little of its core."),
            new("archive_free_bytes", MetricKind.Gauge, MetricUnit.Bytes, MetricOwners.All,
                new(MetricBoard.Host, "Free space of the archive's disk"), "Free space where the run's archive is."),
            new("shared_memory_free_bytes", MetricKind.Gauge, MetricUnit.Bytes, MetricOwners.All,
                new(MetricBoard.Host, "Free shared memory"), "Free space of /dev/shm, where the streams are."),
            new("database_up", MetricKind.Gauge, MetricUnit.Flag, MetricOwners.PositionTracker,
                new(MetricBoard.Host, "Database"), "1 while the tables are kept up, 0 while the database is away.")
            {
                Meanings = [new(1, "kept up", true), new(0, "away", false)],
                OnlyWith = Database,
            },
            new("database_rows_total", MetricKind.Counter, MetricUnit.Count, MetricOwners.PositionTracker,
                new(MetricBoard.Host, "Rows into the tables"), "Rows that were brought into the tables.")
            {
                OnlyWith = Database,
            },
            new("database_commits_total", MetricKind.Counter, MetricUnit.Count, MetricOwners.PositionTracker,
                new(MetricBoard.Host, "Transactions"), "Transactions that brought rows into the tables.")
            {
                OnlyWith = Database,
            },
            new("database_faults_total", MetricKind.Counter, MetricUnit.Events, MetricOwners.PositionTracker,
                new(MetricBoard.Host, "Faults of the database"), "Times that the database was away or refused.")
            {
                OnlyWith = Database,
            },
            new("database_committed_time_seconds", MetricKind.Gauge, MetricUnit.UtcSeconds, MetricOwners.PositionTracker,
                new(MetricBoard.Host, "Age of the tables"),
                "When the tables last had all that had been read of the streams, in seconds since 1970.")
            {
                OnlyWith = Database,
            },
            new("mirror_lag_records", MetricKind.Gauge, MetricUnit.Count, MetricOwners.All,
                new(MetricBoard.Host, "Waiting by ZeroMQ"),
                "Records published by their owner that are not here yet; the most of the streams taken by ZeroMQ.")
            {
                OnlyWith = Mirror,
            },
            new("mirror_records_total", MetricKind.Counter, MetricUnit.Count, MetricOwners.All,
                new(MetricBoard.Host, "Records by ZeroMQ"), "Records of other services that were copied by ZeroMQ.")
            {
                OnlyWith = Mirror,
            },
            new("mirror_gaps_total", MetricKind.Counter, MetricUnit.Events, MetricOwners.All,
                new(MetricBoard.Host, "Losses by ZeroMQ"), "Times that a stream taken by ZeroMQ had something missing.")
            {
                OnlyWith = Mirror,
            },
            new("mirror_recovered_total", MetricKind.Counter, MetricUnit.Events, MetricOwners.All,
                new(MetricBoard.Host, "Losses by ZeroMQ"), "The same that their owners had to send again.")
            {
                OnlyWith = Mirror,
            },
            new("mirror_refused_total", MetricKind.Counter, MetricUnit.Events, MetricOwners.All,
                new(MetricBoard.Host, "Losses by ZeroMQ"),
                "Messages of publishers that were refused: malformed, of another run, or of an owner that was succeeded.")
            {
                OnlyWith = Mirror,
            },
            new("replay_requests_total", MetricKind.Counter, MetricUnit.Count, MetricOwners.All,
                new(MetricBoard.Host, "Replays"), "Replay requests that came."),
            new("replay_records_total", MetricKind.Counter, MetricUnit.Count, MetricOwners.All,
                new(MetricBoard.Host, "Replays"), "Records that were sent again to subscribers that had missed them."),
            new("replay_refused_total", MetricKind.Counter, MetricUnit.Events, MetricOwners.All,
                new(MetricBoard.Host, "Replays that went wrong"), "Replay requests that were answered with an error."),
            new("replay_pages_dropped_total", MetricKind.Counter, MetricUnit.Events, MetricOwners.All,
                new(MetricBoard.Host, "Replays that went wrong"), "Pages of a replay whose asker was gone or took no more."),
            new("curve_clients_refused_total", MetricKind.Counter, MetricUnit.Events, MetricOwners.All,
                new(MetricBoard.Host, "Refused subscribers"), "Subscribers by tcp whose CURVE key is not listed."),
            new("process_number", MetricKind.Gauge, MetricUnit.State, MetricOwners.All,
                new(MetricBoard.Host, "Process numbers"), "Number of this process."),
            new("http_port", MetricKind.Gauge, MetricUnit.State, MetricOwners.All,
                new(MetricBoard.Host, "Ports"), "Port of this page."),
        ];

    private static readonly Dictionary<string, MetricDefinition> s_byName = All.ToDictionary(metric => metric.Name);

    /// <summary>The metric of this name; null: there is none.</summary>
    public static MetricDefinition? Find(string name) => s_byName.GetValueOrDefault(name);

    /// <summary>A type as Prometheus calls it.</summary>
    public static string NameOf(MetricKind kind) => kind switch
    {
        MetricKind.Counter => "counter",
        MetricKind.Histogram => "histogram",
        _ => "gauge",
    };

    /// <summary>The names of the services that owners stand for.</summary>
    public static IEnumerable<string> ServicesOf(MetricOwners owners)
    {
        for (int i = 0; i < OptionsRules.ServiceNames.Length; i++)
        {
            if (((int)owners & (1 << i)) != 0)
            {
                yield return OptionsRules.ServiceNames[i];
            }
        }
    }
}
