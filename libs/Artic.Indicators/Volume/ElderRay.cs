using Artic.Indicators.Blocks;

namespace Artic.Indicators.Volume;

/// <summary>Elder-Ray (1989): how far high and low are from an EMA of the closes.</summary>
public sealed class ElderRay : Indicator
{
    private readonly Smoothed _average;

    /// <param name="length">Bars of the EMA.</param>
    public ElderRay(int length)
        : base(length, "ema", "bullPower", "bearPower") => _average = Smoothed.Ema(State, length);

    /// <inheritdoc/>
    protected override void Update(in OhlcvBar bar)
    {
        double average = _average.Add(bar.Close);
        Set(average, bar.High - average, bar.Low - average);
    }
}
