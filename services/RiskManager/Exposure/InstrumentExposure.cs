namespace Artic.RiskManager.Exposure;

/// <summary>Exposure in one instrument as raw money at its mark.</summary>
/// <param name="Position">The position, with its sign.</param>
/// <param name="Buys">All open buys.</param>
/// <param name="Sells">All open sells.</param>
/// <param name="Gross">The position with its open orders at the worst side, without a sign.</param>
public readonly record struct InstrumentExposure(Int128 Position, Int128 Buys, Int128 Sells, Int128 Gross);
