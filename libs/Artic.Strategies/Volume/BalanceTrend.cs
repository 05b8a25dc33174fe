using Artic.Indicators.Averages;
using Artic.Indicators.Volume;

namespace Artic.Strategies.Volume;

/// <summary>Long while the on-balance volume is above its exponential average, short while it is below (Granville 1963).</summary>
public sealed class BalanceTrend : BarStrategy
{
    private readonly OnBalanceVolume _balance;
    private readonly ExponentialAverage _average;

    /// <param name="length">Bars of the average.</param>
    public BalanceTrend(int length)
        : base(length, "obv", "average")
    {
        _balance = Keep(new OnBalanceVolume());
        _average = Keep(new ExponentialAverage(length));
    }

    /// <inheritdoc/>
    public override bool NeedsVolume => true;

    /// <inheritdoc/>
    protected override StrategySignal Decide(in OhlcvBar bar)
    {
        _ = _balance.Add(bar);
        _ = _average.Add(Of(_balance.Value));
        return Pressed(Side(_balance.Value, _average.Value), _balance.Value, _average.Value);
    }
}
