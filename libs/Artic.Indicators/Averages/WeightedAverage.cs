using Artic.Indicators.Blocks;

namespace Artic.Indicators.Averages;

/// <summary>WMA: the newest close weighs <c>length</c>, the oldest 1.</summary>
public sealed class WeightedAverage : Indicator
{
    private readonly WeightedSum _sum;

    /// <param name="length">Bars.</param>
    public WeightedAverage(int length)
        : base(length, "wma") => _sum = new WeightedSum(State, length);

    /// <inheritdoc/>
    protected override void Update(in OhlcvBar bar) => Set(_sum.Add(bar.Close));
}
