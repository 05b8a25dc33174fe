namespace Artic.SignalBridge.Strategies;

/// <summary>What a strategy thinks.</summary>
/// <param name="Value">From -1, sell, to 1, buy.</param>
/// <param name="Confidence">From 0 to 1.</param>
/// <param name="Target">Wanted position in parts of the instance's largest: -1, 0 or 1.</param>
/// <param name="IsUrgent">Worth crossing the spread for.</param>
/// <param name="IsProbe">For measuring: one immediate order that cannot fill, whatever else is under way.</param>
/// <param name="IsPosition">The value is the position that it would hold, none at 0; otherwise 0 leaves the position as it is.</param>
public readonly record struct Opinion(
    double Value, double Confidence, int Target, bool IsUrgent, bool IsProbe = false, bool IsPosition = false);
