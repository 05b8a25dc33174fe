using Artic.Core.Histogram;
using Artic.Streams.Counters;
using Artic.V1;

namespace Artic.RiskManager;

/// <summary>The figures of the risk manager. Thread: the hot thread writes.</summary>
public sealed class RiskCounters(CountersFile file)
{
    private readonly Counter _approved = file.Counter("orders_approved_total");
    private readonly Counter _denied = file.Counter("orders_denied_by_risk_total");
    private readonly Counter[] _deniedByKind = Array.ConvertAll(
#pragma warning disable CA1308 // Names of counters are lower case.
        Enum.GetNames<DenialKind>(), kind => file.Counter($"orders_denied_{kind.ToLowerInvariant()}_total"));
#pragma warning restore CA1308

    private readonly Counter _lastDenial = file.Counter("risk_last_denial_code");
    private readonly Counter _trips = file.Counter("circuit_breaker_trips_total");
    private readonly Counter _open = file.Counter("risk_open_orders");
    private readonly Counter _state = file.Counter("trading_state");
    private readonly Counter _dayPnl = file.Counter("risk_day_pnl_usd");
    private readonly Counter _limits = file.Counter("limits_set_total");
    private readonly Counter _warnings = file.Counter("limit_warnings_total");
    private readonly Counter _overridden = file.Counter("orders_overridden_total");
    private readonly Counter _clockOffset = file.Counter("venue_clock_offset_ms");
    private readonly Counter _breaker = file.Counter("circuit_breaker_state");
    private readonly LatencyHistogram _latency = file.Histogram("risk_check_duration_microseconds");

    /// <summary>Counts a decision: from the commit of the intent to the commit of the decision, the hop included.</summary>
    public void Decided(long latencyNs) => _latency.Record(latencyNs);

    /// <summary>Counts a denial by its kind.</summary>
    public void Denied(DenialCode code) => _deniedByKind[(int)DenialKinds.Of(code)].Increment();

    /// <summary>Shows what the state holds.</summary>
    public void Show(RiskHandler handler, RiskGate gate)
    {
        _approved.Set(handler.Approvals);
        _denied.Set(handler.Denials);
        _lastDenial.Set((long)handler.LastDenial.Code);
        _trips.Set(handler.BreakerTrips);
        _open.Set(gate.Books.Open.Count);
        _limits.Set(handler.LimitsSet);
        _warnings.Set(handler.Warnings);
        _overridden.Set(handler.Overrides.Approvals);
        _clockOffset.Set(gate.Books.Surroundings.ClockOffsetMs);
        _breaker.Set((long)gate.Books.Breakers.Worst(out _));
        _state.Set((long)handler.State.State);
    }

    /// <summary>Shows the day's result at scale 8.</summary>
    public void ShowDay(long pnl) => _dayPnl.Set(pnl);
}
