using Artic.Indicators.Momentum;

namespace Artic.Strategies.Momentum;

/// <summary>Long while TRIX, the rate of change of a triple exponential average, is above 0, short while it is below (Hutson 1983).</summary>
public sealed class TripleRateSign : BarStrategy
{
    private readonly TripleRate _rate;

    /// <param name="length">Bars.</param>
    public TripleRateSign(int length)
        : base(length + 1, "trix", "average") => _rate = Keep(new TripleRate(length));

    /// <inheritdoc/>
    protected override StrategySignal Decide(in OhlcvBar bar)
    {
        _ = _rate.Add(bar);
        return Along(Side(100 + _rate.Value, 100), _rate.Value, _rate.Values[1]);
    }
}
