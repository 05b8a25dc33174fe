using Artic.Indicators.Blocks;

namespace Artic.Indicators.Averages;

/// <summary>Envelope of a simple average: so many per cent above and below.</summary>
public sealed class AverageEnvelope : Indicator
{
    private readonly RollingSum _sum;
    private readonly double _part;

    /// <param name="length">Bars.</param>
    /// <param name="percent">Distance.</param>
    public AverageEnvelope(int length, double percent)
        : base(length, "centerline", "upperEnvelope", "lowerEnvelope")
    {
        _sum = new RollingSum(State, length);
        _part = percent / 100;
    }

    /// <inheritdoc/>
    protected override void Update(in OhlcvBar bar)
    {
        double mean = _sum.Add(bar.Close);
        Set(mean, mean + (mean * _part), mean - (mean * _part));
    }
}
