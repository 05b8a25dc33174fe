using Artic.Indicators.Momentum;

namespace Artic.Strategies.Momentum;

/// <summary>
/// Long after a rise over <c>length</c> bars, short after a fall, in proportion to the change (time series momentum: Moskowitz,
/// Ooi, Pedersen 2012).
/// </summary>
public sealed class SimpleMomentum : BarStrategy
{
    private readonly RateOfChange _change;
    private readonly double _full;

    /// <param name="length">Bars back.</param>
    /// <param name="full">Change in per cent that gives 1.</param>
    public SimpleMomentum(int length, double full)
        : base(length + 1, "change", "full")
    {
        _change = Keep(new RateOfChange(length));
        _full = full;
    }

    /// <inheritdoc/>
    protected override StrategySignal Decide(in OhlcvBar bar)
    {
        _ = _change.Add(bar);
        return Along(_change.Value / _full, _change.Value, _full);
    }
}
