using Artic.Indicators.Momentum;
using Artic.Indicators.Volatility;

namespace Artic.Strategies.MeanReversion;

/// <summary>Long while the CCI is below -<c>threshold</c>, short while it is above it (Lambert 1980, read as a reversal).</summary>
public sealed class ChannelIndexReversion : BarStrategy
{
    private readonly CommodityChannel _index;
    private readonly StandardDeviation _prices;
    private readonly double _threshold;

    /// <param name="length">Bars.</param>
    /// <param name="threshold">Extreme from here.</param>
    public ChannelIndexReversion(int length, double threshold)
        : base(length, "cci", "threshold")
    {
        _index = Keep(new CommodityChannel(length));
        _prices = Keep(new StandardDeviation(length));
        _threshold = threshold;
    }

    /// <inheritdoc/>
    protected override StrategySignal Decide(in OhlcvBar bar)
    {
        _ = _index.Add(bar);
        _ = _prices.Add(Of(bar.Typical));
        double index = Moves(_prices.Value, bar.Typical) ? _index.Value : double.NaN;
        return Against(double.IsNaN(index) ? index : index < -_threshold ? 1 : index > _threshold ? -1 : 0, index, _threshold);
    }
}
