using Artic.Streams.Steps;
using Artic.V1;

namespace Artic.SignalBridge.Strategies;

/// <summary>
/// Turns market events into an opinion. It sees nothing but what it is given and keeps no clock. Thread: the loop's; no
/// allocation.
/// </summary>
public interface IStrategy
{
    /// <summary>What it is shown.</summary>
    StrategyFeeds Feeds { get; }

    /// <summary>SHA-256 of the model that it asks, lower-case hexadecimal; nothing where it asks none.</summary>
    string ModelSha256 => "";

    /// <summary>Each opinion of another value is worth a signal record, not only one of another direction.</summary>
    bool SaysEachValue => false;

    /// <summary>Takes a quote; true where <paramref name="opinion"/> was formed anew.</summary>
    bool OnQuote(MarketView view, out Opinion opinion);

    /// <summary>Takes a closed bar; true where <paramref name="opinion"/> was formed anew.</summary>
    bool OnBar(Bar bar, out Opinion opinion);

    /// <summary>Takes the best levels of the book; true where <paramref name="opinion"/> was formed anew.</summary>
    bool OnBook(BookTop book, out Opinion opinion)
    {
        opinion = default;
        return false;
    }

    /// <summary>
    /// Does once what the next event of the instrument will ask of it, and forgets it: nothing that is saved or said changes. Called
    /// before the first.
    /// </summary>
    void Rehearse(MarketView view)
    {
    }

    /// <summary>
    /// Writes why it has the opinion that it formed last: reason and figures, and of a model its version and a hash of what it was
    /// asked. Called at once after that, and only where a signal is said.
    /// </summary>
    void Explain(Signal signal);

    /// <summary>Writes what later opinions depend on, beside the view.</summary>
    void Save(StateWriter state);

    /// <summary>Takes what one with the same options has saved.</summary>
    void Load(StateReader state);
}
