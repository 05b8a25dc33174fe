using Artic.Indicators.Momentum;

namespace Artic.Strategies.Momentum;

/// <summary>
/// Long where the first series has risen more than the hurdle and more than the second one, short where it has fallen more than
/// the hurdle and done worse than the second; nothing otherwise (Antonacci 2012: absolute and relative momentum).
/// </summary>
public sealed class DualMomentum : PairStrategy
{
    private readonly RateOfChange _first;
    private readonly RateOfChange _second;
    private readonly double _hurdle;

    /// <param name="length">Bars back.</param>
    /// <param name="hurdle">Change in per cent that counts as none.</param>
    public DualMomentum(int length, double hurdle)
        : base(length + 1, "change", "other", "hurdle")
    {
        _first = Keep(new RateOfChange(length));
        _second = Keep(new RateOfChange(length));
        _hurdle = hurdle;
    }

    /// <inheritdoc/>
    protected override StrategySignal Decide(in OhlcvBar bar)
    {
        _ = _first.Add(bar);
        _ = _second.Add(Of(Other));
        double side = Side(_first.Value, _second.Value);
        double value = double.IsNaN(side) ? double.NaN
            : side > 0 && _first.Value > _hurdle ? 1
            : side < 0 && _first.Value < -_hurdle ? -1 : 0;
        return Along(value, _first.Value, _second.Value, _hurdle);
    }
}
