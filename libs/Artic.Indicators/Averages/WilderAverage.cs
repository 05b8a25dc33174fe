using Artic.Indicators.Blocks;

namespace Artic.Indicators.Averages;

/// <summary>SMMA, RMA (Wilder 1978): factor 1/length, begun with the simple mean of the first closes.</summary>
public sealed class WilderAverage : Indicator
{
    private readonly Smoothed _average;

    /// <param name="length">Bars.</param>
    public WilderAverage(int length)
        : base(length, "smma") => _average = Smoothed.Wilder(State, length);

    /// <inheritdoc/>
    protected override void Update(in OhlcvBar bar) => Set(_average.Add(bar.Close));
}
