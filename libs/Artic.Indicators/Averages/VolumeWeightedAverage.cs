using Artic.Indicators.Blocks;

namespace Artic.Indicators.Averages;

/// <summary>VWMA: closes weighted by their volume.</summary>
public sealed class VolumeWeightedAverage : Indicator
{
    private readonly RollingSum _value;
    private readonly RollingSum _volume;

    /// <param name="length">Bars.</param>
    public VolumeWeightedAverage(int length)
        : base(length, "vwma")
    {
        _value = new RollingSum(State, length);
        _volume = new RollingSum(State, length);
    }

    /// <inheritdoc/>
    protected override void Update(in OhlcvBar bar) =>
        Set(_value.Add(bar.Close * bar.Volume) / _volume.Add(bar.Volume));
}
