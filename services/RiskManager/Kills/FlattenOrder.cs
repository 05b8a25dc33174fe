using Artic.RiskManager.Exposure;

namespace Artic.RiskManager.Kills;

/// <summary>A market order that brings a position nearer to zero.</summary>
/// <param name="Instrument">Of which.</param>
/// <param name="Strategy">Whose part of it is closed; null: nobody's.</param>
/// <param name="IsBuy">It buys.</param>
/// <param name="Quantity">How much, a whole number of lots.</param>
/// <param name="Price">The best price that it meets.</param>
public readonly record struct FlattenOrder(
    InstrumentRisk Instrument, StrategyRisk? Strategy, bool IsBuy, long Quantity, long Price);
