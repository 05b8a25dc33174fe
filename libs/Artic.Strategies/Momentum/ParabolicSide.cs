using Artic.Indicators.Trend;

namespace Artic.Strategies.Momentum;

/// <summary>Long while the parabolic stop runs below the price, short while above (Wilder 1978). Before its first turn it says nothing.</summary>
public sealed class ParabolicSide : BarStrategy
{
    private readonly ParabolicStop _stop;

    /// <param name="step">Acceleration, and its steps.</param>
    /// <param name="most">The largest acceleration.</param>
    public ParabolicSide(double step, double most)
        : base(3, "close", "stop") => _stop = Keep(new ParabolicStop(step, most));

    /// <inheritdoc/>
    protected override StrategySignal Decide(in OhlcvBar bar)
    {
        _ = _stop.Add(bar);
        return Along(double.IsNaN(_stop.Value) ? double.NaN : _stop.IsUp ? 1 : -1, bar.Close, _stop.Value);
    }
}
