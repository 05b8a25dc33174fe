using Artic.Indicators.Blocks;

namespace Artic.Indicators.Averages;

/// <summary>EMA: factor 2/(length+1), begun with the simple mean of the first closes.</summary>
public sealed class ExponentialAverage : Indicator
{
    private readonly Smoothed _average;

    /// <param name="length">Bars.</param>
    public ExponentialAverage(int length)
        : base(length, "ema") => _average = Smoothed.Ema(State, length);

    /// <inheritdoc/>
    protected override void Update(in OhlcvBar bar) => Set(_average.Add(bar.Close));
}
