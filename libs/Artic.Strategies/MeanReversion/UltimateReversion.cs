using Artic.Indicators.Momentum;

namespace Artic.Strategies.MeanReversion;

/// <summary>
/// Long while the ultimate oscillator is below <c>low</c>, short while it is above <c>high</c> (Williams 1976, his levels without
/// his divergences).
/// </summary>
public sealed class UltimateReversion : BarStrategy
{
    private readonly UltimateOscillator _oscillator;
    private readonly double _low;
    private readonly double _high;

    /// <param name="shortest">Bars of the first.</param>
    /// <param name="middle">Bars of the second.</param>
    /// <param name="longest">Bars of the third.</param>
    /// <param name="low">Oversold below.</param>
    /// <param name="high">Overbought above.</param>
    public UltimateReversion(int shortest, int middle, int longest, double low, double high)
        : base(longest + 1, "ultimate", "low", "high")
    {
        _oscillator = Keep(new UltimateOscillator(shortest, middle, longest));
        (_low, _high) = (low, high);
    }

    /// <inheritdoc/>
    protected override StrategySignal Decide(in OhlcvBar bar)
    {
        _ = _oscillator.Add(bar);
        double level = _oscillator.Value;
        return Against(double.IsNaN(level) ? level : level < _low ? 1 : level > _high ? -1 : 0, level, _low, _high);
    }
}
