using Artic.Indicators.Averages;

namespace Artic.Strategies.MeanReversion;

/// <summary>Against the close's distance from the TWAP, the plain mean of the typical prices, in proportion: <c>full</c> per cent above it is -1.</summary>
public sealed class TimePriceDeviation : BarStrategy
{
    private readonly SimpleAverage _price;
    private readonly double _full;

    /// <param name="length">Bars.</param>
    /// <param name="full">Distance in per cent that gives a whole position.</param>
    public TimePriceDeviation(int length, double full)
        : base(length, "close", "twap", "percent")
    {
        _price = Keep(new SimpleAverage(length));
        _full = full;
    }

    /// <inheritdoc/>
    protected override StrategySignal Decide(in OhlcvBar bar)
    {
        _ = _price.Add(Of(bar.Typical));
        double side = Side(bar.Close, _price.Value);
        double percent = side == 0 ? 0 : 100 * (bar.Close - _price.Value) / _price.Value;
        return Against(-percent / _full, bar.Close, _price.Value, percent);
    }
}
