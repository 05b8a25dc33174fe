using Artic.Indicators.Trend;

namespace Artic.Strategies.Momentum;

/// <summary>Long while the close is above the SuperTrend line, short while it is below (Seban).</summary>
public sealed class SuperTrendSide : BarStrategy
{
    private readonly SuperTrend _line;

    /// <param name="length">Bars of the average true range.</param>
    /// <param name="multiplier">How many of them.</param>
    public SuperTrendSide(int length, double multiplier)
        : base(length + 1, "close", "line") => _line = Keep(new SuperTrend(length, multiplier));

    /// <inheritdoc/>
    protected override StrategySignal Decide(in OhlcvBar bar)
    {
        _ = _line.Add(bar);
        return Along(Side(bar.Close, _line.Value), bar.Close, _line.Value);
    }
}
