using Artic.Indicators.Blocks;

namespace Artic.Indicators.Averages;

/// <summary>VWAP: typical prices weighted by volume, from the first bar or from each UTC midnight on.</summary>
public sealed class VolumeWeightedPrice : Indicator
{
    private const double DayNs = 86_400e9;

    private readonly bool _daily;
    private readonly int _at;

    /// <param name="daily">Begins anew each UTC day.</param>
    public VolumeWeightedPrice(bool daily)
        : base(1, "vwap")
    {
        _daily = daily;
        _at = State.Take(3);
    }

    /// <inheritdoc/>
    protected override void Update(in OhlcvBar bar)
    {
        double day = Math.Floor(bar.UtcNs / DayNs);
        if (_daily && day != State[_at + 2])
        {
            State[_at] = State[_at + 1] = 0;
        }

        State[_at + 2] = day;
        State[_at] += bar.Typical * bar.Volume;
        State[_at + 1] += bar.Volume;
        Set(State[_at] / State[_at + 1]);
    }
}
