namespace Artic.Strategies;

/// <summary>What a strategy says after an input, and the figures that say why. Immutable.</summary>
/// <param name="Value">-1, wholly short, to 1, wholly long; 0: none. Always a number.</param>
/// <param name="Reason">Why.</param>
/// <param name="First">First figure, named by <see cref="Strategy.Figures"/>; what the strategy does not name is 0.</param>
/// <param name="Second">Second figure.</param>
/// <param name="Third">Third figure.</param>
/// <param name="Fourth">Fourth figure.</param>
public readonly record struct StrategySignal(
    double Value, SignalReason Reason, double First = 0, double Second = 0, double Third = 0, double Fourth = 0);
