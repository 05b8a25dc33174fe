using Artic.Indicators.Momentum;

namespace Artic.Strategies.MeanReversion;

/// <summary>Long while the Chande momentum oscillator is below -<c>threshold</c>, short while it is above it (Chande 1994).</summary>
public sealed class ChandeReversion : BarStrategy
{
    private readonly ChandeMomentum _momentum;
    private readonly double _threshold;

    /// <param name="length">Changes.</param>
    /// <param name="threshold">Extreme from here.</param>
    public ChandeReversion(int length, double threshold)
        : base(length + 1, "cmo", "threshold")
    {
        _momentum = Keep(new ChandeMomentum(length));
        _threshold = threshold;
    }

    /// <inheritdoc/>
    protected override StrategySignal Decide(in OhlcvBar bar)
    {
        _ = _momentum.Add(bar);
        double momentum = _momentum.Value;
        double value = double.IsNaN(momentum) ? momentum : momentum < -_threshold ? 1 : momentum > _threshold ? -1 : 0;
        return Against(value, momentum, _threshold);
    }
}
