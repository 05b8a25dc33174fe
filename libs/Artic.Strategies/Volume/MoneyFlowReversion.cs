using Artic.Indicators.Averages;
using Artic.Indicators.Momentum;

namespace Artic.Strategies.Volume;

/// <summary>Long while the money flow index is below <c>low</c>, short while it is above <c>high</c> (Quong, Soudack). Where no money flowed it says nothing.</summary>
public sealed class MoneyFlowReversion : BarStrategy
{
    private readonly MoneyFlowIndex _index;
    private readonly SimpleAverage _flows;
    private readonly double _low;
    private readonly double _high;
    private readonly int _price;

    /// <param name="length">Changes.</param>
    /// <param name="low">Oversold below.</param>
    /// <param name="high">Overbought above.</param>
    public MoneyFlowReversion(int length, double low, double high)
        : base(length + 1, "mfi", "low", "high")
    {
        _index = Keep(new MoneyFlowIndex(length));
        _flows = Keep(new SimpleAverage(length));
        (_low, _high) = (low, high);
        _price = Take(1, double.NaN);
    }

    /// <inheritdoc/>
    public override bool NeedsVolume => true;

    /// <inheritdoc/>
    protected override StrategySignal Decide(in OhlcvBar bar)
    {
        _ = _index.Add(bar);
        double price = bar.Typical;
        double before = Cell(_price);
        Cell(_price) = price;
        double flow = double.IsNaN(before) ? double.NaN : price == before ? 0 : price * bar.Volume;
        _ = _flows.Add(Of(flow));
        double index = Moves(_flows.Value, price) ? _index.Value : double.NaN;
        return Against(double.IsNaN(index) ? index : index < _low ? 1 : index > _high ? -1 : 0, index, _low, _high);
    }
}
