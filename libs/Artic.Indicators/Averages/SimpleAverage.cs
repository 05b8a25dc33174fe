using Artic.Indicators.Blocks;

namespace Artic.Indicators.Averages;

/// <summary>SMA: the mean of the last closes. Valid from the bar <c>length</c> on.</summary>
public sealed class SimpleAverage : Indicator
{
    private readonly RollingSum _sum;

    /// <param name="length">Bars.</param>
    public SimpleAverage(int length)
        : base(length, "sma") => _sum = new RollingSum(State, length);

    /// <inheritdoc/>
    protected override void Update(in OhlcvBar bar) => Set(_sum.Add(bar.Close));
}
