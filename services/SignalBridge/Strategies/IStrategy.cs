using Artic.Streams.Steps;
using Artic.V1;

namespace Artic.SignalBridge.Strategies;

/// <summary>
/// Turns market events into an opinion. It sees nothing but its view and keeps no clock. Thread: the loop's; no
/// allocation.
/// </summary>
public interface IStrategy
{
    /// <summary>Takes a quote; true where <paramref name="opinion"/> was formed anew.</summary>
    bool OnQuote(MarketView view, out Opinion opinion);

    /// <summary>Takes a closed bar; true where <paramref name="opinion"/> was formed anew.</summary>
    bool OnBar(Bar bar, out Opinion opinion);

    /// <summary>Writes what later opinions depend on, beside the view.</summary>
    void Save(StateWriter state);

    /// <summary>Takes what one with the same options has saved.</summary>
    void Load(StateReader state);
}

/// <summary>What a strategy thinks.</summary>
/// <param name="Value">From -1, sell, to 1, buy.</param>
/// <param name="Confidence">From 0 to 1.</param>
/// <param name="Target">Wanted position in parts of the instance's largest: -1, 0 or 1.</param>
/// <param name="IsUrgent">Worth crossing the spread for.</param>
/// <param name="IsProbe">For measuring: one immediate order that cannot fill, whatever else is under way.</param>
public readonly record struct Opinion(
    double Value, double Confidence, int Target, bool IsUrgent, bool IsProbe = false);
