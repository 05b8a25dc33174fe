using Artic.Streams.Steps;
using Artic.V1;

namespace Artic.SignalBridge.Strategies;

/// <summary>
/// For measuring the path: asks the model at every quote as <see cref="OnnxStrategy"/> does, and has an order sent each
/// time, which cannot fill. Thread: the loop's; no allocation.
/// </summary>
/// <param name="inner">Who asks the model.</param>
public sealed class ProbeStrategy(OnnxStrategy inner) : IStrategy
{
    /// <inheritdoc/>
    public StrategyFeeds Feeds => inner.Feeds;

    /// <inheritdoc/>
    public string ModelSha256 => inner.ModelSha256;

    /// <inheritdoc/>
    public bool OnQuote(MarketView view, out Opinion opinion)
    {
        bool asked = inner.OnQuote(view, out Opinion answer);
        opinion = answer with { Target = answer.Value < 0 ? -1 : 1, IsUrgent = true, IsProbe = true };
        return asked;
    }

    /// <inheritdoc/>
    public void Rehearse(MarketView view) => inner.Rehearse(view);

    /// <inheritdoc/>
    public void Explain(Signal signal) => inner.Explain(signal);

    /// <inheritdoc/>
    public void Save(StateWriter state) => inner.Save(state);

    /// <inheritdoc/>
    public void Load(StateReader state) => inner.Load(state);

    /// <inheritdoc/>
    public bool OnBar(Bar bar, out Opinion opinion)
    {
        opinion = default;
        return false;
    }
}
