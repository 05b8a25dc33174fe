namespace Artic.RiskManager.Breakers;

/// <summary>What a breaker goes by.</summary>
/// <param name="WindowNs">Events are counted over this.</param>
/// <param name="BackOffNs">From opening to the first probe.</param>
/// <param name="MaxBackOffNs">The longest that this grows to.</param>
/// <param name="Probes">Probes that must end well.</param>
public readonly record struct BreakerSettings(long WindowNs, long BackOffNs, long MaxBackOffNs, int Probes);
